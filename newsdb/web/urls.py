"""Addresses of the pages for people."""

from django.urls import path

from newsdb.web.views import home

urlpatterns = [path("", home, name="home")]
