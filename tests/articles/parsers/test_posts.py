"""Embedded posts: which lines end in an attribution, and which only look so."""

import pytest

from articles.parsers.posts import read_attribution

ATTRIBUTED = [
    # line, text, author, handle, date
    ("نص #كتب t.co/a1 — دار (@dar) April 10, 2025", "نص #كتب t.co/a1", "دار", "@dar", "2025-04-10"),
    ("نص — سانا - حلب (@north) April 10, 2025", "نص", "سانا - حلب", "@north", "2025-04-10"),
    ("نص – دار (@dar) 10 أبريل 2025", "نص", "دار", "@dar", "2025-04-10"),
    ("نص - دار (@dar) ١٠ نيسان/أبريل ٢٠٢٥", "نص", "دار", "@dar", "2025-04-10"),
    ("ن - ص t.co/a1 - دار - النشر (@dar) 10/4/2025", "ن - ص t.co/a1", "دار - النشر", "@dar", "2025-04-10"),
    ("نص t.co/a1— دار (@dar) April 10, 2025", "نص t.co/a1", "دار", "@dar", "2025-04-10"),
    ("نص — @dar (دار) April 10, 2025", "نص", "دار", "@dar", "2025-04-10"),
    ("نص — (@dar) دار، 10 أبريل 2025", "نص", "دار", "@dar", "2025-04-10"),
    ("نص — دار، 10 أبريل 2025 (@dar)", "نص", "دار", "@dar", "2025-04-10"),
    ("نص — April 10, 2025 دار (@dar)", "نص", "دار", "@dar", "2025-04-10"),
    ("نص — دار (dar@) April 10, 2025", "نص", "دار", "@dar", "2025-04-10"),
    ("نص — دار (@dar) 3:14 PM · Apr 10, 2025", "نص", "دار", "@dar", "2025-04-10"),
    ("نص — دار (@dar) الخميس 10 أبريل 2025.", "نص", "دار", "@dar", "2025-04-10"),
    ("رد على @other — دار (@dar) April 10, 2025", "رد على @other", "دار", "@dar", "2025-04-10"),
    ("نص — (@dar) April 10, 2025", "نص", "", "@dar", "2025-04-10"),
    ("نص — دار (@dar@so.cial) April 10, 2025", "نص", "دار", "@dar@so.cial", "2025-04-10"),
    ("— دار (@dar) April 10, 2025", "", "دار", "@dar", "2025-04-10"),
    ("نص — دار (@dar)", "نص", "دار", "@dar", None),
]  # fmt: skip

NOT_ATTRIBUTED = [
    "سطر عادي من الأخبار.",
    "كتب الحساب (@dar) يوم April 10, 2025 عن المعرض.",
    "قالت الدار — كما نقل (@dar) — إن المعرض سيفتتح.",
    "للتواصل info@example.com - April 10, 2025",
    "نشرت الدار - عبر حسابها (@dar)",
    "المعرض — من 10 أبريل 2025",
    "نص (@dar) April 10, 2025",
    "نص — دار (@dar) ثم تغير الموعد",
    "نص — " + "كلام طويل " * 20 + "(@dar) April 10, 2025",
    "@dar",
    "نص — (@dar)",
    "",
]


@pytest.mark.parametrize(("line", "text", "author", "handle", "published"), ATTRIBUTED)
def test_read_attribution(line: str, text: str, author: str, handle: str, published: str | None) -> None:
    found = read_attribution(line)
    assert found is not None
    assert (found.text, found.author, found.handle) == (text, author, handle)
    assert (found.published and found.published.edtf) == published
    assert found.problem == ""


@pytest.mark.parametrize("line", NOT_ATTRIBUTED)
def test_ordinary_lines_are_not_attributed(line: str) -> None:
    assert read_attribution(line) is None


def test_a_date_that_does_not_exist_is_said() -> None:
    found = read_attribution("نص — دار (@dar) April 31, 2025")
    assert found is not None
    assert found.published is None
    assert "no such date" in found.problem


@pytest.mark.parametrize("line", ["(" * 1_000_000, "— " * 500_000, "@a" * 500_000, "(@a) — " * 150_000])
def test_a_long_line_is_read_at_its_end_only(line: str) -> None:
    assert read_attribution(line) is None
    found = read_attribution(line + " نص — دار (@dar) April 10, 2025")
    assert found is not None
    assert found.author == "دار"
