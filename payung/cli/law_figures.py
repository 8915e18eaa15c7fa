"""payung law figure, history, docs: the figures of the law, when they changed, whom a change touches."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.law import laws
from payung.law.figure import Figure, Value, figure, figures
from payung.reports.explained import MARKS, cell, held, said_value
from payung.reports.law_words import LABELS
from payung.reports.rules import write_pages
from payung.reports.step_chart import step_chart
from payung.reports.touched import touched
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day

Key = Annotated[str, typer.Argument(metavar="ANGKA", help="Nama angka, misalnya wage.jp_ceiling.")]


def add_to(app: typer.Typer) -> None:
    """The whole group: the rules of `law.py` and what is here."""
    app.add_typer(laws, name="law")


@command(laws, "figure")
def show_figure(
    key: Key, on: Annotated[str, typer.Option("--on", help="Tanggal, misalnya 2026-01-31 (kosong: hari ini).")] = "", lang: Lang = "id"
) -> Answer:
    """Satu angka pada satu tanggal: nilai, satuan, sumber, kepastian."""
    value = figure(key).on(read_day(on) if on else date.today())
    since = held(value, lang)
    told = [f"  {name}: {cell(value, name, part, lang)}" for name, part in value.value.items()] if isinstance(value.value, dict) else []
    lines = [f"{value.title.said(lang)}:" + ("" if told else f" {said_value(value, lang)}"), *told, f"{since[0].upper()}{since[1:]}."]
    if isinstance(value.value, list):
        rows = [[cell(value, name, part, lang) for name, part in row.items()] for row in value.value]
        head = [LABELS[name].said(lang) if name in LABELS else name for name in value.value[0]]
        lines += ["", *table([head, *rows], right=set(range(len(head)))), ""]
    lines += [
        Words("Satuan: {unit}.", "Unit: {unit}.").said(lang, unit=value.unit.title.said(lang)),
        Words("Sumber: {source}.", "Source: {source}.").said(lang, source=value.cited),
        Words("Kepastian: {mark}.", "Sureness: {mark}.").said(lang, mark=MARKS[value.mark].said(lang)),
        *_touches(key, lang),
    ]
    return Answer({**_data(value), "touches": touched().get(key, {})}, lines)


@command(laws, "history")
def history(
    key: Annotated[str, typer.Argument(metavar="[ANGKA]", help="Nama angka; kosong: perubahan semua angka.")] = "",
    svg: Annotated[Path | None, typer.Option("--svg", help="Gambar juga riwayatnya ke berkas SVG ini.")] = None,
    since: Annotated[str, typer.Option("--since", help="Hanya perubahan sejak tanggal ini.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Riwayat satu angka, atau semua perubahan menurut tanggal, dengan aturan dan segmen yang memakainya."""
    first = read_day(since) if since else date.min
    if not key:
        if svg:
            raise InputError("law.svg", Words("Sebut satu angka untuk digambar.", "Name one figure to draw."))
        return _changes(first, lang)
    found = figure(key)
    values = [value for value in found.values if value.from_ >= first]
    head = (
        ["Mulai", "Sampai", "Angka", "Berubah", "Sumber", "Kepastian"] if lang == "id" else ["From", "Until", "Value", "Change", "Source", "Sureness"]
    )
    rows = [
        [
            day(value.from_, lang),
            day(_last_day(found, value), lang),
            said_value(value, lang),
            _change(found, value, lang),
            value.cited,
            MARKS[value.mark].said(lang),
        ]
        for value in values
    ]
    lines = [f"{found.title.said(lang)} ({key})", "", *table([head, *rows], right={2, 3}), "", *_touches(key, lang)]
    if svg:
        write_svg(found, svg, lang)
        lines.append(Words("Gambar: {path}", "Chart: {path}").said(lang, path=svg))
    return Answer({"key": key, "values": [_data(value) for value in values], "touches": touched().get(key, {})}, lines)


@command(laws, "docs")
def docs(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder halaman.")] = Path("docs/rules"), lang: Lang = "id") -> Answer:
    """Tulis halaman aturan dan angka (Markdown dan SVG), dihitung oleh aturan itu sendiri."""
    try:
        files = write_pages(folder)
    except OSError as error:
        raise InputError(
            "law.folder", Words(f"Tidak dapat menulis di {folder}. Pilih folder lain.", f"Cannot write in {folder}. Choose another folder.")
        ) from error
    told = Words("{files} berkas di {folder}.", "{files} files in {folder}.")
    return Answer({"files": [str(path) for path in files]}, [told.said(lang, files=len(files), folder=folder)])


def write_svg(found: Figure, path: Path, lang: Lang) -> None:
    """Whole or not at all."""
    draft = path.with_name(path.name + ".part")
    text = step_chart(found, lang)
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise InputError(
            "law.svg_path", Words(f"Tidak dapat menulis {path}. Pilih folder lain.", f"Cannot write {path}. Choose another folder.")
        ) from error


def _changes(first: date, lang: Lang) -> Answer:
    """Newest first; a value with which a figure begins is a change too."""
    found = sorted(
        ((value, each) for each in figures() for value in each.values if value.from_ >= first), key=lambda pair: pair[0].from_, reverse=True
    )
    head = ["Mulai", "Angka", "Nilai", "Dipakai dalam"] if lang == "id" else ["From", "Figure", "Value", "Used in"]
    rows = [[day(value.from_, lang), value.key, _from_to(each, value, lang), _used(value.key)] for value, each in found]
    return Answer([{**_data(value), "touches": touched().get(value.key, {})} for value, _ in found], table([head, *rows]))


def _last_day(found: Figure, value: Value) -> date | None:
    following = [each.from_ for each in found.values if each.from_ > value.from_]
    return value.until or (following[0] - timedelta(days=1) if following else None)


def _from_to(found: Figure, value: Value, lang: Lang) -> str:
    before = _before(found, value)
    said = said_value(value, lang)
    return said if before is None else f"{said_value(before, lang)} → {said}"


def _before(found: Figure, value: Value) -> Value | None:
    at = found.values.index(value)
    return found.values[at - 1] if at else None


def _change(found: Figure, value: Value, lang: Lang) -> str:
    before = _before(found, value)
    if before is None or not isinstance(value.value, int):
        return "–"
    more = value.number - before.number
    sign = "+" if more > 0 else "-" if more < 0 else "±"
    return sign + value.said(lang, abs(more))


def _touches(key: str, lang: Lang) -> list[str]:
    if key not in touched():
        return [Words("Tidak disebut dalam langkah perhitungan mana pun.", "No step of a calculation names it.").said(lang)]
    return [Words("Perubahannya mengubah: {used}.", "A change of it changes: {used}.").said(lang, used=_used(key))]


def _used(key: str) -> str:
    rules = touched().get(key, {})
    return "; ".join(rule + (f" ({', '.join(segments)})" if segments else "") for rule, segments in rules.items()) or "–"


def _data(value: Value) -> dict[str, Any]:
    return {
        "key": value.key,
        "title": value.title.id,
        "title_en": value.title.en,
        "from": value.from_,
        "until": value.until,
        "value": value.value,
        "unit": value.unit.code,
        "per": value.unit.per,
        "source": value.cited,
        "mark": str(value.mark),
    }
