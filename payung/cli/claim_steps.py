"""payung task, payout and flag: the steps of cases and whose turn it is, what BPJS pays against what is expected, what an auditor should look at.

That the heir has the money is entered at the screens only: it takes two people with names.
"""

from datetime import date
from typing import Annotated

import typer

from payung.accounts.models import ROLE_WORDS, Role
from payung.claims.clock import clock_of
from payung.claims.inbox import tasks_of
from payung.claims.models import Case, Flag
from payung.claims.payment import end_without_money, money_of, record_told
from payung.claims.queries import the_case
from payung.claims.red_flags import flags_seen, raise_flags, record_outcome, told
from payung.claims.state import state_of
from payung.claims.step_actions import enter_step
from payung.claims.steps import STANDING_WORDS, lines_of
from payung.cli.answer import Answer, command, read_day, table
from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.words import Lang, Words, day, number, rupiah

tasks = typer.Typer(no_args_is_help=True, help="Langkah kasus klaim: giliran siapa, sampai kapan, apa yang lewat batas.")
payouts = typer.Typer(no_args_is_help=True, help="Uang klaim: jumlah dari BPJS, perkiraan, selisih, dan ganti rugi bila terlambat.")
flags = typer.Typer(no_args_is_help=True, help="Tanda untuk auditor. Tanda bukan tuduhan.")
CaseArgument = Annotated[int, typer.Argument(metavar="KASUS", help="Nomor kasus.")]


def the_one(number: int) -> Case:
    return the_case(number, visible_to=None, on=date.today())


@command(tasks, "list")
def list_tasks(role: Annotated[str, typer.Option("--role", help="Hanya tugas peran ini, misalnya village.")] = "", lang: Lang = "id") -> Answer:
    """Yang menunggu seseorang, yang paling lama lewat lebih dulu."""
    if role and role not in Role.values:
        raise InputError("task.role", Words(f"Peran: {', '.join(Role.values)}.", f"Roles: {', '.join(Role.values)}."))
    found = tasks_of(by=None, on=date.today(), whose=Role(role) if role else None)
    data = [
        {
            "case": one.case.pk,
            "step": one.line.stage.key,
            "owner": str(one.line.stage.owner),
            "due_on": one.line.due_on,
            "days_late": one.line.days_late,
            "stuck": one.stuck,
        }
        for one in found
    ]
    head = [Words("Kasus", "Case"), Words("Langkah", "Step"), Words("Giliran", "Whose turn"), Words("Batas", "Due"), Words("Lewat", "Late")]
    rows = [
        [
            str(one.case.pk),
            one.line.stage.words.said(lang),
            ROLE_WORDS[one.line.stage.owner].said(lang),
            day(one.line.due_on, lang),
            number(one.line.days_late, lang),
        ]
        for one in found
    ]
    return Answer(data, table([[words.said(lang) for words in head], *rows], right={0, 4}))


@command(tasks, "show")
def show(case: CaseArgument, lang: Lang = "id") -> Answer:
    """Semua langkah satu kasus."""
    lines = lines_of(state_of(the_one(case), on=date.today()))
    data = [{"step": one.stage.key, "state": str(one.standing), "due_on": one.due_on, "days_late": one.days_late} for one in lines]
    rows = [
        [
            one.stage.key,
            one.stage.words.said(lang),
            STANDING_WORDS[one.standing].said(lang),
            day(one.due_on, lang),
            one.entry.reason if one.entry else "",
        ]
        for one in lines
    ]
    return Answer(data, table([["", *(words.said(lang) for words in _HEAD)], *rows]))


_HEAD = (Words("Langkah", "Step"), Words("Keadaan", "State"), Words("Batas", "Due"), Words("Alasan", "Reason"))


@command(tasks, "enter")
def enter(
    case: CaseArgument,
    step: Annotated[str, typer.Argument(metavar="LANGKAH", help="Kode langkah seperti di “task show”, misalnya certificate.")],
    state: Annotated[str, typer.Argument(metavar="KEADAAN", help="done, delayed, atau skipped.")],
    why: Annotated[str, typer.Option("--why", help="Alasan, perlu untuk delayed dan skipped.")] = "",
    until: Annotated[str, typer.Option("--until", help="Tertunda sampai tanggal ini.")] = "",
    done_on: Annotated[str, typer.Option("--done-on", help="Selesai pada tanggal ini (bila kosong: hari ini).")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat satu langkah."""
    made = enter_step(
        case=the_one(case),
        key=step,
        state=state,
        why=why,
        due_on=read_day(until) if until else None,
        done_on=read_day(done_on) if done_on else None,
        by=None,
        on=date.today(),
    )
    said = Words("Langkah {key} dicatat: {state}.", "Step {key} entered: {state}.")
    return Answer({"case": made.case_id, "step": made.key, "state": made.state}, [said.said(lang, key=made.key, state=made.state)])


@command(payouts, "show")
def show_money(case: CaseArgument, lang: Lang = "id") -> Answer:
    """Perkiraan, jumlah dari BPJS, dan waktu BPJS."""
    state = state_of(the_one(case), on=date.today())
    money, clock = money_of(state), clock_of(state)
    rows = [
        [
            one.line,
            rupiah(one.expected, lang) if one.expected is not None else "–",
            rupiah(one.told.amount, lang) if one.told else "–",
            day(one.told.paid_on, lang) if one.told else "–",
            one.told.why if one.told else "",
        ]
        for one in money.lines
    ]
    data = {
        "expected": money.expected,
        "told": money.told,
        "paid": money.paid,
        "pay_by": clock.by if clock else None,
        "days_late": clock.days_late if clock else 0,
        "fine": clock.fine if clock else 0,
    }
    lines = table([["", *(words.said(lang) for words in _MONEY_HEAD)], *rows], right={1, 2})
    if clock:
        said = Words("BPJS membayar paling lambat {by}; terlambat {n} hari, ganti rugi {fine}.", "BPJS pays by {by}; {n} days late, fine {fine}.")
        lines.append(said.said(lang, by=day(clock.by, lang), n=number(clock.days_late, lang), fine=rupiah(clock.fine, lang)))
    return Answer(data, lines)


_MONEY_HEAD = (Words("Perkiraan", "Expected"), Words("BPJS", "BPJS"), Words("Dibayar", "Paid"), Words("Penjelasan", "Explanation"))


@command(payouts, "tell")
def tell(
    case: CaseArgument,
    line: Annotated[str, typer.Argument(metavar="MANFAAT", help="DEATH, PERIODIC, FUNERAL, …")],
    amount: Annotated[str, typer.Argument(metavar="RUPIAH")],
    paid_on: Annotated[str, typer.Option("--paid-on", help="Tanggal dibayar; kosong: baru diputuskan.")] = "",
    reference: Annotated[str, typer.Option("--number", help="Nomor keputusan atau pembayaran BPJS.")] = "",
    why: Annotated[str, typer.Option("--why", help="Penjelasan selisih dari perkiraan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat jumlah yang disebut BPJS; menggantikan catatan sebelumnya untuk manfaat itu."""
    one = the_one(case)
    newest = one.told.filter(line=line).order_by("-pk").first()
    made = record_told(
        case=one,
        line=line,
        amount=rupiah_of(amount),
        paid_on=read_day(paid_on) if paid_on else None,
        number=reference,
        why=why,
        replaces=newest.pk if newest else None,
        by=None,
        on=date.today(),
    )
    said = Words("{line}: {sum} dicatat.", "{line}: {sum} entered.")
    return Answer({"case": made.case_id, "line": made.line, "amount": made.amount}, [said.said(lang, line=made.line, sum=rupiah(made.amount, lang))])


@command(payouts, "none")
def none(case: CaseArgument, why: Annotated[str, typer.Option("--why", help="Alasan BPJS.")], lang: Lang = "id") -> Answer:
    """BPJS menjawab tidak ada hak: kasus diakhiri tanpa pembayaran."""
    made = end_without_money(case=the_one(case), why=why, by=None, on=date.today())
    return Answer({"case": made.pk, "state": made.state}, [Words("Kasus diakhiri.", "The case has ended.").said(lang)])


@command(flags, "look")
def look(lang: Lang = "id") -> Answer:
    """Periksa semua kasus; hanya tanda baru yang ditambahkan."""
    made = raise_flags(by=None, on=date.today())
    told_lines = [f"{flag.case_id}  {told(flag).said(lang)}" for flag in made]
    return Answer({"new": len(made)}, [Words("{n} tanda baru.", "{n} new flags.").said(lang, n=number(len(made), lang)), *told_lines])


@command(flags, "list")
def list_flags(lang: Lang = "id") -> Answer:
    """Tanda dan hasil pemeriksaannya."""
    found = flags_seen(visible_to=None, on=date.today())
    data = [{"flag": one.pk, "case": one.case_id, "key": one.key, "outcome": one.outcome} for one in found]
    return Answer(data, [f"{one.pk}  {one.case_id}  {told(one).said(lang)}  {one.outcome}".rstrip() for one in found])


@command(flags, "outcome")
def outcome(
    flag: Annotated[int, typer.Argument(metavar="TANDA", help="Nomor tanda seperti di “flag list”.")],
    found: Annotated[str, typer.Argument(metavar="HASIL", help="in_order, explained, watched, atau passed_on.")],
    note: Annotated[str, typer.Option("--note", help="Yang ditemukan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat hasil pemeriksaan satu tanda."""
    one = Flag.objects.select_related("case__village", "case__office").filter(pk=flag).first()
    if one is None:
        raise InputError("flag.none", Words("Tanda itu tidak ada.", "There is no such flag."))
    made = record_outcome(flag=one, outcome=found, note=note, by=None, on=date.today())
    return Answer({"flag": made.pk, "outcome": made.outcome}, [Words("Hasil dicatat.", "The outcome is entered.").said(lang)])


def add_to(app: typer.Typer) -> None:
    app.add_typer(tasks, name="task")
    app.add_typer(payouts, name="payout")
    app.add_typer(flags, name="flag")
