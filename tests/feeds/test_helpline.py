"""feeds says what reporting says, without importing it."""

from __future__ import annotations

import pytest

from feeds import helpline
from reporting import national

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("neutral", [False, True])
def test_the_line_is_that_of_reporting(neutral: bool) -> None:
    assert helpline.text("id", neutral=neutral) == national.helpline("id", neutral=neutral) != ""
