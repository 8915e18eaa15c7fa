"""payung register …: reference registers into the database, how old they are, and which check used which version."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from payung.claims.from_register import OPENED, open_from_register
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.check import register_paths
from payung.cli.where import PlaceOption, the_place
from payung.intake import actions, queries
from payung.intake.again import Rechecked
from payung.intake.checks.catalog import VERDICTS
from payung.intake.registers import KINDS, is_old, missing_words, read_registers
from payung.places.queries import place as find_place
from payung.registry.models import Register
from payung.roster.round_actions import DEATHS_MARKED, propose_deaths
from payung.values.errors import InputError
from payung.values.problem import Verdict
from payung.values.words import Lang, Words, age, day, number

registers = typer.Typer(no_args_is_help=True, help="Daftar acuan: kematian, ASN, perangkat desa, peserta aktif, Taspen, DTSEN.")

_WORK = {
    "list.receive": Words("menerima daftar", "receiving lists"),
    "list.correct": Words("menerima lembar perbaikan", "receiving correction sheets"),
    "check.again": Words("memeriksa ulang", "checking again"),
}


def notes_said(notes: Sequence[tuple[str, Words]], lang: Lang) -> list[str]:
    """One line for each note, with the file it is about where it is about one."""
    return [f"• {name}: {words.said(lang)}" if name else f"• {words.said(lang)}" for name, words in notes]


def again_data(result: Rechecked) -> dict[str, Any]:
    moves = [{"before": before, "now": now, "rows": count} for (before, now), count in result.moves.items()]
    own = {"people": result.people, "rows": result.rows, "no_longer": result.no_longer, "back": result.back}
    return {"round": result.round.name, **own, "moves": moves}


def again_lines(result: Rechecked, lang: Lang) -> list[str]:
    """What checking again found, and what is left to a person."""
    if not result.people:
        return [
            Words(f"{result.round.name}: tidak ada baris yang jawabannya berubah.", f"{result.round.name}: no row has another answer.").said(lang)
        ]
    told = Words(
        "{round}: {people} orang ({rows} baris) diperiksa ulang; {changed} baris berganti keputusan.",
        "{round}: {people} people ({rows} rows) checked again; {changed} rows have another verdict.",
    )
    numbers = {"people": result.people, "rows": result.rows, "changed": sum(result.moves.values())}
    lines = [told.said(lang, round=result.round.name, **{name: number(value, lang) for name, value in numbers.items()})]
    for (before, now), count in result.moves.items():
        lines.append(f"{number(count, lang):>9}  {VERDICTS[Verdict(before)].said(lang)} → {VERDICTS[Verdict(now)].said(lang)}")
    if result.no_longer:
        gone = Words(
            "{n} calon tidak dapat masuk urutan lagi. Yang sudah di daftar peserta tetap di sana; keluarkan dengan “payung roster change”.",
            "{n} candidates cannot be ranked in any more. Who is on a list already stays there; take them off with “payung roster change”.",
        )
        lines.append(gone.said(lang, n=number(result.no_longer, lang)))
    if result.back:
        lines.append(Words("{n} calon kembali.", "{n} candidates are back.").said(lang, n=number(result.back, lang)))
    if any(now == "passes" for _, now in result.moves):
        lines.append(
            Words("Baris yang baru lolos menunggu “payung list accept”.", "Rows that pass only now wait for “payung list accept”.").said(lang)
        )
    return lines


@command(registers, "import")
def import_register(
    given: Annotated[list[str], typer.Argument(metavar="JENIS=BERKAS…", help="Misalnya deaths=kematian.csv civil_servants=asn.xlsx")],
    source: Annotated[str, typer.Option("--source", help="Dari siapa, misalnya “Disdukcapil Konawe Selatan”.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Keadaan pada tanggal.")],
    owner: Annotated[str, typer.Option("--owner", help="Kantor yang memegang daftar ini.")] = "",
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Dasar hukumnya, misalnya “UU 24/2013, PKS 460/12/2025”.")] = "",
    coverage: Annotated[str, typer.Option("--coverage", help="Siapa dan wilayah mana yang dimuat, misalnya “kematian 2023-2025”.")] = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Simpan versi baru sebuah daftar acuan; baris yang jawabannya berubah langsung diperiksa ulang. Berkas yang sama tidak mengubah apa pun."""
    where, paths, of = find_place(place) if place else the_place(""), register_paths(given), _not_ahead(read_day(as_of))
    notes: list[tuple[str, Words]] = []
    frames, lines, data = read_registers(paths, lambda name, words: notes.append((name, words))), [], []
    for kind, frame in frames.items():
        again: list[Rechecked] = []
        made = actions.import_register(
            place=where,
            kind=kind,
            frame=frame,
            path=paths[kind],
            source=source,
            owner=owner,
            legal_basis=legal_basis,
            coverage=coverage,
            as_of=of,
            by=None,
            told=again.append,
        )
        told = [words.said(lang) for name, words in notes if name == paths[kind].name]
        marked = propose_deaths(register=made, by=None, on=date.today())
        claims = open_from_register(register=made, by=None, on=date.today())
        data.append({**_data(made), "notes": told, "checked_again": [again_data(each) for each in again], "marked": marked, "cases": claims.opened})
        lines += [_title(made, lang), *(f"  {line}" for each in again for line in again_lines(each, lang))]
        if marked:
            lines.append(f"  {DEATHS_MARKED.counting(n=marked).said(lang)}")
        if claims.opened:
            lines.append(f"  {OPENED.counting(n=claims.opened, m=claims.joined).said(lang)}")
    return Answer(data, lines + notes_said(notes, lang))


@command(registers, "list")
def list_registers(place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Daftar acuan terbaru setiap jenis: dari siapa, atas dasar apa, memuat siapa, berapa umurnya."""
    where = find_place(place) if place else the_place("")
    newest = sorted(queries.newest_registers(where.code), key=lambda register: list(KINDS).index(register.kind))
    missing = missing_words([register.kind for register in newest])
    lines = [line for register in newest for line in (_title(register, lang), *_particulars(register, lang))]
    return Answer([_data(register) for register in newest], lines + ([f"• {missing.said(lang)}"] if missing else []))


@command(registers, "uses")
def uses(place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Pemeriksaan mana memakai versi daftar acuan yang mana."""
    where = find_place(place) if place else the_place("")
    found = queries.register_uses(where.code)
    head = ["Daftar acuan", "Versi", "Keadaan", "Pendataan", "Pekerjaan", "Baris", "Ditemukan"]
    if lang == "en":
        head = ["Register", "Version", "As of", "Round", "Work", "Rows", "Found"]
    rows = [
        [
            KINDS[use["kind"]].title.said(lang),
            str(use["version"]),
            day(use["as_of"], lang),
            use["round"],
            _WORK[use["work"]].said(lang) if use["work"] in _WORK else use["work"],
            number(use["rows"], lang),
            number(use["found"], lang),
        ]
        for use in found
    ]
    return Answer(found, table([head, *rows], right={1, 5, 6}))


def _not_ahead(as_of: date) -> date:
    if as_of > date.today():
        raise InputError(
            "register.date_ahead",
            Words(
                f"Tanggal keadaan {day(as_of)} belum tiba. Tulis tanggal saat daftar itu dibuat.",
                f"The date {day(as_of, 'en')} lies ahead. Give the day of which the register speaks.",
            ),
        )
    return as_of


def _data(register: Register) -> dict[str, Any]:
    days = (date.today() - register.as_of).days
    names = ("kind", "version", "source", "owner", "legal_basis", "coverage", "as_of", "rows")
    own = {name: getattr(register, name) for name in names}
    return {**own, "place": register.place_id, "days": days, "old": is_old(register.kind, days), "uses": register.uses.count()}


def _title(register: Register, lang: Lang) -> str:
    """ "Daftar kematian versi 2: 1.234 baris, keadaan 1 Agustus 2025, berumur 4 bulan, sudah lama" """
    days = (date.today() - register.as_of).days
    told = Words(
        "{title} versi {version}: {rows} baris, keadaan {as_of}, berumur {age}", "{title} version {version}: {rows} rows as of {as_of}, {age} old"
    ).said(
        lang,
        title=KINDS[register.kind].title.said(lang),
        version=register.version,
        rows=number(register.rows, lang),
        as_of=day(register.as_of, lang),
        age=age(days).said(lang),
    )
    return told + Words(", sudah lama", ", old by now").said(lang) if is_old(register.kind, days) else told


def _particulars(register: Register, lang: Lang) -> list[str]:
    """What is known of it; what nobody has told is asked for."""
    told = [
        (Words("dari", "from"), register.source),
        (Words("dipegang", "kept by"), register.owner),
        (Words("dasar", "legal basis"), register.legal_basis),
        (Words("memuat", "holds"), register.coverage),
        (Words("dipakai", "used by"), Words("{n} pemeriksaan", "{n} checks").said(lang, n=number(register.uses.count(), lang))),
    ]
    return [f"    {name.said(lang)} {text}" for name, text in told if text]


def add_to(app: typer.Typer) -> None:
    app.add_typer(registers, name="register")
