"""From paths to records: expansion, and files of every unreadable kind."""

import gzip
import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.files import NewsFile, RawBytes, RawRecord, Refused, expand, parse_record, plain_line
from articles.parsers import streams
from articles.parsers.types import ParseOptions
from tests.articles.parsers.samples import archive, tar, workbook

PAGE = "عنوان الخبر\nقال الوزير إن الزيارة كانت ناجحة، وإن البلدين اتفقا على التعاون.\n"


def read(path: Path, format: str = "", source: str = "") -> list[RawRecord | Refused]:
    return list(NewsFile(str(path), format).records(ParseOptions(source)))


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_files_directories_and_globs_are_expanded_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt", "other/e.jsonl"):
        write(tmp_path / name, PAGE)
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    paths = [
        str(tmp_path / "b.txt"),
        str(tmp_path),
        str(tmp_path / "*.txt"),
        str(tmp_path / "**" / "*.jsonl"),
        str(tmp_path / "nope"),
        str(tmp_path / "*.pdf"),
        str(tmp_path / "empty"),
        "a\0b",
    ]
    files, missing = expand(paths)
    assert [os.path.relpath(file, tmp_path) for file in files] == [
        "b.txt",
        "a.txt",
        "other/e.jsonl",
        "sub/c.txt",
    ]
    assert [line.removeprefix(f"{tmp_path}/") for line in missing] == [
        "nope: no such file or directory",
        "*.pdf: no such file or directory",
        "empty: no files in it",
        "a b: no such file or directory",
    ]


def test_a_page_and_lines_become_records(tmp_path: Path) -> None:
    (page,) = read(write(tmp_path / "a.txt", PAGE))
    assert isinstance(page, RawRecord)
    assert (page.content, page.format, page.encoding, page.locator) == (PAGE.encode(), "text", "utf-8", "")
    lines = NewsFile(str(write(tmp_path / "b.jsonl", '{"title": "خبر", "text": "نص"}\n\n[]\n')))
    first, second = lines.records()
    assert isinstance(first, RawRecord)
    assert (first.locator, first.articles[0].title) == ("line 1", "خبر")
    assert isinstance(second, Refused)
    assert second.locator == "line 3"
    assert lines.is_container
    content = (tmp_path / "b.jsonl").read_bytes()
    assert (lines.digest, lines.bytes_read) == (hashlib.sha256(content).hexdigest(), len(content))


def test_cut_records_are_parsed_elsewhere(tmp_path: Path) -> None:
    """What a worker is sent says all that it needs."""
    path = write(tmp_path / "a.jsonl", '{"headline": "خبر", "text": "نص"}\n{}\n')
    first, second = NewsFile(str(path)).cut()
    assert isinstance(first, RawBytes)
    assert (first.path, first.locator, first.format) == (str(path), "line 1", "jsonlines")
    first, second = pickle.loads(pickle.dumps((first, second)))
    options = pickle.loads(pickle.dumps(ParseOptions("الغد", (("title", "headline"),))))
    parsed = parse_record(first, options)
    assert isinstance(parsed, RawRecord)
    assert (parsed.articles[0].title, parsed.articles[0].source_name) == ("خبر", "الغد")
    assert isinstance(refused := parse_record(second, options), Refused)
    assert str(refused).startswith(f"{path} line 2: no text")


def test_a_given_source_is_that_of_articles_that_name_none(tmp_path: Path) -> None:
    text = '{"title": "خبر", "text": "نص"}\n{"title": "خبر", "text": "نص", "source": "سانا"}\n'
    records = read(write(tmp_path / "a.jsonl", text), source="رويترز")
    assert [record.articles[0].source_name for record in records] == ["رويترز", "سانا"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n\n", "empty file"),
        ("empty.jsonl", b"\n", "empty file"),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00", "binary file (program)"),
        ("noise.bin", bytes(range(256)) * 9, "binary file (NUL bytes)"),
        ("page.html", b"<!doctype html><p>", "no text: "),
        ("notes.md", b"text", "unknown format: .md (known: text, html, "),
        ("broken.txt", PAGE.encode() + b"\xd8 and more", "broken UTF-8 at byte "),
        ("untitled.txt", f"{'كلام طويل. ' * 100}\nفقرة.\n".encode(), "no title: "),
        ("a.jsonl", b'{"title": "\xd8"}', "unknown encoding: not UTF-8 (byte 11)"),
        ("deep.jsonl", b'{"a": ' + b"[" * 100_000, ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (refused,) = read(write(tmp_path / name, content))
    assert isinstance(refused, Refused)
    assert refused.reason.startswith(reason)
    assert "\n" not in refused.reason


def test_cp1256_is_read(tmp_path: Path) -> None:
    (page,) = read(write(tmp_path / "a.txt", PAGE.encode("cp1256")))
    assert isinstance(page, RawRecord)
    assert (page.encoding, page.articles[0].title) == ("cp1256", "عنوان الخبر")


def test_a_line_of_100_mb_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write('{"title": "أول", "text": "نص"}\n{"text": "'.encode())
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write('"}\n{"title": "آخر", "text": "نص"}\n'.encode())
    first, huge, last = read(path)
    assert isinstance(huge, Refused)
    assert (huge.locator, huge.reason) == ("line 2", f"line larger than {streams.LARGEST_RECORD:,} bytes")
    assert isinstance(first, RawRecord)
    assert isinstance(last, RawRecord)
    assert last.locator == "line 3"


def test_a_date_that_does_not_exist_costs_only_the_date(tmp_path: Path) -> None:
    (page,) = read(write(tmp_path / "a.txt", PAGE.replace("\n", "\nتاريخ النشر: 31st, June 2024\n", 1)))
    assert isinstance(page, RawRecord)
    assert page.articles[0].published is None
    assert "31" in page.articles[0].problems[0]


def test_bidi_overrides_do_not_reach_the_title(tmp_path: Path) -> None:
    (page,) = read(write(tmp_path / "a.txt", PAGE.replace("الخبر", "\u202eالخبر\u2066", 1)))
    assert isinstance(page, RawRecord)
    assert page.articles[0].title == "عنوان الخبر"
    assert "\u202e".encode() in page.content


def test_the_forced_format_of_a_binary_file_does_not_flood(tmp_path: Path) -> None:
    (refused,) = read(write(tmp_path / "a.png", b"\x89PNG" + b"\n\n" * 1000), format="jsonlines")
    assert isinstance(refused, Refused)
    assert refused.reason == "binary file (PNG image)"


LINES = '{"title": "خبر", "text": "نص"}\n[]\n{"title": "آخر", "text": "نص"}\n'.encode()


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.gz", "a"])
def test_a_compressed_file_is_a_container(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, gzip.compress(LINES))
    file = NewsFile(str(path))
    assert [(record.path, record.locator) for record in file.records()] == [
        (str(path), "line 1"),
        (str(path), "line 2"),
        (str(path), "line 3"),
    ]
    content = path.read_bytes()
    assert file.is_container
    assert (file.digest, file.bytes_read) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("make", [tar, archive])
def test_records_in_an_archive_are_located_by_its_path_and_theirs(
    tmp_path: Path, make: Callable[[dict[str, bytes]], bytes]
) -> None:
    inner = make({"c.txt": PAGE.encode(), "d\n.png": b"\x89PNG"})
    path = write(
        tmp_path / "news.tar", make({"2024/a.jsonl": LINES, "in": inner, "../e.txt": b""}) + b" " * 1000
    )
    file = NewsFile(str(path))
    found = [str(record).removeprefix(f"{tmp_path}/") for record in file.cut() if isinstance(record, Refused)]
    assert found == [
        "news.tar:in:d .png: binary file (PNG image)",
        "news.tar:../e.txt: a path that leads out of the archive",
    ]
    cut = [record for record in file.cut() if isinstance(record, RawBytes)]
    assert [(record.path.removeprefix(f"{tmp_path}/"), record.locator, record.format) for record in cut] == [
        ("news.tar:2024/a.jsonl", "line 1", "jsonlines"),
        ("news.tar:2024/a.jsonl", "line 2", "jsonlines"),
        ("news.tar:2024/a.jsonl", "line 3", "jsonlines"),
        ("news.tar:in:c.txt", "", "text"),
    ]
    content = path.read_bytes()
    assert file.is_container
    assert (file.digest, file.bytes_read) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("in_archive", [False, True])
def test_sheets_are_read_on_disk_and_in_archives(tmp_path: Path, in_archive: bool) -> None:
    content = workbook({"News": [["title", "text"], ["خبر", "نص"]]})
    if in_archive:
        content = gzip.compress(tar({"a.xlsx": content}))
    file = NewsFile(str(write(tmp_path / "a.xlsx", content)))
    (record,) = file.records()
    assert isinstance(record, RawRecord)
    assert (record.format, record.locator, record.articles[0].title) == ("excel", "News row 2", "خبر")
    assert (file.digest, file.bytes_read) == (hashlib.sha256(content).hexdigest(), len(content))


def test_lines_before_the_damage_are_kept(tmp_path: Path) -> None:
    lines = "".join(f'{{"title": "خبر {n}", "text": "{n**9:x}"}}\n' for n in range(5000))
    packed = gzip.compress(lines.encode())
    *records, last = read(write(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2]))
    assert len(records) > 2000
    assert all(isinstance(record, RawRecord) for record in records)
    assert isinstance(last, Refused)
    assert last.reason.startswith("damaged gzip: ")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (gone,) = read(tmp_path / "gone.txt")
    assert str(gone) == f"{tmp_path}/gone.txt: No such file or directory"
    (folder,) = read(tmp_path)
    assert isinstance(folder, Refused)


def test_a_fault_in_the_parser_costs_one_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("too\ndeep")

    monkeypatch.setattr("articles.parsers.jsonlines.read_article", fail)
    (refused,) = read(write(tmp_path / "a.jsonl", '{"title": "خبر", "text": "نص"}\n'))
    assert isinstance(refused, Refused)
    assert refused.reason == "ZeroDivisionError: too deep"


def test_names_that_no_text_can_hold_are_made_printable(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n\xe2\x80\xae.txt"
    with open(path, "wb") as file:
        file.write(PAGE.encode())
    (page,) = read(Path(os.fsdecode(path)))
    assert isinstance(page, RawRecord)
    assert page.path == f"{tmp_path}/? .txt"
    assert plain_line("a\u2028b\x1b[31m\u202ec") == "a b [31mc"
