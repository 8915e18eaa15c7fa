"""Pledges by office as a table, the same at the command line, on the screen and in the workbook."""

from typing import Any

from payung.pledges.standing import Standing
from payung.values.words import Lang, Words

OFFICE_COLUMNS: list[tuple[Words, str]] = [
    (Words("Perangkat daerah", "Office"), "text"),
    (Words("ASN", "Civil servants"), "number"),
    (Words("ASN yang berjanji", "Givers"), "number"),
    (Words("Bagian", "Share"), "text"),
    (Words("Pekerja dijanjikan", "Workers promised"), "number"),
    (Words("Dibayar bulan ini", "Paid this month"), "number"),
    (Words("Bulan belum dibayar", "Months not paid"), "number"),
    (Words("Rupiah dibayar", "Rupiah paid"), "rupiah"),
]


def office_row(name: str, one: Standing, lang: Lang) -> list[Any]:
    """The cells of OFFICE_COLUMNS; an unknown number of civil servants is an en dash."""
    servants = "–" if one.civil_servants is None else one.civil_servants
    return [name, servants, one.givers, one.share(lang), one.workers, one.covered, one.owed, one.rupiah]
