"""payung list …: lists into the database."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command, progress, read_day, table
from payung.cli.registers import again_data, again_lines, notes_said
from payung.cli.where import PlaceOption, RoundOption, the_place, the_round
from payung.intake import actions, queries
from payung.intake.checks.catalog import VERDICTS, equation
from payung.intake.checks.check import REGISTER_CODES
from payung.intake.folder import list_files
from payung.intake.read.files import vocabulary
from payung.intake.read.header import header_key
from payung.intake.registers import old_words
from payung.intake.senders import sender_named
from payung.places.codes import village_names
from payung.places.models import Office
from payung.places.queries import place as find_place
from payung.reports.fix_sheet import write_fix_sheets
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number

Files = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Berkas atau folder (xlsx, xls, ods, csv).")]
lists = typer.Typer(no_args_is_help=True, help="Daftar usulan: terima, terima lembar perbaikan, setujui.")


@command(lists, "receive")
def receive(
    paths: Files,
    place: PlaceOption = "",
    round: RoundOption = "",
    start: Annotated[str, typer.Option("--start", help="Tanggal mulai perlindungan; membuka pendataan baru bila namanya belum ada.")] = "",
    sender: Annotated[
        str, typer.Option("--from", help="Nama pengirim, bila semua berkas dari satu pengirim dan nama berkas tidak menyebutnya.")
    ] = "",
    columns: Annotated[Path | None, typer.Option("--columns", help="Kata judul kolom tambahan.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Terima daftar atau lembar perbaikan: berkas disimpan, setiap baris diperiksa dan dicatat. Berkas yang sama dua kali tidak mengubah apa pun."""
    if start:
        where = find_place(place) if place else the_place("")
        begins = read_day(start)
        now = actions.open_round(place=where, name=round or str(begins.year), start=begins, by=None)
    else:
        now = the_round(place, round)
    office = sender_named(name=sender, place=now.place, by=None) if sender else None
    files = list_files(paths)
    with progress() as bar:
        task = bar.add_task("Menerima" if lang == "id" else "Receiving", total=len(files))
        got = actions.receive_lists(
            round=now,
            paths=files,
            by=None,
            on=date.today(),
            office=office,
            words=vocabulary(columns),
            told=lambda done: bar.update(task, completed=done),
        )
    counts = queries.verdict_counts(now)
    refused = [{"file": name, "sentence": words.said(lang)} for name, words in got.refused]
    data: dict[str, Any] = {
        "round": now.name,
        "lists": len(got.taken),
        "rows": got.rows,
        "already_there": got.there,
        "refused": refused,
        "corrected": got.corrected,
        "notes": [{"file": name, "sentence": words.said(lang)} for name, words in got.notes],
        "round_verdicts": counts,
    }
    told = Words(
        "{lists} daftar diterima ({rows} baris), {there} sudah ada, {refused} ditolak, {corrected} baris diperbaiki.",
        "{lists} lists received ({rows} rows), {there} there already, {refused} refused, {corrected} rows corrected.",
    )
    lines = [
        told.said(
            lang,
            lists=len(got.taken),
            rows=number(got.rows, lang),
            there=len(got.there),
            refused=len(got.refused),
            corrected=number(got.corrected, lang),
        )
    ]
    lines += [f"✗ {each['file']}: {each['sentence']}" for each in refused] + notes_said(got.notes, lang)
    return Answer(data, [*lines, f"{now.name}: {equation(counts, lang)}"])


@command(lists, "accept")
def accept(place: PlaceOption = "", round: RoundOption = "", lang: Lang = "id") -> Answer:
    """Setujui daftar yang diterima: setiap baris yang lolos menjadi calon peserta. Baris lain menunggu perbaikan."""
    now = the_round(place, round)
    made = actions.accept_lists(round=now, by=None, on=date.today())
    total = now.candidates.filter(stands=True).count()
    told = Words("{made} calon baru; {total} calon dalam pendataan {round}.", "{made} new candidates; {total} candidates in the round {round}.")
    return Answer(
        {"new_candidates": made, "candidates": total, "round": now.name},
        [told.said(lang, made=number(made, lang), total=number(total, lang), round=now.name)],
    )


@command(lists, "show")
def show(place: PlaceOption = "", round: RoundOption = "", lang: Lang = "id") -> Answer:
    """Semua daftar satu pendataan: pengirim, keadaan, dan hasil pemeriksaan tiap baris."""
    now = the_round(place, round)
    found = queries.list_counts(now)
    head = ["Berkas", "Pengirim", "Keadaan", "Baris"] if lang == "id" else ["File", "Sender", "State", "Rows"]
    states = {"received": Words("diterima", "received"), "accepted": Words("disetujui", "accepted"), "refused": Words("ditolak", "refused")}
    rows = [[*head, *(words.said(lang) for words in VERDICTS.values())]]
    rows += [
        [each["file"], each["sender"], states[each["state"]].said(lang), *(number(each[key], lang) for key in ("rows", *VERDICTS))] for each in found
    ]
    return Answer(found, [*table(rows, right=set(range(3, 8))), "", equation(queries.verdict_counts(now), lang)])


@command(lists, "fix")
def fix(
    out: Annotated[Path, typer.Option("--out", help="Folder lembar perbaikan.")], place: PlaceOption = "", round: RoundOption = "", lang: Lang = "id"
) -> Answer:
    """Tulis lembar perbaikan untuk setiap daftar yang masih punya baris perlu perbaikan."""
    now = the_round(place, round)
    sheets = write_fix_sheets(queries.checked_rows(now), out, lang=lang, villages=village_names(now.place_id))
    return Answer(
        [str(path) for path in sheets], [f"{len(sheets)} lembar perbaikan di {out}" if lang == "id" else f"{len(sheets)} correction sheets in {out}"]
    )


@command(lists, "columns")
def columns_of(
    sender: Annotated[str, typer.Argument(metavar="PENGIRIM", help="Nama pengirim, misalnya “Desa Lapoa”.")],
    mapping: Annotated[list[str], typer.Argument(metavar="JUDUL=KOLOM…", help="Judul kolom pengirim dan artinya, misalnya “Nomor Pokok=nik”.")],
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Ingat arti judul kolom seorang pengirim untuk daftar berikutnya."""
    where = the_place(place)
    office = Office.objects.filter(name__iexact=sender, place__code__startswith=where.code).first() or sender_named(name=sender, place=where, by=None)
    given = dict(text.rpartition("=")[::2] for text in mapping)
    if "" in given or "" in given.values():
        raise InputError(
            "columns.unreadable_mapping",
            Words(
                "Tulis judul kolom, tanda =, lalu nama kolom Payung; misalnya “Nomor Pokok=nik”.",
                "Write the header, an = and Payung's field; such as “Nomor Pokok=nik”.",
            ),
        )
    actions.remember_columns(office=office, columns={header_key(header): name for header, name in given.items()}, by=None, on=date.today())
    return Answer(
        given, [f"{office.name}: {len(given)} judul kolom diingat." if lang == "id" else f"{office.name}: {len(given)} headers remembered."]
    )


@command(lists, "recheck")
def recheck(place: PlaceOption = "", round: RoundOption = "", lang: Lang = "id") -> Answer:
    """Cocokkan lagi pendataan dengan daftar acuan terbaru; hanya baris yang jawabannya berubah diperiksa ulang."""
    now = the_round(place, round)
    result = actions.recheck(round=now, by=None, on=date.today())
    ages = queries.register_ages(now.place_id, date.today())
    old = old_words({kind: days for kind, days in ages.items() if kind in REGISTER_CODES})
    return Answer(
        again_data(result), [*again_lines(result, lang), *([f"• {old.said(lang)}"] if old else []), equation(queries.verdict_counts(now), lang)]
    )


def add_to(app: typer.Typer) -> None:
    app.add_typer(lists, name="list")
