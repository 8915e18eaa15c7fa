"""payung duty: what Inpres 2/2021 asks of ministers, governors, regents and mayors, and how each stands with it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.compliance.duties import AddresseeOn, board_of, evidence_seen, national_board, the_addressee
from payung.compliance.duty_actions import Told, record_evidence, take_back
from payung.compliance.duty_kinds import SURE_WORDS, instruction
from payung.compliance.duty_state import DUTY_STATE_WORDS, DutyState
from payung.compliance.regulations import the_instrument
from payung.values.money import rupiah_of
from payung.values.words import Lang, Words, day, tenths_and_hundredths

duties = typer.Typer(no_args_is_help=True, help="Kewajiban menurut Inpres 2/2021: keadaan, bukti, laporan triwulan, skor dengan cara hitungnya.")
WhoArgument = Annotated[str, typer.Argument(metavar="SIAPA", help="Kode wilayah (74, 74.05) atau kunci pejabat nasional (menaker).")]
OnOption = Annotated[str, typer.Option("--on", metavar="TANGGAL", help="Keadaan pada tanggal ini; kosong: hari ini.")]


def on_day(text: str) -> date:
    return read_day(text) if text else date.today()


@command(duties, "show")
def show(who: WhoArgument, on: OnOption = "", lang: Lang = "id") -> Answer:
    """Setiap kewajiban satu penerima instruksi, dan skornya (buatan Payung sendiri, bukan resmi)."""
    found = the_addressee(who, on_day(on))
    rows = [["", "", ""]] + [
        [one.duty.title.said(lang), DUTY_STATE_WORDS[one.state].said(lang), f"{one.why.said(lang)} [{SURE_WORDS[one.duty.mark].said(lang)}]"]
        for one in found.duties
    ]
    unread = Words("Isi tugasnya belum dibaca; Payung tidak mengarangnya.", "What is asked of them was not read; Payung invents nothing.")
    lines = [found.addressee.words.said(lang), *(table(rows)[2:] if found.duties else [unread.said(lang)])]
    if found.formula:
        lines += ["", Words("Skor: {formula}", "Score: {formula}").said(lang, formula=found.formula.said(lang)), instruction().score.note.said(lang)]
    return Answer(_data(found), lines)


@command(duties, "board")
def board(
    place: Annotated[str, typer.Argument(metavar="WILAYAH", help="Provinsi atau kabupaten/kota; kosong: seluruh Indonesia.")] = "",
    national: Annotated[bool, typer.Option("--national", help="24 pejabat tingkat nasional.")] = False,
    on: OnOption = "",
    lang: Lang = "id",
) -> Answer:
    """Papan: setiap penerima instruksi dengan skor, yang lewat batas, dan laporan terakhirnya."""
    when = on_day(on)
    found = national_board(when) if national else board_of(place, when)
    head = [["", "%", "✓", "!", ""]]
    rows = [[one.addressee.words.said(lang), _score(one, lang), str(one.counts[DutyState.MET]), str(one.overdue), _last(one, lang)] for one in found]
    sums = Words(
        "{n} penerima instruksi. ✓ terpenuhi, ! lewat batas; kolom akhir: laporan triwulan terakhir.",
        "{n} addressees. ✓ met, ! overdue; last: report.",
    )
    return Answer(
        [_data(one) for one in found], [*(table(head + rows, right={1, 2, 3})[2:] if rows else []), "", sums.counting(n=len(found)).said(lang)]
    )


@command(duties, "reports")
def reports(who: WhoArgument, on: OnOption = "", lang: Lang = "id") -> Answer:
    """Laporan triwulan: batas tanggal 10, kapan diterima, berapa hari terlambat."""
    found = the_addressee(who, on_day(on)).reports
    data = [{"period": one.key, "due_on": one.due_on, "received_on": one.received_on, "late_days": one.late} for one in found]
    rows = [[one.words.said(lang), day(one.due_on, lang), day(one.received_on, lang), str(one.late) if one.late else ""] for one in found]
    heads = ["Triwulan", "Batas", "Diterima", "Hari terlambat"] if lang == "id" else ["Quarter", "Due", "Received", "Days late"]
    return Answer(data, table([heads, *rows], right={3}) if rows else [Words("Tidak ada.", "None.").said(lang)])


@command(duties, "kinds")
def kinds(lang: Lang = "id") -> Answer:
    """Jenis kewajiban dengan dasar, kepastian, dan bobotnya."""
    found = instruction().duties.values()
    data = [{"duty": one.key, "of": one.of, "source": one.source.title, "mark": one.mark, "weight": one.weight, "proof": one.proof} for one in found]
    rows = [[one.key, str(one.weight), one.title.said(lang), f"{one.source.title}: {SURE_WORDS[one.mark].said(lang)}"] for one in found]
    return Answer(data, [*table([["", "", "", ""], *rows], right={1})[2:], "", instruction().score.note.said(lang)])


@command(duties, "record")
def record(
    who: WhoArgument,
    duty: Annotated[str, typer.Argument(metavar="KEWAJIBAN", help="Seperti di “duty kinds”.")],
    since: Annotated[
        str, typer.Option("--date", metavar="TANGGAL", help="Tanggal yang dibuktikan; laporan: tanggal diterima. Kosong: hari ini.")
    ] = "",
    period: Annotated[str, typer.Option("--period", help="2026 (anggaran), 2026-Q1 (triwulan), 2026-H1 (semester).")] = "",
    part: Annotated[int | None, typer.Option("--part", help="Yang sudah terdaftar …")] = None,
    whole: Annotated[int | None, typer.Option("--whole", help="… dari seluruhnya.")] = None,
    amount: Annotated[str, typer.Option("--amount", metavar="RUPIAH", help="Anggaran.")] = "",
    regulation: Annotated[int | None, typer.Option("--regulation", metavar="NOMOR", help="Catatan di “regulation list”.")] = None,
    reference: Annotated[str, typer.Option("--reference", help="Nomor surat, rekening, atau tanda terima.")] = "",
    note: Annotated[str, typer.Option("--note", help="Catatan.")] = "",
    file: Annotated[Path | None, typer.Option("--file", exists=True, dir_okay=False, help="Pindaian: PDF, JPG, PNG.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Catat bukti satu kewajiban."""
    today = date.today()
    told = Told(
        counts_from=read_day(since) if since else today,
        period=period,
        instrument=the_instrument(regulation, today).instrument if regulation else None,
        reference=reference,
        amount=rupiah_of(amount) if amount else None,
        part=part,
        whole=whole,
        note=note,
    )
    scan = {"content": file.read_bytes(), "name": file.name} if file else {}
    made = record_evidence(addressee=who, duty=duty, told=told, by=None, on=today, **scan)  # type: ignore[arg-type]
    return Answer({"evidence": made.pk}, [Words("Bukti {n} dicatat.", "Evidence {n} is entered.").said(lang, n=made.pk)])


@command(duties, "take-back")
def taken_back(
    evidence: Annotated[int, typer.Argument(metavar="BUKTI")],
    why: Annotated[str, typer.Argument(metavar="ALASAN")],
    lang: Lang = "id",
) -> Answer:
    """Tarik bukti yang keliru; catatannya tetap ada."""
    made = take_back(evidence=evidence_seen(evidence, date.today()), why=why, by=None, on=date.today())
    return Answer({"evidence": made.pk}, [Words("Bukti ditarik.", "The evidence is taken back.").said(lang)])


def _data(found: AddresseeOn) -> dict[str, object]:
    return {
        "addressee": found.addressee.key,
        "group": found.addressee.group,
        "mark": found.addressee.mark,
        "score_hundredths": found.score,
        "overdue": found.overdue,
        "duties": [{"duty": one.duty.key, "state": one.state, "achieved_hundredths": one.achieved, "due_on": one.due_on} for one in found.duties],
    }


def _score(found: AddresseeOn, lang: Lang) -> str:
    return "–" if found.score is None else tenths_and_hundredths(found.score, lang)


def _last(found: AddresseeOn, lang: Lang) -> str:
    return found.last_report.words.said(lang) if found.last_report else "–"


def add_to(app: typer.Typer) -> None:
    app.add_typer(duties, name="duty")
