"""The readers that are written in JavaScript: where they are, and how they read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MISSING = "feedsmith and podcast-partytime are not installed: make conformance does that, and needs Node 20 with npm"


def there() -> bool:
    """Whether they can be asked."""
    return shutil.which("node") is not None and (FOLDER / "node_modules" / "feedsmith").is_dir()


def read(documents: Mapping[str, bytes], folder: Path) -> Any:
    """What they make of documents, by the document's name and the reader's; `folder` is for files."""
    sources, output = folder / "documents", folder / "said.json"
    sources.mkdir()
    for name, document in documents.items():
        (sources / name).write_bytes(document)
    environment = os.environ | {"LOG": "silent"}  # podcast-partytime's
    command = ["node", str(FOLDER / "read.mjs"), str(sources), str(output)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(output.read_text())
