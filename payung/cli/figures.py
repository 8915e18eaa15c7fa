"""payung universe: denominators of coverage."""

from datetime import date
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day
from payung.cli.where import PlaceOption, the_place
from payung.coverage.actions import record_universe
from payung.coverage.measure import DENOMINATORS
from payung.places.queries import place as find_place
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
