"""What came with the program comes in once; what editors have touched stays theirs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from reporting import loading, storing
from reporting.models import Channel, Region, Service, StoredDirectory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Changes the first channel of a service in the file that is loaded."""
    for name in ("services.json", "regions.json"):
        shutil.copy(storing.DATA / name, tmp_path / name)
    monkeypatch.setattr(storing, "DATA", tmp_path)

    def edit(service: str, **values: Any) -> None:
        path = tmp_path / "services.json"
        rows = json.loads(path.read_text())
        next(each for each in rows["services"] if each["id"] == service)["channels"][0] |= values
        path.write_text(json.dumps(rows))

    return edit


def ambulance() -> Channel:
    return Channel.objects.get(service__code="medis119", code__startswith="medis119/")


def test_all_regions_come_in_with_both_codes() -> None:
    codes = {row.code: (row.code_kemendagri, row.code_bps) for row in Region.objects.all()}
    assert len(codes) == 12
    assert codes["tebo"] == ("15.09", "1508")
    assert codes["tanjung-jabung-timur"] == ("15.07", "1506")


def test_marks_come_in_as_they_stand_in_the_file() -> None:
    rows = json.loads((storing.DATA / "services.json").read_text())["services"]
    marks = sorted(each["verified"] for row in rows for each in row["channels"])
    assert sorted(Channel.objects.values_list("verified", flat=True)) == marks


def test_nobody_has_called_any_of_them() -> None:
    assert not Channel.objects.exclude(tested_on=None).exists()


def test_a_service_of_a_city_is_offered_there_alone() -> None:
    service = Service.objects.get(code="darurat112-kota-jambi")
    assert (service.scope, [each.code for each in service.regions.all()]) == ("local", ["kota-jambi"])


def test_loading_again_changes_nothing() -> None:
    before = StoredDirectory.objects.get().digest, list(Channel.objects.values())
    assert loading.load()["regions"] == 12
    assert before == (StoredDirectory.objects.get().digest, list(Channel.objects.values()))


def test_what_an_editor_changed_stays(edit: Callable[..., None]) -> None:
    Channel.objects.filter(pk=ambulance().pk).update(hours="24 jam", verified=False)
    edit("medis119", verified=True, hours_id="siang")
    loading.load()
    assert (ambulance().hours, ambulance().verified) == ("24 jam", False)


def test_what_an_editor_deleted_does_not_come_back() -> None:
    ambulance().delete()
    Service.objects.get(code="lpsk").delete()
    loading.load()
    assert not Channel.objects.filter(service__code="medis119").exists()
    assert not Service.objects.filter(code="lpsk").exists()


def test_a_release_may_take_back_a_number_that_nobody_touched(edit: Callable[..., None]) -> None:
    edit("medis119", verified=False)
    loading.load()
    assert not ambulance().verified
    assert "119" not in {each.value for row in storing.present().services for each in row.channels}


def leave_out(service: str) -> None:
    path = storing.DATA / "services.json"
    rows = json.loads(path.read_text())
    next(each for each in rows["services"] if each["id"] == service)["channels"].clear()
    path.write_text(json.dumps(rows))


def test_a_release_may_change_a_number_that_nobody_touched(edit: Callable[..., None]) -> None:
    edit("medis119", value="118", dial="tel:118")
    loading.load()
    shown = {each.value for row in storing.present().services for each in row.channels}
    assert ("118" in shown, "119" in shown) == (True, False)


def test_what_a_release_leaves_out_is_verified_no_longer_until_it_is_back(edit: Callable[..., None]) -> None:
    whole = (storing.DATA / "services.json").read_text()
    leave_out("medis119")
    loading.load()
    assert not ambulance().verified
    (storing.DATA / "services.json").write_text(whole)
    loading.load()
    assert ambulance().verified


def test_what_a_release_leaves_out_stays_if_an_editor_touched_it(edit: Callable[..., None]) -> None:
    Channel.objects.filter(pk=ambulance().pk).update(hours="24 jam")
    leave_out("medis119")
    loading.load()
    assert ambulance().verified


@pytest.mark.parametrize("written", ["0857-7001-0048", "+62 857 7001 0048", "085770010048"])
@pytest.mark.parametrize("way", ["unmarked", "deleted"])
def test_what_an_editor_took_back_stays_so_under_another_id(edit: Callable[..., None], written: str, way: str) -> None:
    row = Channel.objects.filter(value="0857-7001-0048")
    row.delete() if way == "deleted" else row.update(verified=False)
    edit("lpsk", id="whatsapp-9", value=written)
    loading.load()
    assert not Channel.objects.get(code="lpsk/whatsapp-9").verified
    assert "lpsk" not in {row.code for row in storing.present().services}


def test_a_release_goes_on_with_a_number_that_another_service_has_lost(edit: Callable[..., None]) -> None:
    Channel.objects.create(service=Service.objects.get(code="lpsk"), type="phone", value="119", dial="tel:119")
    edit("medis119", note_en="Dialled again.")
    loading.load()
    assert (ambulance().note_en, ambulance().verified) == ("Dialled again.", True)


def test_every_channel_has_an_id_of_its_own() -> None:
    rows = json.loads((storing.DATA / "services.json").read_text())["services"]
    codes = [f"{row['id']}/{each['id']}" for row in rows for each in row["channels"]]
    assert len(codes) == len(set(codes)) > 30


def test_what_is_new_in_the_file_comes_in(edit: Callable[..., None]) -> None:
    edit("uptd-ppa-kerinci", value="0748-123", dial="tel:0748123", verified=True, sources=["DP3AP2"], last_seen="2026")
    loading.load()
    assert Channel.objects.get(value="0748-123").service.code == "uptd-ppa-kerinci"


def test_the_command_tells_how_many_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_services")
    assert "regions: 12, services: 24" in capsys.readouterr().out


def test_a_limit_that_a_release_adds_reaches_a_row_that_nobody_touched(edit: Callable[..., None]) -> None:
    police = Channel.objects.get(value="110")
    assert police.limit_id == ""
    edit("polri110", limit_id="Hanya dari HP.", limit_en="Only from mobiles.")
    loading.load()
    assert Channel.objects.get(pk=police.pk).limit_id == "Hanya dari HP."
