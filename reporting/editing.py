"""The editors' forms of services and numbers: what somebody else has changed meanwhile is never saved over."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.views.snippets import EditView


class KeptForm(WagtailAdminModelForm):
    """Carries a digest of the row as it was opened, and is refused if the row is another by now."""

    opened_as = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_as"] = self._digest(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.pk or cleaned.get("opened_as") == self._digest(self._stored()):
            return cleaned
        others = [str(self.fields[name].label) for name in self.changed_data if name != "opened_as"]
        raise ValidationError(
            _(
                "Somebody else has changed this since you opened it, so nothing was saved. Yours differs here: "
                "%(fields)s. Open it again in another tab, compare, and save there."
            )
            % {"fields": get_text_list(others, _("and")) or "–"}
        )

    def _stored(self) -> Model:
        """The row as it is now. Nobody else changes it until this one is saved (KeptEditView)."""
        rows = type(self.instance)._default_manager.select_for_update(of=("self",))
        return rows.get(pk=self.instance.pk)

    def _digest(self, row: Model) -> str:
        """Of what the form shows; a test call that was noted meanwhile is nothing to it."""
        values = model_to_dict(row, fields=[name for name in self.fields if name != "opened_as"])
        texts = {
            name: sorted(str(each.pk) for each in value) if isinstance(value, list) else str(value)
            for name, value in values.items()
        }
        return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


class KeptEditView(EditView):
    """Looking whether the row is as it was opened, and saving it, are one transaction."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response
