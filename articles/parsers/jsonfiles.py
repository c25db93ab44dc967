"""JSON: a list of records, an object around such a list, or objects one after another, however large.

The file is cut between records without being parsed: a record keeps its bytes, and one that is broken costs no
other. What a record says is read by :mod:`articles.parsers.jsonlines`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from articles.parsers.fields import USUAL_NAMES
from articles.parsers.streams import LARGEST_RECORD, Rejected, too_large, utf8
from articles.parsers.types import Record

_WRAPPERS = frozenset(
    b"articles items data results docs documents records entries news posts rows response result hits value feed"
    b" @graph".split()
)
"""Members under which programs put their list of records."""
_TEXTS = frozenset(name.encode() for name in USUAL_NAMES["text"])
"""Members of an object that is a record itself, whatever lists it has."""
_PIECE = 1 << 18
_HEAD = 1 << 20
# Strings have no line breaks: a quote that is not closed is told at the end of its line.
_TOKEN = re.compile(rb'"(?:[^"\\\n]++|\\.)*+"|["\[\]{},:]')
_BETWEEN_OBJECTS = re.compile(rb'\}\s*,?\s*(?=\{\s*")')
_SPACE = re.compile(rb"[\s,]*+")


def records(stream: BinaryIO) -> Iterator[Record | Rejected]:
    """The records, located as ``item 17``."""
    values = _Values(utf8(stream))
    number = 0
    for number, value in enumerate(values, 1):
        locator = f"item {number}"
        yield Record(value, locator) if isinstance(value, bytes) else Rejected(locator, value.reason)
    if not number:
        yield Rejected("", "empty list" if values.listed else "empty file")


def list_of_records(head: bytes) -> int | None:
    """Where the list of records begins; None where the values of the file are the records."""
    keys: list[bytes | None] = []  # of each open object the key of its present member, of each open list None
    string = b""
    for token in _TOKEN.finditer(head):
        mark = token.group()
        if mark == b"{":
            keys.append(b"")
        elif mark == b"[":
            behind = _SPACE.match(head, token.end())
            holds_objects = behind and head[behind.end() : behind.end() + 1] in (b"{", b"")
            if not keys or (holds_objects and _WRAPPERS.issuperset(keys)):
                return token.end()
            keys.append(None)
        elif mark in (b"]", b"}"):
            keys = keys[:-1]
            if not keys:
                return None
        elif mark == b":" and keys and keys[-1] is not None:
            if len(keys) == 1 and string in _TEXTS:
                return None
            keys[-1] = string
        else:
            string = mark[1:-1]
    return None


@dataclass(frozen=True, slots=True)
class _Broken:
    """A value that cannot be cut out."""

    reason: str


class _Values:
    """The values of a list, or of a file, as bytes; of those that are broken, why.

    ``listed``: they are those of a list.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = bytearray()
        self._start = 0
        while len(self._buffer) < _HEAD and self._more():
            pass
        begin = list_of_records(bytes(self._buffer))
        self.listed = begin is not None
        self._start = begin or 0

    def __iter__(self) -> Iterator[bytes | _Broken]:
        while self._skip_space():
            if self.listed and self._buffer.startswith(b"]", self._start):
                self._read_to_end()
                return
            yield self._next()
        if self.listed:
            yield _Broken("bad JSON: the list has no end")

    def _next(self) -> bytes | _Broken:
        del self._buffer[: self._start]
        self._start = position = depth = 0
        while True:
            for token in _TOKEN.finditer(self._buffer, position):
                mark, position = token.group(), token.end()
                if mark == b'"':
                    position = token.start()
                    if b"\n" in self._buffer[position:]:
                        return self._give_up("bad JSON: a quote that is not closed")
                    break
                if mark in (b"{", b"["):
                    depth += 1
                elif mark in (b"}", b"]"):
                    depth -= 1
                if depth < 0 or (not depth and mark == b"," and self.listed):
                    return self._cut(token.start())
                if not depth and mark in (b"}", b"]"):
                    return self._cut(position)
            if len(self._buffer) > LARGEST_RECORD:
                return self._give_up(too_large("item", LARGEST_RECORD))
            if not self._more():
                return self._give_up("bad JSON: it ends within this value")

    def _cut(self, end: int) -> bytes | _Broken:
        self._start = end
        if end > LARGEST_RECORD:
            return _Broken(too_large("item", LARGEST_RECORD))
        return bytes(self._buffer[:end])

    def _give_up(self, reason: str) -> _Broken:
        """Go on where the next object seems to begin."""
        while not (between := _BETWEEN_OBJECTS.search(self._buffer, 1)):
            del self._buffer[:-_PIECE]
            if not self._more():
                self._start = len(self._buffer)
                self.listed = False  # that the list has no end need not be said as well
                return _Broken(reason)
        self._start = between.end()
        return _Broken(reason)

    def _skip_space(self) -> bool:
        while True:
            space = _SPACE.match(self._buffer, self._start)
            self._start = space.end() if space else 0
            if self._start < len(self._buffer):
                return True
            if not self._more():
                return False

    def _read_to_end(self) -> None:
        while self._stream.read(_PIECE):
            pass

    def _more(self) -> bool:
        if self._start == len(self._buffer):
            self._buffer.clear()
            self._start = 0
        piece = self._stream.read(max(_PIECE, len(self._buffer)))
        self._buffer += piece
        return bool(piece)
