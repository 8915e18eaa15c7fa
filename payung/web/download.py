"""Files that a page hands out, and how much one may hold: it is made while somebody waits, by the process that serves everybody else.

A table with more rows is ordered and made in the background (web/papers).
"""

from django.http import HttpResponse

from payung.filing.kinds import PDF as PDF
from payung.filing.kinds import XLSX as XLSX
from payung.filing.kinds import ZIP as ZIP
from payung.values.errors import RefusedError
from payung.values.words import Words

MOST_ROWS = 25_000
MOST_SHEET_ROWS = 5_000  # of correction sheets, a workbook for each sender
_TOO_MANY = Words(
    "Sekali unduh paling banyak {n} baris. Persempit dulu dengan saringan, desa, atau pengirim, atau tekan “Pesan Excel” di atas tabelnya.",
    "One download has at most {n} rows. Narrow it by a filter, a village or a sender first, or press “Order Excel” above the table.",
)


def refuse_too_many(rows: int, most: int = MOST_ROWS) -> None:
    """RefusedError `download.too_many` above `most`."""
    if rows > most:
        raise RefusedError("download.too_many", _TOO_MANY.counting(n=most))


def attachment(content: bytes | str, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    """A file to keep, or to be `shown` by the browser; its name without what a file name cannot hold."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = disposition(name, shown=shown)
    return response


def disposition(name: str, *, shown: bool = False) -> str:
    """What a browser does with a file, and under which name."""
    plain = "".join(ch if ch.isascii() and (ch.isalnum() or ch in " -._") else "-" for ch in name).strip(" -")
    return f'{"inline" if shown else "attachment"}; filename="{plain}"'
