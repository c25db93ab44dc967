"""Chunks: where they end, what identifies them, and how they travel."""

from pathlib import Path

import pytest

from articles.files import RawBytes, Refused
from entities.importing import ImportOptions
from entities.importing.cutting import Chunk, Input

RECORD = RawBytes(b'{"title": "\xff\n"}', "a.jsonl", "line 1", "jsonlines")
REFUSED = Refused("b.bin", "", "binary file (PDF)")


def cut(path: Path, **options: int) -> list[Chunk]:
    return list(Input([str(path)], ImportOptions(**options)).chunks())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text("{}\n" * 3 + "{" + " " * 90 + "}\n" + "{}\n" * 2)
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "c.txt").write_text("خبر")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "sizes"),
    [
        ({}, [8]),
        ({"chunk_records": 3}, [3, 3, 2]),
        ({"chunk_records": 8}, [8]),
        ({"chunk_bytes": 80}, [4, 4]),
        ({"chunk_bytes": 1}, [1] * 6 + [2]),
    ],
)
def test_a_chunk_ends_when_it_is_full_of_records_or_of_bytes(
    folder: Path, options: dict[str, int], sizes: list[int]
) -> None:
    chunks = cut(folder, **options)
    assert [len(chunk.items) for chunk in chunks] == sizes
    assert [chunk.number for chunk in chunks] == list(range(1, len(sizes) + 1))
    assert sum(chunk.input_bytes for chunk in chunks) == sum(file.stat().st_size for file in folder.iterdir())
    assert chunks == cut(folder, **options)


def test_containers_are_known_at_the_end(folder: Path) -> None:
    found = Input([str(folder), str(folder / "nope")], ImportOptions())
    assert found.size == 122
    list(found.chunks())
    assert [container["path"] for container in found.containers] == [str(folder / "a.jsonl")]
    assert found.missing == [f"{folder}/nope: no such file or directory"]


@pytest.mark.parametrize("items", [(RECORD,), (REFUSED,), (REFUSED, RECORD, REFUSED, RECORD)])
def test_a_chunk_arrives_as_it_was_sent(items: tuple[RawBytes | Refused, ...]) -> None:
    chunk = Chunk(7, items, 70)
    assert Chunk.from_bytes(chunk.to_bytes()) == chunk
    assert Chunk.from_bytes(chunk.to_bytes()).digest == chunk.digest


@pytest.mark.parametrize(
    "items",
    [
        (RECORD, RECORD),
        (RawBytes(b"{}", "a.jsonl", "line 1", "jsonlines"),),
        (RawBytes(RECORD.content, "b.jsonl", "line 1", "jsonlines"),),
        (RawBytes(RECORD.content, "a.jsonl", "line 2", "jsonlines"),),
        (REFUSED,),
    ],
)
def test_other_records_have_another_digest(items: tuple[RawBytes | Refused, ...]) -> None:
    assert Chunk(1, items).digest != Chunk(1, (RECORD,)).digest
