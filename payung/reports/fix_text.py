"""What a sender is told by WhatsApp: how many rows pass, which need fixing and why, and what to do. No number of anybody stands in it."""

from collections.abc import Mapping, Sequence

from payung.intake.checks.catalog import FINDINGS
from payung.values.problem import Verdict
from payung.values.words import Lang, Words, number

_MOST = 15  # rows in one message
_GREETING = Words("Yth. {office},", "Dear {office},")
_COUNTS = Words(
    "daftar Anda untuk {round} sudah diperiksa: {rows} orang, {passes} lolos, {bad} perlu perbaikan.",
    "your list for {round} was checked: {rows} people, {passes} pass, {bad} need fixing.",
)
_ROW = Words("{at}. Baris {row}, {name}: {why}", "{at}. Row {row}, {name}: {why}")
_MORE = Words("… dan {n} baris lain di lembar perbaikan.", "… and {n} more rows in the correction sheet.")
_DO = Words(
    "Perbaiki sel kuning di lembar perbaikan terlampir, simpan, lalu kirim balik berkasnya. Baris yang sudah lolos tidak perlu dikirim lagi.",
    "Correct the yellow cells in the attached correction sheet, save, and send the file back. Rows that pass need not be sent again.",
)
_NAMELESS = Words("nama kosong", "no name")
_THANKS = Words("Terima kasih.", "Thank you.")


def fix_text(*, office: str, round: str, counts: Mapping[str, int], rows: Sequence[tuple[int, str, Sequence[str]]], lang: Lang = "id") -> str:
    """`counts`: rows of each verdict; `rows`: row number, name and codes of each row that needs fixing."""
    bad = counts[Verdict.NEEDS_FIXING.value]
    figures = {"rows": sum(counts.values()), "passes": counts[Verdict.PASSES.value], "bad": bad}
    lines = [
        _GREETING.said(lang, office=office),
        _COUNTS.said(lang, round=round, **{name: number(value, lang) for name, value in figures.items()}),
        "",
    ]
    for at, (row, name, codes) in enumerate(rows[:_MOST], 1):
        why = ", ".join(FINDINGS[code].title.said(lang) for code in codes if code in FINDINGS)
        lines.append(_ROW.said(lang, at=at, row=row, name=name or _NAMELESS.said(lang), why=why))
    if bad > min(len(rows), _MOST):
        lines.append(_MORE.said(lang, n=number(bad - min(len(rows), _MOST), lang)))
    return "\n".join([*lines, "", _DO.said(lang), _THANKS.said(lang)])
