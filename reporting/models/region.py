"""The province and its regencies and cities, with both official codes. Their rows come from reporting/data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.whole import Whole


class Region(Whole):
    """A place that a person may choose. The two codes differ for four regencies: one never follows from the other."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        REGENCY = "regency", _("regency")
        CITY = "city", _("city")

    class Unit(models.TextChoices):
        """Whether there is an office for women and children (UPTD PPA), as far as public sources tell."""

        UNKNOWN = "unknown", _("not known")
        PLANNED = "planned", _("being set up")
        ESTABLISHED = "established", _("there is one")

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name_id = models.CharField(_("name (Indonesian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    code_kemendagri = models.CharField(_("code of the Ministry of Home Affairs"), max_length=8, unique=True)
    code_bps = models.CharField(_("code of Statistics Indonesia (BPS)"), max_length=8, unique=True)
    unit = models.CharField("UPTD PPA", max_length=12, choices=Unit, default=Unit.UNKNOWN)
    unit_note = models.TextField(_("what is known of the UPTD PPA"), blank=True)
    unit_sources = models.TextField(_("sources of that, one a line"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.name_id
