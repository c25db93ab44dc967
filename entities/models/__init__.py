"""Knowledge: entities, where texts mention them, and what texts are read to say of them."""

from entities.models.actors import Mergeable, Office, Organization, Origin, Person
from entities.models.assertions import Assertion, ReviewStatus
from entities.models.changes import Change
from entities.models.countries import Country
from entities.models.events import Event, EventParticipant
from entities.models.evidence import Evidence
from entities.models.mentions import Alias, ArticleCountry, Mention, MentionCandidate
from entities.models.quotations import Quotation
from entities.models.relations import DiplomaticRelation
from entities.models.tenures import Tenure

__all__ = [
    "Alias",
    "ArticleCountry",
    "Assertion",
    "Change",
    "Country",
    "DiplomaticRelation",
    "Event",
    "EventParticipant",
    "Evidence",
    "Mention",
    "MentionCandidate",
    "Mergeable",
    "Office",
    "Organization",
    "Origin",
    "Person",
    "Quotation",
    "ReviewStatus",
    "Tenure",
]
