"""Person: somebody who speaks or works on episodes. Named in public only if she or he agreed to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    name = models.CharField(_("name"), max_length=120)
    consents_to_be_named = models.BooleanField(
        _("agreed to be named in public"),
        default=False,
        help_text=_("Without this the name stays inside the editors' pages. Never name children or victims."),
    )
    about = models.TextField(_("about this person"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
