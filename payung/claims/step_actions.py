"""Entering a step: done, later for a reason, or not needed for a reason. An entry never changes; the newest of a step counts.

`by` is who acts (None: the command line), `on` the day of the act.
"""

from datetime import date, timedelta

from payung.accounts.models import ROLE_WORDS, Role, User
from payung.audit.actions import acting
from payung.claims.allowed import any_of, require_in
from payung.claims.course import ESCALATED_TO, STAGES, Stage
from payung.claims.free_text import plain, reason
from payung.claims.handling import locked_case
from payung.claims.models import Case, Step
from payung.claims.state import CaseOn, state_of
from payung.claims.steps import AFTER_CLOSING, BY_DATA, OVER, Line, lines_of
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day, number

NEVER_SKIPPED = ("cause", "report_1", "report_2", "submit", "pay", "confirm")
FURTHEST = timedelta(days=60)  # to which a step may be put off; our choice, no law's


def enter_step(
    *, case: Case, key: str, state: str, by: User | None, on: date, why: str = "", due_on: date | None = None, done_on: date | None = None
) -> Step:
    """`state` done (on `done_on`, the day of the act if none), delayed (until `due_on`) or skipped; the same by the same person changes nothing.

    Errors: InputError `step.unknown`, `reason.missing`, `step.day`, `text.bank`; RefusedError `step.not_yours`, `step.by_data`, `step.needed`,
    `step.papers`, `step.no_family`, `case.over`, and `step.over` where somebody else was first.
    """
    stage = STAGES.get(key)
    if stage is None or state not in (Step.State.DONE, Step.State.DELAYED, Step.State.SKIPPED):
        raise InputError("step.unknown", Words("Langkah ini tidak dikenal. Muat ulang halamannya.", "This step is not known. Load the page again."))
    require_in(case, "case.step", by, on)
    told = plain(why) if state == Step.State.DONE else reason(why)
    with acting("case.step", by=by):
        case = locked_case(case)
        _refuse_others(stage, case, by, on)
        seen = state_of(case, on=on)
        line = _line(seen, stage)
        if line.entry is not None and line.standing in OVER:
            return _known(line.entry, state, by)
        check = {Step.State.DONE: _check_done, Step.State.DELAYED: _check_delay, Step.State.SKIPPED: _check_skip}[Step.State(state)]
        check(seen, line, done_on or on, due_on)
        happened = (done_on or on) if state == Step.State.DONE else on
        until = due_on if state == Step.State.DELAYED and not stage.by_law else line.due_on
        return Step.objects.create(case=case, key=key, state=state, owner=stage.owner, due_on=until, reason=told, on=happened, by=by)


def hands(stage: Stage) -> set[Role]:
    """Roles that may enter a step: whose turn it is, whoever it is passed on to, and the labour office."""
    found = {stage.owner, Role.OPERATOR, Role.OWNER}
    above = ESCALATED_TO.get(stage.owner)
    return found | ({above} if above else set()) | ({Role.OFFICE} if stage.owner == Role.VILLAGE else set())


def _refuse_others(stage: Stage, case: Case, by: User | None, on: date) -> None:
    if case.state != Case.State.OPEN and not (case.state == Case.State.CLOSED and stage.key in AFTER_CLOSING):
        raise RefusedError(
            "case.over", Words("Kasus ini sudah berakhir; langkahnya tidak berubah lagi.", "This case is over; its steps change no more.")
        )
    if not any_of(hands(stage), case, by, on):
        owner = ROLE_WORDS[stage.owner]
        raise RefusedError(
            "step.not_yours",
            Words(f"Langkah ini dicatat oleh {owner.id}. Hubungi yang bersangkutan.", f"This step is entered by the {owner.en}. Contact them."),
        )


def _line(seen: CaseOn, stage: Stage) -> Line:
    found = next((line for line in lines_of(seen) if line.stage.key == stage.key), None)
    if found is None:
        raise RefusedError("step.not_here", Words("Kasus ini tidak memerlukan langkah itu.", "This case does not have that step."))
    return found


def _known(entry: Step, state: str, by: User | None) -> Step:
    """What was entered before: by the same person it is the same; of somebody else it is told who and when."""
    if entry.state == state and entry.by_id == (by.pk if by else None):
        return entry
    who = entry.by.display_name if entry.by else "–"
    raise RefusedError(
        "step.over",
        Words(
            f"Langkah ini sudah dicatat oleh {who} ({day(entry.on)}). Tidak ada yang berubah; muat ulang halamannya.",
            f"This step was entered by {who} ({day(entry.on, 'en')}). Nothing changed; load the page again.",
        ),
    )


def _check_done(seen: CaseOn, line: Line, done_on: date, due_on: date | None) -> None:
    key = line.stage.key
    if key in BY_DATA:
        raise RefusedError(
            "step.by_data",
            Words(
                "Langkah ini selesai dengan sendirinya begitu datanya diisi. Kalau tidak perlu, tulis alasannya.",
                "This step is done by itself once the data are filled in. Where it is not needed, give the reason.",
            ),
        )
    if not seen.case.happened_on <= done_on <= seen.on:
        raise InputError(
            "step.day",
            Words("Tanggalnya sesudah kejadian dan paling lambat hari ini.", "The day lies after the event and is today at the latest."),
        )
    if key == "papers" and seen.papers and not seen.papers.complete:
        raise _papers_lacking(seen)
    if key == "submit" and not any(one.stage.key == "papers" and one.standing in OVER for one in lines_of(seen)):
        raise _papers_lacking(seen)
    if key == "heirs" and not any(not one.crossed_out for one in seen.relatives):
        raise RefusedError(
            "step.no_family",
            Words(
                "Belum ada keluarga yang dicatat. Catat dulu, atau tulis alasannya bila memang tidak ada.",
                "No family is recorded yet. Record it first, or give the reason if there is none.",
            ),
        )


def _papers_lacking(seen: CaseOn) -> RefusedError:
    lacking = len(seen.papers.open) if seen.papers else 0
    if not lacking and seen.papers and not seen.papers.complete:
        words = Words(
            "Keluarga belum dicatat, jadi belum diketahui berkas apa yang perlu. Catat keluarganya dulu.",
            "The family is not recorded, so nobody knows which papers are needed. Record the family first.",
        )
    elif not lacking:
        words = Words("Nyatakan dulu berkasnya lengkap.", "Say first that the papers are complete.")
    else:
        words = Words(
            f"Masih ada {number(lacking)} berkas yang belum ada. Lengkapi dulu, atau tandai tidak perlu dengan alasan.",
            f"Papers that are not here yet: {number(lacking, 'en')}. Complete them first, or mark them as not needed with a reason.",
        )
    return RefusedError("step.papers", words)


def _check_delay(seen: CaseOn, line: Line, done_on: date, due_on: date | None) -> None:
    if line.stage.by_law:
        return  # the law's day stays; only the reason is told
    if due_on is None or not seen.on < due_on <= seen.on + FURTHEST:
        raise InputError(
            "step.day",
            Words(
                f"Isi tanggal baru sesudah hari ini, paling lama {FURTHEST.days} hari lagi.",
                f"Give a new day after today, within {FURTHEST.days} days.",
            ),
        )


def _check_skip(seen: CaseOn, line: Line, done_on: date, due_on: date | None) -> None:
    if line.stage.key in NEVER_SKIPPED:
        raise RefusedError("step.needed", Words("Langkah ini tidak dapat dilewati.", "This step cannot be left out."))


def pass_step(case: Case, key: str, happened_on: date, by: User | None) -> None:
    """Enters as done what another act of claims has just shown to be so; part of that act, which holds the case and the right."""
    newest = Step.objects.filter(case=case, key=key).order_by("-pk").first()
    if newest is None or newest.state != Step.State.DONE:
        Step.objects.create(case=case, key=key, state=Step.State.DONE, owner=STAGES[key].owner, on=happened_on, by=by)
