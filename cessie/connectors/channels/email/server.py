"""The house's mail server, as one address says it: ``smtp://user:password@host:587`` or ``smtps://...:465``.

``smtp`` demands STARTTLS before anything is said, ``smtps`` speaks TLS from the first byte. Only towards this very
machine, or with ``?tls=no``, plain text is enough; a password never goes out in plain text to another machine.

>>> server = parse("smtp://huis:s%40crit@mail.example.com")
>>> server.host, server.port, server.user, server.password, server.demands_tls
('mail.example.com', 587, 'huis', 's@crit', True)
>>> server
Server(host='mail.example.com', port=587, implicit=False, demands_tls=True)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from cessie.lib.reasons import N_, Refusal

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """Where, and how it is spoken to; name and password never show."""

    host: str
    port: int
    implicit: bool
    demands_tls: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def parse(url: str) -> Server:
    """Read the address; refused (``email.address``) without repeating it, for it may hold a password."""
    try:
        said = urlsplit(url)
        host, port = said.hostname or "", said.port
        plain = parse_qs(said.query, strict_parsing=bool(said.query)).get("tls") == ["no"]
    except ValueError:
        host, port, said, plain = "", None, urlsplit(""), False
    user, password = unquote(said.username or ""), unquote(said.password or "")
    secret_in_the_open = plain and user and host not in LOCAL
    if not host or said.scheme not in ("smtp", "smtps") or said.path.strip("/") or secret_in_the_open:
        words = N_("The mail server's address is not right: smtp://user:password@host:port, or smtps://.")
        raise Refusal("email.address", words)
    implicit = said.scheme == "smtps"
    demands = not implicit and not plain and host not in LOCAL
    return Server(host, port or (465 if implicit else 587), implicit, demands, user, password)
