"""How each kind of object is represented, and the ways from references to whole objects."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from articles.models import Article, Source
from entities.models import (
    Country,
    DiplomaticRelation,
    Event,
    Office,
    Organization,
    Person,
    Quotation,
    Tenure,
)
from newsdb.api.serializers.articles import ArticleSerializer, SourceSerializer
from newsdb.api.serializers.assertions import (
    EventSerializer,
    QuotationSerializer,
    RelationSerializer,
    TenureSerializer,
)
from newsdb.api.serializers.entities import (
    CountrySerializer,
    OfficeSerializer,
    OrganizationSerializer,
    PersonSerializer,
)
from newsdb.api.shape import ShapedSerializer

KINDS: dict[str, tuple[type[Model], type[ShapedSerializer]]] = {
    "article": (Article, ArticleSerializer),
    "source": (Source, SourceSerializer),
    "country": (Country, CountrySerializer),
    "person": (Person, PersonSerializer),
    "organization": (Organization, OrganizationSerializer),
    "office": (Office, OfficeSerializer),
    "relation": (DiplomaticRelation, RelationSerializer),
    "tenure": (Tenure, TenureSerializer),
    "event": (Event, EventSerializer),
    "quotation": (Quotation, QuotationSerializer),
}


def whole(kind: str, keys: Sequence[Any]) -> Mapping[Any, Any]:
    """Return the objects of the kind that have the keys, as their own collection shows them in lists."""
    model, serializer = KINDS[kind]
    rows = list(serializer.load(model._default_manager.filter(pk__in=keys), serializer.usual()))
    return dict(zip((row.pk for row in rows), serializer(rows, many=True).data, strict=True))
