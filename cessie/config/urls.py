"""The addresses: each portal brings its own; here they only get their prefix."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from threading import RLock
from types import ModuleType

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property

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
#: Loaded by their first visitor, or when the first page is served (``config.serving.web``): the door needs none of
#: them, and loading them takes longer than all the rest of a start.
LATER = {"client", "debtor", "staff", "partner", "broker", "api"}


class Later(URLResolver):
    """Addresses of a namespace of their own, loaded when one of them is visited or named.

    One thread loads at a time: of two, each could come upon a module that the other has half loaded.
    """

    _loading = RLock()

    @cached_property
    def urlconf_module(self) -> ModuleType:
        """The portal's addresses."""
        with self._loading:
            return import_module(str(self.urlconf_name))

    def _populate(self) -> None:
        """Nothing: the root asks every room for its names as soon as it looks for one; a namespace is asked apart."""


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
for portal, prefix in PORTALS.items():
    package = f"cessie.portals.{portal}"
    if package in settings.INSTALLED_APPS and find_spec(f"{package}.urls"):
        if portal in LATER:
            urlpatterns.append(Later(RoutePattern(prefix), f"{package}.urls", app_name=portal, namespace=portal))
        else:
            urlpatterns.append(path(prefix, include(f"{package}.urls")))
