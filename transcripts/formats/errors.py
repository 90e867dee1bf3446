"""What can be wrong with a file that should be a transcript: a code, a line, details; the words are made elsewhere."""


class FormatError(Exception):
    """The file cannot be taken as it is; nothing of it was used.

    `code` is stable, one of the constants below. `line` counts from 1 and is the line that a person has to look at;
    it is 1 where the file as a whole is wrong. `details` are numbers and short texts from the file.
    """

    # The file as a whole
    EMPTY = "empty"
    TOO_LARGE = "too_large"  # details: bytes, most
    OTHER_FILE = "other_file"  # details: kind, such as pdf, jpeg, zip
    WRONG_ENCODING = "wrong_encoding"  # neither UTF-8 nor UTF-16 with a byte order mark
    UNKNOWN_FORMAT = "unknown_format"  # text or a page, but without a single time
    NO_CUES = "no_cues"  # a transcript in which nobody says anything
    NO_HEADER = "no_header"  # said to be WebVTT, but WEBVTT does not stand on top
    TOO_MANY_CUES = "too_many_cues"  # details: most
    TOO_MANY_WORDS = "too_many_words"  # details: most
    TOO_LONG = "too_long"  # more lines or tags than the most cues need; details: most

    # Times
    BAD_TIME = "bad_time"  # details: text, the time as it stands there
    MISSING_TIME = "missing_time"  # text that stands before the first time, or a segment without one
    NEGATIVE_TIME = "negative_time"
    END_BEFORE_START = "end_before_start"  # details: start, end
    OUT_OF_ORDER = "out_of_order"  # details: start, before: the start of the cue above
    OVERLAP = "overlap"  # details: start, before: the end of the cue above
    BEYOND_LENGTH = "beyond_length"  # details: start, length
    TOO_DENSE = "too_dense"  # more words in a cue than can be said in its time; details: words, seconds

    # JSON
    BAD_JSON = "bad_json"  # details: column
    TOO_DEEP = "too_deep"  # lists in lists without end
    NO_SEGMENTS = "no_segments"
    BAD_SEGMENT = "bad_segment"  # details: field

    def __init__(self, code: str, line: int = 1, **details: str | float) -> None:
        """Keep `code`, `line` and `details`; the message is for the log."""
        self.code = code
        self.line = line
        self.details = details
        super().__init__(code, line, details)

    def __str__(self) -> str:
        """Code, line and details in one line of English."""
        told = "".join(f", {name}={value}" for name, value in self.details.items())
        return f"{self.code} (line {self.line}{told})"
