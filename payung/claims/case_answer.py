"""The answer to one case: what its facts, the lists and the payments give, whom to ask, and until when an accident is reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.billing.models import BillLine
from payung.claims.accident import Deadline, of_accident, stages
from payung.claims.answer import Answer, of_death
from payung.claims.cover import cover_on, numbers_of
from payung.claims.expected import by_work, settled_on, told_children
from payung.claims.models import Case, Injury, Scholar, Step
from payung.claims.run import CoverOn
from payung.exchange.queries import branch_of
from payung.planning.models import Fund
from payung.planning.queries import price_in
from payung.values.month import Month
from payung.values.words import Words

_REPORTS = {1: "report_1", 2: "report_2"}
VERDICT_WORDS: Mapping[str, Words] = {
    "due": Words("Berhak penuh", "All of it is due"),
    "part": Words("Pemakaman saja", "Funeral only"),
    "waits": Words("Menunggu tunggakan dilunasi", "Waits until arrears are paid"),
    "nothing": Words("Tidak ada hak menurut data kita", "Nothing is due by our data"),
    "unknown": Words("Belum diketahui", "Not known yet"),
}
VERDICT_LOOKS: Mapping[str, str] = {"due": "paid", "part": "needs_fixing", "waits": "soon", "nothing": "rejected", "unknown": "waiting"}


@dataclass(frozen=True)
class CaseAnswer:
    """`found`: cover on the day; `answer`: the law's; `ask`: whom to contact; `deadlines`: of the accident report, none for other deaths."""

    found: CoverOn
    answer: Answer
    ask: tuple[Words, ...]
    deadlines: tuple[Deadline, ...]
    injury: Injury | None


def answer_of(case: Case, *, on: date) -> CaseAnswer:
    """As it is known on the day `on`: what is paid or told later changes it."""
    found = cover_on(case.person, case.happened_on, asked_on=on)
    injury = case.injuries.order_by("-pk").first() if case.kind == Case.Kind.ACCIDENT else None
    monthly = monthly_of(case, found)
    if case.kind == Case.Kind.DEATH:
        answer = of_death(found, by_work=by_work(case), children=_children(case), monthly=monthly)
    else:
        answer = of_accident(found, injury.given if injury else None, monthly=monthly)
    return CaseAnswer(found, answer, _whom_to_ask(case, found, answer), _deadlines(case, injury, on), injury)


def monthly_of(case: Case, found: CoverOn) -> int:
    """Rupiah of one month of this person's contributions: of the newest bill among the months owed, else what the fund pays for one."""
    if case.person is None or found.run is None or found.fund is None or not found.run.owed:
        return 0
    lines = BillLine.objects.filter(person__in=numbers_of(case.person), bill__month__in=list(found.run.owed))
    line = lines.order_by("-bill__month").first()
    jkk, jkm = (line.jkk, line.jkm) if line else price_in(Fund.objects.get(pk=found.fund), Month.of(found.on))
    return jkk + jkm


def _children(case: Case) -> list[dict[str, Any]] | None:
    schools = {one.relative_id: one for one in Scholar.objects.filter(case=case)}
    return told_children(case, case.relatives.all(), schools)


def _deadlines(case: Case, injury: Injury | None, on: date) -> tuple[Deadline, ...]:
    if case.kind == Case.Kind.DEATH and case.cause != Case.Cause.WORK:
        return ()
    newest = {step.key: step for step in Step.objects.filter(case=case, key__in=_REPORTS.values()).order_by("pk")}
    done = {stage: newest[key].on for stage, key in _REPORTS.items() if key in newest and newest[key].state == Step.State.DONE}
    return tuple(stages(case.happened_on, settled_on(case, injury), done, on))


def _whom_to_ask(case: Case, found: CoverOn, answer: Answer) -> tuple[Words, ...]:
    """Where the family gets what Payung cannot answer, in writing: the branch that serves the regency, and whoever pays."""
    if answer.verdict in ("due", "part"):
        return ()
    branch = branch_of(case.village) if case.village else None
    name = branch.name if branch else "BPJS Ketenagakerjaan"
    said = [
        Words(
            f"Hubungi {name} dan minta jawaban tertulis dengan dasar hukumnya; layanan itu gratis.",
            f"Contact {name} and ask for a written answer with its legal basis; the service is free.",
        )
    ]
    if found.fund_name and answer.verdict == "nothing":
        said.append(
            Words(
                f"Tanyakan kepada Dinas Tenaga Kerja mengapa iuran “{found.fund_name}” tidak dibayar; keputusannya dapat diadukan.",
                f"Ask the labour office why the contributions of “{found.fund_name}” were not paid; a complaint can be made.",
            )
        )
    return tuple(said)
