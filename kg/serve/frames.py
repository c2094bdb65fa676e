"""What goes through the pipe between the endpoint and a child: a length, a header of JSON, a body of bytes.

No pickle: a child that a query has taken over can say wrong things, but run nothing here.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct("!IQ")
SIZE = _LENGTHS.size


def packed(header: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame.

    >>> import io
    >>> read(io.BytesIO(packed({"ask": 1}, b"x")))
    ({'ask': 1}, b'x')
    """
    words = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    return _LENGTHS.pack(len(words), len(body)) + words + body


def lengths(start: bytes) -> tuple[int, int]:
    """The lengths of header and body, from the first SIZE bytes of a frame."""
    header, body = _LENGTHS.unpack(start)
    return header, body


def read(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The next frame; raises EOFError at the end of the stream."""
    header, body = lengths(_exactly(stream, SIZE))
    return json.loads(_exactly(stream, header)), _exactly(stream, body)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
