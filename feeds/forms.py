"""Forms of the editors' pages of feeds."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from feeds.models import ReviewKey


class ReviewKeyForm(forms.ModelForm[ReviewKey]):
    """Asks for whom a new key is. (The key itself is made by feeds.actions.)"""

    class Meta:
        model = ReviewKey
        fields: ClassVar = ["label"]
        widgets: ClassVar = {"label": forms.TextInput(attrs={"autocomplete": "off"})}
