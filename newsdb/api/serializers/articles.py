"""Articles, where they came from, and what they mention."""

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from articles.models import Article, ImportRun, Rejection
from entities.models import Mention, MentionCandidate
from newsdb.api.fields import CountryCode, EdtfField, Named, RowId, brief
from newsdb.api.shape import Load, ShapedSerializer

MAX_REJECTIONS = 100


class SourceSerializer(ShapedSerializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    name_ar = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.CharField()
    homepage = serializers.CharField()
    handle = serializers.CharField()
    country = serializers.SerializerMethodField()
    language = serializers.CharField()

    references = {"country": "country"}

    def get_country(self, source: Any) -> str | None:
        return source.country or None


class SectionSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class LinkSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.CharField()


class PostSerializer(serializers.Serializer[Any]):
    author = serializers.CharField()
    handle = serializers.CharField()
    published = EdtfField()
    text = serializers.SerializerMethodField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()

    def get_text(self, post: Any) -> str:
        return str(post.article.text[post.start : post.end])


def linked_people() -> "Prefetch[Any]":
    """Fetch an article's mentions of people with the people, in the order of the text."""
    of_people = Mention.objects.filter(person__isnull=False).select_related("person").order_by("start")
    return Prefetch("mentions", of_people, to_attr="mentions_of_people")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "مقال",
            response_only=True,
            value={
                "id": 2,
                "title": "كوريا الجنوبية تقيم علاقات دبلوماسية مع سوريا",
                "body": "أقامت كوريا الجنوبية وسوريا علاقات دبلوماسية يوم الخميس.",
                "language": "ar",
                "source": {"id": 1, "name_ar": "سانا", "name_en": "SANA"},
                "published": "2025-04-10",
                "published_basis": "posts",
                "canonical_url": "",
                "document": 1,
                "position": 2,
                "keywords": ["سوريا"],
                "countries": ["KR", "SY"],
                "people": [{"id": 3, "name_ar": "أسعد الشيباني", "name_en": "Asaad al-Shaibani"}],
                "links": [],
                "posts": [],
                "duplicate_of": None,
                "supersedes": None,
            },
        )
    ]
)
class ArticleSerializer(ShapedSerializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    text = serializers.CharField(required=False, help_text="in lists only when fields asks for it")
    sections = SectionSerializer(many=True, required=False, help_text="in lists only when fields asks for it")
    language = serializers.CharField()
    source = Named(allow_null=True)  # type: ignore[assignment]
    published = EdtfField()
    published_basis = serializers.CharField()
    canonical_url = serializers.CharField()
    document = serializers.IntegerField(source="document_id")
    position = serializers.IntegerField()
    keywords = serializers.SerializerMethodField()
    countries = serializers.SerializerMethodField(help_text="alpha-2, sorted")
    people = serializers.SerializerMethodField()
    links = LinkSerializer(many=True)
    posts = PostSerializer(many=True)
    duplicate_of = RowId(source="duplicate_of_id")
    supersedes = RowId(source="supersedes_id")

    loads = {
        "body": Load(columns=("text", "sections")),
        "text": Load(columns=("text",)),
        "sections": Load(columns=("sections",)),
        "source": Load(joins=("source",)),
        "keywords": Load(rows=("keywords",)),
        "countries": Load(rows=("article_countries",)),
        "people": Load(rows=(linked_people(),)),
        "links": Load(rows=("links",)),
        "posts": Load(rows=("posts",), columns=("text",)),
        "": Load(columns=("search_text", "keyword_line")),
    }
    only_asked = frozenset({"text", "sections"})
    references = {
        "source": "source",
        "countries": "country",
        "people": "person",
        "duplicate_of": "article",
        "supersedes": "article",
    }

    def get_keywords(self, article: Article) -> list[str]:
        return [keyword.text for keyword in article.keywords.all()]

    def get_countries(self, article: Any) -> list[str]:
        return sorted(row.country_id for row in article.article_countries.all())

    @extend_schema_field(Named(many=True))
    def get_people(self, article: Any) -> list[dict[str, Any]]:
        people = {mention.person_id: mention.person for mention in article.mentions_of_people}
        return [brief(person) for person in people.values()]


class CandidateSerializer(serializers.Serializer[Any]):
    country = CountryCode(source="country_id")
    person = Named(allow_null=True)
    organization = Named(allow_null=True)


class MentionSerializer(ShapedSerializer):
    id = serializers.IntegerField()
    article = serializers.IntegerField(source="article_id")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField(source="surface")
    kind = serializers.CharField()
    status = serializers.CharField()
    rule = serializers.CharField()
    confidence = serializers.FloatField()
    country = CountryCode(source="country_id")
    person = Named(allow_null=True)
    organization = Named(allow_null=True)
    candidates = CandidateSerializer(many=True)

    loads = {
        "person": Load(joins=("person",)),
        "organization": Load(joins=("organization",)),
        "candidates": Load(
            rows=(Prefetch("candidates", MentionCandidate.objects.select_related("person", "organization")),)
        ),
    }
    references = {
        "article": "article",
        "country": "country",
        "person": "person",
        "organization": "organization",
        "candidates.country": "country",
        "candidates.person": "person",
        "candidates.organization": "organization",
    }


class RejectionSerializer(serializers.Serializer[Any]):
    path = serializers.CharField()
    locator = serializers.CharField()
    reason = serializers.CharField()


def first_rejections() -> "Prefetch[Any]":
    return Prefetch(
        "rejections", Rejection.objects.order_by("id")[:MAX_REJECTIONS], to_attr="first_rejections"
    )


class ImportRunSerializer(ShapedSerializer):
    id = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    status = serializers.ChoiceField(ImportRun.Status.choices)
    inputs = serializers.JSONField()
    options = serializers.JSONField()
    version = serializers.CharField()
    containers = serializers.JSONField()
    articles_read = serializers.IntegerField()
    articles_created = serializers.IntegerField()
    articles_superseding = serializers.IntegerField()
    articles_unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    rejections = RejectionSerializer(
        source="first_rejections",
        many=True,
        required=False,
        help_text=f"the first {MAX_REJECTIONS}; rejected counts them all",
    )

    loads = {"rejections": Load(rows=(first_rejections(),))}
