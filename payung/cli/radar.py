"""payung radar: what is about to go wrong with months and money."""

from datetime import date
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day
from payung.cli.where import PlaceOption, the_place
from payung.registry.models import Round
from payung.reports.radar import radar_of
from payung.reports.radar_blocks import blocks_of
from payung.values.words import Lang


def add_to(app: typer.Typer) -> None:
    @command(app, "radar")
    def radar(
        on: Annotated[str, typer.Option("--on", help="Keadaan pada tanggal (bila kosong: hari ini).")] = "",
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Lunas sampai bulan apa, dana yang berakhir, tunggakan, kebutuhan tahun depan, dan perkiraan serapan."""
        where, day = the_place(place), read_day(on) if on else date.today()
        round = Round.objects.filter(place=where).order_by("-start", "-pk").first()
        blocks = blocks_of(radar_of(round=round, place=where.code, visible_to=None, on=day), lang)
        data = {"place": where.code, "on": day, "blocks": {one.key: one.data for one in blocks}}
        return Answer(data, [f"{one.title.said(lang)}: {one.number.said(lang)}\n  {one.sentence.said(lang)}" for one in blocks])
