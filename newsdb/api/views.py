"""The collections: what sets each apart. :mod:`newsdb.api.collections` has what they share."""

from articles.models import Article, ImportRun, Source
from entities.models import (
    Country,
    DiplomaticRelation,
    Event,
    Mention,
    Office,
    Organization,
    Person,
    Quotation,
    Tenure,
)
from newsdb.api.collections import Collection
from newsdb.api.editing import Actors, Assertions
from newsdb.api.filters.articles import ArticleFilters, ImportRunFilters, MentionFilters, SourceFilters
from newsdb.api.filters.entities import (
    CountryFilters,
    OfficeFilters,
    OrganizationFilters,
    PersonFilters,
)
from newsdb.api.filters.events import EventFilters, QuotationFilters
from newsdb.api.filters.spells import RelationFilters, TenureFilters
from newsdb.api.inputs import (
    EventInput,
    OrganizationInput,
    OrganizationMergeInput,
    PersonInput,
    PersonMergeInput,
    QuotationInput,
    RelationInput,
    TenureInput,
)
from newsdb.api.permissions import IsStaff
from newsdb.api.renderers import GeoJSON
from newsdb.api.representations.articles import ARTICLE, IMPORT_RUN, MENTION, SOURCE
from newsdb.api.representations.assertions import EVENT, QUOTATION, RELATION, TENURE
from newsdb.api.representations.entities import COUNTRY, OFFICE, ORGANIZATION, PERSON


class ArticleViewSet(Collection):
    """News texts, newest first; one without a date is ordered by the day of its import."""

    queryset = Article.objects.all()
    representation = ARTICLE
    filterset_class = ArticleFilters
    orderings = {"published": "sort_day", "id": "id"}
    ordering = "-published"


class SourceViewSet(Collection):
    """Who published: newspapers, agencies, governments, social accounts."""

    queryset = Source.objects.all()
    representation = SOURCE
    filterset_class = SourceFilters


class CountryViewSet(Collection):
    """Countries by alpha-2 code; former states and actors without a code have private ones."""

    queryset = Country.objects.all()
    representation = COUNTRY
    renderer_classes = (*Collection.renderer_classes, GeoJSON)
    filterset_class = CountryFilters
    orderings = {"code": "code"}
    ordering = "code"
    lookup_field = "code"
    lookup_value_regex = "[A-Z]{2}(?:[A-Z]{2})?"


class PersonViewSet(Actors):
    """People, with the offices that they are read to hold or to have held."""

    queryset = Person.objects.all()
    representation = PERSON
    input_class = PersonInput
    action_inputs = {"merge": PersonMergeInput}
    filterset_class = PersonFilters


class OrganizationViewSet(Actors):
    """International organizations, ministries, parties, armed groups, companies."""

    queryset = Organization.objects.all()
    representation = ORGANIZATION
    input_class = OrganizationInput
    action_inputs = {"merge": OrganizationMergeInput}
    filterset_class = OrganizationFilters


class OfficeViewSet(Collection):
    """Posts that people hold: foreign minister of Syria."""

    queryset = Office.objects.all()
    representation = OFFICE
    filterset_class = OfficeFilters


class TenureViewSet(Assertions):
    """Who held which office when; ``as_of`` gives who held them on a day."""

    queryset = Tenure.objects.all()
    representation = TENURE
    input_class = TenureInput
    filterset_class = TenureFilters
    orderings = {"start": "sort_day", "confidence": "confidence", "id": "id"}
    ordering = "-start"


class RelationViewSet(Assertions):
    """Relations between two countries; ``as_of`` gives what held on a day."""

    queryset = DiplomaticRelation.objects.all()
    representation = RELATION
    input_class = RelationInput
    filterset_class = RelationFilters
    orderings = {"start": "sort_day", "confidence": "confidence", "id": "id"}
    ordering = "-start"


class EventViewSet(Assertions):
    """Visits, meetings, agreements, ruptures: what happened, was planned, cancelled or denied."""

    queryset = Event.objects.all()
    representation = EVENT
    renderer_classes = (*Collection.renderer_classes, GeoJSON)
    input_class = EventInput
    filterset_class = EventFilters
    orderings = {"date": "sort_day", "confidence": "confidence", "id": "id"}
    ordering = "-date"


class QuotationViewSet(Assertions):
    """Who said what."""

    queryset = Quotation.objects.all()
    representation = QUOTATION
    input_class = QuotationInput
    filterset_class = QuotationFilters
    orderings = {"published": "sort_day", "confidence": "confidence", "id": "id"}
    ordering = "-published"


class MentionViewSet(Collection):
    """Places in texts that name a country, a person or an organization."""

    queryset = Mention.objects.all()
    representation = MENTION
    filterset_class = MentionFilters


class ImportRunViewSet(Collection):
    """What imports read, stored and could not store. For staff."""

    queryset = ImportRun.objects.all()
    representation = IMPORT_RUN
    filterset_class = ImportRunFilters
    permission_classes = (IsStaff,)
    ordering = "-id"
