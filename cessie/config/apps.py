"""Django's own apps, without the rows that nobody here reads.

Who may do what is decided by roles and memberships (``cessie.domain.users``), so no table gets a content type and four
permissions after every migration. The tables themselves stay: Django's code expects them.
"""

from __future__ import annotations

from django.contrib.auth.apps import AuthConfig
from django.contrib.contenttypes.apps import ContentTypesConfig
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate


class ContentTypes(ContentTypesConfig):
    """``django.contrib.contenttypes``: a row is made when somebody asks for it."""

    def ready(self) -> None:
        """As Django's, but a migration makes no rows."""
        super().ready()
        post_migrate.disconnect(create_contenttypes)


class Auth(AuthConfig):
    """``django.contrib.auth``: passwords, sessions and their checks, no permissions."""

    def ready(self) -> None:
        """As Django's, but a migration makes no rows."""
        super().ready()
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
