"""The covers: what podcast apps ask of a picture, and that the drawing program drew them."""

import numpy as np
import pytest
from PIL import Image

from demo import cover
from demo.content import COVERS, show

NAMES = ["studio-siniar.jpg", "umum.jpg"]


@pytest.mark.parametrize("name", NAMES)
def test_a_cover_is_a_square_rgb_jpeg_of_the_size_that_apps_ask(name: str) -> None:
    with Image.open(COVERS / name) as picture:
        assert picture.format == "JPEG"
        assert picture.mode == "RGB"
        assert picture.width == picture.height
        assert 1400 <= picture.width <= 3000


@pytest.mark.parametrize("name", NAMES)
def test_a_cover_is_small_enough_for_paid_data(name: str) -> None:
    assert (COVERS / name).stat().st_size <= 250_000


def test_the_show_names_both_covers() -> None:
    assert [show().cover.name, show().neutral_cover.name] == NAMES


def test_the_committed_covers_are_what_the_program_draws(tmp_path) -> None:
    cover.draw(tmp_path)
    for name in NAMES:
        with Image.open(tmp_path / name) as drawn, Image.open(COVERS / name) as committed:
            difference = np.asarray(drawn, dtype=int) - np.asarray(committed, dtype=int)
        assert np.abs(difference).mean() < 1


def test_the_name_stands_out_even_at_120_pixels() -> None:
    with Image.open(COVERS / "studio-siniar.jpg") as picture:
        small = np.asarray(picture.convert("L").resize((120, 120)), dtype=int)
    wordmark = small[84:112, 10:84]
    assert wordmark.max() - wordmark.min() > 150
