"""What BPJS says that it pays against what the law lets expect, line by line. No bank data: who is paid to which account, BPJS alone knows.

`by` is who acts (None: the command line), `on` the day of the act.
"""

from dataclasses import dataclass
from datetime import date

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.claims.allowed import require_in
from payung.claims.free_text import plain, reason, reference
from payung.claims.handling import locked_case, refuse_over
from payung.claims.models import Case, Step, Told
from payung.claims.red_flags import look_at
from payung.claims.state import CaseOn, state_of
from payung.claims.step_actions import pass_step
from payung.claims.steps import OVER, lines_of
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, rupiah

DEATH_LINES = ("DEATH", "PERIODIC", "FUNERAL", "SCHOLARSHIP")  # the last one where the law of that day pays it once
ACCIDENT_LINES = (
    *("TRANSPORT", "TEMPORARY", "PARTIAL", "TOTAL", "PERIODIC", "HOME_CARE", "PROSTHESIS", "DENTURES", "HEARING_AID", "GLASSES"),
    "OTHER",
)


@dataclass(frozen=True)
class PaidLine:
    """One line. Rupiah; `expected` None: nothing can be calculated; `told`: the newest that BPJS said of it, if anything."""

    line: str
    expected: int | None
    told: Told | None

    @property
    def difference(self) -> int | None:
        """What BPJS told above what was expected; None before it tells, or without anything expected."""
        return None if self.told is None or self.expected is None else self.told.amount - self.expected


@dataclass(frozen=True)
class Money:
    """The lines of a case and their sums in rupiah; `expected` None where nothing can be calculated."""

    lines: tuple[PaidLine, ...]

    @property
    def expected(self) -> int | None:
        known = [line.expected for line in self.lines if line.expected is not None]
        return sum(known) if known else None

    @property
    def told(self) -> int:
        return sum(line.told.amount for line in self.lines if line.told)

    @property
    def paid(self) -> int:
        return sum(line.told.amount for line in self.lines if line.told and line.told.paid_on)

    @property
    def all_paid(self) -> bool:
        """Whether BPJS has told every line that is expected, and has paid all that it told."""
        spoken = all(line.told is not None for line in self.lines if line.expected)
        return self.told > 0 and self.told == self.paid and spoken


def lines_named(case: Case) -> tuple[str, ...]:
    """The lines that a case of this kind can have."""
    return DEATH_LINES if case.kind == Case.Kind.DEATH else ACCIDENT_LINES


def money_of(state: CaseOn) -> Money:
    """The lines of the law and those that BPJS told; of an accident what BPJS told."""
    expected = state.expected.lines
    law = DEATH_LINES[:-1] if state.case.kind == Case.Kind.DEATH else ()
    names = [name for name in lines_named(state.case) if name in law or name in state.told or name in (expected or {})]
    return Money(tuple(PaidLine(name, expected.get(name, 0) if expected is not None else None, state.told.get(name)) for name in names))


def record_told(
    *,
    case: Case,
    line: str,
    amount: int,
    paid_on: date | None = None,
    number: str = "",
    why: str = "",
    replaces: int | None = None,
    by: User | None,
    on: date,
) -> Told:
    """What BPJS decided of a line (`paid_on` None) or paid; `number`: its decision or payment. The same again changes nothing.

    `replaces`: key of the entry that this one counts instead of. Errors: InputError `told.line`, `told.amount`, `told.day`, `text.bank`, and
    `told.why` for a difference from what was expected that nobody explains; RefusedError `case.over`, `told.too_early` before the papers are with
    BPJS, `told.newer` where this line holds another entry than the one to be replaced: somebody was first.
    """
    require_in(case, "case.pay", by, on)
    known, said = reference(number), plain(why)
    with acting("case.pay", by=by):
        case = locked_case(case)
        seen = state_of(case, on=on)
        _check_told(seen, line, amount, paid_on, said)
        newest = seen.told.get(line)
        if newest and (newest.amount, newest.paid_on, newest.reference, newest.why) == (amount, paid_on, known, said):
            return newest
        if newest and newest.pk != replaces:
            raise _told_before(newest)
        made = Told.objects.create(case=case, line=line, amount=amount, paid_on=paid_on, reference=known, why=said, on=on, by=by)
        after = state_of(case, on=on)
        if money_of(after).all_paid and after.paid_on:
            pass_step(case, "pay", after.paid_on, by)
        look_at(after, on)
        return made


def _check_told(seen: CaseOn, line: str, amount: int, paid_on: date | None, why: str) -> None:
    case = seen.case
    if case.state != Case.State.OPEN:
        refuse_over()
    if line not in lines_named(case):
        raise InputError("told.line", Words("Pilih jenis manfaatnya.", "Choose the benefit."))
    if amount < 0:
        raise InputError("told.amount", Words("Jumlah tidak boleh kurang dari nol.", "The amount is not below zero."))
    if paid_on is not None and not case.happened_on <= paid_on <= seen.on:
        raise InputError(
            "told.day",
            Words("Tanggal bayar sesudah kejadian, paling lambat hari ini.", "The day of payment is after the event and today at the latest."),
        )
    if seen.complete_on is None:
        raise RefusedError(
            "told.too_early",
            Words(
                "Catat dulu kapan berkas diserahkan ke BPJS (halaman Langkah). Sejak hari itu BPJS dihitung waktunya.",
                "Enter first when the papers were handed to BPJS (page Steps). From that day BPJS's time counts.",
            ),
        )
    expected = seen.expected.lines
    due = expected.get(line, 0) if expected is not None else None
    if amount != due and not why:
        raise InputError("told.why", unexplained(due))


def _told_before(newest: Told) -> RefusedError:
    who = newest.by.display_name if newest.by else "–"
    return RefusedError(
        "told.newer",
        Words(
            f"Baris ini sudah dicatat {who}: {rupiah(newest.amount)}. Tidak ada yang berubah. Muat ulang halamannya, lalu ubah di sana bila perlu.",
            f"{who} has entered this line: {rupiah(newest.amount, 'en')}. Nothing changed. Load the page again and change it there if needed.",
        ),
    )


def unexplained(due: int | None) -> Words:
    """What is said to somebody who enters another amount than the expected one without BPJS's explanation."""
    if due is None:
        return Words(
            "Payung tidak dapat menghitung jumlah ini. Tulis dari mana jumlahnya, misalnya nomor penetapan BPJS.",
            "Payung cannot calculate this amount. Write where it comes from, such as the number of BPJS's decision.",
        )
    return Words(
        f"Jumlah ini berbeda dari perkiraan {rupiah(due)}. Tulis penjelasan BPJS.",
        f"This amount differs from the expected {rupiah(due, 'en')}. Write how BPJS explains it.",
    )


def end_without_money(*, case: Case, why: str, by: User | None, on: date) -> Case:
    """Nothing is due, as BPJS answered in writing: the case ends, with the reason. Again by anybody: the case as it is.

    RefusedError `case.over` for one that is closed or withdrawn, `case.has_money` where BPJS told an amount.
    """
    require_in(case, "case.pay", by, on)
    told = reason(why)
    with acting("case.refuse", by=by):
        case = locked_case(case)
        if case.state == Case.State.REFUSED:
            return case
        if case.state != Case.State.OPEN:
            refuse_over()
        seen = state_of(case, on=on)
        if any(line.amount for line in seen.told.values()):
            raise RefusedError(
                "case.has_money",
                Words("BPJS sudah menyebut jumlah di kasus ini. Ubah dulu menjadi nol.", "BPJS told an amount in this case. Set it to zero first."),
            )
        pay = next(line for line in lines_of(seen) if line.stage.key == "pay")
        if pay.standing not in OVER:
            Step.objects.create(case=case, key="pay", state=Step.State.SKIPPED, owner=pay.stage.owner, due_on=pay.due_on, reason=told, on=on, by=by)
        case.state, case.closed_on = Case.State.REFUSED, on
        case.save(update_fields=["state", "closed_on"])
        return case
