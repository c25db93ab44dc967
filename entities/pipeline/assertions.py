"""Storing assertions and their evidence, by fingerprint. What a person has decided is not touched.

A reading creates an assertion or lands on the one with its fingerprint. Evidence that is no longer read goes;
so does an assertion of a machine that is left without any, unless somebody has decided on it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from articles.arabic import fold
from articles.models import Article, date_range_columns
from entities import fingerprints
from entities.changes import Act, Entry, created, deleted, record, snapshot, updated
from entities.extraction.language import load_language
from entities.extraction.types import (
    EventCandidate,
    QuotationCandidate,
    Reading,
    RelationCandidate,
    Span,
    TenureCandidate,
)
from entities.models import (
    Assertion,
    Change,
    DiplomaticRelation,
    Event,
    EventParticipant,
    Evidence,
    Office,
    Origin,
    Quotation,
    Tenure,
)
from entities.models.events import parties_of
from entities.pipeline.people import EntityIds
from entities.reading import VERSION
from entities.settling import settle

_BATCH = 500
MODELS: dict[str, type[Assertion]] = {
    "relation": DiplomaticRelation,
    "event": Event,
    "tenure": Tenure,
    "quotation": Quotation,
}
EvidenceKey: TypeAlias = tuple[int, int, int, int, str]
OfficeKey: TypeAlias = tuple[str, str, str | None, int | None, str | None]


@dataclass
class Written:
    created: Counter[str] = field(default_factory=Counter)
    changed: int = 0


@dataclass
class _Read:
    """What was read of one fingerprint in the batch: the row as it would be, and its evidence by article."""

    row: Assertion
    evidence: dict[tuple[int, Span], None] = field(default_factory=dict)
    participants: tuple[dict[str, Any], ...] = ()


class AssertionWriter:
    """Writes all assertions of a batch of articles."""

    def __init__(
        self, articles: Sequence[Article], readings: Mapping[int, Reading], entities: EntityIds, act: Act
    ) -> None:
        self._articles = articles
        self._readings = readings
        self._entities = entities
        self._act = act
        self._entries: list[Entry] = []
        self._written = Written()
        self._touched: list[Assertion] = []
        self._created: set[Assertion] = set()

    def write(self) -> Written:
        read = self._read()
        for kind, model in MODELS.items():
            self._write_kind(kind, model, read[kind])
        record(self._act, [*self._entries, *settle(self._touched, self._created)])
        return self._written

    # --- what was read ---------------------------------------------------------------------------------------

    def _read(self) -> dict[str, dict[str, _Read]]:
        read: dict[str, dict[str, _Read]] = {kind: {} for kind in MODELS}
        offices = self._offices()
        for article in self._articles:
            for kind, fingerprint, spans, make in self._candidates(article, offices):
                known = read[kind].get(fingerprint)
                if known is None:
                    known = read[kind][fingerprint] = make()
                    known.row.fingerprint = fingerprint
                known.row.sort_day = min(known.row.sort_day, article.sort_day)
                known.row.confidence = max(known.row.confidence, *(span.confidence for span in spans))
                known.evidence.update(dict.fromkeys((article.pk, span) for span in spans))
        return read

    def _candidates(
        self, article: Article, offices: Mapping[OfficeKey, Office]
    ) -> Iterator[tuple[str, str, tuple[Span, ...], Callable[[], _Read]]]:
        """Yield kind, fingerprint, evidence and a maker of the row for all that was read in an article."""
        reading = self._readings[article.pk]
        for relation in reading.relations:
            fingerprint = fingerprints.of_relation(relation)
            yield "relation", fingerprint, relation.evidence, partial(self._relation, relation)
        for event in reading.events:
            yield "event", fingerprints.of_event(event), event.evidence, partial(self._event, event)
        for tenure in reading.tenures:
            office = offices[self._office_key(tenure)]
            fingerprint = fingerprints.of_tenure(tenure)
            yield "tenure", fingerprint, tenure.evidence, partial(self._tenure, tenure, office)
        for quotation in reading.quotations:
            fingerprint = fingerprints.of_quotation(quotation, article.digest)
            yield "quotation", fingerprint, quotation.evidence, partial(self._quotation, quotation, article)

    def _office_key(self, tenure: TenureCandidate) -> OfficeKey:
        organization = self._organization(tenure.organization)
        return tenure.role, tenure.title[:200], tenure.country or None, organization, tenure.host or None

    def _base(self) -> dict[str, Any]:
        return {"origin": Origin.MACHINE, "confidence": 0.0, "sort_day": date.max}

    def _relation(self, relation: RelationCandidate) -> _Read:
        first, second = relation.countries
        return _Read(
            DiplomaticRelation(
                **self._base(),
                country_a_id=first,
                country_b_id=second,
                kind=relation.kind,
                status=relation.status,
                initiator_id=relation.initiator or None,
                **date_range_columns("start", relation.start),
                **date_range_columns("end", relation.end),
            )
        )

    def _event(self, event: EventCandidate) -> _Read:
        row = Event(
            **self._base(),
            kind=event.kind,
            modality=event.modality,
            date_basis=event.date_basis,
            place_text=event.place_text[:200],
            place_country_id=event.place_country or None,
            parties=parties_of(event.countries),
            **date_range_columns("date", event.date),
        )
        participants = tuple(
            {
                "role": part.role,
                "country_id": part.country or None,
                "person_id": self._person(part.person),
                "organization_id": self._organization(part.organization),
            }
            for part in sorted(
                event.participants, key=lambda part: (part.role, part.country, part.person, part.organization)
            )
        )
        return _Read(row, participants=tuple({tuple(part.items()): part for part in participants}.values()))

    def _tenure(self, tenure: TenureCandidate, office: Office) -> _Read:
        return _Read(
            Tenure(
                **self._base(),
                person_id=self._entities.people[tenure.person],
                office=office,
                **date_range_columns("start", tenure.start),
                **date_range_columns("end", tenure.end),
            )
        )

    def _quotation(self, quotation: QuotationCandidate, article: Article) -> _Read:
        text = article.text[quotation.start : quotation.end]
        return _Read(
            Quotation(
                **self._base(),
                article=article,
                start=quotation.start,
                end=quotation.end,
                text=text,
                search_text=fold(text),
                mode=quotation.mode,
                speaker_text=quotation.speaker_text,
                speaker_id=self._person(quotation.person),
                speaker_country_id=quotation.country or None,
                speaker_organization_id=self._organization(quotation.organization),
            )
        )

    def _person(self, key: str) -> int | None:
        return self._entities.people[key] if key else None

    def _organization(self, key: str) -> int | None:
        return self._entities.organizations[key] if key else None

    def _offices(self) -> dict[OfficeKey, Office]:
        """The offices of all tenures read; missing ones are created."""
        wanted: dict[OfficeKey, str] = {}
        titles = load_language("ar").office_titles
        for reading in self._readings.values():
            for tenure in reading.tenures:
                known = titles.get(tenure.role)
                title_en = known.title_en if known and known.title_ar == tenure.title else ""
                wanted.setdefault(self._office_key(tenure), title_en)
        stored = self._stored_offices(wanted)
        missing = sorted(wanted.keys() - stored.keys(), key=str)
        Office.objects.bulk_create(
            [
                Office(
                    role=role,
                    title_ar=title,
                    title_en=wanted[role, title, country, organization, host],
                    country_id=country,
                    organization_id=organization,
                    host_id=host,
                )
                for role, title, country, organization, host in missing
            ],
            batch_size=_BATCH,
            ignore_conflicts=True,
        )
        if missing:
            stored = self._stored_offices(wanted)
            self._entries += [created(stored[key]) for key in missing]
        return stored

    def _stored_offices(self, wanted: Iterable[OfficeKey]) -> dict[OfficeKey, Office]:
        roles = {key[0] for key in wanted}
        countries = {key[2] for key in wanted if key[2]}
        rows = Office.objects.filter(role__in=roles)
        found = {
            (row.role, row.title_ar, row.country_id, row.organization_id, row.host_id): row for row in rows
        }
        return {key: row for key, row in found.items() if not key[2] or key[2] in countries}

    # --- one kind at a time ------------------------------------------------------------------------------------

    def _write_kind(self, kind: str, model: type[Assertion], read: Mapping[str, _Read]) -> None:
        stored = {row.fingerprint: row for row in model._default_manager.filter(fingerprint__in=read)}
        missing = sorted(read.keys() - stored.keys())
        model._default_manager.bulk_create(
            [read[fingerprint].row for fingerprint in missing], batch_size=_BATCH, ignore_conflicts=True
        )
        rows = {row.fingerprint: row for row in model._default_manager.filter(fingerprint__in=missing)}
        if model is Event:
            EventParticipant.objects.bulk_create(
                [
                    EventParticipant(event_id=rows[fingerprint].pk, **part)
                    for fingerprint in missing
                    for part in read[fingerprint].participants
                ],
                batch_size=_BATCH,
                ignore_conflicts=True,
            )
        self._entries += [created(rows[fingerprint]) for fingerprint in missing]
        self._written.created[kind] += len(missing)
        self._update(model, read, stored)
        stored |= rows
        created_now = {row.pk for row in rows.values()}
        gone, new = self._write_evidence(kind, read, stored)
        touched = created_now | {key[0] for key in (*gone, *new)}
        left = self._remove_orphans(kind, model, touched)
        self._created |= {*rows.values()}
        were, are = _places(gone), _places(new)
        self._entries += [
            Entry(Change.Action.UPDATE, row, {"evidence": were[row.pk]}, {"evidence": are[row.pk]})
            for row in left
            if row.pk not in created_now  # whose creation stands for all that came with it
        ]

    def _update(
        self, model: type[Assertion], read: Mapping[str, _Read], stored: Mapping[str, Assertion]
    ) -> None:
        """Bring undecided rows up to what is read now; identity is the fingerprint, the rest may improve."""
        keep = {"id", "fingerprint", "sort_day", "confidence", "reviewed_by", "reviewed_at", "review_status",
                "corrected", "merged_into", "origin", "attested_from", "attested_until", "in_force_until", "repeats"}  # fmt: skip
        columns = [column for column in model._meta.concrete_fields if column.name not in keep]
        changed: list[Assertion] = []
        for fingerprint, row in stored.items():
            if not row.is_undecided:
                continue
            new = read[fingerprint].row
            differing = [c for c in columns if getattr(row, c.attname) != getattr(new, c.attname)]
            # Where two articles fill in a detail differently the stored one stays: order must not matter.
            differing = [c for c in differing if getattr(row, c.attname) in (None, "")]
            if differing:
                before = snapshot(row)
                for column in differing:
                    setattr(row, column.attname, getattr(new, column.attname))
                self._entries.append(updated(row, before))
                changed.append(row)
        if changed:
            model._default_manager.bulk_update(changed, [c.name for c in columns], batch_size=_BATCH)
            self._written.changed += len(changed)

    def _write_evidence(
        self, kind: str, read: Mapping[str, _Read], stored: Mapping[str, Assertion]
    ) -> tuple[Collection[EvidenceKey], Collection[EvidenceKey]]:
        """Make the stored evidence that of the readings; return what is gone and what is new."""
        wanted: dict[EvidenceKey, Span] = {
            (stored[fingerprint].pk, article, span.start, span.end, span.rule): span
            for fingerprint, one in read.items()
            for article, span in one.evidence
        }
        rows = Evidence.objects.filter(article__in=self._articles, **{f"{kind}__isnull": False}).exclude(
            extractor="person"
        )
        had: dict[EvidenceKey, int] = {}
        kept: set[EvidenceKey] = set()
        for row in rows.select_related(kind):
            assertion: Assertion = getattr(row, kind)
            key = (assertion.pk, row.article_id, row.start, row.end, row.rule)
            had[key] = row.pk
            if not assertion.is_undecided:
                kept.add(key)  # the sentence on which somebody decided
        gone = {key: pk for key, pk in had.items() if key not in wanted and key not in kept}
        new = sorted(wanted.keys() - had.keys())
        Evidence.objects.filter(pk__in=gone.values()).delete()
        Evidence.objects.bulk_create(
            [
                Evidence(
                    **{f"{kind}_id": assertion},
                    article_id=article,
                    start=start,
                    end=end,
                    rule=rule,
                    extractor=wanted[assertion, article, start, end, rule].extractor,
                    confidence=wanted[assertion, article, start, end, rule].confidence,
                    attested_on=wanted[assertion, article, start, end, rule].attested_on,
                    version=VERSION,
                )
                for assertion, article, start, end, rule in new
            ],
            batch_size=_BATCH,
            ignore_conflicts=True,
        )
        self._written.changed += len(gone)
        return gone.keys(), new

    def _remove_orphans(self, kind: str, model: type[Assertion], touched: set[int]) -> list[Assertion]:
        """Remove those of the touched that are left without evidence; returns the others."""
        rows = list(model._default_manager.filter(pk__in=touched).order_by("pk"))
        self._touched += rows
        supported = set(
            Evidence.objects.filter(**{f"{kind}__in": touched}).values_list(f"{kind}_id", flat=True)
        )
        orphans = {row for row in rows if row.pk not in supported and row.is_undecided}
        self._entries += [deleted(row) for row in rows if row in orphans]
        model._default_manager.filter(pk__in=[row.pk for row in orphans]).delete()
        self._written.changed += len(orphans)
        return [row for row in rows if row not in orphans]


def _places(keys: Iterable[EvidenceKey]) -> dict[int, list[list[int | str]]]:
    """Return article, start, end and rule of the evidence, by assertion."""
    places: dict[int, list[list[int | str]]] = defaultdict(list)
    for assertion, article, start, end, rule in keys:
        places[assertion].append([article, start, end, rule])
    return places
