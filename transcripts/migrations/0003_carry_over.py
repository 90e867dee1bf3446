"""Texts that are there already get words, speakers and, where they are approved, the version that the public reads."""

from django.db import migrations
from django.utils import timezone


def carry_over(apps, schema_editor):
    """Gives every segment its words and its speaker's row; what is approved becomes a version that the public reads."""
    Transcript = apps.get_model("transcripts", "Transcript")
    for transcript in Transcript.objects.all():
        _carry_segments(apps, transcript)
        if transcript.state != "machine":
            transcript.changed_at, transcript.changed_by = timezone.now(), transcript.approved_by
        if transcript.state == "approved":
            transcript.approved = _version(apps, transcript)
        transcript.save()


def _carry_segments(apps, transcript):
    speakers = {"": None}
    for segment in transcript.segments.order_by("position"):
        if segment.label not in speakers:
            speakers[segment.label] = apps.get_model("transcripts", "Speaker").objects.create(
                transcript=transcript, number=len(speakers), note=segment.label
            )
        segment.speaker = speakers[segment.label]
        segment.words = segment.words or _spread(segment)
        segment.doubts = [[code, segment.start, segment.end] for code in segment.doubts]
        segment.save()


def _spread(segment):
    """The text as words, the time shared by their length."""
    texts = segment.old_text.split()
    each = (segment.end - segment.start) / max(1, sum(map(len, texts)))
    words, moment = [], segment.start
    for text in texts:
        words.append([text, round(moment, 3), round(moment + each * len(text), 3), 0.999])
        moment += each * len(text)
    return words


def _version(apps, transcript):
    content = [
        {
            "start": segment.start,
            "end": segment.end,
            "speaker": segment.speaker.number if segment.speaker else None,
            "words": segment.words,
            "doubts": segment.doubts,
        }
        for segment in transcript.segments.order_by("start", "pk")
    ]
    return apps.get_model("transcripts", "Version").objects.create(
        transcript=transcript,
        number=1,
        reason="approved",
        made_at=transcript.approved_at or timezone.now(),
        made_by=transcript.approved_by,
        content=content,
    )


class Migration(migrations.Migration):

    dependencies = [("transcripts", "0002_desk")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
