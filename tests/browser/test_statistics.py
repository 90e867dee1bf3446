"""The editors' page of statistics as a browser shows it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opener

pytestmark = pytest.mark.xdist_group("browser")

#: Of each chart and the table of the same numbers: whether they stand side by side, and whether the table is cut off.
LOOK = """[...document.querySelectorAll(".statistics-pair")].map(pair => {
    const [chart, table] = [...pair.children];
    return [
        table.getBoundingClientRect().left >= chart.getBoundingClientRect().right,
        table.scrollHeight > table.clientHeight || table.scrollWidth > table.clientWidth,
    ];
})"""


@pytest.mark.parametrize(("width", "beside"), [(360, False), (768, False), (1280, False), (1600, True)])
def test_a_table_is_whole_and_beside_its_chart_only_where_there_is_room(
    width: int, beside: bool, open_page: Opener
) -> None:
    page = open_page(editor="rani", width=width)
    page.goto("/admin/statistics/")
    looks = page.evaluate(LOOK)
    assert looks == [[beside, False], [beside, False]]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
