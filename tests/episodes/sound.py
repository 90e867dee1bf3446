"""Sound that was really encoded, for tests that read files; and files that are not what they seem."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from episodes.audio.encode import Encoding
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.inspect import Recording
from episodes.audio.measure import Measured
from episodes.models import AudioFile
from episodes.storage import work_folder


@dataclass(frozen=True)
class Encoded:
    """A master and all that the pure part of the pipeline makes of it."""

    master: Path
    recording: Recording
    measured: Measured
    encoding: Encoding


def copied(encoding: Encoding, audio: AudioFile) -> Encoding:
    """The same encoding with copies of its files in the recording's work folder, where the step leaves them."""
    folder = work_folder(audio.pk)
    return replace(
        encoding,
        renditions=tuple(
            replace(each, path=Path(shutil.copy(each.path, folder / each.path.name))) for each in encoding.renditions
        ),
    )


def converted(source: Path, target: Path, *arguments: str) -> Path:
    """`source` in another format."""
    command = [find_ffmpeg(), "-v", "error", "-nostdin", "-y", "-i", source, *arguments, target]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return target


def video(target: Path, source: Path) -> Path:
    """A short video with the sound of `source`."""
    picture = ["-f", "lavfi", "-i", "color=c=green:s=64x64:r=5:d=2"]
    command = [find_ffmpeg(), "-v", "error", "-nostdin", "-y", *picture, "-i", source, "-shortest", target]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return target


def first_part(source: Path, target: Path, share: float = 0.5) -> Path:
    """A copy that broke off."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
    return target
