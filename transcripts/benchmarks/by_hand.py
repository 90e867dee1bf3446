"""`python -m transcripts.benchmarks.by_hand WEIGHTS FILE LANGUAGE`: the weights as anybody would run them by hand.

faster-whisper's own call on the whole file, every option at its default but the language: what the product must not
fall behind.
"""

import sys


def main(weights: str, path: str, language: str) -> None:
    """Print the text of the recording at `path`."""
    from faster_whisper import WhisperModel

    segments, _ = WhisperModel(weights, device="cpu").transcribe(path, language=language)
    sys.stdout.write(" ".join(segment.text.strip() for segment in segments))


if __name__ == "__main__":
    main(*sys.argv[1:])
