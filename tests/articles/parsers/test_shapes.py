"""Outlets' shapes: what their files say, and what is wrong with one."""

from pathlib import Path

import pytest

from articles.parsers import shapes
from articles.parsers.shapes import ShapeError, load

GOOD = (
    'name = "a"\ndomains = ["a.example", "b.example"]\n[page]\nbody = ".text"\n[lines]\ndate = ["صدر في"]\n'
)


def test_shapes_are_found_by_domain(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, "utf-8")
    (tmp_path / "c.toml").write_text('name = "c"\ndomains = ["sub.a.example"]\n', "utf-8")
    known = load(tmp_path)
    found = {
        url: shape.name if (shape := known.of(url)) else ""
        for url in (
            "https://a.example/1",
            "http://www.B.example:8000/1",
            "https://x.sub.a.example/",
            "https://nota.example/",
            "https://example/",
            "http://[",
            "",
        )
    }
    assert list(found.values()) == ["a", "a", "c", "", "", "", ""]
    assert known.lines.date == ("صدر في",)


def test_what_has_no_domain_holds_for_all(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[page]\nbody = ".a"\n', "utf-8")
    (tmp_path / "b.toml").write_text('[page]\nbody = ".b"\ndrop = ".c"\n', "utf-8")
    common = load(tmp_path).common
    assert (set(common.body.split(", ")), common.drop) == ({".a", ".b"}, ".c")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "a.toml: no TOML"),
        ('title = "x"', r"a.toml: title is not known \(known: name, domains, page, lines\)"),
        ('[page]\nboddy = ".x"', r"a.toml: page.boddy is not known"),
        ('[page]\nbody = "[["', r"a.toml: page.body is no CSS selector: '\[\['"),
        ("[page]\nbody = 7", "a.toml: page.body is no CSS selector: 7"),
        ('page = ".x"', "a.toml: page is no table"),
        ('[lines]\ndate = "x"', "a.toml: lines.date is no list of words"),
        ('domains = ["a.example"]', "a.toml: an outlet with domains needs a name"),
        ('name = "a"\ndomains = ["a.example", ""]', "a.toml: domains is no list of words"),
        ('name = "a"\ndomains = ["b.example", "b.example"]', "b.example belongs to both a and a"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.toml").write_text(text, "utf-8")
    with pytest.raises(ShapeError, match=message) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)


def test_the_files_of_the_project_are_right() -> None:
    known = shapes.known()
    assert known.common.body
    assert known.lines.own_read_also
