"""Addresses of the API: the endpoints, the document that describes them, and its page for people."""

from django.urls import URLPattern, path

from cessie.portals.api.root import api
from cessie.portals.api.screens import docs

app_name = "api"
urlpatterns = [
    path("openapi.json", docs.openapi, name="openapi"),
    path("docs", docs.docs, name="docs"),
    *(pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"),
]
