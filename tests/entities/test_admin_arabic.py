"""The Arabic texts: complete, and compiled as they are written."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import override

from articles.models import Sketch

FOLDER = Path(settings.LOCALE_PATHS[0]) / "ar" / "LC_MESSAGES"
NOT_SHOWN = ("origin_key", "relation", "event", "tenure", "quotation")
"""Columns that no page shows by their own name."""
FUNCTIONS = ("_", "gettext", "gettext_lazy")
MODELS = [model for label in ("articles", "entities") for model in apps.get_app_config(label).get_models()]
MODELS.remove(Sketch)  # no page shows it


def written() -> Catalog:
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="ar")


def pairs(catalog: Catalog) -> set[tuple[Any, Any]]:
    """Return originals and translations; those with plurals as tuples."""
    found = ((message.id, message.string) for message in catalog if message.id)
    return {tuple(text if isinstance(text, str) else tuple(text) for text in pair) for pair in found}


def test_every_text_is_translated_with_its_placeholders() -> None:
    for message in written():
        if message.id:
            assert message.string, message.id
            assert all(message.string), message.id
            assert not message.fuzzy, message.id
            assert not list(message.check(written())), message.id


def test_the_compiled_file_says_what_the_written_one_says() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        assert pairs(read_mo(file)) == pairs(written())


@pytest.mark.parametrize("folder", ["articles", "entities"])
def test_every_text_of_the_code_is_in_the_catalogue(folder: str) -> None:
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in written()}
    keywords = {**dict.fromkeys(FUNCTIONS), "ngettext": (1, 2)}
    used = extract_from_dir(settings.BASE_DIR / folder, [("**.py", "python")], keywords=keywords)
    texts = {text[0] if isinstance(text, tuple) else text for _file, _line, text, *_more in used}
    assert texts - known - {""} == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_everything_has_an_arabic_name(model: type[models.Model]) -> None:
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    with override("ar"):
        names = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
        names += [str(column.verbose_name) for column in columns if column.name not in NOT_SHOWN]
        names += [str(label) for column in columns for value, label in column.flatchoices if label != value]
    assert [name for name in names if not any("\u0600" <= letter <= "\u06ff" for letter in name)] == []
