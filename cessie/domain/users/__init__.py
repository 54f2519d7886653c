"""Logins, roles, and the viewer through whose eyes every query looks."""
