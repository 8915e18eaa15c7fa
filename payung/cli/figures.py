"""payung universe, report: denominators of coverage, and the one page."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day
from payung.cli.where import MonthOption, PlaceOption, RoundOption, the_month, the_place, the_round
from payung.coverage.actions import record_universe
from payung.coverage.measure import DENOMINATORS
from payung.places.queries import place as find_place
from payung.reports.one_page import write_one_page
from payung.reports.overview import one_page_of
from payung.values.month import Month
from payung.values.words import Lang, number


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

    @command(app, "report")
    def report(
        out: Annotated[Path, typer.Option("--out", help="Berkas PDF.")],
        month: MonthOption = "",
        place: PlaceOption = "",
        round: RoundOption = "",
        made_by: Annotated[str, typer.Option("--by", help="Siapa yang membuat laporan ini.")] = "Disnakertrans",
        lang: Lang = "id",
    ) -> Answer:
        """Laporan satu halaman (PDF): dari daftar ke perlindungan, cakupan per kecamatan, uang, dan bulan."""
        when = the_month(month, Month.of(date.today()))
        page = one_page_of(the_round(place, round), when, made_by=made_by, on=date.today())
        out.parent.mkdir(parents=True, exist_ok=True)
        write_one_page(page, out, lang)
        return Answer(
            {
                "file": str(out),
                "collected": page.collected,
                "valid": page.valid,
                "funded": page.funded,
                "paid": page.paid,
                "coverage": page.coverage[0].said(lang),
            },
            [str(out)],
        )
