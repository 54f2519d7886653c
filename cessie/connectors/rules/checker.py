"""Which official rules an e-invoice breaks. One child process, started when first asked, serves one asker at a time.

>>> rules_of("urn:factur-x.eu:1p0:minimum", "cii")
'minimum'
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml import etree

from cessie.connectors.errors import Temporary
from cessie.formats.values import InvoiceDocument
from cessie.formats.xml import local, parse
from cessie.lib.reasons import N_, Reason

#: Beyond it the process is ended; the first question includes compiling the rule file.
SECONDS = 60
#: After so many documents the process is started anew, so that nothing it leaks adds up.
LIFE = 2_000
_PASSED = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")  # no secret of the house reaches the process
_LEVELS = ("minimum", "basicwl", "basic", "extended")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the document breaks; ``flag`` is ``fatal`` or ``warning`` in the words of the rule's keepers."""

    rule: str
    flag: str
    place: str
    words: str

    @property
    def reason(self) -> Reason:
        """As it is shown; the rule's own words stay in the language of their keepers."""
        facts = {"rule": self.rule, "words": self.words, "flag": self.flag, "place": self.place}
        return Reason(f"rule.{self.rule.lower()}", N_("Rule {rule} is broken: {words}"), facts)


def rules_of(customization: str | None, syntax: str) -> str:
    """The rule file for a document: Factur-X has one for each of its levels, everything else is EN 16931."""
    if syntax == "ubl":
        return "ubl"
    level = (customization or "").lower().rpartition(":")[2]
    return level if level in _LEVELS else "en16931"


def check(document: InvoiceDocument) -> tuple[Broken, ...] | None:
    """What it breaks, in the order of the rules; None where no rule file is for it (no XML, ZUGFeRD 1).

    ``Temporary``: the rules could not be run, or not in time; the invoice itself is none the worse.
    """
    if document.xml is None:
        return None
    root = parse(document.xml)
    if local(root) == "CrossIndustryDocument":
        return None
    syntax = "cii" if local(root) == "CrossIndustryInvoice" else "ubl"
    return ask(rules_of(document.customization, syntax), root)


def ask(rules: str, root: etree._Element) -> tuple[Broken, ...]:
    """The same for a tree that came through ``formats.xml``, by the name of a rule file."""
    answer = _CHILD.ask({"rules": rules, "xml": etree.tostring(root, encoding="unicode")})
    if "error" in answer:
        raise Temporary("rules", "check", str(answer["error"]))
    return tuple(sorted((Broken(**item) for item in answer["broken"]), key=lambda b: (b.flag, b.rule, b.place)))


class Child:
    """The process with the rules; started when needed, ended when it does not answer."""

    def __init__(self, seconds: int = SECONDS) -> None:
        self.seconds = seconds
        self._turn = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0

    def ask(self, question: dict[str, str]) -> dict[str, Any]:
        """One question, one answer; ``Temporary`` where none came in time."""
        with self._turn:
            if self._process is None or self._process.poll() is not None or self._asked >= LIFE:
                self._start()
            self._asked += 1
            try:
                answer = self._exchange(json.dumps(question))
            except (OSError, ValueError) as error:
                self._end()
                raise Temporary("rules", "check", str(error)) from None
            if not answer:
                self._end()
                raise Temporary("rules", "check", f"no answer within {self.seconds} s")
            return dict(json.loads(answer))

    def _start(self) -> None:
        self._end()
        command = [sys.executable, "-m", "cessie.connectors.rules.child"]
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no word of it from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _PASSED if name in os.environ},
            encoding="utf-8",
        )
        self._asked = 0

    def _exchange(self, line: str) -> str:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise OSError("not started")
        alarm = threading.Timer(self.seconds, process.kill)  # ends the reading below
        alarm.start()
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        except BrokenPipeError:  # ended while it was asked: no answer either
            return ""
        finally:
            alarm.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._turn:
            self._end()


_CHILD = Child()
atexit.register(_CHILD.close)
