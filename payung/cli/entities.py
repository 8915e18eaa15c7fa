"""payung entity: villages, offices and employers as payers: enrolled, in arrears, letters 1 to 3, promises, payments, the prosecutor's register."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import PlaceOption, the_place
from payung.compliance.answer_actions import agree_instalments, close_skk, hand_over, number_skk, record_arrears_payment, record_commitment, summon
from payung.compliance.arrears_file import FIELDS, WHY, month_of
from payung.compliance.arrears_import import import_arrears, read_for, remember_columns
from payung.compliance.enrolment import EntityLine, EntityState, counts_of, entities_of
from payung.compliance.enrolment_actions import record_arrears, record_employer, record_enrolment
from payung.compliance.enrolment_models import EntityKind, LetterStep, RefusedRow, Skk
from payung.compliance.following import Next, follow, letters_seen
from payung.compliance.industries import INDUSTRIES, SIZES
from payung.compliance.letter_actions import DAYS, note_letters, write_arrears_letters
from payung.compliance.skk_queries import OUTCOMES, ready_for_skk, referral_of, skk_states, skk_years
from payung.reports.arrears_letters import letters_docx, letters_pdf, sender_of, texts_of, whatsapp
from payung.reports.enrolment_share import KINDS, share_enrolled
from payung.reports.skk_papers import ready_book, referral_pdf, skk_book
from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.words import Lang, Words, number, percent, rupiah

entities = typer.Typer(no_args_is_help=True, help="Desa, OPD, dan pemberi kerja sebagai pembayar: kepesertaan, tunggakan, surat, SKK.")
EntityArgument = Annotated[
    str, typer.Argument(metavar="ENTITAS", help="Kuncinya, misalnya desa-74.05.01.2003 atau kantor-12 (lihat: payung entity list).")
]
OnOption = Annotated[str, typer.Option("--on", help="Tanggal (bila kosong: hari ini).")]
SourceOption = Annotated[str, typer.Option("--source", help="Siapa yang memberi keterangan.")]
AsOfOption = Annotated[str, typer.Option("--as-of", help="Keadaan per tanggal (bila kosong: hari ini).")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Tulis berkasnya ke sini.")]
STATES = {
    EntityState.NOT_ENROLLED: Words("belum terdaftar", "not enrolled"),
    EntityState.ENROLLED: Words("terdaftar", "enrolled"),
    EntityState.ARREARS: Words("menunggak", "in arrears"),
}


def _day(text: str) -> date:
    return read_day(text) if text else date.today()


@command(entities, "counts")
def counts(on: OnOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Berapa yang terdaftar dan menunggak, per jenis."""
    where, when = the_place(place), _day(on)
    found = counts_of(entities_of(where.code, when))
    rows = [["", "total", *(words.said(lang) for words in STATES.values()), "%", "Rp"]]
    notes = []
    for kind, one in found.items():
        figure = share_enrolled(kind, one, place=where.code, place_name=where.name, on=when)
        enrolled = one.enrolled - one.arrears
        sums = [one.total, one.not_enrolled, enrolled, one.arrears]
        rows.append([KINDS[kind].said(lang), *(number(n, lang) for n in sums), figure.percent(lang), rupiah(one.rupiah, lang)])
        notes += [figure.footnote.said(lang)] if one.total else []
    return Answer({kind: vars(one) for kind, one in found.items()}, [*table(rows, right=set(range(1, 7))), *notes])


@command(entities, "list")
def list_(
    kind: Annotated[str, typer.Option("--kind", help="village, opd, atau employer.")] = "",
    state: Annotated[str, typer.Option("--state", help="not_enrolled, enrolled, atau arrears.")] = "",
    on: OnOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Papan: siapa, keadaannya, tunggakannya, dan apa berikutnya."""
    when = _day(on)
    every = entities_of(the_place(place).code, when, kind=kind or None)
    lines = [line for line in every if not state or line.state == state]
    nexts = follow(lines, when)
    head = (
        ["kunci", "nama", "keadaan", "bulan", "Rp", "surat", "berikutnya"]
        if lang == "id"
        else ["key", "name", "state", "months", "Rp", "letters", "next"]
    )
    rows = [
        [
            line.key, line.name, STATES[line.state].said(lang), number(line.months, lang), number(line.owed, lang), str(len(nexts[line.key].letters)),
            nexts[line.key].next.value,
        ]
        for line in lines
    ]  # fmt: skip
    data = [{"key": line.key, "name": line.name, "state": line.state.value, "months": line.months, "owed": line.owed} for line in lines]
    return Answer(data, table([head, *rows], right={3, 4, 5}))


@command(entities, "enrol")
def enrol(
    entity: EntityArgument,
    source: SourceOption,
    npp: Annotated[str, typer.Option("--npp", help="NPP atau nomor wadah.")] = "",
    since: Annotated[str, typer.Option("--since", help="Terdaftar sejak.")] = "",
    workers: Annotated[int | None, typer.Option("--workers", help="Jumlah pekerja.")] = None,
    registered: Annotated[int | None, typer.Option("--registered", help="Di antaranya terdaftar.")] = None,
    no: Annotated[bool, typer.Option("--not", help="Belum terdaftar.")] = False,
    as_of: AsOfOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat keterangan kepesertaan."""
    made = record_enrolment(
        entity=entity, place=the_place(place).code, enrolled=not no, npp=npp, since=read_day(since) if since else None, workers=workers,
        registered=registered, as_of=_day(as_of), source=source, by=None, on=date.today(),
    )  # fmt: skip
    return Answer({"entity": entity, "enrolled": made.enrolled}, [Words("Dicatat.", "Noted.").said(lang)])


@command(entities, "owes")
def owes(
    entity: EntityArgument,
    months: Annotated[int, typer.Argument(metavar="BULAN", help="Jumlah bulan; 0: lunas.")],
    owed: Annotated[str, typer.Argument(metavar="RUPIAH", help="Jumlahnya; 0: lunas.")],
    source: SourceOption,
    through: Annotated[str, typer.Option("--through", help="Bulan terakhir yang dibayar, misalnya 2026-01.")] = "",
    as_of: AsOfOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat keterangan tunggakan."""
    made = record_arrears(
        entity=entity, place=the_place(place).code, months=months, owed=rupiah_of(owed), paid_through=month_of(through) if through else None,
        as_of=_day(as_of), source=source, by=None, on=date.today(),
    )  # fmt: skip
    return Answer({"entity": entity, "months": made.months, "owed": made.owed}, [Words("Dicatat.", "Noted.").said(lang)])


@command(entities, "employer")
def employer(
    name: Annotated[str, typer.Argument(metavar="NAMA", help="Nama pemberi kerja.")],
    industry: Annotated[str, typer.Option("--industry", help=f"Lapangan usaha (KBLI): {', '.join(INDUSTRIES)}.")] = "",
    size: Annotated[str, typer.Option("--size", help=f"Skala: {', '.join(SIZES)}.")] = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Tambah pemberi kerja."""
    made = record_employer(place=the_place(place), name=name, industry=industry, size=size, by=None, on=date.today())
    return Answer({"entity": made.key}, [made.key])


@command(entities, "import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="xlsx, xls, ods, atau csv.", exists=True, dir_okay=False)],
    source: SourceOption,
    as_of: AsOfOption = "",
    kind: Annotated[str, typer.Option("--kind", help="Isi berkas: village, opd, atau employer; kosong: campuran.")] = "",
    column: Annotated[list[str] | None, typer.Option("--column", help=f"Arti kolom, JUDUL=ISI; isi: {', '.join(FIELDS)}, unused.")] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Muat berkas tunggakan atau kepesertaan; yang sama dua kali tidak mengubah apa pun."""
    where = the_place(place)
    if kind and kind not in EntityKind.values:
        raise InputError("entity.kind", Words("Pilih village, opd, atau employer.", "Choose village, opd or employer."))
    pairs = [text.rpartition("=") for text in column or []]
    remember_columns(place=where, columns={title: field for title, _, field in pairs}, by=None, on=date.today())
    made = import_arrears(place=where, read=read_for(where.code, file), as_of=_day(as_of), source=source, kind=kind, by=None, on=date.today())
    refused = list(RefusedRow.objects.filter(file=made.file).order_by("row"))
    told = Words("{n} dari {m} baris dipakai.", "{n} of {m} rows were used.").counting(n=made.file.taken, m=made.file.rows)
    again = [Words("Berkas ini sudah pernah dimuat; tidak ada yang berubah.", "This file was imported already; nothing changed.").said(lang)]
    lines = [told.said(lang), *(f"{row.row}  {row.named}: {WHY[row.why].said(lang)}" for row in refused)]
    data = {"rows": made.file.rows, "taken": made.file.taken, "again": made.again, "refused": [(row.row, row.why) for row in refused]}
    return Answer(data, [*(again if made.again else []), *lines])


@command(entities, "letters")
def letters(
    chosen: Annotated[list[str] | None, typer.Argument(metavar="ENTITAS…", help="Kunci; kosong: semua yang sudah gilirannya.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="village, opd, atau employer.")] = "",
    state: Annotated[str, typer.Option("--state", help="arrears (bila kosong) atau not_enrolled.")] = "arrears",
    days: Annotated[int, typer.Option("--days", help="Jawaban ditunggu sekian hari.")] = DAYS,
    out: Annotated[Path, typer.Option("--out", help="Folder untuk PDF, Word, dan teks.")] = Path(),
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Buat surat ke-1, 2, atau 3, menurut yang sudah dikirim: satu PDF, satu Word, satu teks WhatsApp masing-masing."""
    where, on = the_place(place), date.today()
    keys = chosen or _whose_turn(entities_of(where.code, on, kind=kind or None), state, on)
    made = write_arrears_letters(place=where, entities=keys, days=days, by=None, on=on)
    of_today = list(letters_seen(place=where.code, visible_to=None, on=on).filter(on=on, entity__in=[letter.entity_id for letter in made.letters]))
    files: list[Path] = []
    if of_today:
        sender = sender_of(where)
        told = texts_of(sorted(of_today, key=lambda one: one.pk), sender)
        out.mkdir(parents=True, exist_ok=True)
        files = [out / f"surat {on}.pdf", out / f"surat {on}.docx", out / f"pesan {on}.txt"]
        files[0].write_bytes(letters_pdf(told, sender, made_by="Payung", on=on))
        files[1].write_bytes(letters_docx(told, sender, on=on))
        files[2].write_text(f"\n\n{'-' * 40}\n\n".join(whatsapp(one, sender) for one in told) + "\n", encoding="utf-8")
    said = Words("{n} surat dibuat; {m} sudah disurati hari ini.", "{n} letters written; {m} were written to today already.")
    held = [f"{why.value}: {many}" for why, many in made.held_up.items()]
    data = {"letters": len(made.letters), "again": made.again, "held_up": {why.value: many for why, many in made.held_up.items()}}
    return Answer(data, [said.counting(n=len(made.letters), m=made.again).said(lang), *held, *(str(path) for path in files)])


def _whose_turn(lines: list[EntityLine], state: str, on: date) -> list[str]:
    nexts = follow(lines, on)
    return [line.key for line in lines if line.state == state and nexts[line.key].next == Next.LETTER]


@command(entities, "note")
def note(
    day: Annotated[str, typer.Argument(metavar="TANGGAL", help="Tanggal suratnya.")],
    step: Annotated[str, typer.Argument(metavar="sent|received", help="Dikirim atau diterima.")],
    on: OnOption = "",
    by_way: Annotated[str, typer.Option("--by", help="Lewat apa, atau diterima oleh siapa.")] = "",
    chosen: Annotated[list[str] | None, typer.Option("--entity", help="Hanya entitas ini.")] = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat bahwa surat sehari dikirim atau diterima."""
    where = the_place(place)
    found = list(letters_seen(place=where.code, visible_to=None, on=date.today()).filter(on=read_day(day)))
    keys = [one.pk for one in found if not chosen or one.entity.key in chosen]
    if step not in LetterStep.Kind.values:
        raise InputError("letter.step", Words("Pilih sent atau received.", "Choose sent or received."))
    many = note_letters(place=where.code, letters=keys, kind=LetterStep.Kind(step), happened_on=_day(on), note=by_way, by=None, on=date.today())
    return Answer({"noted": many}, [Words("{n} surat dicatat.", "{n} letters noted.").counting(n=many).said(lang)])


@command(entities, "promise")
def promise(
    entity: EntityArgument,
    amount: Annotated[str, typer.Argument(metavar="RUPIAH", help="Jumlah seluruhnya.")],
    due: Annotated[str, typer.Option("--due", help="Bayar pertama paling lambat.")],
    parts: Annotated[int, typer.Option("--parts", help="Berapa kali, tiap bulan.")] = 1,
    on: OnOption = "",
    said_by: Annotated[str, typer.Option("--by", help="Disampaikan oleh siapa.")] = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat kesanggupan membayar."""
    made = record_commitment(
        entity=entity, place=the_place(place).code, promised_on=_day(on), amount=rupiah_of(amount), due_on=read_day(due), parts=parts,
        said_by=said_by, by=None, on=date.today(),
    )  # fmt: skip
    return Answer({"entity": entity, "amount": made.amount, "parts": made.parts}, [Words("Kesanggupan dicatat.", "The promise is noted.").said(lang)])


@command(entities, "pay")
def pay(
    entity: EntityArgument,
    amount: Annotated[str, typer.Argument(metavar="RUPIAH", help="Jumlah yang dibayar.")],
    reference: Annotated[str, typer.Option("--reference", help="Nomor bukti.")],
    on: OnOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Catat pembayaran tunggakan."""
    made = record_arrears_payment(
        entity=entity, place=the_place(place).code, amount=rupiah_of(amount), paid_on=_day(on), reference=reference, by=None, on=date.today()
    )
    return Answer({"entity": entity, "amount": made.amount}, [Words("Pembayaran dicatat.", "The payment is noted.").said(lang)])


@command(entities, "ready")
def ready(on: OnOption = "", out: OutOption = None, place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Siapa yang siap SKK; --out menulisnya dalam kolom kejaksaan."""
    found = ready_for_skk(the_place(place).code, _day(on), visible_to=None)
    if out:
        out.write_bytes(ready_book(found, Words("Siap SKK", "Ready for SKK").said(lang), lang))
    rows = [[one.line.key, one.line.name, number(one.line.months, lang), rupiah(one.line.owed, lang)] for one in found]
    return Answer([one.line.key for one in found], [*(" ".join(row) for row in rows), number(len(rows), lang), *([str(out)] if out else [])])


@command(entities, "handover")
def handover(
    to: Annotated[str, typer.Option("--to", help="Nama kejaksaannya.")],
    chosen: Annotated[list[str] | None, typer.Argument(metavar="ENTITAS…", help="Kunci; kosong: semua yang siap.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder untuk surat dan daftarnya.")] = Path(),
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Serahkan kepada kejaksaan: surat (PDF) dan daftar (xlsx)."""
    where, on = the_place(place), date.today()
    keys = chosen or [one.line.key for one in ready_for_skk(where.code, on, visible_to=None)]
    made = hand_over(place=where, entities=keys, to=to, by=None, on=on)
    _, states = referral_of(made.pk, on, visible_to=None)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"penyerahan {on}.pdf", out / f"daftar SKK {on}.xlsx"]
    files[0].write_bytes(referral_pdf(made, states, made_by="Payung", on=on))
    files[1].write_bytes(skk_book(states, f"Daftar SKK {to}, {on}", lang))
    told = Words("{n} entitas diserahkan.", "{n} entities handed over.").counting(n=len(states)).said(lang)
    return Answer({"referral": made.pk, "skks": [one.skk.pk for one in states]}, [told, *(str(path) for path in files)])


@command(entities, "skk")
def skk(
    number_: Annotated[int | None, typer.Argument(metavar="[SKK]", help="Nomor baris register; kosong: seluruh register.")] = None,
    issued: Annotated[str, typer.Option("--number", help="Nomor SKK yang terbit.")] = "",
    summoned: Annotated[bool, typer.Option("--summons", help="Catat panggilan.")] = False,
    came: Annotated[str, typer.Option("--came", help="Siapa yang datang pada panggilan; -: tidak ada.")] = "",
    parts: Annotated[int, typer.Option("--instalments", help="Angsuran sekian kali.")] = 0,
    due: Annotated[str, typer.Option("--due", help="Angsuran pertama paling lambat.")] = "",
    closing: Annotated[str, typer.Option("--close", help="Tutup, dengan alasan ini.")] = "",
    on: OnOption = "",
    out: OutOption = None,
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Register SKK dan jumlah per tahun; dengan SKK: nomor, panggilan, angsuran, atau penutupan."""
    when, today = _day(on), date.today()
    if number_ is not None:
        one = Skk.objects.select_related("entity", "referral").filter(pk=number_).first()
        if one is None:
            raise InputError("skk.unknown", Words("SKK itu tidak ada.", "There is no such SKK."))
        if issued:
            number_skk(skk=one, number=issued, dated=when, by=None, on=today)
        if summoned:
            summon(skk=one, happened_on=when, came=None if not came else came != "-", who=came.strip("-"), by=None, on=today)
        if parts:
            agree_instalments(skk=one, parts=parts, due_on=read_day(due), happened_on=when, by=None, on=today)
        if closing:
            close_skk(skk=one, happened_on=when, note=closing, by=None, on=today)
    states = [state for state in skk_states(the_place(place).code, when, visible_to=None) if number_ in (None, state.skk.pk)]
    if out:
        out.write_bytes(skk_book(states, Words("Register SKK", "Register of SKKs").said(lang), lang))
    lines = [
        f"{one.skk.pk}  {one.skk.entity.key}  {one.skk.number or '–'}  {OUTCOMES[one.outcome].said(lang)}  "
        f"{rupiah(one.skk.amount, lang)} − {rupiah(one.paid, lang)} = {rupiah(one.remaining, lang)}"
        for one in states
    ]
    for year in skk_years(states):
        outcomes = ", ".join(f"{OUTCOMES[outcome].said(lang)} {number(many, lang)}" for outcome, many in year.outcomes.items())
        sums = f"{rupiah(year.paid, lang)} / {rupiah(year.amount, lang)} = {percent(year.paid, year.amount, lang)}"
        lines.append(f"{year.year}: {number(year.count, lang)} ({outcomes}); {sums}")

    data = [
        {"skk": one.skk.pk, "entity": one.skk.entity.key, "outcome": one.outcome.value, "paid": one.paid, "remaining": one.remaining}
        for one in states
    ]
    return Answer(data, lines)


def add_to(app: typer.Typer) -> None:
    app.add_typer(entities, name="entity")
