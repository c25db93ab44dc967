"""Compressed files and archives: what is read in them, and what hostile or damaged ones cost."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pyarrow as pa
import pytest

from articles.parsers import expansion
from articles.parsers.containers import Member, kind_of_container, members
from articles.parsers.types import Unreadable
from tests.articles.parsers.samples import archive, open_document, tar, workbook

PAGE = "عنوان الخبر\nفقرة الخبر.\n".encode()
COMPRESSIONS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": (".gz", gzip.compress),
    "bzip2": (".bz2", bz2.compress),
    "xz": (".xz", lzma.compress),
    "zstd": (".zst", lambda content: pa.compress(content, "zstd", asbytes=True)),
}


def unpack(name: str, content: bytes) -> list[tuple[str, str, bytes | str]]:
    """Path, name and content of each member, or in place of the content why there is none."""
    found: list[tuple[str, str, bytes | str]] = []
    for member in members(name, io.BufferedReader(io.BytesIO(content))):  # type: ignore[arg-type]
        if not isinstance(member, Member):
            found.append((member.path, "", member.reason))
            continue
        try:
            found.append((member.path, member.name, member.stream.read()))
        except Unreadable as error:
            found.append((member.path, member.name, str(error)))
    return found


def reasons(name: str, content: bytes) -> dict[str, str]:
    return {path: content for path, _, content in unpack(name, content) if isinstance(content, str)}


def test_a_plain_file_is_its_own_only_member() -> None:
    assert unpack("a.txt", PAGE) == [("", "a.txt", PAGE)]
    assert unpack("a.txt", b"") == [("", "a.txt", b"")]


@pytest.mark.parametrize("kind", COMPRESSIONS)
@pytest.mark.parametrize("misnamed", [False, True])
def test_compressed_files_are_told_by_their_content(kind: str, misnamed: bool) -> None:
    suffix, compress = COMPRESSIONS[kind]
    content = compress(PAGE)
    assert kind_of_container(content) == kind
    name = "a.txt" if misnamed else f"a.txt{suffix}"
    assert unpack(name, content) == [("", "a.txt", PAGE)]
    assert unpack(name, compress(PAGE) + compress(PAGE)) == [("", "a.txt", PAGE * 2)]


@pytest.mark.parametrize("kind", [*COMPRESSIONS, ""])
def test_tar_compressed_or_not(kind: str) -> None:
    content = tar({"2024/a.html": PAGE, "./b.txt": PAGE})
    if kind:
        content = COMPRESSIONS[kind][1](content)
    assert unpack("news.tar", content) == [("2024/a.html", "2024/a.html", PAGE), ("b.txt", "b.txt", PAGE)]


def test_zip() -> None:
    content = archive({"2024/a.html": PAGE, "b.txt": PAGE})
    assert unpack("x", content) == [("2024/a.html", "2024/a.html", PAGE), ("b.txt", "b.txt", PAGE)]


@pytest.mark.parametrize("content", [workbook({"News": [["a"]]}), open_document([["a"]])])
def test_workbooks_are_no_archives(content: bytes) -> None:
    assert unpack("a", content) == [("", "a", content)]


def test_hidden_files_are_left_out_as_in_directories() -> None:
    files = {".a.txt": PAGE, "b/.c/d.txt": PAGE, "__MACOSX/._e.txt": PAGE, "f.txt": PAGE}
    for content in (tar(files), archive(files)):
        assert unpack("x", content) == [("f.txt", "f.txt", PAGE)]


def test_one_archive_may_lie_in_another() -> None:
    inner = archive({"a.txt": PAGE})
    assert unpack("x.tar", tar({"in.zip": inner, "b.txt.gz": gzip.compress(PAGE)})) == [
        ("in.zip:a.txt", "a.txt", PAGE),
        ("b.txt.gz", "b.txt", PAGE),
    ]
    deeper = tar({"in.zip": archive({"in.tar": tar({"a.txt": PAGE})}), "b.txt": PAGE})
    assert unpack("x.tar", deeper) == [
        ("in.zip:in.tar", "", "tar in more than 2 compressed files or archives, one in another"),
        ("b.txt", "b.txt", PAGE),
    ]
    assert reasons("x.gz", gzip.compress(gzip.compress(gzip.compress(PAGE)))) == {
        "": "gzip in more than 2 compressed files or archives, one in another"
    }


LED_OUT = "a path that leads out of the archive"


@pytest.mark.parametrize("path", ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:/a.txt", "..\\a.txt"])
def test_paths_that_lead_out_cost_that_member(path: str) -> None:
    expected = [(path.replace("\\", "/"), "", LED_OUT), ("b.txt", "b.txt", PAGE)]
    assert unpack("x", archive({path: PAGE, "b.txt": PAGE})) == expected
    if "\\" not in path:
        assert unpack("x", tar({path: PAGE, "b.txt": PAGE})) == expected


def test_links_and_devices_in_a_tar_cost_that_member() -> None:
    others = []
    for name, kind in (
        ("s", tarfile.SYMTYPE),
        ("h", tarfile.LNKTYPE),
        ("d", tarfile.CHRTYPE),
        ("f", tarfile.FIFOTYPE),
    ):
        others.append(tarfile.TarInfo(name))
        others[-1].type, others[-1].linkname = kind, "/etc/passwd"
    assert unpack("x", tar({"a.txt": PAGE}, *others)) == [
        ("a.txt", "a.txt", PAGE),
        ("s", "", "a link in an archive"),
        ("h", "", "a link in an archive"),
        ("d", "", "a device in an archive"),
        ("f", "", "a pipe in an archive"),
    ]


def test_links_and_encrypted_members_of_a_zip_cost_that_member() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
        opened.writestr("locked.txt", PAGE)
        opened.writestr("odd.txt", PAGE)
        opened.writestr("a.txt", PAGE)
    changed = bytearray(content.getvalue())
    at = changed.rindex(b"PK\x01\x02", 0, changed.rindex(b"locked.txt"))
    changed[at + 8] |= 1
    at = changed.rindex(b"PK\x01\x02", 0, changed.rindex(b"odd.txt"))
    changed[at + 10] = 14
    assert unpack("x", bytes(changed)) == [
        ("link", "", "a link in an archive"),
        ("locked.txt", "", "encrypted"),
        ("odd.txt", "", "compressed by an unusual method (number 14 of zip)"),
        ("a.txt", "a.txt", PAGE),
    ]


@pytest.mark.parametrize("content", [archive({"b/": b""}), b"PK\x05\x06" + bytes(18)])
def test_an_archive_of_nothing_says_so(content: bytes) -> None:
    assert reasons("x", content) == {"": "no files in the archive"}


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_that_a_file_is_truncated_is_told(kind: str) -> None:
    lines = b"".join(b"%d %x\n" % (number, number**9) for number in range(100_000))
    packed = COMPRESSIONS[kind][1](lines)
    (member,) = members("a.jsonl", io.BufferedReader(io.BytesIO(packed[: len(packed) // 2])))  # type: ignore[arg-type]
    assert isinstance(member, Member)
    with pytest.raises(Unreadable, match=f"damaged {kind}"):
        _drain(member.stream)


def test_lines_before_the_damage_are_kept() -> None:
    lines = b"".join(b"%d %x\n" % (number, number**9) for number in range(100_000))
    packed = gzip.compress(lines)
    (member,) = members("a.jsonl", io.BufferedReader(io.BytesIO(packed[: len(packed) // 2])))  # type: ignore[arg-type]
    assert isinstance(member, Member)
    read: list[bytes] = []
    with pytest.raises(Unreadable, match="damaged gzip"):
        read.extend(iter(member.stream.readline, b""))
    assert len(read) > 40_000
    assert lines.startswith(b"".join(read))


def test_of_a_damaged_archive_the_members_before_are_read() -> None:
    content = tar({f"{number}.txt": PAGE * 100 for number in range(20)})
    found = unpack("x.tar", content[: len(content) // 2])
    assert [data for *_, data in found[:9]] == [PAGE * 100] * 9
    assert str(found[-1][2]).startswith("damaged tar")
    at_a_boundary = tar({"a.txt": PAGE})[:1024]
    assert unpack("x.tar", at_a_boundary) == [
        ("a.txt", "a.txt", PAGE),
        ("", "", "damaged tar: it ends before its end mark"),
    ]
    packed = gzip.compress(content)
    found = unpack("x.tar.gz", packed[:-300])
    assert found[0][2] == PAGE * 100
    assert str(found[-1][2]).startswith("damaged gzip")


def test_of_a_truncated_zip_the_members_before_are_read() -> None:
    content = archive({f"{number}.txt": PAGE * 100 for number in range(20)})
    cut = content[: content.index(b"15.txt")]
    found = unpack("x.zip", cut)
    assert found[:15] == [(f"{number}.txt", f"{number}.txt", PAGE * 100) for number in range(15)]
    assert len(found) == 16
    assert str(found[-1][2]).startswith("damaged zip")


def test_a_damaged_member_of_a_zip_costs_itself() -> None:
    content = bytearray(archive({"a.txt": b"0", "b.txt": PAGE * 100, "c.txt": PAGE}))
    start = content.index(b"b.txt") + 10
    content[start : start + 4] = b"\xff\xff\xff\xff"
    a, b, c = unpack("x.zip", bytes(content))
    assert (a[2], c[2]) == (b"0", PAGE)
    assert str(b[2]).startswith("damaged zip")


def _drain(stream: object) -> int:
    size = 0
    while piece := stream.read(1 << 20):  # type: ignore[attr-defined]
        size += len(piece)
    return size


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_a_bomb_is_cut_off_in_flat_memory(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "FREE_EXPANSION", 5_000_000)
    packed = COMPRESSIONS[kind][1](bytes(100_000_000))
    assert len(packed) * 200 < 100_000_000
    tracemalloc.start()
    try:
        (member,) = members("bomb", io.BufferedReader(io.BytesIO(packed)))  # type: ignore[arg-type]
        assert isinstance(member, Member)
        with pytest.raises(Unreadable, match=f"^{kind}: unpacks to more than 200 times its size$"):
            _drain(member.stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_bomb_in_a_zip_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "FREE_EXPANSION", 5_000_000)
    found = unpack("x.zip", archive({"a.txt": b"0", "bomb": bytes(20_000_000), "b.txt": PAGE}))
    assert [data for *_, data in found] == [b"0", "zip: unpacks to more than 200 times its size", PAGE]


def test_all_that_one_stream_may_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "LARGEST_EXPANSION", 1_000_000)
    assert reasons("a.gz", gzip.compress(bytes(2_000_000))) == {
        "": "gzip: more than 1,000,000 bytes unpacked"
    }


def test_an_endless_header_of_a_tar_is_not_taken_up() -> None:
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    content = tar({"a.txt": PAGE})[:1024] + header.tobuf(tarfile.GNU_FORMAT) + bytes(1_000_000)
    found = unpack("x.tar", content)
    assert found[0][2] == PAGE
    assert found[1][2] == "damaged tar: a header larger than a megabyte"


def test_xz_that_asks_for_a_gigabyte_of_memory() -> None:
    stream = bytearray(lzma.compress(PAGE, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6}]))
    # the size of the dictionary stands in the header of the block, behind which a sum of it
    at = stream.index(b"\x21\x01", 12) + 2
    stream[at] = 36
    size = (stream[12] + 1) * 4
    stream[12 + size - 4 : 12 + size] = zlib.crc32(stream[12 : 12 + size - 4]).to_bytes(4, "little")
    assert reasons("a.xz", bytes(stream))[""].startswith("damaged xz: Memory usage limit")
