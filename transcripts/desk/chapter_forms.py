"""The form in which chapters are set: a row for each, read as people write, with each fault said at its field."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from episodes import moments
from episodes.chapters import MOST, Mark
from episodes.models import Chapter
from siniar import texts

EMPTY_ROWS = 3  # for browsers without script; where there is one, it makes rows as they are wanted
LONGEST_TITLE = Chapter._meta.get_field("title").max_length


class MomentField(forms.Field):
    """A moment as episodes.moments reads and writes it."""

    widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off", "spellcheck": "false", "data-start": ""})
    default_error_messages = {
        "required": gettext_lazy("Say when the chapter starts."),
        moments.Fault.UNREADABLE.value: gettext_lazy(
            "Write the time as minutes:seconds, for example 1:05.3 or 1:02:05."
        ),
        moments.Fault.NEGATIVE.value: gettext_lazy("A chapter cannot start before the recording."),
    }

    def to_python(self, value: str | None) -> Decimal | None:
        if not value or not value.strip():
            return None
        try:
            return moments.read(value)
        except moments.NoMoment as error:
            raise forms.ValidationError(self.error_messages[error.fault.value], error.fault.value) from error

    def prepare_value(self, value: Any) -> Any:
        return _written(value) if isinstance(value, Decimal) else value


def _written(moment: Decimal | float) -> str:
    return moments.write(moment, point=get_format("DECIMAL_SEPARATOR"))


class TitleField(forms.CharField):
    """A title on one line, without control characters, which XML and ID3 cannot carry."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "data-title": ""})
    default_error_messages = {"required": gettext_lazy("Give the chapter a title.")}

    def to_python(self, value: Any) -> str:
        return texts.on_one_line(super().to_python(value) or "")


class ChapterForm(forms.Form):
    start = MomentField(label=gettext_lazy("Starts at"))
    title = TitleField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)

    def __init__(self, *args: Any, length: float, locked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._length = length  # of the recording, seconds
        for field in self.fields.values():
            field.disabled = locked

    def clean_start(self) -> Decimal:
        start: Decimal = self.cleaned_data["start"]
        if start >= self._length:
            length = _written(round(self._length, 1))
            raise forms.ValidationError(_("The recording is only %(length)s long.") % {"length": length})
        return start


class _Chapters(BaseFormSet):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Delete")

    def clean(self) -> None:
        """Refuses the second of two chapters that start at once."""
        known: set[Decimal] = set()
        for form in self._kept():
            start = form.cleaned_data.get("start")
            if start in known:
                form.add_error("start", _("Another chapter starts at the same time."))
            elif start is not None:
                known.add(start)

    def marks(self) -> list[Mark]:
        """The chapters that the form holds, if it is valid."""
        return [Mark(form.cleaned_data["start"], form.cleaned_data["title"]) for form in self._kept()]

    def _kept(self) -> list[forms.Form]:
        return [form for form in self.forms if form.has_changed() and not form.cleaned_data.get(DELETION_FIELD_NAME)]


ChapterFormSet = formset_factory(
    ChapterForm,
    formset=_Chapters,
    extra=EMPTY_ROWS,
    can_delete=True,
    max_num=MOST,
    validate_max=True,
    absolute_max=2 * MOST,
)


def showing(marks: Iterable[Mark], length: float, *, locked: bool = False) -> BaseFormSet:
    """The form with these chapters in it, only to be read if `locked`."""
    rows = [{"start": mark.start, "title": mark.title} for mark in marks]
    return ChapterFormSet(initial=rows, prefix="chapter", form_kwargs={"length": length, "locked": locked})


def sent(data: Any, length: float) -> Any:
    """The form as it came back."""
    return ChapterFormSet(data, prefix="chapter", form_kwargs={"length": length})
