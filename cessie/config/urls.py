"""The addresses: each portal brings its own; here they only get their prefix."""

from __future__ import annotations

import importlib.util

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from cessie.config.health import healthz
from cessie.config.metrics import metrics

#: Portal and where its pages begin; the public one (front page, login) begins at the root.
PORTALS = {
    "client": "client/",
    "staff": "staff/",
    "debtor": "debtor/",
    "partner": "partner/",
    "broker": "broker/",
    "api": "api/v1/",
    "public": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
for portal, prefix in PORTALS.items():
    package = f"cessie.portals.{portal}"
    if package in settings.INSTALLED_APPS and importlib.util.find_spec(f"{package}.urls"):
        urlpatterns.append(path(prefix, include(f"{package}.urls")))
