"""After the feeds of a show are built, hubs are told of them: once for each change, again until they have heard."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import LazySettings

from episodes.models import Show
from feeds import actions, announcing, steps
from feeds.announcing import Call, Unheard
from feeds.models import Edition
from siniar.jobs import pipeline, runner
from siniar.jobs.errors import TryLater
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from tests import factories

pytestmark = pytest.mark.django_db


class Hub:
    """Stands where the network would be: notes the calls, and refuses those to services that are down."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.down: dict[str, int | None] = {}

    def tell(self, call: Call) -> None:
        self.heard.append(call.service)
        if call.service in self.down:
            raise Unheard(call.service, self.down[call.service])


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Hub:
    made = Hub()
    monkeypatch.setattr(announcing, "tell", made.tell)
    configured(settings, websub_hub="http://127.0.0.1:9/")
    return made


def configured(settings: LazySettings, **values: str) -> None:
    settings.CONFIG = dataclasses.replace(settings.CONFIG, **values)


@pytest.fixture
def show(hub: Hub) -> Show:
    show = factories.show()
    factories.episode(show)
    assert actions.refresh(show)
    return show


def announce(show: Show) -> None:
    steps.announce(actions.subject(show.pk), Progress(lambda percent: True, lambda: False, lambda: False))


def test_a_new_feed_is_announced(show: Show, hub: Hub) -> None:
    announce(show)
    assert hub.heard == ["WebSub"]


def test_the_same_feed_is_announced_once(show: Show, hub: Hub) -> None:
    announce(show)
    actions.mark([show.pk])
    assert actions.refresh(show)
    announce(show)
    assert hub.heard == ["WebSub"]


def test_a_changed_feed_is_announced_again(show: Show, hub: Hub) -> None:
    announce(show)
    factories.episode(show)
    actions.mark([show.pk])
    assert actions.refresh(show)
    announce(show)
    assert hub.heard == ["WebSub", "WebSub"]


def test_a_hub_that_is_down_is_told_later_with_the_reason(show: Show, hub: Hub) -> None:
    hub.down["WebSub"] = 503
    with pytest.raises(TryLater, match=r"WebSub.*503"):
        announce(show)
    hub.down.clear()
    announce(show)
    assert hub.heard == ["WebSub", "WebSub"]


def test_a_hub_that_says_nothing_is_told_later_with_the_reason(show: Show, hub: Hub) -> None:
    hub.down["WebSub"] = None
    with pytest.raises(TryLater, match="WebSub"):
        announce(show)


def test_one_that_is_down_does_not_keep_the_other_from_hearing(show: Show, hub: Hub, settings: LazySettings) -> None:
    configured(settings, podping_url="http://127.0.0.1:9/")
    hub.down["WebSub"] = 500
    with pytest.raises(TryLater):
        announce(show)
    assert hub.heard == ["WebSub", "Podping"]


def test_without_a_hub_nothing_is_noted_so_that_a_later_one_hears(show: Show, hub: Hub, settings: LazySettings) -> None:
    configured(settings, websub_hub="")
    announce(show)
    assert (hub.heard, Edition.objects.get(show=show).announced) == ([], "")


def test_a_show_that_is_not_public_is_not_announced(show: Show, hub: Hub) -> None:
    show.unpublish()
    announce(show)
    assert hub.heard == []


def test_a_show_that_directories_may_not_list_is_not_written_to_a_public_chain(
    show: Show, hub: Hub, settings: LazySettings
) -> None:
    configured(settings, podping_url="http://127.0.0.1:9/")
    Show.objects.filter(pk=show.pk).update(in_directories=False)
    announce(show)
    assert hub.heard == ["WebSub"]


def test_a_show_without_a_feed_yet_has_nothing_to_announce(hub: Hub) -> None:
    announce(factories.show())
    assert hub.heard == []


def test_a_show_that_is_gone_has_nothing_to_announce(hub: Hub) -> None:
    steps.announce("show-999999", Progress(lambda percent: True, lambda: False, lambda: False))
    assert hub.heard == []


def test_it_waits_for_the_feeds_and_the_feeds_never_wait_for_it(show: Show, hub: Hub) -> None:
    hub.down["WebSub"] = 500
    Job.objects.all().delete()
    rebuild, announcement = runner.start(pipeline.SHOW_CHANGED, actions.subject(show.pk), "", again=True)
    assert not runner.run(announcement.pk)
    assert runner.run(rebuild.pk)
    assert runner.run(announcement.pk)
    assert "500" in Job.objects.get(pk=announcement.pk).reason
    runner.start(pipeline.SHOW_CHANGED, actions.subject(show.pk), "", again=True)
    assert runner.run(rebuild.pk)
    assert Job.objects.get(pk=rebuild.pk).state == Job.State.DONE
