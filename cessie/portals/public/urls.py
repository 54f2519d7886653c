"""Addresses of the door."""

from django.urls import path

from cessie.portals.public.screens import home, hook, invitation, language, law, login, password, quote, second_factor

urlpatterns = [
    path("", home.home, name="home"),
    path("law", law.law, name="law"),
    path("login", login.login, name="login"),
    path("logout", login.logout, name="logout"),
    path("login/second", second_factor.second_factor, name="second_factor"),
    path("login/enrol", second_factor.enrol, name="enrol"),
    path("language", language.language, name="language"),
    path("invitation/<str:secret>", invitation.invitation, name="invitation"),
    path("quote/<str:secret>", quote.quote, name="quote"),
    path("quote/<str:secret>/paper.pdf", quote.quote_paper, name="quote_paper"),
    path("hook/mandates", hook.mandates, name="hook_mandates"),
    path("hook/<str:channel>/<str:secret>", hook.hook, name="hook"),
    path("password", password.password, name="password"),
]
