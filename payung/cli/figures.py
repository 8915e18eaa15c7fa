"""payung universe, coverage: percentages with what they divide."""

from datetime import date
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import MonthOption, PlaceOption, the_month, the_place
from payung.coverage.actions import record_universe
from payung.coverage.measure import DENOMINATORS, NUMERATORS, Figure
from payung.coverage.queries import coverage as measure
from payung.coverage.queries import coverage_by_district
from payung.places.queries import place as find_place
from payung.values.month import Month
from payung.values.words import Lang, number


def _data(figure: Figure, lang: Lang) -> dict[str, object]:
    parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    return {
        "place": figure.place,
        "name": figure.place_name,
        "percent": figure.percent(lang),
        "footnote": figure.footnote.said(lang),
        **{
            name: {
                "value": part.value,
                "definition": part.definition.said(lang),
                "source": part.source.said(lang) if part.source else None,
                "as_of": part.as_of,
            }
            for name, part in parts.items()
        },
    }


def add_to(app: typer.Typer) -> None:
    @command(app, "universe")
    def universe(
        value: Annotated[int, typer.Argument(metavar="JUMLAH", help="Jumlah pekerja.")],
        source: Annotated[str, typer.Option("--source", help="Sumber angka.")],
        as_of: Annotated[str, typer.Option("--as-of", help="Keadaan pada tanggal.")],
        place: PlaceOption = "",
        definition: Annotated[str, typer.Option("--definition", help=", ".join(DENOMINATORS))] = "universe_bpjs",
        lang: Lang = "id",
    ) -> Answer:
        """Catat penyebut cakupan: jumlah pekerja menurut sebuah sumber, untuk wilayah tingkat mana pun."""
        where = find_place(place) if place else the_place("")
        made = record_universe(place=where, definition=definition, value=value, source=source, as_of=read_day(as_of), by=None, on=date.today())
        return Answer(
            {"place": where.code, "definition": made.definition, "value": made.value, "source": made.source, "as_of": made.as_of},
            [f"{where.name}: {number(made.value, lang)} {DENOMINATORS[made.definition].said(lang)} ({made.source})"],
        )

    @command(app, "coverage")
    def coverage(
        place: PlaceOption = "",
        month: MonthOption = "",
        numerator: Annotated[str, typer.Option("--numerator", help=", ".join(NUMERATORS))] = "paid",
        denominator: Annotated[str, typer.Option("--denominator", help=", ".join(DENOMINATORS))] = "universe_bpjs",
        districts: Annotated[bool, typer.Option("--districts", help="Juga setiap kecamatan.")] = False,
        lang: Lang = "id",
    ) -> Answer:
        """Cakupan satu wilayah dan bulan: pembilang, penyebut, dan dari mana keduanya."""
        code, when = the_place(place).code, the_month(month, Month.of(date.today()))
        figure = measure(code, when, numerator, denominator, on=date.today())
        data, lines = _data(figure, lang), [f"{figure.place_name}, {when.said(lang)}: {figure.percent(lang)}", figure.footnote.said(lang)]
        if districts:
            below = coverage_by_district(code, when, numerator, denominator, on=date.today())
            data["districts"] = [_data(each, lang) for each in below]
            head = ["Kecamatan", "Pembilang", "Penyebut", "%"] if lang == "id" else ["District", "Numerator", "Denominator", "%"]
            lines += [
                "",
                *table(
                    [
                        head,
                        *(
                            [
                                each.place_name,
                                *("–" if p.value is None else number(p.value, lang) for p in (each.numerator, each.denominator)),
                                each.percent(lang),
                            ]
                            for each in below
                        ),
                    ],
                    right={1, 2, 3},
                ),
            ]
        return Answer(data, lines)
