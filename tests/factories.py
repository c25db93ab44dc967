"""Rows for tests: plain functions that satisfy the constraints and take what the test is about."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.utils import timezone

from articles.arabic import fold, fold_name
from articles.dates import DateRange
from articles.models import Article, Document, ImportRun, Keyword, Link, Post, Source, date_range_columns
from entities.models import (
    Alias,
    ArticleCountry,
    Country,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Evidence,
    Mention,
    Office,
    Organization,
    Person,
    Quotation,
    Tenure,
)
from entities.models.events import parties_of

SENTENCE = "أقامت كوريا الجنوبية وسوريا علاقات دبلوماسية."
WORDS = "نرحب بهذه الخطوة"
TEXT = f"سيول ودمشق تقيمان علاقات\n{SENTENCE} وقال الوزير «{WORDS}»."

COUNTRY_NAMES = {
    "KP": ("كوريا الشمالية", "North Korea"),
    "KR": ("كوريا الجنوبية", "South Korea"),
    "RU": ("روسيا", "Russia"),
    "SY": ("سوريا", "Syria"),
}

_numbers = count(1)
RowT = TypeVar("RowT", bound=Model)


def day_of(edtf: str) -> DateRange | None:
    return DateRange.from_edtf(edtf) if edtf else None


def make_country(code: str = "SY", **values: Any) -> Country:
    name_ar, name_en = COUNTRY_NAMES.get(code, (f"دولة {code}", f"State of {code}"))
    return Country.objects.get_or_create(
        code=code, defaults={"name_ar": name_ar, "name_en": name_en} | values
    )[0]


def make_source(name: str = "سانا", **values: Any) -> Source:
    return Source.objects.get_or_create(key=fold(name), defaults={"name_ar": name} | values)[0]


def make_run(**values: Any) -> ImportRun:
    return ImportRun.objects.create(status=ImportRun.Status.FINISHED, finished_at=timezone.now(), **values)


def make_document(**values: Any) -> Document:
    defaults = {"digest": uuid4().hex, "content": b"", "size": 0, "format": "text", "path": "a.txt"}
    return Document.objects.create(**defaults | values)


def make_article(
    text: str = TEXT,
    *,
    countries: Iterable[str] = (),
    published: str = "2025-04-10",
    keywords: Iterable[str] = (),
    links: Iterable[str] = (),
    posts: Iterable[tuple[int, int]] = (),
    **values: Any,
) -> Article:
    """Store an article: its first line is the title, the rest the body, save for ``posts`` at the end."""
    title = text.partition("\n")[0]
    cuts = [{"kind": "post", "start": start, "end": end} for start, end in posts]
    body_start, body_end = min(len(title) + 1, len(text)), cuts[0]["start"] if cuts else len(text)
    body = [{"kind": "body", "start": body_start, "end": body_end}] if body_start < body_end else []
    when = day_of(published)
    defaults = {
        "position": 1,
        "title": title,
        "text": text,
        "sections": [{"kind": "title", "start": 0, "end": len(title)}, *body, *cuts],
        "search_text": fold(text),
        "digest": uuid4().hex,
        "text_key": uuid4().int % 2**62,
        "published_basis": "stated" if when else "none",
        "imported_on": date(2025, 5, 1),
        "sort_day": when.sort_day if when else date(2025, 5, 1),
        **date_range_columns("published", when),
    }
    document = values.pop("document", None) or make_document()
    article = Article.objects.create(document=document, **defaults | values)
    for code in countries:
        ArticleCountry.objects.create(article=article, country=make_country(code), day=article.sort_day)
    for position, word in enumerate(keywords, 1):
        Keyword.objects.create(article=article, position=position, text=word, folded=fold(word))
    for position, line in enumerate(links, 1):
        Link.objects.create(article=article, position=position, title=line)
    for start, end in posts:
        Post.objects.create(article=article, author="سانا", handle="@SanaAjel", start=start, end=end)
    return article


def make_person(name: str = "أسعد الشيباني", *, aliases: Sequence[str] = (), **values: Any) -> Person:
    person = Person.objects.create(key=uuid4().hex, name_ar=name, **_with_country(values))
    for text in (name, *aliases):
        make_alias(text, person=person)
    return person


def make_organization(
    name: str = "جامعة الدول العربية", *, aliases: Sequence[str] = (), **values: Any
) -> Organization:
    organization = Organization.objects.create(key=uuid4().hex, name_ar=name, **_with_country(values))
    for text in (name, *aliases):
        make_alias(text, organization=organization)
    return organization


def make_alias(text: str, **entity: Any) -> Alias:
    """Store a name of ``country=``, ``person=`` or ``organization=``."""
    folding = fold_name if "person" in entity else fold
    return Alias.objects.create(text=text, folded=folding(text), origin_key="", **entity)


def make_office(role: str = "foreign_minister", country: str | None = "SY", **values: Any) -> Office:
    defaults = {"title_ar": "وزير الخارجية", "title_en": "Foreign minister"}
    owner = make_country(country) if country else None
    return Office.objects.get_or_create(role=role, country=owner, **defaults | values)[0]


def make_mention(article: Article | None = None, start: int = 0, end: int = 4, **values: Any) -> Mention:
    """Store a mention; linked when ``country=``, ``person=`` or ``organization=`` is given."""
    article = article or make_article()
    entity = next((kind for kind in ("country", "person", "organization") if kind in values), None)
    defaults = {
        "surface": article.text[start:end],
        "kind": entity or "country",
        "status": "linked" if entity else "unresolved",
        "rule": "name",
        "confidence": 1.0,
    }
    return Mention.objects.create(article=article, start=start, end=end, **defaults | _with_country(values))


def make_relation(
    pair: Sequence[str] = ("KR", "SY"), status: str = "established", start: str = "2025-04-10", **values: Any
) -> DiplomaticRelation:
    """Store a relation between two countries with one piece of evidence (``evidence=False`` for none)."""
    evidence = values.pop("evidence", True)
    first, second = (make_country(code) for code in sorted(pair))
    dates = date_range_columns("start", day_of(start)) | date_range_columns(
        "end", day_of(values.pop("end", ""))
    )
    defaults = {"kind": "diplomatic_relations", **_assertion(start), **dates}
    relation = DiplomaticRelation.objects.create(
        country_a=first, country_b=second, status=status, **defaults | _decided(values)
    )
    return _evidenced(relation, "relation", evidence)


def make_event(
    kind: str = "visit",
    date: str = "2025-04-10",
    *,
    participants: Iterable[dict[str, Any]] = (
        {"role": "actor", "country": "RU"},
        {"role": "host", "country": "KP"},
    ),
    **values: Any,
) -> Event:
    """Store an event with participants, each a dict of role, country (code), person, organization."""
    evidence = values.pop("evidence", True)
    dates = date_range_columns("date", day_of(date))
    defaults = {"date_basis": "stated" if date else "unknown", **_assertion(date), **dates}
    event = Event.objects.create(kind=kind, **defaults | _decided(values))
    for participant in participants:
        EventParticipant.objects.create(event=event, **_with_country(participant))
    event.parties = parties_of(event.participants.values_list("country_id", flat=True))
    event.save(update_fields=("parties",))
    return _evidenced(event, "event", evidence)


def make_tenure(
    person: Person | None = None, office: Office | None = None, start: str = "", **values: Any
) -> Tenure:
    evidence = values.pop("evidence", True)
    dates = date_range_columns("start", day_of(start)) | date_range_columns(
        "end", day_of(values.pop("end", ""))
    )
    defaults = {**_assertion(start), **dates}
    tenure = Tenure.objects.create(
        person=person or make_person(), office=office or make_office(), **defaults | _decided(values)
    )
    return _evidenced(tenure, "tenure", evidence)


def make_quotation(
    article: Article | None = None,
    start: int = TEXT.index(WORDS),
    end: int = TEXT.index(WORDS) + len(WORDS),
    speaker: Person | None = None,
    **values: Any,
) -> Quotation:
    evidence = values.pop("evidence", True)
    article = article or make_article()
    text = article.text[start:end]
    defaults = {"text": text, "search_text": fold(text), "mode": "direct", **_assertion("")}
    quotation = Quotation.objects.create(
        article=article, start=start, end=end, speaker=speaker, **defaults | _decided(values)
    )
    return _evidenced(quotation, "quotation", evidence, article)


def make_evidence(
    article: Article | None = None,
    start: int = TEXT.index(SENTENCE),
    end: int = TEXT.index(SENTENCE) + len(SENTENCE),
    **values: Any,
) -> Evidence:
    """Store evidence for ``relation=``, ``event=``, ``tenure=`` or ``quotation=``."""
    defaults = {"extractor": "relations", "version": "1", "rule": "establish", "confidence": 0.9}
    return Evidence.objects.create(
        article=article or make_article(), start=start, end=end, **defaults | values
    )


def make_user(role: str = "", **values: Any) -> User:
    """Store a user; ``role`` is the name of a group that exists, such as ``editor``."""
    user = User.objects.create_user(username=f"user-{next(_numbers)}", password="Correct-horse-7", **values)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def _start_and_end(start: str, end: str) -> dict[str, Any]:
    return date_range_columns("start", day_of(start)) | date_range_columns("end", day_of(end))


def _assertion(day: str) -> dict[str, Any]:
    when = day_of(day)
    return {
        "fingerprint": uuid4().hex,
        "origin": "machine",
        "confidence": 0.9,
        "sort_day": when.sort_day if when else date(2025, 4, 10),  # that of its article
    }


def _decided(values: dict[str, Any]) -> dict[str, Any]:
    """Add when it was decided to values that say it was."""
    decided = values.get("review_status", "pending") != "pending"
    return {"reviewed_at": timezone.now()} | values if decided else values


def _with_country(values: dict[str, Any]) -> dict[str, Any]:
    """Replace a country code by the country."""
    code = values.get("country")
    return values | {"country": make_country(code)} if isinstance(code, str) else values


def _evidenced(row: RowT, kind: str, wanted: bool, article: Article | None = None) -> RowT:
    if wanted:
        make_evidence(article, extractor=f"{kind}s", **{kind: row})
    return row
