"""Regulations and agreements: what is there, by which number, and until when."""

from payung.reports.briefing_asked import Asked
from payung.reports.parts import Grid, Head, Missing, Section, text, words
from payung.values.words import Words

_NAME = Words("Regulasi dan kerja sama", "Regulations and agreements")
_NONE = Missing(
    Words("Belum ada peraturan atau perjanjian yang dicatat untuk wilayah ini.", "No regulation or agreement is recorded for this place."),
    Words("Catat dasar hukum di halaman dananya, Dana & penetapan.", "Record the regulation on the page of the fund, under Funds."),
)


def rules(asked: Asked) -> Section:
    """What the funds of the year name as their regulation."""
    rows = [[text(fund.regulation), text(fund.name), words(Words("dasar dana", "basis of the fund"))] for fund in asked.funds if fund.regulation]
    heads = [Head(Words("Peraturan", "Regulation")), Head(Words("Dana", "Fund")), Head(Words("Keterangan", "Remark"))]
    title = Words("Peraturan yang dicatat", "Regulations recorded")
    return Section("rules", _NAME, _said(len(rows)), grids=[Grid(title, heads, rows)] if rows else [], missing=[] if rows else [_NONE])


def _said(count: int) -> Words:
    if not count:
        return Words("Belum ada peraturan atau perjanjian yang dicatat", "No regulation or agreement is recorded yet")
    return Words(f"{count} peraturan menjadi dasar dana tahun ini", f"{count} regulations are the basis of this year's funds")
