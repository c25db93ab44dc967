"""Addresses under ``/api/v1/``."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import APIRootView, DefaultRouter

from newsdb.api import views
from newsdb.api.annotations import AnnotationsView
from newsdb.api.base import BaseView, NoSuchAddress
from newsdb.api.changes import ChangeViewSet
from newsdb.api.graphs import GraphView, MatrixView
from newsdb.api.login import LoginView, LogoutView
from newsdb.api.stats import StatsView
from newsdb.api.timelines import CountryRelations, CountryTimeline, PersonTimeline


class Root(BaseView, APIRootView):
    """The collections and where they are."""

    schema = None


class Router(DefaultRouter):
    include_format_suffixes = False
    APIRootView = Root


router = Router()
for prefix, viewset in {
    "articles": views.ArticleViewSet,
    "sources": views.SourceViewSet,
    "countries": views.CountryViewSet,
    "people": views.PersonViewSet,
    "organizations": views.OrganizationViewSet,
    "offices": views.OfficeViewSet,
    "tenures": views.TenureViewSet,
    "relations": views.RelationViewSet,
    "events": views.EventViewSet,
    "quotations": views.QuotationViewSet,
    "mentions": views.MentionViewSet,
    "import-runs": views.ImportRunViewSet,
    "changes": ChangeViewSet,
}.items():
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("auth/login/", LoginView.as_view(), name="login"),
    path("auth/logout/", LogoutView.as_view(), name="logout"),
    re_path(
        "^countries/(?P<code>[A-Z]{2}(?:[A-Z]{2})?)/relations/$", CountryRelations.as_view({"get": "list"})
    ),
    re_path("^countries/(?P<key>[A-Z]{2}(?:[A-Z]{2})?)/timeline/$", CountryTimeline.as_view()),
    re_path("^people/(?P<key>[0-9]{1,18})/timeline/$", PersonTimeline.as_view()),
    re_path("^articles/(?P<key>[0-9]{1,18})/annotations/$", AnnotationsView.as_view()),
    path("relations/matrix/", MatrixView.as_view()),
    path("graph/", GraphView.as_view()),
    path("stats/", StatsView.as_view()),
    *router.urls,
    re_path("", NoSuchAddress.as_view()),
]
