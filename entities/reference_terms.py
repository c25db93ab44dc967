"""Loading terms of office of the reference data: who held which office when.

A term is the tenure that a machine would read of "appointed on that day", so that articles that say so become
its evidence. What people decided on stays. A term that is gone from the file goes, unless articles say it.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from articles.models import date_range_columns
from entities import fingerprints
from entities.extraction.language import load_language
from entities.extraction.types import TenureCandidate
from entities.models import Country, Evidence, Office, Organization, Origin, Person, Tenure
from entities.reference_files import InvalidReferenceError, Term
from entities.reference_tables import Table

_OfficeKey = tuple[str, str, str | None, int | None]


def load_terms(terms: Sequence[Term]) -> tuple[Table, Table]:
    """Load the terms and their offices; returns what was done to each."""
    people = {person.key: person for person in Person.objects.filter(key__in={t.person for t in terms})}
    organizations = {row.key: row for row in Organization.objects.all()}
    countries = set(Country.objects.values_list("code", flat=True))
    for term in terms:
        if term.person not in people:
            raise InvalidReferenceError(f"{term.place}: the person is not known")
        if term.country and term.country not in countries:
            raise InvalidReferenceError(f"{term.place}: country {term.country!r} is not known")
        if term.organization and term.organization not in organizations:
            raise InvalidReferenceError(f"{term.place}: organization {term.organization!r} is not known")
    offices, table = _offices(terms, organizations), Table.of(Tenure)
    stored_offices = {
        (row.role, row.title_ar, row.country_id, row.organization_id): row
        for row in Office.objects.filter(role__in={term.role for term in terms}, host=None)
    }
    wanted = {_fingerprint(term): term for term in terms}
    stored = {row.fingerprint: row for row in Tenure.objects.filter(fingerprint__in=wanted)}
    refused = {row["fingerprint"] for row in table.decisions.deleted}
    for fingerprint, term in wanted.items():
        values = {"origin": Origin.REFERENCE, **date_range_columns("end", term.end)}
        if row := stored.get(fingerprint):
            attested = filter(
                None, (row.attested_until, term.running_on)
            )  # articles may attest it for longer
            table.update(row, {**values, "attested_until": max(attested, default=None)}, term.place)
        elif fingerprint not in refused:
            person = people[term.person]
            row = Tenure(
                fingerprint=fingerprint,
                person_id=person.merged_into_id or person.pk,
                office=stored_offices[_office_key(term, organizations)],
                sort_day=term.start.sort_day,
                **date_range_columns("start", term.start),
                attested_until=term.running_on,
                **values,
            )
            table.create(row, term.place)
    gone = Tenure.objects.filter(origin=Origin.REFERENCE).exclude(fingerprint__in=wanted)
    table.remove(gone.filter(~Exists(Evidence.objects.filter(tenure=OuterRef("pk")))))
    table.write()
    return offices, table


def _offices(terms: Sequence[Term], organizations: dict[str, Organization]) -> Table:
    table = Table.of(Office)
    stored = {
        (row.role, row.title_ar, row.country_id, row.organization_id)
        for row in Office.objects.filter(role__in={term.role for term in terms}, host=None)
    }
    for term in terms:
        key = _office_key(term, organizations)
        if key not in stored:
            stored.add(key)
            role, title_ar, country, organization = key
            office = Office(
                role=role,
                title_ar=title_ar,
                title_en=_titles(term)[1],
                country_id=country,
                organization_id=organization,
            )
            table.create(office, term.place)
    table.write()
    return table


def _office_key(term: Term, organizations: dict[str, Organization]) -> _OfficeKey:
    organization = organizations[term.organization] if term.organization else None
    return (
        term.role,
        _titles(term)[0],
        term.country or None,
        (organization.merged_into_id or organization.pk) if organization else None,
    )


def _titles(term: Term) -> tuple[str, str]:
    """The Arabic and the English title: the office's own, else those that its role has in texts."""
    known = load_language("ar").office_titles.get(term.role)
    if term.title_ar:
        return term.title_ar, term.title_en
    if known is None:
        raise InvalidReferenceError(f"{term.place}: role {term.role!r} has no title: give title_ar")
    return known.title_ar, known.title_en


def _fingerprint(term: Term) -> str:
    """What identifies a term, whether or not its end is known yet."""
    return fingerprints.of_tenure(
        TenureCandidate(
            person=term.person,
            role=term.role,
            title=_titles(term)[0],
            evidence=(),
            country=term.country,
            organization=term.organization,
            start=term.start,
        )
    )
