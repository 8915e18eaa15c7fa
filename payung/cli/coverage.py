"""payung coverage: percentages with what they divide, where a place stands, the definitions, and what does not add up."""

from datetime import date
from typing import Annotated, Any

import typer

from payung.cli import coverage_figures
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.default_group import DefaultGroup
from payung.cli.where import MonthOption, the_month, the_place
from payung.coverage.contradictions import contradictions_of
from payung.coverage.definitions import MARKS, PLACES_OF_COUNT, Pair, definitions
from payung.coverage.evidence import evidence_of
from payung.coverage.measure import Figure
from payung.coverage.pairs import figure_of_pair, figures_inside
from payung.coverage.standing import Standing, standing_of
from payung.places.queries import place as find_place
from payung.registry.models import Round
from payung.values.month import Month
from payung.values.words import Lang, Words, day, number, rupiah

NATION = "ID"
CoveragePlace = Annotated[
    str, typer.Option("--place", envvar="PAYUNG_PLACE", help="Kode wilayah tingkat mana pun, misalnya 74.05 atau 74; ID untuk Indonesia.")
]
NumeratorOption = Annotated[str, typer.Option("--numerator", help="Pembilang; lihat “payung coverage definitions”.")]
DenominatorOption = Annotated[str, typer.Option("--denominator", help="Penyebut; lihat “payung coverage definitions”.")]
SegmentOption = Annotated[str, typer.Option("--segment", help="PU, BPU, JAKON, PMI; kosong: semua.")]
OfAllOption = Annotated[bool, typer.Option("--of-all", help="Satu segmen dibagi semua segmen; ikut tertulis di catatan.")]
KnownOption = Annotated[str, typer.Option("--known", help="Angka pihak lain seperti yang diketahui pada tanggal ini.")]


class _Group(DefaultGroup):
    """`payung coverage` alone is the figure of the only place."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or [self.first[0]])


group = typer.Typer(cls=_Group, rich_markup_mode=None, help="Cakupan dan angka pihak lain.")


def code_of(place: str) -> str:
    """The code of the place that was named ("ID": "", the nation), or of the only one with a round."""
    if place.upper() == NATION:
        return ""
    return find_place(place).code if place else the_place("").code


def known_day(text: str) -> date | None:
    return read_day(text) if text else None


def figure_data(figure: Figure, lang: Lang) -> dict[str, Any]:
    parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    return {
        "place": figure.place,
        "name": figure.place_name,
        "percent": figure.percent(lang),
        "gap": figure.gap,
        "footnote": figure.footnote.said(lang),
        **{
            name: {
                "code": part.code,
                "value": part.value,
                "definition": part.definition.said(lang),
                "source": part.source.said(lang) if part.source else None,
                "as_of": part.as_of,
            }
            for name, part in parts.items()
        },
    }


def _dash(value: int | None, lang: Lang) -> str:
    return "–" if value is None else number(value, lang)


@command(group, "figure")
def coverage(
    place: CoveragePlace = "",
    month: MonthOption = "",
    numerator: NumeratorOption = "paid",
    denominator: DenominatorOption = "universe_bpjs",
    segment: SegmentOption = "",
    of_all: OfAllOption = False,
    known: KnownOption = "",
    districts: Annotated[bool, typer.Option("--districts", help="Juga setiap wilayah satu tingkat di bawahnya.")] = False,
    lang: Lang = "id",
) -> Answer:
    """Cakupan satu wilayah dan bulan: pembilang, penyebut, dan dari mana keduanya."""
    code, when, today = code_of(place), the_month(month, Month.of(date.today())), date.today()
    pair, then = Pair(numerator, denominator, segment, of_all), known_day(known)
    figure = figure_of_pair(code, when, pair, on=today, known=then, round=_newest_round(code))
    data = figure_data(figure, lang)
    lines = [f"{figure.place_name}, {when.said(lang)}: {figure.percent(lang)}", figure.footnote.said(lang)]
    if districts:
        below = figures_inside(code, when, pair, on=today, known=then)
        data["districts"] = [figure_data(each, lang) for each in below]
        head = ["Wilayah", "Pembilang", "Penyebut", "%"] if lang == "id" else ["Place", "Numerator", "Denominator", "%"]
        lines += ["", *table([head, *(_figure_row(each, lang) for each in below)], right={1, 2, 3})]
    return Answer(data, lines)


def _figure_row(each: Figure, lang: Lang) -> list[str]:
    return [each.place_name, *(_dash(part.value, lang) for part in (each.numerator, each.denominator)), each.percent(lang)]


def _newest_round(code: str) -> Round | None:
    return Round.objects.filter(place=code).select_related("place").order_by("-start", "-pk").first()


@command(group, "how")
def how(
    place: CoveragePlace = "",
    month: MonthOption = "",
    numerator: NumeratorOption = "paid",
    denominator: DenominatorOption = "universe_bpjs",
    segment: SegmentOption = "",
    of_all: OfAllOption = False,
    known: KnownOption = "",
    lang: Lang = "id",
) -> Answer:
    """Cara hitung sampai ke barisnya: dana dan desa untuk hitungan sendiri, berkas dan baris untuk angka pihak lain."""
    code, when = code_of(place), the_month(month, Month.of(date.today()))
    pair = Pair(numerator, denominator, segment, of_all)
    found = evidence_of(code, when, pair, on=date.today(), known=known_day(known), round=_newest_round(code))
    rows = [
        {
            "what": one.words.said(lang),
            "value": one.value,
            "source": one.source,
            "page": one.page,
            "file": one.file_name,
            "sheet": one.sheet,
            "row": one.row,
        }
        for one in found.rows
    ]
    data = {
        **figure_data(found.figure, lang),
        "funds": [vars(one) for one in found.funds],
        "villages": [vars(one) for one in found.villages],
        "counted_once": found.again,
        "lists": found.lists,
        "rows": rows,
    }
    lines = [f"{found.figure.place_name}: {found.figure.percent(lang)}", found.figure.footnote.said(lang)]
    lines += [f"• {one.words.said(lang)}: {number(one.value, lang)} ({one.source}, {one.file_name or '–'}, {one.row or '–'})" for one in found.rows]
    lines += [f"• {one.name}: {number(one.people, lang)}" for one in found.funds]
    lines += [f"  {one.code} {one.name}: {number(one.people, lang)}" for one in found.villages]
    return Answer(data, lines)


@command(group, "definitions")
def list_definitions(lang: Lang = "id") -> Answer:
    """Semua definisi pembilang dan penyebut: yang dihitung, yang tidak termasuk, sumber, versi."""
    data, lines, now_month = [], [], Month.of(date.today())
    for code, one in definitions().items():
        now = one.now
        data.append(
            {
                "code": code,
                "side": one.side,
                "title": one.title.said(lang),
                "text": now.text.said(lang),
                "leaves_out": now.leaves_out.said(lang),
                "source": now.source.said(lang),
                "mark": now.mark,
                "version": now.number,
                "from": now.begins,
                "unit": one.unit,
                "at": one.at,
                "segments": list(one.segments),
                "own": one.own,
            }
        )
        at = PLACES_OF_COUNT[one.at].said(lang)
        lines += [
            f"{code} v{now.number}: {now.in_month(now_month).said(lang)} ({at}; {MARKS[now.mark].said(lang)})",
            f"    {now.leaves_out.said(lang)}",
        ]
    return Answer(data, lines)


@command(group, "standing")
def standing(
    place: CoveragePlace = "",
    month: MonthOption = "",
    numerator: Annotated[str, typer.Option("--numerator", help="Pembilang; kosong: peserta aktif bila ada angkanya, selain itu yang lunas.")] = "",
    denominator: DenominatorOption = "universe_bpjs",
    segment: SegmentOption = "",
    known: KnownOption = "",
    months: Annotated[int, typer.Option("--months", min=1, max=60, help="Bulan yang dihitung dalam biaya.")] = 12,
    lang: Lang = "id",
) -> Answer:
    """Kedudukan satu wilayah: selisih, peringkat, perkembangan, target, biaya menutup selisih, serapan anggaran."""
    code, when = code_of(place), the_month(month, Month.of(date.today()))
    pair = Pair(numerator, denominator, segment) if numerator else None
    found = standing_of(code, when, on=date.today(), pair=pair, known=known_day(known), months=months)
    return Answer(_standing_data(found, lang), _standing_lines(found, lang))


def _standing_data(found: Standing, lang: Lang) -> dict[str, Any]:
    closing, rank = found.closing, found.rank
    return {
        "figure": figure_data(found.figure, lang),
        "month": str(found.month),
        "pair": found.pair.key,
        "gap": found.gap,
        "closing": {name: getattr(closing, name) for name in ("people", "point_people", "price", "months", "cost", "point_cost")},
        "rank": None
        if rank is None
        else {"position": rank.position, "ranked": rank.ranked, "peers": rank.peers, "footnote": rank.footnote.said(lang)},
        "peers": [] if rank is None else [{"position": one.position, **figure_data(one.figure, lang)} for one in rank.rows],
        "trend": [{"month": str(month), **figure_data(figure, lang)} for month, figure in found.trend.points],
        "targets": [
            {"scheme": one.target.scheme, "target": one.target.said(lang), "missing": one.missing, "cost": one.cost} for one in found.targets
        ],
        "absorption": {"budget": found.absorption.budget, "paid": found.absorption.paid, "funds": found.absorption.funds},
    }


def _standing_lines(found: Standing, lang: Lang) -> list[str]:
    closing = found.closing
    lines = [f"{found.place_name}, {found.month.said(lang)}: {found.figure.percent(lang)}", found.figure.footnote.said(lang)]
    if found.rank is not None:
        lines.append(f"{found.rank.words.said(lang)}. {found.rank.footnote.said(lang)}".strip())
        lines += [f"{one.position:>4}  {one.name}: {one.figure.percent(lang)}" for one in found.rank.rows if one.position is not None]
    if closing.cost is not None:
        told = Words("Menutup selisih {n} orang: {cost}; satu poin: {point}.", "Closing the gap of {n} people: {cost}; one point: {point}.")
        cost, point = rupiah(closing.cost, lang), "–" if closing.point_cost is None else rupiah(closing.point_cost, lang)
        lines.append(told.said(lang, n=_dash(closing.people, lang), cost=cost, point=point))
    lines.append(closing.footnote.said(lang))
    for one in found.targets:
        lines.append(f"{one.target.footnote.said(lang)} {one.target.gap_words(found.figure).said(lang)}")
    if found.absorption.funds:
        lines.append(found.absorption.footnote.said(lang))
    return lines


@command(group, "contradictions")
def contradictions(place: CoveragePlace = "", known: KnownOption = "", lang: Lang = "id") -> Answer:
    """Yang bertentangan di antara angka yang tercatat: ditandai, tidak ditolak."""
    found = contradictions_of(code_of(place), known=known_day(known))
    data = [{"code": one.code, "told": one.words.said(lang), "as_of": one.as_of, "sources": list(one.sources)} for one in found]
    none = Words("Tidak ada yang bertentangan.", "Nothing contradicts.").said(lang)
    return Answer(data, [f"• {one.title.said(lang)}, {day(one.as_of, lang)}: {one.words.said(lang)}" for one in found] or [none])


def add_to(app: typer.Typer) -> None:
    coverage_figures.add_commands(group)
    app.add_typer(group, name="coverage")
