"""Countries, people, organizations and offices, and the log of changes."""

from entities.models import Alias, Country, Office, Organization, Person, Tenure
from newsdb.api.representation import Field, Many, Object, Representation
from newsdb.api.representations.fields import (
    aliases,
    choice,
    country,
    edtf,
    flag,
    geometry,
    integer,
    named,
    office,
    text,
)

COUNTRY = Representation(
    "Country",
    "countries",
    Country.objects.all(),
    {
        "code": text("code"),
        "alpha3": text("alpha3"),
        "numeric": text("numeric"),
        "name_ar": text("name_ar"),
        "name_en": text("name_en"),
        "official_name_ar": text("official_name_ar"),
        "official_name_en": text("official_name_en"),
        "former": flag("former"),
        "aliases": aliases(Alias.objects.all(), "country"),
        "geometry": geometry(),
    },
)


def _actor(link: str) -> dict[str, Field]:
    """Return what people and organizations have in common."""
    return {
        "id": integer("id"),
        "name_ar": text("name_ar"),
        "name_en": text("name_en"),
        "aliases": aliases(Alias.objects.all(), link),
        "wikidata_id": text("wikidata_id"),
        "country": country("country_id"),
    }


OFFICE_HELD = Object(
    "OfficeHeld",
    {"id": integer("id"), "office": office("office"), "start": edtf("start"), "end": edtf("end")},
    about="an office that the person held; the id is that of the tenure",
)
PERSON = Representation(
    "Person",
    "people",
    Person.objects.all(),
    {
        **_actor("person"),
        "offices": Many(Tenure.objects.shown().order_by("-sort_day", "-id"), "person", OFFICE_HELD),
    },
)
ORGANIZATION = Representation(
    "Organization",
    "organizations",
    Organization.objects.all(),
    {**_actor("organization"), "kind": choice("kind", Organization.Kind)},
)
OFFICE = Representation(
    "Office",
    "offices",
    Office.objects.all(),
    {
        "id": integer("id"),
        "role": text("role"),
        "title_ar": text("title_ar"),
        "title_en": text("title_en"),
        "name_ar": text("title_ar"),
        "name_en": text("title_en"),
        "country": country("country_id"),
        "organization": named("organization", "organization"),
        "host": country("host_id"),
    },
)
