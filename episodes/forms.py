"""The form with which an editor uploads a recording, for a new episode or in place of an older recording."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from episodes import actions, mending, uploads
from episodes.audio.inspect import Recording
from episodes.mending import Loss
from episodes.models import AudioFile, Episode, Show, Topic
from episodes.scoping import visible_recordings
from siniar import texts
from siniar.models import User


class ReplaceRecordingForm(forms.Form):
    """One file. It is examined when the form is cleaned; `examined` then tells what it is.

    If it is the very recording that the episode has, and files of that are missing, it mends them: `loss` tells so.
    """

    recording = forms.FileField(
        label=_("Recording"),
        help_text=_("WAV, FLAC, MP3, M4A, Ogg, Opus or a video. Loudness, formats and tags are made by the machine."),
        allow_empty_file=True,  # examine() tells better what is wrong
        widget=forms.FileInput(attrs={"accept": "audio/*,video/*"}),
    )
    again = forms.BooleanField(
        label=_("Upload it again all the same"),
        required=False,
        help_text=_("Only if the same recording really belongs to two episodes."),
        widget=forms.HiddenInput,
    )

    examined: Recording
    loss: Loss | None = None

    def __init__(self, *args: Any, user: User, episode: Episode | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.episode = user, episode

    def clean_recording(self) -> UploadedFile:
        """Refuses what is no recording, with the reason."""
        upload: UploadedFile = self.cleaned_data["recording"]
        if (upload.size or 0) > settings.CONFIG.max_upload_mb * 1_000_000:
            raise forms.ValidationError(
                _("The file is too large: at most %(most)d MB.") % {"most": settings.CONFIG.max_upload_mb}
            )
        self._path = _on_disk(upload)
        try:
            self.examined = uploads.examine(self._path)
        except uploads.Unacceptable as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def clean(self) -> dict[str, Any] | None:
        """Tells of a recording that is there already; a second upload must be meant."""
        values = super().clean()
        if values and "recording" in values and not values.get("again"):
            same = AudioFile.objects.filter(sha256=self.examined.sha256)
            self.loss = next(iter(mending.losses(same.filter(pk__in=self._own()))), None)
            earlier = None if self.loss else same.first()
            if earlier:
                self._tell_of(earlier)
        return values

    def _own(self) -> set[Any]:
        """The recordings that the episode has: for the public, and as a draft."""
        if self.episode is None:
            return set()
        return {self.episode.audio_id, self.episode.get_latest_revision_as_object().audio_id} - {None}

    def receive(self, uploader: User) -> AudioFile | None:
        """Keeps the recording and starts its steps; None, and an error in the form, if that fails."""
        name = self.cleaned_data["recording"].name or "master"
        with self._telling():
            if self.loss:
                mending.bring_back(self.loss, self._path)
                return self.loss.audio
            return actions.receive(self._path, self.examined, name, uploader=uploader, again=self.cleaned_data["again"])
        return None

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Says in the form what went wrong after it was examined: the same upload in another tab, or a full disk."""
        try:
            yield
        except actions.AlreadyReceived as error:
            self._tell_of(error.earlier)
        except OSError as error:
            self.add_error("recording", _("The recording could not be kept: %(error)s") % {"error": error.strerror})

    def _tell_of(self, earlier: AudioFile) -> None:
        self.fields["again"].widget = forms.CheckboxInput()
        visible = visible_recordings(self.user).filter(pk=earlier.pk).exists()
        self.add_error("recording", actions.describe_duplicate(earlier, visible=visible))


class NewEpisodeForm(ReplaceRecordingForm):
    """A recording and what a draft starts with; everything else has sensible defaults."""

    show = forms.ModelChoiceField(Show.objects.none(), label=pgettext_lazy("podcast", "Show"), empty_label=None)
    title = forms.CharField(
        label=_("Title"), required=False, max_length=200, help_text=_("May stay empty: the file's name is taken first.")
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They suggest warnings and age rating, and decide what others may see on a listener's screen."),
    )
    field_order = ["show", "recording", "again", "title", "topics"]

    def __init__(self, *args: Any, shows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].queryset = shows  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """The title on one line, without control characters."""
        return texts.on_one_line(self.cleaned_data["title"])

    def save(self, user: User) -> Episode | None:
        """Makes the recording and the draft of its episode; None, and an error in the form, if that fails."""
        values = self.cleaned_data
        name = values["recording"].name or "master"
        with self._telling():
            return actions.begin(
                values["show"],
                values["title"] or uploads.suggested_title(self.examined, name),
                self._path,
                self.examined,
                name,
                topics=list(values["topics"]),
                author=user,
                again=values["again"],
            )
        return None


def _on_disk(upload: UploadedFile) -> Path:
    """The path of an upload; a small one, which Django keeps in memory, is written to a temporary file first."""
    if not isinstance(upload, TemporaryUploadedFile):
        file = NamedTemporaryFile(suffix=".upload")  # noqa: SIM115 - closed, and so deleted, with the request
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        upload.file = file
        return Path(file.name)
    return Path(upload.temporary_file_path())
