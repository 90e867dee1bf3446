"""Panels of the episode form: its recording with steps and the way to another one, and the way to its chapters."""

from __future__ import annotations

from django import forms
from wagtail.admin.panels import Panel

from episodes.refusals import notes
from episodes.visibility import is_public


class RecordingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "episodes/admin/recording_panel.html"

        def get_context_data(self, parent_context: dict[str, object] | None = None) -> dict[str, object]:
            context: dict[str, object] = super().get_context_data(parent_context)
            context["audio"] = self.instance.audio if self.instance.audio_id else None
            context["episode"] = self.instance
            context["waits_for_sound"] = self.instance.live and not is_public(self.instance)
            context["notes"] = notes(self.instance.audio.cautions) if self.instance.audio_id else []
            return context

        @property
        def media(self) -> forms.Media:
            script = forms.Script("episodes/steps.js", type="module")  # runs once the page is there
            return forms.Media(js=[script], css={"all": ["episodes/admin.css"]})  # type: ignore[list-item]


class ChaptersLinkPanel(Panel):
    """Leads to where chapters are set beside the sound."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "episodes/admin/chapters_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.audio_id) and super().is_shown()
