"""From paths to chunks: the raw records of an import, in groups that are the same whenever it is cut again."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self, TypeAlias

import orjson
import zstandard

from articles.files import NewsFile, RawBytes, Refused, expand
from entities.importing.options import ImportOptions

Item: TypeAlias = RawBytes | Refused


@dataclass(frozen=True)
class Chunk:
    """Some raw records of an import that follow each other; ``number`` counts from 1.

    ``input_bytes`` is how many bytes of the input it took, as far as that can be told.
    """

    number: int
    items: tuple[Item, ...]
    input_bytes: int = 0

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the chunk holds."""
        hash = hashlib.sha256(orjson.dumps([_head(item) for item in self.items]))
        for item in self.items:
            if isinstance(item, RawBytes):
                hash.update(item.content)
        return hash.hexdigest()

    @property
    def begin(self) -> str:
        """Where the first record stood."""
        first = self.items[0]
        return " ".join(filter(None, (first.path, first.locator)))

    def to_bytes(self) -> bytes:
        """The chunk as one compressed message: a line of JSON, then the contents of the records."""
        message = io.BytesIO()
        head = {
            "number": self.number,
            "bytes": self.input_bytes,
            "items": [_head(item) for item in self.items],
        }
        message.write(orjson.dumps(head) + b"\n")
        for item in self.items:
            if isinstance(item, RawBytes):
                message.write(item.content)
        return zstandard.compress(message.getvalue())

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """The chunk of :meth:`to_bytes`."""
        stream = io.BytesIO(zstandard.decompress(message))
        head: dict[str, Any] = orjson.loads(stream.readline())
        items = (
            RawBytes(stream.read(size), path, locator, rest)
            if size is not None
            else Refused(path, locator, rest)
            for path, locator, rest, size in head["items"]
        )
        return cls(head["number"], tuple(items), head["bytes"])


def _head(item: Item) -> tuple[str, str, str, int | None]:
    """What there is to say of an item beside its content: path, locator, format or reason, size."""
    if isinstance(item, Refused):
        return item.path, item.locator, item.reason, None
    return item.path, item.locator, item.format, len(item.content)


@dataclass
class Input:
    """All files of an import. ``containers`` fills up while :meth:`chunks` is consumed."""

    paths: Sequence[str]
    options: ImportOptions
    missing: list[str] = field(init=False)
    containers: list[dict[str, Any]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        names, self.missing = expand(self.paths)
        self._files = [NewsFile(name, self.options.format) for name in names]

    @property
    def size(self) -> int:
        """Bytes of all files, as far as they are known beforehand."""
        return sum(file.size for file in self._files)

    def chunks(self) -> Iterator[Chunk]:
        """The records in chunks whose bounds depend on the bytes of the files and the options alone."""
        number, items, filled, taken = 1, list[Item](), 0, 0
        for item, position in self._items():
            items.append(item)
            filled += len(item.content) if isinstance(item, RawBytes) else 0
            if len(items) >= self.options.chunk_records or filled >= self.options.chunk_bytes:
                yield Chunk(number, tuple(items), position - taken)
                number, items, filled, taken = number + 1, [], 0, position
        if items:
            yield Chunk(number, tuple(items), position - taken)

    def _items(self) -> Iterator[tuple[Item, int]]:
        """Each record, and how many bytes of the input had been read when it was cut."""
        earlier = 0
        for file in self._files:
            for item in file.cut():
                yield item, earlier + file.bytes_read
            earlier += file.bytes_read
            if file.is_container:
                self.containers.append({"path": file.name, "sha256": file.digest, "size": file.bytes_read})
