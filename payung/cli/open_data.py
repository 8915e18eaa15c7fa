"""payung prepare-figures, open-data: coverage prepared for questions and for everybody."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command
from payung.cli.where import PlaceOption, the_place
from payung.coverage.cube_actions import prepare_figures, rebuild_figures
from payung.coverage.open_actions import publish, withdraw
from payung.coverage.opened import newest_state, open_figures, publication_of
from payung.reports.open_data import open_csv, open_metadata_json
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Lang, Words, day, number

_CLOSED = Words(
    "Data {name} belum dibuka. Buka dulu: payung open-data --open --licence “CC BY 4.0”.",
    "The data of {name} are not open. Open them first: payung open-data --open --licence “CC BY 4.0”.",
)
_NOTHING = Words("Tidak ada yang berubah; keadaan {day} tetap berlaku.", "Nothing has changed; what was known on {day} holds.")
_ADDED = Words("{cells} angka disiapkan, keadaan nomor {state}, {day}.", "{cells} figures prepared, state number {state}, {day}.")
_MENDED = Words("{cells} angka berbeda dari daftarnya dan dibetulkan.", "{cells} figures differed from the lists and were mended.")


def add_to(app: typer.Typer) -> None:
    @command(app, "prepare-figures")
    def prepare(
        rebuild: Annotated[bool, typer.Option("--rebuild", help="Hitung ulang dari semua daftar, lalu bandingkan.")] = False, lang: Lang = "id"
    ) -> Answer:
        """Siapkan angka cakupan dari apa yang berubah; jalankan tiap malam. Angka hari sebelumnya tetap dapat diminta."""
        made = (rebuild_figures if rebuild else prepare_figures)(by=None, on=date.today())
        state, on = (made.state.pk, made.state.on) if made.state else (0, None)
        words = _ADDED if made.added else _NOTHING
        lines = [words.said(lang, cells=number(made.cells, lang), state=state, day=day(on, lang))]
        lines += [_MENDED.said(lang, cells=number(made.mended, lang))] if made.mended else []
        return Answer({"state": state, "on": on, "cells": made.cells, "added": made.added, "mended": made.mended}, lines)

    @command(app, "open-data")
    def open_data(
        place: PlaceOption = "",
        out: Annotated[Path | None, typer.Option("--out", help="Map untuk data.csv, data-excel.csv, dan metadata.json.")] = None,
        opens: Annotated[bool, typer.Option("--open", help="Buka data kabupaten/kota ini untuk umum.")] = False,
        closes: Annotated[bool, typer.Option("--close", help="Tutup.")] = False,
        licence: Annotated[str, typer.Option("--licence", help="Ketentuan pemakaian, misalnya CC BY 4.0.")] = "",
        lang: Lang = "id",
    ) -> Answer:
        """Data terbuka satu kabupaten/kota: buka, tutup, atau tulis berkasnya. Hanya jumlah; yang di bawah lima orang ditekan."""
        where = the_place(place)
        if opens:
            publish(place=where, licence=licence, by=None, on=date.today())
        elif closes:
            withdraw(place=where, by=None, on=date.today())
            return Answer({"place": where.code, "open": False}, [Words("{name}: ditutup", "{name}: closed").said(lang, name=where.name)])
        publication, state = publication_of(where.code), newest_state()
        if publication is None or state is None:
            raise InputError("open.closed", _CLOSED.filled(name=where.name))
        found = open_figures(publication, state, until=Month.of(date.today()))
        files = {"data.csv": open_csv(found), "data-excel.csv": open_csv(found, excel=True), "metadata.json": open_metadata_json(found, lang)}
        if out:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (out / name).write_bytes(content)
        told = Words("{name}: {rows} baris, {months} bulan, keadaan {day}", "{name}: {rows} lines, {months} months, as of {day}")
        line = told.said(lang, name=where.name, rows=number(len(found.rows), lang), months=len(found.months), day=day(state.on, lang))
        data = {"place": where.code, "open": True, "rows": len(found.rows), "months": [str(month) for month in found.months], "state": state.pk}
        return Answer({**data, "files": [str(out / name) for name in files] if out else []}, [line])
