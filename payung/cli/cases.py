"""payung case: reporting a death or an accident, the answer to it, and what follows from it."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.claims.actions import link_person, report_event
from payung.claims.case_actions import nothing_due, record_injury, tell_facts, withdraw
from payung.claims.case_answer import VERDICT_WORDS, CaseAnswer, answer_of
from payung.claims.follow import Follow, follow_of, take_off
from payung.claims.models import Case, Report
from payung.claims.queries import cases_seen, searched, the_case
from payung.claims.words import KIND_WORDS, STATE_WORDS, case_name
from payung.cli.answer import Answer, command, read_day, table
from payung.places.queries import place as find_place
from payung.registry.models import Person
from payung.reports.explained import LINES, MARKS
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import digits_of
from payung.values.words import Lang, Words, day, rupiah

NumberArgument = Annotated[int, typer.Argument(metavar="KASUS", help="Nomor kasus.")]
WhyOption = Annotated[str, typer.Option("--why", help="Alasannya, satu kalimat.")]
_MOST = 50  # cases that a screen shows
case_app = typer.Typer(no_args_is_help=True, help="Klaim: lapor meninggal atau kecelakaan, jawabannya, dan tindak lanjutnya.")


@command(case_app, "report")
def report(
    happened: Annotated[str, typer.Option("--on", help="Tanggal kejadian.")],
    nik: Annotated[str, typer.Option("--nik", help="NIK, 16 angka.")] = "",
    name: Annotated[str, typer.Option("--name", help="Nama, bila NIK tidak diketahui atau tidak ada di data.")] = "",
    village: Annotated[str, typer.Option("--village", help="Kode desa tempat tinggalnya (bila kosong: menurut data).")] = "",
    accident: Annotated[bool, typer.Option("--accident", help="Kecelakaan kerja; tanpa ini: meninggal.")] = False,
    cause: Annotated[str, typer.Option("--cause", help="work, other, atau unknown.")] = "unknown",
    where: Annotated[str, typer.Option("--where", help="Di mana terjadi.")] = "",
    way: Annotated[str, typer.Option("--way", help="village, office, helper, hospital, labour_office, bpjs.")] = "labour_office",
    told_by: Annotated[str, typer.Option("--told-by", help="Nama pelapor.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Laporkan satu peristiwa; yang sudah dilaporkan ditemukan lagi, tidak dibuka dua kali. Jawabannya langsung keluar."""
    if way not in Report.Way.values:
        raise InputError("case.way", Words(f"Pilih --way: {', '.join(Report.Way.values)}.", f"Choose --way: {', '.join(Report.Way.values)}."))
    made = report_event(
        kind=Case.Kind.ACCIDENT if accident else Case.Kind.DEATH,
        way=way,
        happened_on=read_day(happened),
        nik=nik,
        name=name,
        village=find_place(village) if village else None,
        cause=cause,
        happened_at=where,
        told_by=told_by,
        by=None,
        on=date.today(),
    )
    told = Words("Kasus {n} dibuka.", "Case {n} opened.") if made.opened else Words("Sudah ada: kasus {n}.", "There already: case {n}.")
    shown = _shown(made.case, lang)
    return Answer({**shown.data, "opened": made.opened}, [told.counting(n=made.case.pk).said(lang), *shown.lines])


@command(case_app, "list")
def list_cases(
    text: Annotated[str, typer.Argument(metavar="CARI", help="Nama, NIK, atau nomor kasus.")] = "",
    state: Annotated[str, typer.Option("--state", help="open, closed, refused, withdrawn.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Kasus yang ada, yang terbaru dulu; dicari dengan nama, NIK, atau nomor."""
    found = searched(cases_seen(visible_to=None, on=date.today()), text)
    found = found.filter(state=state) if state else found
    rows = [
        [str(one.pk), case_name(one), KIND_WORDS[one.kind].said(lang), day(one.happened_on, lang), STATE_WORDS[one.state].said(lang)]
        for one in found[:_MOST]
    ]
    head = ["Kasus", "Nama", "Peristiwa", "Tanggal", "Keadaan"] if lang == "id" else ["Case", "Name", "Event", "Day", "State"]
    data = [
        {"case": one.pk, "kind": one.kind, "happened_on": one.happened_on, "state": one.state, "village": one.village_id} for one in found[:_MOST]
    ]
    return Answer(data, table([head, *rows], right={0}))


@command(case_app, "show")
def show(number: NumberArgument, lang: Lang = "id") -> Answer:
    """Jawaban satu kasus: apa haknya, mengapa, apa yang menyembuhkannya, dan sampai kapan dilaporkan."""
    return _shown(_case(number), lang)


@command(case_app, "facts")
def facts(
    number: NumberArgument,
    cause: Annotated[str, typer.Option("--cause", help="work, other, atau unknown.")] = "",
    happened: Annotated[str, typer.Option("--on", help="Tanggal kejadian yang benar.")] = "",
    where: Annotated[str, typer.Option("--where", help="Di mana terjadi.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Lengkapi atau perbaiki sebab, tanggal, dan tempat; yang tidak ditulis tetap."""
    one = _case(number)
    when = read_day(happened) if happened else one.happened_on
    terms = {"cause": cause or one.cause, "happened_on": when, "happened_at": where or one.happened_at, "story": one.story}
    return _shown(tell_facts(case=one, **terms, by=None, on=date.today()), lang)  # type: ignore[arg-type]


@command(case_app, "injury")
def injury(
    number: NumberArgument,
    file: Annotated[
        Path, typer.Argument(metavar="BERKAS", help="JSON: parts, total, left_handed, days_off, transport, seperti payung law accident.")
    ],
    settled: Annotated[str, typer.Option("--settled", help="Tanggal sembuh atau cacat ditetapkan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat cedera menurut surat dokter, dan hitung santunannya."""
    one, when = _case(number), read_day(settled) if settled else None
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("case.injury_file", Words(f"“{file}” tidak terbaca sebagai JSON.", f"“{file}” cannot be read as JSON.")) from error
    if not isinstance(given, dict):
        raise InputError("case.injury_file", Words(f"“{file}” bukan satu objek JSON.", f"“{file}” is not one JSON object."))
    record_injury(case=one, given=given, settled_on=when, by=None, on=date.today())
    return _shown(_case(number), lang)


@command(case_app, "link")
def link(number: NumberArgument, nik: Annotated[str, typer.Option("--nik", help="NIK orangnya.")], lang: Lang = "id") -> Answer:
    """Katakan siapa orangnya, bila laporannya hanya menyebut nama."""
    person = Person.objects.filter(nik=digits_of(nik)).first()
    if person is None:
        raise InputError("case.nobody", Words("NIK itu tidak ada di data.", "There is no such NIK in the data."))
    return _shown(link_person(case=_case(number), person=person, by=None, on=date.today()), lang)


@command(case_app, "withdraw")
def withdraw_(number: NumberArgument, why: WhyOption, lang: Lang = "id") -> Answer:
    """Batalkan laporan yang salah: orangnya hidup, atau orang lain."""
    return _shown(withdraw(case=_case(number), why=why, by=None, on=date.today()), lang)


@command(case_app, "refuse")
def refuse(number: NumberArgument, why: WhyOption, lang: Lang = "id") -> Answer:
    """Tutup kasus yang tidak punya hak, dengan alasan atau nomor surat BPJS."""
    return _shown(nothing_due(case=_case(number), why=why, by=None, on=date.today()), lang)


@command(case_app, "leave")
def leave(number: NumberArgument, lang: Lang = "id") -> Answer:
    """Keluarkan yang meninggal dari semua daftar peserta mulai bulan sesudahnya, atau tandai di mutasi yang terbuka."""
    one = _case(number)
    return Answer(_follow_data(take_off(case=one, by=None, on=date.today())), _follow_lines(follow_of(one), lang))


def _case(number: int) -> Case:
    return the_case(number, visible_to=None, on=date.today())


def _shown(one: Case, lang: Lang) -> Answer:
    told, follow = answer_of(one, on=date.today()), follow_of(one)
    head = f"{KIND_WORDS[one.kind].said(lang)} {day(one.happened_on, lang)} · {STATE_WORDS[one.state].said(lang)}"
    data = {"case": one.pk, "kind": one.kind, "state": one.state, "happened_on": one.happened_on, **_answer_data(told), **_follow_data(follow)}
    return Answer(data, [f"{one.pk} {case_name(one)}: {head}", *_answer_lines(told, lang), *_follow_lines(follow, lang)])


def _answer_data(told: CaseAnswer) -> dict[str, Any]:
    answer = told.answer
    return {
        "verdict": answer.verdict,
        "lines": dict(answer.lines),
        "total": answer.total,
        "now": answer.now,
        "later": answer.later,
        "scholarship": dict(answer.scholarship),
        "mark": answer.mark,
        "steps": list(answer.steps),
        "deadlines": [{"stage": one.stage, "by": one.by, "left": one.left, "done_on": one.done_on} for one in told.deadlines],
    }


def _answer_lines(told: CaseAnswer, lang: Lang) -> list[str]:
    answer = told.answer
    sums = [f"  {LINES[line].said(lang) if line in LINES else line}: {rupiah(amount, lang)}" for line, amount in answer.lines.items() if amount]
    now = Words("dapat dibayar sekarang", "payable now").said(lang)
    later = Words("setelah tunggakan lunas", "once arrears are paid").said(lang)
    stage = Words("Lapor kecelakaan tahap {n} paling lambat {by}.", "Report the accident, stage {n}, until {by}.")
    return [
        VERDICT_WORDS[answer.verdict].said(lang),
        *sums,
        *([f"  {now}: {rupiah(answer.now, lang)}"] if answer.total else []),
        *([f"  {later}: {rupiah(answer.later, lang)}"] if answer.later else []),
        *(words.said(lang) for words in (*answer.told, *answer.heal, *told.ask, *answer.doubts)),
        *(stage.said(lang, n=one.stage, by=day(one.by, lang)) for one in told.deadlines),
        *(f"• {step[lang]} [{step['source']} · {MARKS[step['mark']].said(lang)}]" for step in answer.steps),
    ]


def _follow_data(found: Follow) -> dict[str, Any]:
    listed = [{"fund": one.fund.name, "from": str(one.since) if one.since else None, "marked": one.marked} for one in found.listed]
    left = [{"fund": fund, "from": str(month)} for fund, month in found.left]
    return {"listed": listed, "left": left, "overpaid": [{"fund": one.fund, "month": str(one.month), "rupiah": one.rupiah} for one in found.overpaid]}


def _follow_lines(found: Follow, lang: Lang) -> list[str]:
    still = Words("{fund}: masih terdaftar; keluar mulai {month}.", "{fund}: still listed; leaves from {month}.")
    left = Words("{fund}: keluar mulai {month}.", "{fund}: left from {month}.")
    paid = Words("Kelebihan bayar {month} ({fund}): {sum}.", "Overpaid {month} ({fund}): {sum}.")
    lines = [still.said(lang, fund=one.fund.name, month=_month(one.since, lang)) for one in found.listed]
    lines += [left.said(lang, fund=fund, month=month.said(lang)) for fund, month in found.left]
    return lines + [paid.said(lang, month=one.month.said(lang), fund=one.fund, sum=rupiah(one.rupiah, lang)) for one in found.overpaid]


def _month(month: Month | None, lang: Lang) -> str:
    return month.said(lang) if month else "–"


def add_to(app: typer.Typer) -> None:
    app.add_typer(case_app, name="case")
