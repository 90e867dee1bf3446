"""Joins the blocks of a document and unpacks gzip on the way, never to more bytes than agreed: no bomb goes off."""

from __future__ import annotations

import zlib

from transfer.refused import Code, Refused

GZIP = 16 + zlib.MAX_WBITS  # zlib's way to say: a gzip header is wanted
MAGIC = b"\x1f\x8b"


class Unpacked:
    """Takes blocks, gives the document. Both what comes in and what comes out is held to `most` bytes.

    `encoding` is the Content-Encoding of HTTP. Raises Refused: TOO_LARGE, BAD_ENCODING.
    """

    def __init__(self, most: int, *, encoding: str = "") -> None:
        if encoding.lower() not in ("", "identity", "gzip", "x-gzip"):
            raise Refused(Code.BAD_ENCODING)
        self._most, self._came = most, 0
        self._gzip = zlib.decompressobj(GZIP) if "gzip" in encoding.lower() else None
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, block: bytes) -> None:
        """Takes the next block."""
        self._came += len(block)
        if self._came > self._most:
            raise Refused(Code.TOO_LARGE, most=self._most)
        if self._gzip is None:
            self._keep(block)
            return
        try:
            while block and not self._gzip.eof:
                self._keep(self._gzip.decompress(block, self._most - self._size + 1))
                block = self._gzip.unconsumed_tail
        except zlib.error as error:
            raise Refused(Code.BAD_ENCODING) from error

    def finish(self) -> bytes:
        """The whole document; a gzip that stops in the middle is refused."""
        if self._gzip is not None and not self._gzip.eof:
            raise Refused(Code.BAD_ENCODING)
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._most:
            raise Refused(Code.TOO_LARGE, most=self._most)
        self._parts.append(part)


def unpacked(data: bytes, most: int) -> bytes:
    """`data`, unpacked if it is a gzip file, at most `most` bytes. Raises Refused."""
    document = Unpacked(most, encoding="gzip" if data.startswith(MAGIC) else "")
    document.add(data)
    return document.finish()
