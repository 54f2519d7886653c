"""Runs in WeasyPrint's own environment: as many reminders as the argument says, as PDF/A-3b; prints JSON."""

# ruff: noqa: E501 - the page is as a page is written

import base64
import io
import json
import resource
import sys
import time

import segno
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@page { size: A4; margin: 16mm 22mm 22mm 24mm; @bottom-right { content: "Blad " counter(page) " / " counter(pages); font-size: 7.5pt } }
body { font: 10pt serif; color: #16202e } h1 { font-size: 13.5pt; color: #0d6e6e } h2 { font-size: 10.5pt }
.head { display: flex; justify-content: space-between; border-bottom: 1.2pt solid #0d6e6e; color: #0d6e6e }
.to { margin: 11mm 0 20mm 88mm } .box { display: flex; justify-content: space-between; background: #f0f6f5;
border-left: 2.5pt solid #0d6e6e; padding: 4mm 5mm; margin: 5mm 0 } table { width: 100%; border-collapse: collapse }
td, th { text-align: left; padding: 3.6pt 0; border-bottom: .4pt solid #d7d7d7 } .n { text-align: right } img { width: 30mm }
"""
ROWS = (("2026-114", "1.210,00", "13,44"), ("2026-118", "847,00", "9,41"), ("2026-131", "363,00", "4,03"))
PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Uw betaling ontbreekt nog altijd</title></head><body>
<div class="head"><b>Huis van Krediet NV</b><span>Voorbeeldstraat 1<br>9000 Gent<br>debiteuren@huis.example</span></div>
<p class="to">Garage Dupont {n}<br>Rue Neuve 1<br>5000 Namur</p><p>Onze referentie: 0C1D-2E3F-{n:04X} - 20 april 2026</p>
<h1>Uw betaling ontbreekt nog altijd</h1><p>Geachte mevrouw, geachte heer,</p>
<p>Wij herinnerden u al aan de facturen hieronder, en zagen nog geen betaling. Wij vragen u <b>2.566,88</b> te betalen
vóór 5 mei 2026. Lukt dat niet ineens, neem dan contact met ons op: dan zoeken wij samen een regeling.</p>
<p>Drukkerij BV heeft deze vordering aan Huis van Krediet NV overgedragen; betalen kan alleen aan Huis van Krediet NV.</p>
<div class="box"><div><h2>Betaal op deze rekening</h2>Begunstigde Huis van Krediet NV<br>Rekening (IBAN) <b>BE68 5390 0754 7034</b>
<br>Mededeling 2026-114 2026-118 2026-131<br>Te betalen 2.566,88<br>Betalen tegen 5 mei 2026</div><img alt="Scan" src="{pay}"></div>
<h2>Uw openstaande facturen</h2><table><thead><tr><th>Factuur<th>Datum<th>Vervaldag<th class="n">Dagen te laat<th class="n">Open
<th class="n">Rente<th class="n">Kosten</tr></thead><tbody>{rows}</tbody></table>
<p class="n">Openstaande facturen 2.420,00<br>Rente tot vandaag 26,88<br>Kosten 120,00<br><b>Te betalen 2.566,88</b></p>
<h2>Hoe dit bedrag is berekend</h2><p>Intrest: van rechtswege vanaf de dag na de vervaldag, aan de rentevoet van artikel 5
van de wet van 2 augustus 2002. Kosten: het vaste bedrag voor invorderingskosten van artikel 6 van die wet.</p>
<div class="box"><div><h2>Bekijk alles en antwoord online</h2>https://huis.example/d/8Zk2</div><img alt="Scan" src="{look}"></div>
<p>Hebt u intussen betaald? Dan is deze brief voor u vervallen, met onze dank. Klopt een factuur niet? Laat het ons weten.</p>
<p>Met vriendelijke groet,</p><p><b>Huis van Krediet NV</b></p><p><small>Wij gebruiken uw gegevens om deze facturen te innen en
bewaren ze zolang de wet het vraagt. U kunt ze bij ons inkijken en laten verbeteren.</small></p></body></html>"""


def main() -> None:
    """Write them, tell seconds of processor time a letter, bytes and megabytes."""
    count, fonts = int(sys.argv[1]), FontConfiguration()
    sheet = CSS(string=STYLE, font_config=fonts)
    letter(0, sheet, fonts)
    began, size = time.process_time(), 0
    for n in range(count):
        size += len(letter(n, sheet, fonts))
    each = (time.process_time() - began) / count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"each": each, "size": size / count, "memory": memory}))


def letter(n: int, sheet: CSS, fonts: FontConfiguration) -> bytes:
    """One reminder, with its two codes."""
    rows = "".join(
        f"<tr><td>{number}<td>01/03/2026<td>01/04/2026<td class=n>20<td class=n>{open_}<td class=n>{interest}<td class=n>40,00</tr>"
        for number, open_, interest in ROWS
    )
    pay = "BCD\n002\n1\nSCT\n\nHuis van Krediet NV\nBE68539007547034\nEUR2566.88\n\n\n2026-114 2026-118 2026-131"
    page = PAGE.format(n=n, rows=rows, pay=code(pay), look=code("https://huis.example/d/8Zk2"))
    return HTML(string=page).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3b", pdf_tags=True)


def code(payload: str) -> str:
    """A QR code as an SVG that the page carries along."""
    drawn = io.BytesIO()
    segno.make(payload, error="m", micro=False, boost_error=False).save(drawn, kind="svg", border=2)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


main()
