"""What outlets' pages look like, as files under ``seeds/outlets/`` say: a new outlet needs a file and no code.

``docs/outlets.md`` explains the files. One without ``domains`` holds for every page that no other one knows.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

FOLDER = Path(__file__).parents[2] / "seeds" / "outlets"


class ShapeError(ValueError):
    """A file of a shape that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Page:
    """CSS selectors of what stands where in an outlet's pages of HTML; empty where nothing is said."""

    title: str = ""
    body: str = ""
    date: str = ""
    byline: str = ""
    read_also: str = ""
    keywords: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Words that begin the labelled lines of pages of plain text.

    Those that begin with ``weak_`` are such only where the rest of the line bears it out, ``own_read_also``
    may also begin a further article.
    """

    date: tuple[str, ...] = ()
    weak_date: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    weak_keywords: tuple[str, ...] = ()
    own_read_also: tuple[str, ...] = ()
    read_also: tuple[str, ...] = ()
    weak_read_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What one file says of an outlet; ``name`` is that of the source."""

    name: str
    domains: tuple[str, ...]
    page: Page
    lines: Lines


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes: outlets by their domains, what holds for any page, and the words of all of them."""

    by_domain: Mapping[str, Shape]
    common: Page
    lines: Lines

    def of(self, url: str) -> Shape | None:
        """The shape of the outlet that an address belongs to, by its host or a domain above it."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return None
        labels = host.split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self.by_domain[domain] for domain in domains if domain in self.by_domain), None)


@cache
def known() -> Shapes:
    """The shapes of :data:`FOLDER`; raises :class:`ShapeError`."""
    return load(FOLDER)


def load(folder: Path) -> Shapes:
    """The shapes of all files of a folder."""
    shapes = [_read(path) for path in sorted(folder.glob("*.toml"))]
    by_domain: dict[str, Shape] = {}
    common = Page()
    for shape in shapes:
        for domain in shape.domains:
            if domain in by_domain:
                raise ShapeError(
                    f"{folder.name}: {domain} belongs to both {by_domain[domain].name} and {shape.name}"
                )
            by_domain[domain] = shape
        if not shape.domains:
            common = Page(*(_either(shape.page, common, field.name) for field in fields(Page)))
    lines = Lines(*(_joined(shapes, field.name) for field in fields(Lines)))
    return Shapes(by_domain, common, lines)


def _either(first: Page, second: Page, name: str) -> str:
    return ", ".join(filter(None, (getattr(first, name), getattr(second, name))))


def _joined(shapes: Iterable[Shape], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for shape in shapes for words in getattr(shape.lines, name)))


def _read(path: Path) -> Shape:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ShapeError(f"{path.name}: no TOML: {error}") from None
    _check_names(path, "", values, ("name", "domains", "page", "lines"))
    page, lines = values.get("page", {}), values.get("lines", {})
    _check_names(path, "page.", page, [field.name for field in fields(Page)])
    _check_names(path, "lines.", lines, [field.name for field in fields(Lines)])
    name, domains = values.get("name", ""), _strings(path, "domains", values.get("domains", []))
    if domains and not (isinstance(name, str) and name):
        raise ShapeError(f"{path.name}: an outlet with domains needs a name")
    for key, selector in page.items():
        _check_selector(path, key, selector)
    return Shape(
        name=name,
        domains=tuple(domain.lower() for domain in domains),
        page=Page(**page),
        lines=Lines(**{key: _strings(path, f"lines.{key}", words) for key, words in lines.items()}),
    )


def _check_names(path: Path, prefix: str, values: Any, names: Iterable[str]) -> None:
    if not isinstance(values, dict):
        raise ShapeError(f"{path.name}: {prefix.rstrip('.')} is no table")
    names = list(names)
    for name in values:
        if name not in names:
            raise ShapeError(f"{path.name}: {prefix}{name} is not known (known: {', '.join(names)})")


def _strings(path: Path, name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise ShapeError(f"{path.name}: {name} is no list of words")
    return tuple(values)


def _check_selector(path: Path, name: str, selector: Any) -> None:
    try:
        if not isinstance(selector, str) or not selector.strip():
            raise ValueError
        LexborHTMLParser("<p>").css(selector)
    except Exception:  # noqa: BLE001 whatever selectolax says of it
        raise ShapeError(f"{path.name}: page.{name} is no CSS selector: {selector!r}") from None
