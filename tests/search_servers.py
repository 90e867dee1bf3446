"""Real search servers on free ports of this machine: Elasticsearch from Maven Central, PostgreSQL from Debian.

`make programs` brings both. Tests that want one say so and are skipped without it. Neither server runs as root, so root
starts them as “nobody”. Each is a process group of its own, which ends with the block.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import debian
from tests.browser.serving import HOST, free_port

VERSION = "8.19.21"
ARCHIVE = Path(sys.prefix, "programs", f"elasticsearch-{VERSION}.zip")
NO_ELASTICSEARCH = "Elasticsearch is not here: make programs fetches it (Maven), and it needs Java 17"
NO_POSTGRES = "PostgreSQL is not here. " + debian.advice(["postgresql"])
NOBODY = "nobody"
STARTING = 120.0  # seconds; a busy machine is slow, not broken
MEMORY = "512m"

SETTINGS = """\
cluster.name: siniar-test
node.name: one
network.host: {host}
http.port: {port}
transport.port: {inner}
discovery.type: single-node
xpack.security.enabled: false
xpack.ml.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
path.data: {folder}/data
path.logs: {folder}/logs
"""


class Elasticsearch:
    """A server that can be killed and started again on the same port, with the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self._inner = folder, free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        with zipfile.ZipFile(ARCHIVE) as archive:
            archive.extractall(folder)
        self._home = folder / f"elasticsearch-{VERSION}"
        for script in (self._home / "bin").iterdir():
            script.chmod(0o755)
        settings = SETTINGS.format(host=HOST, port=self.port, inner=self._inner, folder=folder)
        (self._home / "config/elasticsearch.yml").write_text(settings)
        _hand_over(folder)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        environment = {
            "ES_JAVA_OPTS": f"-Xms{MEMORY} -Xmx{MEMORY}",
            "ES_JAVA_HOME": str(Path(os.path.realpath(debian.program("java") or "")).parent.parent),
            "PATH": debian.PATH,
        }
        self._process = _started([str(self._home / "bin/elasticsearch")], self.folder, environment)
        _wait(lambda: _status(self.port) == 200, self._process, self.folder)

    def kill(self) -> None:
        """As a power cut would."""
        if self._process:
            _end(self._process)
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It stands still within the block, with its connections open."""
        assert self._process
        group = self._process.pid
        os.killpg(group, signal.SIGSTOP)
        try:
            stand_still(pid for pid in _processes() if _group(pid) == group)
            yield
        finally:
            os.killpg(group, signal.SIGCONT)


def elasticsearch_is_there() -> bool:
    """Whether the server can be started."""
    return ARCHIVE.exists() and debian.program("java") is not None


@contextmanager
def elasticsearch() -> Iterator[Elasticsearch]:
    """A running, empty server until the end of the block."""
    with _folder("siniar-es-") as folder:
        server = Elasticsearch(folder)
        try:
            server.start()
            yield server
        finally:
            server.kill()


def postgres_program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs; Debian puts them into nobody's path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else debian.program(name)


@contextmanager
def postgres() -> Iterator[str]:
    """A running, empty server until the end of the block; its address."""
    with _folder("siniar-pg-") as folder:
        _hand_over(folder)
        data, port = folder / "data", free_port()
        make = [postgres_program("initdb") or "", "-D", str(data), "-U", "siniar", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*make, "--locale=C", "--no-sync"], check=True, capture_output=True, **_as_nobody())
        command = [postgres_program("postgres") or "", "-D", str(data), "-p", str(port), "-h", HOST, "-F"]
        process = _started([*command, "-k", str(folder)], folder, {"PATH": debian.PATH})
        try:
            ready = [postgres_program("pg_isready") or "", "-q", "-h", HOST, "-p", str(port)]
            _wait(lambda: subprocess.run(ready).returncode == 0, process, folder)
            yield f"postgresql://siniar@{HOST}:{port}/postgres"
        finally:
            _end(process)


def stand_still(stopped: Iterable[int]) -> None:
    """Waits until no thread of these processes runs any more: after SIGSTOP a busy machine lets them go on for a while,
    long enough to answer.
    """
    stopped, end = list(stopped), time.monotonic() + STARTING
    assert stopped
    while not all(_state(task) in "TtZX" for pid in stopped for task in Path(f"/proc/{pid}/task").glob("*")):
        assert time.monotonic() < end, "it goes on"
        time.sleep(0.01)


def _processes() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())


def _group(pid: int) -> int:
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return 0


def _state(task: Path) -> str:
    """A letter of proc(5): T is stopped, Z and X are ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return (task / "stat").read_text().rpartition(")")[2].split()[0]
    return "X"


def _as_nobody() -> dict[str, str]:
    return {"user": NOBODY, "group": "nogroup"} if os.geteuid() == 0 else {}


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, NOBODY, "nogroup")


def _started(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (folder / "output.log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **_as_nobody(),
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # its own group: the launcher and the server
    process.wait(20)


def _wait(ready: object, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        if callable(ready) and ready():
            return
        time.sleep(0.2)
    raise TimeoutError((folder / "output.log").read_text(errors="replace")[-4_000:])


def _status(port: int) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
