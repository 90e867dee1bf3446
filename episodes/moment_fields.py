"""A moment in a form or a model: people write it as episodes.moments says, rows hold seconds to the millisecond."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy

from episodes import moments


class MomentInput(forms.DecimalField):
    """The field of a form: minutes and seconds, never a bare number; what cannot be read is said in words."""

    widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {
        moments.Fault.UNREADABLE.value: gettext_lazy(
            "Write the time as minutes:seconds, for example 1:05.3 or 1:02:05."
        ),
        moments.Fault.NEGATIVE.value: gettext_lazy("Nothing can be heard before the recording starts."),
    }

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            if ":" not in str(value) and str(value).strip() != "0":  # in Indonesia “1.20” means a minute and twenty
                raise moments.NoMoment(moments.Fault.UNREADABLE)
            return moments.read(str(value))
        except moments.NoMoment as error:
            raise forms.ValidationError(self.error_messages[error.fault.value], error.fault.value) from error

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return moments.write(value, point=get_format("DECIMAL_SEPARATOR"))
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # “step” and the like belong to fields of numbers


class MomentField(models.DecimalField):
    """Seconds from the beginning of a recording."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 9, "decimal_places": 3, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MomentInput, **kwargs})
