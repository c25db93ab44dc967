"""Reading made-up articles with the names of ``seeds/``, as the tests of extraction do: no database."""

from datetime import date
from functools import cache
from pathlib import Path

from articles.dates import DateRange
from entities.extraction.gazetteer import Gazetteer
from entities.extraction.types import (
    ArticleText,
    Entity,
    EntityKind,
    EventCandidate,
    Name,
    PostText,
    Profile,
    Reading,
)
from entities.reading import read_article
from entities.reference_files import COUNTRIES, ORGANIZATIONS, PEOPLE, read_entries

SEEDS = Path(__file__).parents[3] / "seeds"
DAY = "2025-06-02"
"""A Monday."""

_FILES = (
    (EntityKind.COUNTRY, "countries.toml", COUNTRIES),
    (EntityKind.PERSON, "people.toml", PEOPLE),
    (EntityKind.ORGANIZATION, "organizations.toml", ORGANIZATIONS),
)


@cache
def seed_gazetteer() -> Gazetteer:
    """All names of the reference data, compiled as the database's are."""
    names: list[Name] = []
    profiles: dict[Entity, Profile] = {}
    for kind, file, shape in _FILES:
        for entry in read_entries(SEEDS / file, shape):
            entity = Entity(kind, entry.key)
            country = entry.key if kind == EntityKind.COUNTRY else entry.columns["country"]
            profiles[entity] = Profile(entry.columns["name_ar"], country)
            names += [Name(name.text, name.kind, entity, name.language, name.weak) for name in entry.names]
    return Gazetteer(names, profiles)


def article(
    body: str, day: str | None = DAY, title: str = "", post: str = "", post_day: str = "", home: str = ""
) -> ArticleText:
    """An article of a title, a body and perhaps an embedded post, published by a source of ``home``."""
    text = ""
    sections: list[tuple[str, int, int]] = []
    for kind, part in (("title", title), ("body", body), ("post", post)):
        if part:
            text += "\n\n" if text else ""
            sections.append((kind, len(text), len(text) + len(part)))
            text += part
    posts: tuple[PostText, ...] = ()
    if post:
        published = DateRange.day(date.fromisoformat(post_day)) if post_day else None
        posts = (PostText(sections[-1][1], sections[-1][2], published),)
    published = DateRange.from_edtf(day) if day else None
    return ArticleText(text, tuple(sections), published, posts, home)


def read(
    body: str, day: str | None = DAY, title: str = "", post: str = "", post_day: str = "", home: str = ""
) -> Reading:
    """Read an article with the names of the reference data."""
    return read_article(article(body, day, title, post, post_day, home), seed_gazetteer())


def linked(body: str, kind: EntityKind = EntityKind.COUNTRY, home: str = "") -> list[tuple[str, str]]:
    """What is read of one kind in a body: each surface, and whom it means.

    Several candidates are joined by "|" in order, nobody is "".
    """
    return [
        (body[mention.start : mention.end], "|".join(sorted(one.key for one in mention.candidates)))
        for mention in read(body, home=home).mentions
        if mention.kind == kind
    ]


def people(body: str) -> list[tuple[str, str]]:
    """The people read in a body: surface, and key(s)."""
    return linked(body, EntityKind.PERSON)


def rules_of(reading: Reading) -> set[str]:
    """The rules by which a reading's events and relations were found."""
    return {span.rule for found in (*reading.events, *reading.relations) for span in found.evidence}


def parties(event: EventCandidate) -> set[str]:
    """Who takes part: "role country [person or organization]", unknown parts left out."""
    return {
        " ".join(part for part in (one.role, one.country, one.person or one.organization) if part)
        for one in event.participants
    }


def events(body: str, day: str | None = DAY) -> list[tuple[str, str, frozenset[str]]]:
    """The events of a body: kind, modality, countries."""
    return sorted(
        ((event.kind, event.modality, event.countries) for event in read(body, day).events),
        key=lambda event: (event[0], event[1], sorted(event[2])),
    )


def relations(body: str, day: str | None = DAY) -> set[tuple[str, str, str]]:
    """The relations of a body: pair as "KP-RU", kind, status."""
    return {
        ("-".join(relation.countries), relation.kind, relation.status)
        for relation in read(body, day).relations
    }


def tenures(body: str, day: str | None = DAY) -> set[tuple[str, str, str, str]]:
    """The offices of a body: person's key, role, country or organization, and where accredited."""
    return {
        (tenure.person, tenure.role, tenure.country or tenure.organization, tenure.host)
        for tenure in read(body, day).tenures
    }


def quotations(body: str, title: str = "") -> list[tuple[str, str, str]]:
    """The quotations of an article: mode, words, and who spoke (a person's key, else country, else body)."""
    reading, text = read(body, title=title), article(body, title=title).text
    return [
        (said.mode, text[said.start : said.end], said.person or said.country or said.organization)
        for said in reading.quotations
    ]
