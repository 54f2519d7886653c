"""Addresses of the partner portal."""

from django.urls import path

from cessie.portals.partner.screens import cases, keys

app_name = "partner"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("keys", keys.keys_page, name="keys"),
    path("keys/<uuid:key_id>/revoke", keys.key_revoke, name="key_revoke"),
    path("cases/file", cases.file, name="file"),
    path("cases/file/template.csv", cases.file_template, name="file_template"),
    path("cases/<uuid:case_id>", cases.case, name="case"),
    path("cases/<uuid:case_id>/package.zip", cases.case_package, name="case_package"),
    path("cases/<uuid:case_id>/papers/<str:name>/<str:language>", cases.case_paper, name="case_paper"),
    path("cases/<uuid:case_id>/<str:act>", cases.case_act, name="case_act"),
]
