"""Claims of this year up to the month beside the same months of the year before, what was paid in for it, and families who agreed to be named."""

from collections.abc import Mapping

from payung.claims.figures import ClaimsFigures, claims_figures
from payung.claims.handover import Figures, Handed, agreed_figures, handed_over
from payung.claims.programmes import PROGRAMMES, paid_by_programme
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Chart, Family, Grid, Head, Missing, Notes, Section, Series, Tile, Value, both, count, money, ratio, words
from payung.values.month import Month
from payung.values.words import Words, number, rupiah

Span = tuple[Month, Month]
Paid = Mapping[str, tuple[int, int]]  # programme -> cases, rupiah
_FAMILIES = 3  # named on a slide
_NONE = Missing(
    Words("Belum ada klaim yang dicatat dibayar BPJS tahun ini dan tahun lalu.", "No claim is recorded as paid by BPJS this year or last."),
    Words("Catat kasus di Klaim; jumlah dari BPJS di halaman kasusnya.", "Report cases under Claims; BPJS's sums on the page of each case."),
)
_NO_FAMILY = Missing(
    Words("Belum ada keluarga yang setuju namanya disebut.", "No family has agreed to be named yet."),
    Words("Persetujuan dicatat di halaman keluarga pada kasusnya.", "Consent is recorded on the family page of a case."),
)
_TERMS = Words(
    "Kasus dan rupiah: yang menurut BPJS dibayar pada bulan-bulan itu. JKK: karena kerja; JKM: kematian lain.",
    "Cases and rupiah: what BPJS says it paid in these months. JKK: by work; JKM: other deaths.",
)


def spans(asked: Asked) -> tuple[Span, Span]:
    """January to the month of this year, and of the year before."""
    first = Month.at(asked.last.year, 1)
    return (first, asked.last), (first + -12, asked.last + -12)


def handed_in(asked: Asked) -> list[Handed]:
    (first, last), _ = spans(asked)
    return handed_over(first=first.first_day, last=last.last_day, place=asked.place, visible_to=asked.visible_to, on=asked.on)


def agreed(handed: list[Handed]) -> Figures:
    """What may be told to the press."""
    return agreed_figures(handed)


def claims(asked: Asked, handed: list[Handed]) -> Section:
    """Cases and rupiah by programme, the ratio of benefits to contributions, families for the handing over."""
    this, before = spans(asked)
    now = claims_figures(asked.place, *this, visible_to=asked.visible_to, on=asked.on)
    last = claims_figures(asked.place, *before, visible_to=asked.visible_to, on=asked.on)
    paid = [paid_by_programme(asked.place, *span, visible_to=asked.visible_to, on=asked.on) for span in (this, before)]
    notes = Notes()
    notes.mark(_TERMS)
    mark = notes.mark(_ratio_note(now, this)) if now.whole.contributions else 0
    keys = [key for key in PROGRAMMES if key in paid[0] or key in paid[1]]
    tiles = [
        Tile(Words("Manfaat dibayar BPJS", "Benefits paid by BPJS"), money(now.whole.benefits), _span(this)),
        Tile(Words("Kasus dilaporkan", "Cases reported"), count(now.whole.cases), _cases(now)),
        Tile(Words("Manfaat ÷ iuran", "Benefits ÷ contributions"), ratio(now.whole.benefits, now.whole.contributions), _iuran(now), mark),
    ]
    families = [
        Family(who.relative.pk, one.case.village.name if one.case.village else "", one.rupiah)
        for one in handed
        if one.agreed
        for who in one.receivers
        if who.name_public
    ]
    return Section(
        "claims",
        Words("Klaim", "Claims"),
        _said(now, last),
        tiles=tiles,
        charts=[_chart(keys, paid, this, before)] if keys else [],
        grids=[_grid(keys, paid, this, before)] if keys else [],
        families=families[:_FAMILIES],
        missing=[one for one, lacks in ((_NONE, not keys), (_NO_FAMILY, not families)) if lacks],
        notes=notes.said,
    )


def _span(span: Span) -> Words:
    first, last = span
    return both(lambda lang: first.said(lang) if first == last else f"{first.said(lang)} – {last.said(lang)}")


def _cases(now: ClaimsFigures) -> Words:
    whole = now.whole
    return Words(f"{whole.deaths} meninggal, {whole.accidents} kecelakaan", f"{whole.deaths} deaths, {whole.accidents} accidents")


def _iuran(now: ClaimsFigures) -> Words:
    paid = now.whole.contributions
    return Words(f"iuran lunas {rupiah(paid)}", f"{rupiah(paid, 'en')} contributions")


def _ratio_note(now: ClaimsFigures, span: Span) -> Words:
    whole, when = now.whole, _span(span)
    return Words(
        f"Manfaat ÷ iuran: {rupiah(whole.benefits)} dibayar BPJS pada {when.id} (catatan BPJS di kasusnya) dibagi "
        f"{rupiah(whole.contributions)} iuran "
        "bulan-bulan itu yang tagihannya lunas (catatan Payung).",
        f"Benefits ÷ contributions: {rupiah(whole.benefits, 'en')} paid by BPJS in {when.en} (as BPJS says, case by case) divided by "
        f"{rupiah(whole.contributions, 'en')} contributions of these months whose bill is paid in full (records of Payung).",
    )


def _chart(keys: list[str], paid: list[Paid], this: Span, before: Span) -> Chart:
    series = [Series(_span(span), [of.get(key, (0, 0))[1] for key in keys]) for span, of in ((this, paid[0]), (before, paid[1]))]
    return Chart("bar", Words("Rupiah menurut program", "Rupiah by programme"), [PROGRAMMES[key] for key in keys], series, "rupiah")


def _grid(keys: list[str], paid: list[Paid], this: Span, before: Span) -> Grid:
    """The months stand in the title, so that the columns need name the year alone."""
    years = [(this, this[1].year), (before, before[1].year)]
    heads = [Head(Words("Program", "Programme"))]
    for _, year in years:
        heads += [Head(Words(f"Kasus {year}", f"Cases {year}")), Head(Words(f"Rupiah {year}", f"Rupiah {year}"))]
    months = both(lambda lang: " – ".join(dict.fromkeys(month.said(lang).rpartition(" ")[0] for month in this)))
    rows = [[words(PROGRAMMES[key]), *(cell for of in paid for cell in _pair(of.get(key, (0, 0))))] for key in keys]
    title = Words(f"Klaim menurut program, {months.id}", f"Claims by programme, {months.en}")
    return Grid(title, heads, rows)


def _pair(paid: tuple[int, int]) -> tuple[Value, Value]:
    return count(paid[0]), money(paid[1])


def _said(now: ClaimsFigures, last: ClaimsFigures) -> Words:
    benefits, cases = now.whole.benefits, now.whole.cases
    if not benefits and not cases:
        return Words("Belum ada klaim yang dicatat tahun ini", "No claim is recorded this year")
    if not benefits:
        return Words(f"{number(cases)} kasus dilaporkan, belum ada yang dibayar", f"{number(cases, 'en')} cases reported, none is paid yet")
    more = benefits - last.whole.benefits
    if not last.whole.benefits:
        return Words(f"BPJS membayar {rupiah(benefits)} kepada keluarga tahun ini", f"BPJS paid families {rupiah(benefits, 'en')} this year")
    way = ("lebih banyak", "more") if more >= 0 else ("lebih sedikit", "less")
    return Words(
        f"BPJS membayar {rupiah(benefits)}, {rupiah(abs(more))} {way[0]} dari tahun lalu",
        f"BPJS paid {rupiah(benefits, 'en')}, {rupiah(abs(more), 'en')} {way[1]} than last year",
    )
