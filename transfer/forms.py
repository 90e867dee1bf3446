"""The two forms of an import: where the feed is and where it goes; and, once it has been looked at, how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from episodes.models import AgeRating, Show, Topic
from episodes.scoping import open_shows
from siniar.models import User
from transfer import refusals, scoping
from transfer.addresses import target
from transfer.document import MOST_BYTES
from transfer.models import FeedImport
from transfer.origin import open_file
from transfer.refused import Refused
from transfer.values import Feed


class OriginForm(forms.Form):
    """An address, or a file; `feed` is what the file holds, read when the form is cleaned."""

    address = forms.CharField(
        label=_("Address of the feed"),
        required=False,
        max_length=2000,
        help_text=_("Where podcast apps find it, for example https://example.org/feed.xml. Nothing is taken yet."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("… or a file that holds the feed"),
        required=False,
        allow_empty_file=True,  # the reader tells better what is wrong
        widget=forms.FileInput(attrs={"accept": ".xml,.rss,.gz,application/rss+xml,text/xml"}),
    )
    show = forms.ModelChoiceField(
        Show.objects.none(),
        label=pgettext_lazy("podcast", "Show"),
        required=False,
        empty_label=_("a new show, made of what the feed says"),
    )

    feed: Feed | None = None

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shows: Any = self.fields["show"]
        shows.queryset = open_shows(user)
        if not scoping.may_add_shows(user):
            shows.required, shows.empty_label = True, None

    def clean_address(self) -> str:
        """Refuses what is no web address at once; where it leads is looked at when it is called."""
        address: str = self.cleaned_data["address"].strip()
        if address:
            try:
                target(address)
            except Refused as error:
                raise forms.ValidationError(refusals.sentence(error)) from error
        return address

    def clean_file(self) -> UploadedFile | None:
        """Reads the feed in the file."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file:
            try:
                self.feed = open_file(file.read(MOST_BYTES + 1))
            except Refused as error:
                raise forms.ValidationError(refusals.sentence(error)) from error
        return file

    def clean(self) -> dict[str, Any] | None:
        """One of the two."""
        values = super().clean() or {}
        if not self.errors and bool(values.get("address")) == bool(values.get("file")):
            self.add_error("address", _("Give either the address of a feed or a file."))
        return values


class StartForm(forms.Form):
    """What every episode of an import gets."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All episodes get them. You can change them later, one by one."),
    )
    age_rating = forms.ModelChoiceField(
        AgeRating.objects.all(),
        label=_("Age rating"),
        required=False,
        empty_label=_("what the topics suggest"),
    )
    limit = forms.IntegerField(
        label=_("Only the newest"), required=False, min_value=1, help_text=_("How many episodes; empty: all of them.")
    )
    publish = forms.BooleanField(
        label=_("Publish what may be published, with its old date"),
        required=False,
        help_text=_("Otherwise all of them are drafts. Publishing needs at least one topic."),
    )
    ours = forms.BooleanField(
        label=_("The podcast is ours, and we may move it"),
        error_messages={
            "required": _("The feed asks other hosts not to import it. Confirm that the podcast is yours.")
        },
    )

    def __init__(self, *args: Any, feed_import: FeedImport, user: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not feed_import.told.locked:
            del self.fields["ours"]
        if not scoping.may_publish(user, feed_import):
            del self.fields["publish"]

    def clean(self) -> dict[str, Any] | None:
        """Without a topic nothing may be published."""
        values = super().clean() or {}
        if values.get("publish") and not values.get("topics"):
            self.add_error("topics", _("Publishing needs at least one topic."))
        return values
