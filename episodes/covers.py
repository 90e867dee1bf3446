"""Says in the editors' language why a picture cannot be a cover: one sentence what is wrong and what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage

from episodes.cover_rules import Fault, Unfit, examine

logger = logging.getLogger(__name__)

SENTENCES: Mapping[Fault, str | Promise] = {
    Fault.UNREADABLE: _("The cover cannot be opened: the file is damaged. Upload it once more."),
    Fault.FORMAT: _("The cover must be a JPEG or PNG file. Save the picture as one of them and upload it."),
    Fault.MOVING: _("The cover must not move. Save one picture of the animation as JPEG or PNG and upload it."),
    Fault.NOT_SQUARE: _("The cover must be square. Crop the picture and upload it once more."),
    Fault.SIZE: _("The cover must be 1400 to 3000 pixels wide. Scale the picture and upload it once more."),
    Fault.COLOURS: _("The cover must be in RGB colours, not in shades of grey or CMYK. Save it in RGB and upload it."),
    Fault.TRANSPARENT: _("The cover must not be transparent anywhere. Save it with a background and upload it."),
}


def require(picture: AbstractImage | None, field: str) -> None:
    """Raises ValidationError for the field unless the picture, if there is one, is a cover.

    A file that got lost after its upload holds nothing back: the public sees no cover, and all else goes on.
    """
    if picture is None:
        return
    try:
        with picture.open_file() as file:
            examine(file)
    except Unfit as unfit:
        raise ValidationError({field: SENTENCES[unfit.fault]}) from unfit
    except OSError:
        logger.warning("the picture %s, a cover, is missing on disk", picture.pk)
