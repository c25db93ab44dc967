"""What is marked in an article: mentions, and the sentences that say something, by their offsets."""

from typing import Any, ClassVar

from django.db.models import Q
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models import Article
from entities.models import Evidence, Mention, Quotation, ReviewStatus
from entities.models.evidence import ASSERTIONS
from newsdb.api.filters.values import one_of
from newsdb.api.questions import Parameter, Question, list_of, object_of
from newsdb.api.renderers import JSON
from newsdb.api.representations.changes import COLLECTIONS

CONTEXT = 32
"""Characters before and after a quotation, by which it is found again when offsets have moved."""

_TYPES = ("mention", *ASSERTIONS)
_ADDRESSES = {**COLLECTIONS, "relation": "relations"}


class JSONLD(JSON):
    """Web Annotations of the W3C."""

    media_type = "application/ld+json"
    format = "jsonld"


class AnnotationsView(Question):
    """Mentions and assertions in the text of an article; as W3C Web Annotations with ``format=jsonld``.

    Offsets count Unicode code points of the article's ``text``, end excluded.
    """

    renderer_classes = (JSON, JSONLD)
    takes: ClassVar = {
        "type": Parameter(one_of(_TYPES), "any of these; all unless given", _TYPES, listed=True),
        "review_status": Parameter(
            one_of(ReviewStatus.values),
            "of assertions: any of these; pending and accepted unless given",
            (ReviewStatus.PENDING, ReviewStatus.ACCEPTED),
            listed=True,
        ),
    }
    answer: ClassVar = object_of(
        article={"type": "integer"},
        unit={"type": "string", "enum": ["code point"]},
        annotations=list_of(
            {
                **object_of(
                    type={"type": "string", "enum": list(_TYPES)},
                    id={"type": "integer", "description": "of the mention or assertion"},
                    start={"type": "integer"},
                    end={"type": "integer"},
                    text={"type": "string"},
                    address={
                        "type": "string",
                        "nullable": True,
                        "description": "of what is meant or asserted",
                    },
                    rule={"type": "string"},
                    confidence={"type": "number"},
                ),
                "additionalProperties": True,
                "description": "mentions have kind, status, name_ar and name_en; assertions review_status",
            }
        ),
    )
    example: ClassVar = {
        "article": 2,
        "unit": "code point",
        "annotations": [
            {
                "type": "mention",
                "id": 31,
                "start": 6,
                "end": 20,
                "text": "كوريا الجنوبية",
                "address": "/api/v1/countries/KR/",
                "rule": "name",
                "confidence": 1.0,
                "kind": "country",
                "status": "linked",
                "name_ar": "كوريا الجنوبية",
                "name_en": "South Korea",
            }
        ],
    }

    alternatives: ClassVar = {
        JSONLD.media_type: object_of(
            **{"@context": {"type": "string"}, "id": {"type": "string"}, "type": {"type": "string"}},
            items=list_of({"type": "object", "additionalProperties": True}),
        )
    }

    def get(self, request: Request, key: str) -> Response:
        asked = self.asked(request)
        text = Article.objects.filter(pk=key).values_list("text", flat=True).first()
        if text is None:
            raise Http404
        marks = [*_mentions(int(key)), *_assertions(int(key), asked["review_status"])]
        marks = [mark for mark in marks if mark["type"] in asked["type"] and mark["end"] <= len(text)]
        marks.sort(key=lambda mark: (mark["start"], -mark["end"], mark["type"], mark["id"]))
        for mark in marks:
            mark["text"] = text[mark["start"] : mark["end"]]
        if request.accepted_renderer.format == JSONLD.format:
            return Response(_page(request.build_absolute_uri("/")[:-1], request.path, key, text, marks))
        return Response({"article": int(key), "unit": "code point", "annotations": marks})


def _mentions(article: int) -> list[dict[str, Any]]:
    rows = Mention.objects.filter(article=article).values(
        *("id", "start", "end", "kind", "status", "rule", "confidence"),
        *(f"{kind}_id" for kind in ("country", "person", "organization")),
        *(
            f"{kind}__name_{language}"
            for kind in ("country", "person", "organization")
            for language in ("ar", "en")
        ),
    )
    return [
        {
            "type": "mention",
            "id": row["id"],
            "start": row["start"],
            "end": row["end"],
            "text": "",
            "address": f"/api/v1/{COLLECTIONS[row['kind']]}/{key}/"
            if (key := row[f"{row['kind']}_id"])
            else None,
            "rule": row["rule"],
            "confidence": row["confidence"],
            "kind": row["kind"],
            "status": row["status"],
            "name_ar": row[f"{row['kind']}__name_ar"] or "",
            "name_en": row[f"{row['kind']}__name_en"] or "",
        }
        for row in rows
    ]


def _assertions(article: int, statuses: list[str]) -> list[dict[str, Any]]:
    """Return the sentences that support or contradict assertions; quotations by their own words."""
    shown = Q()
    for kind in ASSERTIONS[:-1]:
        shown |= Q(
            **{f"{kind}__review_status__in": statuses, f"{kind}__merged_into": None, f"{kind}__isnull": False}
        )
    columns = ("start", "end", "rule", "confidence", "supports")
    evidence = Evidence.objects.filter(shown, article=article).values(
        *columns,
        *(f"{kind}_id" for kind in ASSERTIONS[:-1]),
        *(f"{kind}__{column}" for kind in ASSERTIONS[:-1] for column in ("review_status", "repeats_id")),
    )
    found = []
    for row in evidence:
        kind = next(kind for kind in ASSERTIONS if row[f"{kind}_id"])
        key = row[f"{kind}__repeats_id"] or row[f"{kind}_id"]  # the sentence counts for the fuller report
        found.append(_assertion(kind, key, row, row[f"{kind}__review_status"], row["supports"]))
    said = (
        Quotation.objects.reviewed_as(statuses)
        .filter(article=article)
        .values("id", "start", "end", "mode", "confidence", "review_status")
    )
    return found + [
        _assertion("quotation", row["id"], {**row, "rule": row["mode"]}, row["review_status"], True)
        for row in said
    ]


def _assertion(kind: str, key: int, row: dict[str, Any], status: str, supports: bool) -> dict[str, Any]:
    return {
        "type": kind,
        "id": key,
        "start": row["start"],
        "end": row["end"],
        "text": "",
        "address": f"/api/v1/{_ADDRESSES[kind]}/{key}/",
        "rule": row["rule"],
        "confidence": row["confidence"],
        "review_status": status,
        "supports": supports,
    }


# --- Web Annotations --------------------------------------------------------------------------------------------


def _page(host: str, path: str, key: str, text: str, marks: list[dict[str, Any]]) -> dict[str, Any]:
    article = f"{host}/api/v1/articles/{key}/"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{host}{path}?format=jsonld",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [_annotation(host, article, text, mark) for mark in marks],
    }


def _annotation(host: str, article: str, text: str, mark: dict[str, Any]) -> dict[str, Any]:
    start, end = mark["start"], mark["end"]
    means = "identifying" if mark["type"] == "mention" else "describing"
    name = mark.get("name_ar") or mark.get("kind") or mark["type"]
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "value": name, "format": "text/plain", "purpose": "tagging"}
    ]
    if mark["address"]:
        bodies.insert(0, {"type": "SpecificResource", "source": f"{host}{mark['address']}", "purpose": means})
    return {
        "id": f"{article}annotations/#{mark['type']}-{mark['id']}-{start}-{end}",
        "type": "Annotation",
        "motivation": means,
        "body": bodies,
        "target": {
            "source": article,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": mark["text"],
                    "prefix": text[max(0, start - CONTEXT) : start],
                    "suffix": text[end : end + CONTEXT],
                },
            ],
        },
    }
