"""Addresses of the debtor's portal: all begin with the secret of his link."""

from django.urls import path

from cessie.portals.debtor.screens import owed

app_name = "debtor"
urlpatterns = [
    path("<str:secret>", owed.owed, name="owed"),
]
