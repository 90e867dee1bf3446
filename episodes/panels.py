"""The panel of the episode form that shows its recording: steps, sound, and the way to upload another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.panels import Panel

if TYPE_CHECKING:
    from django import forms


class RecordingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "episodes/admin/recording_panel.html"

        def get_context_data(self, parent_context: dict[str, object] | None = None) -> dict[str, object]:
            context: dict[str, object] = super().get_context_data(parent_context)
            context["audio"] = self.instance.audio if self.instance.audio_id else None
            context["episode"] = self.instance
            return context

        @property
        def media(self) -> forms.Media:
            from django.forms import Media

            return Media(js=["episodes/steps.js"], css={"all": ["episodes/admin.css"]})
