"""The looks that the rules of the house take at a source: each returns what it objects to, as ``line: words``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, TokenType

CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"),
    ("timezone", "localdate"), ("timezone", "localtime"), ("time", "time"), ("time", "time_ns"), ("time", "monotonic"),
    ("time", "perf_counter"),
}  # fmt: skip
FORBIDDEN_NAMES = {"services.py", "utils.py", "helpers.py", "managers.py", "common.py", "misc.py", "admin.py"}
LONGEST_FILE, LONGEST_FUNCTION = 350, 50
SHOWN_ATTRIBUTES = re.compile(r"""\b(?:placeholder|title|aria-label|alt)=(["'])(.*?)\1""", re.S)
#: The same in every language: the product's name, and each language in its own words or by its code.
NAMES = re.compile(r"\b(Cessie|English|Nederlands|Français|nl|fr|en)\b")
WORD = re.compile(r"[^\W\d_]{2,}")
ENTITY = re.compile(r"&#?\w+;")
SHOWN_KEYWORDS = {"label", "help_text", "empty_label", "verbose_name"}
MESSAGES = {"success", "error", "warning", "info"}


def floats(source: str) -> list[str]:
    """Floating point: it cannot hold a cent. Literals, ``float`` in any use, and the database's FloatField.

    A confidence (how sure a reader is, 0 to 1) is no money: a line that speaks of one may.
    """
    found, lines = [], source.splitlines()
    for node in ast.walk(ast.parse(source)):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = isinstance(node, ast.Name) and node.id == "float"
        field = isinstance(node, ast.Attribute) and node.attr == "FloatField"
        if (literal or named or field) and "confidence" not in lines[node.lineno - 1]:
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def clocks(source: str) -> list[str]:
    """A look at the clock: time is handed in."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in CLOCKS:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def sizes(source: str) -> list[str]:
    """A file or function that is too long to be read at one sitting."""
    lines = source.count("\n")
    found = [f"1: {lines} lines"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{node.lineno}: {node.name} has {length} lines")
    return found


def has_view(source: str) -> bool:
    """Whether a module has a view of its own: a public function whose first argument is the request."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            first = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)][:1]
            if first == ["request"] and "render(" in ast.unparse(node):
                return True
    return False


def untranslated_in_page(source: str) -> list[str]:
    """Words of a page that stand outside the translation tags."""
    found, inside, raw = [], False, False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            inside = tag in ("blocktranslate", "blocktrans", "comment") or (inside and not tag.startswith("end"))
        elif token.token_type == TokenType.TEXT and not inside:
            text = token.contents
            shown = [match[1] for match in SHOWN_ATTRIBUTES.findall(text)]
            plain, raw = _outside_tags(text, raw)
            found += [
                f"{token.lineno}: {' '.join(w.split())}"
                for w in (*shown, plain)
                if WORD.search(NAMES.sub("", ENTITY.sub("", w)))
            ]
    return found


def _outside_tags(text: str, within: bool) -> tuple[str, bool]:
    """The text between HTML tags, and whether the last tag is still open (a template tag stands inside of it)."""
    out = []
    for sign in re.split(r"(<!--.*?-->|<|>)", text, flags=re.S):
        if sign == "<":
            within = True
        elif sign == ">":
            within = False
        elif not within and not sign.startswith("<!--"):
            out.append(sign)
    return " ".join(out), within


def untranslated_in_view(source: str) -> list[str]:
    """Words that a view shows without marking them: labels, help texts, messages to the user."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found += [f"{text.lineno}: {text.value!r}" for text in _shown(node) if WORD.search(str(text.value))]
    return found


def _shown(call: ast.Call) -> Iterator[ast.Constant]:
    shown = [keyword.value for keyword in call.keywords if keyword.arg in SHOWN_KEYWORDS]
    function = call.func
    if (
        isinstance(function, ast.Attribute)
        and function.attr in MESSAGES
        and getattr(function.value, "id", "") == "messages"
    ):
        shown += call.args[1:2]
    for value in shown:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value


def points_up(owner: str, target: str, road: list[str]) -> bool:
    """Whether a foreign key of ``owner`` leads to an app that comes later on the road."""
    return owner in road and target in road and road.index(target) > road.index(owner)


def name_hides_purpose(file: Path) -> bool:
    """Whether a file's name says nothing: a verb's file is named for the verb."""
    return file.name in FORBIDDEN_NAMES
