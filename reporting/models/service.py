"""Services that help, and the channels by which each is reached. reporting.directory decides what is public."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting import dialling
from reporting.models.region import Region
from reporting.models.whole import Whole


class Service(Whole):
    class Scope(models.TextChoices):
        NATIONAL = "national", _("the whole country")
        PROVINCE = "province", _("the province")
        LOCAL = "local", _("some regencies or cities")

    class Kind(models.TextChoices):
        """What it is for; `reporting.directory.PURPOSES` puts the kinds into the parts of the help page."""

        EMERGENCY = "emergency", _("danger now")
        VIOLENCE_SUPPORT = "violence_support", _("support after violence")
        MENTAL_HEALTH = "mental_health", _("support in a crisis of the mind")
        CHILD_SUPPORT = "child_support", _("support for children")
        VIOLENCE_REPORT = "violence_report", _("reports of violence")
        COMPLAINT = "complaint_referral", _("complaints and referral")
        LEGAL = "legal_protection", _("protection of witnesses and victims")
        PUBLIC_SERVICE = "public_service_complaint", _("complaints about offices")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_id = models.CharField(_("name (Indonesian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    owner = models.CharField(_("who answers"), max_length=120, help_text=_("The office or body, as people know it."))
    scope = models.CharField(_("reaches"), max_length=8, choices=Scope)
    regions = models.ManyToManyField(Region, related_name="services", blank=True, verbose_name=_("regions"))
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=3, help_text=_("1 stands first, among services of the same kind and reach.")
    )
    use_id = models.CharField(_("what for (Indonesian)"), max_length=240)
    use_en = models.CharField(_("what for (English)"), max_length=240)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering: ClassVar = ["priority", "code"]

    def __str__(self) -> str:
        return self.name_id


class ChannelQuerySet(models.QuerySet["Channel"]):
    def verified(self) -> ChannelQuerySet:
        """Those that a person vouches for: nothing else ever leaves the database."""
        return self.filter(verified=True).exclude(value="").exclude(dial="")


class Channel(Whole):
    class Type(models.TextChoices):
        PHONE = "phone", _("phone")
        WHATSAPP = "whatsapp", "WhatsApp"
        SMS = "sms", "SMS"
        WEB = "web", _("website")
        EMAIL = "email", _("e-mail")
        APP = "app", _("app")
        ADDRESS = "address", _("office to go to")

    class Cost(models.TextChoices):
        UNKNOWN = "unknown", _("not known")
        FREE = "free", _("free of charge")
        PAID = "paid", _("costs money")

    class Outcome(models.TextChoices):
        NONE = "", _("never tried")
        ANSWERED = "answered", _("answered")
        UNANSWERED = "unanswered", _("not answered")

    code = models.CharField(max_length=120, unique=True, null=True, editable=False)  # of what came with the program
    service = models.ForeignKey(Service, models.CASCADE, related_name="channels", verbose_name=_("service"))
    type = models.CharField(_("way"), max_length=8, choices=Type)
    value = models.CharField(_("number or address"), max_length=200, blank=True, help_text=_("As people read it."))
    dial = models.CharField(
        _("link"),
        max_length=250,
        blank=True,
        help_text=_("What a tap opens. Leave it empty: it is made of the number."),
    )
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    cost = models.CharField(_("cost"), max_length=8, choices=Cost, default=Cost.UNKNOWN)
    verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("Only verified numbers are public. Take the tick away and it is gone at once."),
    )
    verified_on = models.DateField(_("seen at its source on"), null=True, blank=True)
    last_seen = models.CharField(
        _("last seen (as the source says)"), max_length=40, blank=True, help_text=_("Year or month, such as 2025-06.")
    )
    sources = models.TextField(_("sources, one a line"), blank=True)
    tested_on = models.DateField(_("last tried on"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("last try"), max_length=12, choices=Outcome, blank=True, default="", editable=False)
    tried_before = models.JSONField(null=True, editable=False)  # what the last try put aside, until it is taken back
    limit_id = models.CharField(
        _("limits (Indonesian), public"),
        max_length=160,
        blank=True,
        help_text=_("For whom or where it does not hold, such as “Only from Telkomsel.”"),
    )
    limit_en = models.CharField(_("limits (English), public"), max_length=160, blank=True)
    note_id = models.TextField(_("note for editors (Indonesian)"), blank=True)
    note_en = models.TextField(_("note for editors (English)"), blank=True)

    objects = ChannelQuerySet.as_manager()
    #: Whether `clean` took its verification away: it is another number than the one that was verified.
    lost_verification = False

    class Meta:
        verbose_name = _("number or address")
        verbose_name_plural = _("numbers and addresses")
        ordering: ClassVar = ["service__priority", "service__code", "pk"]

    def __str__(self) -> str:
        return f"{self.service.name_id}: {self.value or '–'}"

    def clean(self) -> None:
        """Makes the link where it is left out, or belongs to another number; refuses one that does something else, and
        a tick without a source. Another number than the one that was verified is verified no longer.
        """
        self.value = self.value.strip()
        self._follow_change()
        if self.value and not self.dial:
            self.dial = dialling.link(self.type, self.value) or ""
        if self.dial and not dialling.is_safe(self.type, self.dial):
            raise ValidationError({"dial": _("This link does not fit the way, or it carries words along.")})
        if self.value and self.dial and not dialling.fits(self.type, self.value, self.dial):
            raise ValidationError({"dial": _("This link dials another number than the one that stands there.")})
        if not self.verified:
            return
        if not (self.value and self.dial):
            raise ValidationError({"value": _("Nothing can be verified that is not written down.")})
        if not self.sources.strip():
            raise ValidationError({"sources": _("Say where this was seen before you tick “verified”.")})
        if not (self.verified_on or self.last_seen):
            raise ValidationError({"verified_on": _("Say when this was seen there.")})

    def _follow_change(self) -> None:
        """What was known of the former number says nothing of this one: not its link, its source's day, its test."""
        former = Channel.objects.filter(pk=self.pk).first() if self.pk else None
        if former is None:
            return
        renumbered = (former.type, former.value) != (self.type, self.value)
        if renumbered and former.dial == self.dial:
            self.dial = ""
        led_elsewhere = former.dial != self.dial and self.type not in ("phone", "sms", "whatsapp")
        if not renumbered and not led_elsewhere:
            return
        self.lost_verification = former.verified
        self.verified, self.tested_on, self.outcome, self.tried_before = False, None, self.Outcome.NONE, None
        for name in ("verified_on", "last_seen"):
            if getattr(self, name) == getattr(former, name):
                setattr(self, name, None if name == "verified_on" else "")

    @property
    def is_called(self) -> bool:
        """Whether one dials it or writes to somebody; a page in the web is opened instead."""
        return self.type not in (self.Type.WEB, self.Type.APP)

    def state(self, today: date, days: int) -> str | Promise:
        """What the public sees of it, in a word for editors. `days` is how long a test call counts."""
        if not self.verified:
            return _("not shown: not verified")
        if self.outcome == self.Outcome.UNANSWERED:
            return _("not answered") if self.is_called else _("does not open")
        if self.tested_on is None:
            return _("shown, never tried")
        if self.tested_on < today - timedelta(days=days):
            return _("shown as being checked")
        return _("shown")

    @property
    def seen(self) -> str:
        """When it was last seen at its source, as precisely as that is known: 2025, 2025-06 or 2025-06-27."""
        if self.verified_on:
            return self.verified_on.isoformat()
        return self.last_seen if re.search(r"\d{4}", self.last_seen) else ""
