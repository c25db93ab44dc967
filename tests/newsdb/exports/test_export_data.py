"""``export_data``: the API's rows in files that are whole or not there."""

import csv
import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard
from django.conf import settings
from django.core.management import CommandError, call_command

from newsdb.exports import dumps
from newsdb.exports.datasets import DATASETS
from tests.factories import (
    make_article,
    make_event,
    make_mention,
    make_organization,
    make_person,
    make_quotation,
    make_relation,
    make_run,
    make_source,
    make_tenure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    person, source = make_person(aliases=("الوزير",)), make_source()
    article = make_article(source=source, countries=("KR", "SY"), keywords=("سوريا",), links=("خبر",))
    make_mention(article, country="SY")
    make_relation(), make_relation(("RU", "SY"), start="1944", review_status="accepted")
    kept = make_relation(("KP", "SY"), start="2011")
    make_relation(("KP", "RU"), review_status="rejected"), make_relation(("KP", "US"), merged_into=kept)
    (
        make_event(),
        make_event(
            "meeting", "2024-06", participants=({"role": "participant", "organization": make_organization()},)
        ),
    )
    make_tenure(person, start="2024-12-21"), make_quotation(article, speaker=person), make_run()


def export(*arguments: str) -> str:
    """Run the command; returns what it says."""
    said = StringIO()
    call_command("export_data", *arguments, stderr=said)
    return said.getvalue()


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


COLLECTIONS = [name for name in DATASETS if not name.startswith("events-")]


@pytest.mark.parametrize("name", [name for name in COLLECTIONS if name not in ("import-runs", "changes")])
def test_rows_are_those_of_the_api(get, stored, tmp_path, name):
    said = export(name, "--output", str(tmp_path / "rows.jsonl"))
    rows = lines(tmp_path / "rows.jsonl")
    answered = get(f"{name}/?ordering={'code' if name == 'countries' else 'id'}&page_size=500")["results"]
    assert rows == answered
    assert rows
    content = (tmp_path / "rows.jsonl").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert (
        said == f"{name}: rows {len(rows)}, bytes {len(content):,}, sha256 {digest}, {tmp_path}/rows.jsonl\n"
    )


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_every_format_has_every_row(stored, tmp_path, name, format):
    export(name, "--output", str(tmp_path / "rows.jsonl"))
    path = tmp_path / f"rows.{format}"
    export(name, "--format", format, "--output", str(path))
    expected = lines(tmp_path / "rows.jsonl")
    if format == "csv":
        text = path.read_bytes().decode("utf-8")
        assert text.startswith("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        key = "code" if name == "countries" else "id"
        assert [row[key] for row in rows] == [str(row[key]) for row in expected]
        assert not any(None in row or None in row.values() for row in rows)
    else:
        assert [tuple(row) for row in pq.read_table(path).to_pylist()] == [tuple(row) for row in expected]


def test_parquet_has_types(stored, tmp_path):
    export("events", "--format", "parquet", "--output", str(tmp_path / "a"))
    table = pq.read_table(tmp_path / "a")
    assert str(table.schema.field("id").type) == "int64"
    assert str(table.schema.field("confidence").type) == "double"
    first = table.to_pylist()[0]
    assert first["date"] == "2025-04-10"
    assert first["participants"][0] == {
        "role": "actor",
        "country": "RU",
        "person": None,
        "organization": None,
    }
    assert first["evidence"][0]["quote"].startswith("أقامت")
    export("tenures", "--format", "parquet", "--output", str(tmp_path / "b"))
    assert str(pq.read_schema(tmp_path / "b").field("attested_from").type) == "date32[day]"
    export("changes", "--format", "parquet", "--output", str(tmp_path / "c"))
    assert str(pq.read_schema(tmp_path / "c").field("at").type) == "timestamp[us, tz=UTC]"


@pytest.mark.parametrize(
    ("arguments", "pairs"),
    [
        ((), [["KR", "SY"], ["RU", "SY"], ["KP", "SY"]]),
        (("--country", "KP"), [["KP", "SY"]]),
        (("--country", "SY", "--country", "RU"), [["RU", "SY"]]),
        (("--since", "2012"), [["KR", "SY"]]),
        (("--review-status", "accepted"), [["RU", "SY"]]),
        (("--review-status", "rejected,accepted"), [["RU", "SY"], ["KP", "RU"]]),
        (("--filter", "start__lte=2011", "--filter", "status=established"), [["RU", "SY"], ["KP", "SY"]]),
        (("--filter", "as_of=2000-01-01"), [["RU", "SY"]]),
    ],
)
def test_filters(stored, tmp_path, arguments, pairs):
    export("relations", "--output", str(tmp_path / "a"), *arguments)
    assert [row["countries"] for row in lines(tmp_path / "a")] == pairs


def test_fields(stored, tmp_path):
    export("articles", "--fields", "id,title,text", "--omit", "id", "--output", str(tmp_path / "a"))
    assert {tuple(row) for row in lines(tmp_path / "a")} == {("title", "text")}
    export("articles", "--fields", "source", "--expand", "source", "--output", str(tmp_path / "b"))
    assert lines(tmp_path / "b")[0]["source"]["kind"] == "unknown"
    export(
        "relations",
        "--fields",
        "id,certainty",
        "--filter",
        "as_of=2025-05-01",
        "--output",
        str(tmp_path / "c"),
    )
    assert lines(tmp_path / "c")[0]["certainty"] == "certain"


def test_standard_output(stored, capfdbinary):
    said = export("countries", "--fields", "code")
    assert [json.loads(line)["code"] for line in capfdbinary.readouterr().out.splitlines()] == [
        "KP",
        "KR",
        "RU",
        "SY",
        "US",
    ]
    assert said.startswith("countries: rows 5, bytes 70, sha256 ")
    assert said.endswith(", standard output\n")


@pytest.mark.parametrize(
    ("name", "arguments", "opened"),
    [
        ("a.jsonl.gz", (), gzip.decompress),
        ("a.jsonl.zst", (), lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
        ("a", ("--compress", "gzip"), gzip.decompress),
    ],
)
@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_compressed(stored, tmp_path, name, arguments, opened, format):
    export("events", "--format", format, "--output", str(tmp_path / "plain"))
    for number in range(2):
        export("events", "--format", format, "--output", str(tmp_path / f"{number}{name}"), *arguments)
    first, second = ((tmp_path / f"{number}{name}").read_bytes() for number in range(2))
    assert opened(first) == (tmp_path / "plain").read_bytes()
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("wars",), f"there is no dataset 'wars'; there are: {', '.join(DATASETS)}, and all"),
        (
            ("relations", "--filter", "colour=red"),
            "colour: there is no such parameter here; allowed: article, article__in",
        ),
        (("relations", "--filter", "colour"), "--filter 'colour': write NAME=VALUE"),
        (("relations", "--filter", "page_size=5"), "page_size: there is no such parameter here"),
        (("relations", "--since", "2024-13"), "start__gte: '2024-13' is not allowed here: write a date as"),
        (
            ("relations", "--review-status", "good"),
            "review_status__in: 'good' is not allowed here: write one of",
        ),
        (("relations", "--country", "ALGERIA"), "country: 'ALGERIA' is not allowed here: write a country's"),
        (("relations", "--fields", "colour"), "fields: 'colour' is not allowed here: write"),
        (("sources", "--since", "2024"), "sources have no dates: --since is for articles, quotations"),
        (("events-plover", "--fields", "id"), "fields: there is no such parameter here"),
        (("all", "--country", "SY"), "a dump of all takes no filters and no fields: export one dataset"),
        (("events", "--output", "/nowhere/a"), "cannot write /nowhere/a: No such file or directory"),
    ],
)
def test_what_is_wrong_is_one_line(stored, arguments, said):
    with pytest.raises(CommandError) as error:
        export(*arguments)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("name", ["relations", "all"])
def test_what_was_not_finished_leaves_nothing(stored, tmp_path, monkeypatch, fault, name):
    def break_off(rows, out):
        out.write(b"half")
        raise fault

    monkeypatch.setitem(dumps.FORMATS, "jsonl", break_off)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a.jsonl").write_text("before")
    target = tmp_path / "kept" / ("a.jsonl" if name != "all" else "")
    with pytest.raises(CommandError):
        export(name, "--output", str(target))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.jsonl"]
    assert (tmp_path / "kept" / "a.jsonl").read_text() == "before"


class TestDump:
    @pytest.fixture
    def place(self, stored, tmp_path) -> Path:
        self.said = export("all", "--output", str(tmp_path), "--compress", "gzip")
        (place,) = tmp_path.iterdir()
        return place

    def test_manifest_and_checksums(self, place):
        manifest = json.loads((place / "manifest.json").read_text())
        assert {each["dataset"] for each in manifest["datasets"]} == DATASETS.keys() - {"import-runs"}
        assert (manifest["schema_version"], manifest["format"]) == ("1", "jsonl")
        assert manifest["filters"]["review_status"] == ["pending", "accepted"]
        for each in manifest["datasets"]:
            content = (place / each["file"]).read_bytes()
            assert (each["bytes"], each["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
            rows = [json.loads(line) for line in gzip.decompress(content).splitlines()]
            assert each["rows"] == len(rows)
            assert all(list(each["columns"]) == list(row) for row in rows)
        checked = subprocess.run(
            ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=place, capture_output=True, text=True
        )
        assert checked.returncode == 0
        assert {path.name for path in place.iterdir()} == {
            *(each["file"] for each in manifest["datasets"]),
            *("manifest.json", "SHA256SUMS"),
        }

    def test_is_named_by_the_moment(self, place):
        manifest = json.loads((place / "manifest.json").read_text())
        assert place.name == f"newsdb-{manifest['created'][:19].replace(':', '')}Z"

    def test_says_from_where_to_follow_changes(self, place, get):
        manifest = json.loads((place / "manifest.json").read_text())
        assert get(f"changes/?since={manifest['changes_until']}")["results"] == []


SLOW = """
import signal, sys, time, django
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what runs in the background
django.setup()
from django.core.management import execute_from_command_line
from newsdb.exports import dumps

def slowly(export, out):
    print("writing", flush=True)
    time.sleep(30)

dumps.FORMATS["jsonl"] = slowly
execute_from_command_line(sys.argv)
"""


def test_ctrl_c_leaves_no_file(tmp_path):
    """The command in a process of its own, interrupted while it writes."""
    target = tmp_path / "a.jsonl"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsdb.settings",
        "DATABASE_URL": "sqlite:///:memory:",
    }
    command = [sys.executable, "-c", SLOW, "export_data", "events", "--output", str(target)]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (1, "CommandError: interrupted; nothing was left half-written\n")
    assert list(tmp_path.iterdir()) == []
