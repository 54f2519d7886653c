"""The command line: finds the command's file, reads the arguments, shows a refusal as one clear line."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from cessie import __version__
from cessie.config import commands
from cessie.lib.reasons import Refusal


def _modules(wanted: str | None) -> list[ModuleType]:
    """The files of all commands, or of the one that is wanted: a command does not load what the others need."""
    names = sorted(m.name for m in pkgutil.iter_modules(commands.__path__) if not m.name.startswith("_"))
    names = [name for name in names if _word(name) == wanted] or names
    return [importlib.import_module(f"{commands.__name__}.{name}") for name in names]


def _word(module: str) -> str:
    return module.rstrip("_").replace("_", "-")  # import_: a word of the language


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands (or of ``wanted`` alone); each file gives its help (first line of its docstring),
    arguments and ``run``.
    """
    top = argparse.ArgumentParser(prog="cessie", description="Invoices become money.")
    top.add_argument("--version", action="version", version=f"cessie {__version__}")
    subs = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in _modules(wanted):
        name = _word(module.__name__.rpartition(".")[2])
        text = (module.__doc__ or "").strip()
        sub = subs.add_parser(
            name, help=text.split("\n")[0], description=text, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. A refusal is printed to standard error and gives 1, bad arguments give 2."""
    words = sys.argv[1:] if argv is None else argv
    args = parser(words[0] if words else None).parse_args(words)
    try:
        code: int = args.run(args)
    except Refusal as no:
        sys.stderr.write(f"cessie: {no} [{no.code}]\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    return code
