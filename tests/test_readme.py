"""What the documentation says is so."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from rest_framework.test import APIClient

README = (settings.BASE_DIR / "README.md").read_text("utf-8")


def test_the_settings_table_lists_every_variable_that_settings_read() -> None:
    read = re.findall(
        r'env\.\w+\(\s*"(\w+)"', (settings.BASE_DIR / "newsdb" / "settings.py").read_text("utf-8")
    )
    listed = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    assert sorted(listed) == sorted(set(read))


def test_links_lead_to_files() -> None:
    for page in (settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_commands_named_exist() -> None:
    commands = [
        path
        for package in ("entities", "newsdb")
        for path in (settings.BASE_DIR / package / "management" / "commands").glob("[a-z]*.py")
    ]
    listed = re.findall(
        r"^\| `([a-z_]+)[ `]", README.partition("## Commands")[2].partition("## ")[0], re.MULTILINE
    )
    assert {path.stem for path in commands} == set(listed)


@pytest.mark.django_db
def test_the_first_screen_shows_a_real_answer() -> None:
    call_command("load_seeds", verbosity=0)
    address = re.search(r"curl 'http://[^/]+(/[^']+)'", README)
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert address
    assert shown
    (relation,) = APIClient().get(address[1]).json()["results"]
    assert _part(relation, json.loads(shown[1]))


def _part(whole: Any, shown: Any) -> bool:
    """Whether the document's shortened JSON is part of the whole; ids may differ."""
    if isinstance(shown, dict):
        return all(key == "article" or _part(whole[key], value) for key, value in shown.items())
    if isinstance(shown, list):
        return len(whole) == len(shown) and all(map(_part, whole, shown))
    return bool(whole == shown)
