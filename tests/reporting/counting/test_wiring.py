"""What the real addresses count: an opened page, a chosen region, a hand-off, a code that was fetched. Nothing else."""

# ruff: noqa: F811 - an argument is called like the fixture that it is

from __future__ import annotations

import pytest
from django.test import Client

from reporting.counting.recording import Recorder
from reporting.handoff import codes, fields
from tests import factories
from tests.reporting.counting.conftest import daily, quarterly
from tests.reporting.handoff.conftest import Configure, hand_off  # noqa: F401 - a fixture
from tests.reporting.handoff.receiving import KEY

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
CHROME = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"User-Agent": CHROME})


def told(counting: Recorder) -> list[tuple[str, str, str, int]]:
    counting.write()
    return daily()


def test_an_opened_page_counts_with_the_topic_of_the_episode(counting: Recorder, visitor: Client) -> None:
    episode = factories.episode(topics=("KDRT",))
    visitor.get(f"/lapor/{episode.short_id}/")
    assert told(counting) == [("KDRT", "web", "opened", 1)]


def test_the_address_on_paper_counts_as_paper(counting: Recorder, visitor: Client) -> None:
    visitor.get("/b/")
    assert told(counting) == [("", "qr", "opened", 1)]


def test_a_region_counts_when_it_is_chosen_and_not_when_it_is_only_sent_along(
    counting: Recorder, visitor: Client
) -> None:
    visitor.post("/lapor/", "region=tebo&near=1", FORM)
    visitor.post("/lapor/", "region=tebo&role=lihat", FORM)
    assert told(counting) == [("", "web", "region", 1)]
    assert [(region, count) for _quarter, region, _outcome, count in quarterly()] == [("tebo", 1)]


def test_a_hand_off_counts_by_what_was_ticked(counting: Recorder, visitor: Client, hand_off: Configure) -> None:
    hand_off("code")
    visitor.post("/lapor/kirim/", "topic=KDRT&channel=qr", FORM)
    assert told(counting) == [("KDRT", "qr", "code", 1)]


def test_a_code_that_was_fetched_has_arrived(counting: Recorder, visitor: Client, hand_off: Configure) -> None:
    hand_off("code")
    code = codes.issue(fields.Carried(topic="KDRT", channel="web"))
    visitor.post("/lapor/tukar/", f"code={code}", FORM, headers={"Authorization": f"Bearer {KEY}"})
    assert told(counting) == [("KDRT", "web", "arrived", 1)]
