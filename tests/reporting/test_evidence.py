"""Which source the public reads of, and how."""

from __future__ import annotations

from datetime import date

import pytest

from reporting import evidence


@pytest.mark.parametrize(
    ("seen", "first", "last"),
    [
        ("2025/2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025-06", date(2025, 6, 1), date(2025, 6, 30)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-06-27", date(2025, 6, 27), date(2025, 6, 27)),
        ("2025-13", date.min, date.min),
        ("", date.min, date.min),
    ],
)
def test_a_date_means_a_span_of_days(seen: str, first: date, last: date) -> None:
    assert (evidence.earliest(seen), evidence.latest(seen)) == (first, last)


@pytest.mark.parametrize(
    ("sources", "seen", "shown"),
    [
        (["ANTARA 2020-03", "Tempo 2021 (read/1495975)", "ANTARA 2025-09 (via Kabar)"], "2025-09", "ANTARA 2025-09"),
        (["Harian 2024-02-16", "Kantor"], "2025-01", "Kantor"),  # seen later than the one that names a day
        (["Tempo 2024-11-14 (via Suara)", "kantor.go.id"], "2024-11", "Tempo 2024-11-14"),
        (["satu", "dua"], "", "satu"),
        (["", "  "], "2025", ""),
        ([], "2025", ""),
    ],
)
def test_the_newest_source_is_shown(sources: list[str], seen: str, shown: str) -> None:
    assert evidence.newest(sources, seen) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Tempo Metro 2024 (read/1910721)", "Tempo Metro 2024"),
        ("Harian mengutip InfoPublik (KemenPPPA)", "Harian"),
        ("Joglosemar News (via Seputar Negara) 2025-03", "Joglosemar News 2025-03"),
        ("DP3AP2", "DP3AP2"),
    ],
)
def test_remarks_for_editors_do_not_stand_in_a_source(source: str, shown: str) -> None:
    assert evidence.public(source) == shown


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("24 jam", "24 jam"),
        ("24 jam (menurut Polda Jateng)", ""),
        ("24 jam (klaim)", ""),
        ("hari dan jam kerja (2020)", ""),
        ("Senin-Jumat (kecuali hari libur)", "Senin-Jumat (kecuali hari libur)"),
        ("tidak diketahui", ""),
    ],
)
def test_hours_that_are_only_claimed_are_not_said(hours: str, said: str) -> None:
    assert evidence.said_hours(hours) == said
