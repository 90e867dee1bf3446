"""S3Proxy, a real S3 server, on a free port of this machine: it checks signatures and the time for which they hold.

`make programs` puts it into the environment; it needs Java 17. Tests that want it say so and are skipped without it.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minio import Minio

from siniar.object_store import ObjectStore
from tests import debian
from tests.browser.serving import HOST, free_port

JAR = Path(sys.prefix, "programs", "s3proxy-4.1.0-jar-with-dependencies.jar")
MISSING = "S3Proxy is not here: make programs fetches it, and needs Java 17 with Maven (default-jre-headless, maven)"
KEY, SECRET, REGION, BUCKET = "kunci", "rahasia", "us-east-1", "siniar"
STARTING = 30.0  # seconds


def there() -> bool:
    """Whether the server can be started."""
    return JAR.exists() and debian.program("java") is not None


@contextmanager
def server(folder: Path) -> Iterator[ObjectStore]:
    """An empty bucket, in memory, until the end of the block."""
    port = free_port()
    settings = folder / "s3proxy.conf"
    settings.write_text(
        f"s3proxy.endpoint=http://{HOST}:{port}\ns3proxy.authorization=aws-v4\n"
        f"s3proxy.identity={KEY}\ns3proxy.credential={SECRET}\n"
        "jclouds.provider=transient-nio2\njclouds.identity=-\njclouds.credential=-\n"
    )
    with (folder / "s3proxy.log").open("wb") as log:
        command = [debian.program("java") or "java", "-Xmx128m", "-jar", str(JAR), "--properties", str(settings)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(process, port)
            Minio(f"{HOST}:{port}", KEY, SECRET, secure=False, region=REGION).make_bucket(BUCKET)
            yield ObjectStore(f"http://{HOST}:{port}/{BUCKET}", KEY, SECRET, REGION)
        finally:
            process.kill()  # there is nothing to keep
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError("S3Proxy gives no answer")
