"""The heir says that the money has come: to two people, independent of each other and of whoever helps the family. Then the case is closed.

Independent: two people, neither of whom told the event as the family's helper, and not both of the same village. `by` is who asked the heir, `on`
the day on which they did. No account, no transfer slip, no bank: only whether it has come, and how much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from payung.accounts.models import Role, User
from payung.audit.actions import acting
from payung.claims.allowed import held_by, require_in
from payung.claims.free_text import plain
from payung.claims.handling import locked_case, refuse_over
from payung.claims.models import Case, Confirmation, Relative
from payung.claims.payment import Money, money_of
from payung.claims.red_flags import look_at
from payung.claims.state import CaseOn, state_of
from payung.claims.step_actions import pass_step
from payung.claims.words import case_name
from payung.law.relation import Relation
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, rupiah

NEEDED = 2  # people


@dataclass(frozen=True)
class Heard:
    """What one person heard from all heirs together, by the newest of their confirmations: rupiah, and whether it is all that BPJS paid."""

    by: User
    amount: int
    agrees: bool


@dataclass(frozen=True)
class Agreement:
    """`heard`: by person; `agreed`: two independent people heard that all of it has come; `missing`: what still lacks, in words."""

    heard: tuple[Heard, ...]
    agreed: bool
    missing: Words | None


def agreement(state: CaseOn, money: Money) -> Agreement:
    """How far a case is from being closed."""
    heard = tuple(_heard(state.confirmations, money))
    agreeing = [one for one in heard if one.agrees]
    if not money.all_paid:
        return Agreement(heard, False, Words("BPJS belum membayar seluruhnya.", "BPJS has not paid all of it yet."))
    if any(not one.agrees for one in heard):
        return Agreement(
            heard, False, Words("Ada jawaban bahwa uangnya belum lengkap. Tanyakan lagi.", "Somebody heard that not all has come. Ask again.")
        )
    if len(agreeing) < NEEDED:
        lacking = NEEDED - len(agreeing)
        return Agreement(
            heard,
            False,
            Words(
                f"Perlu {lacking} orang lagi yang menanyakan kepada ahli waris, bukan pendamping keluarga.",
                f"To ask the heir still: {lacking} more, who do not help the family.",
            ),
        )
    if all(_only_of_the_village(state.case, one.by, state.on) for one in agreeing):
        return Agreement(
            heard,
            False,
            Words(
                "Semua yang menanyakan dari desa yang sama. Perlu satu orang dari luar desa, misalnya dari Disnaker.",
                "All who asked are of the same village. One person from outside is needed, such as of the labour office.",
            ),
        )
    return Agreement(heard, True, None)


def _heard(confirmations: Sequence[Confirmation], money: Money) -> list[Heard]:
    newest: dict[tuple[int, int], Confirmation] = {(one.by_id, one.heir_id): one for one in confirmations}
    people = {one.by_id: one.by for one in confirmations}
    found = []
    for pk, user in people.items():
        own = [one for (by, _), one in newest.items() if by == pk]
        amount = sum(one.amount for one in own)
        found.append(Heard(user, amount, amount == money.paid and all(one.has_come for one in own)))
    return found


def _only_of_the_village(case: Case, user: User, on: date) -> bool:
    return held_by(user, on).at(case) <= {Role.VILLAGE}


def confirm(*, case: Case, heir: Relative | None, way: str, has_come: bool, amount: int, note: str = "", by: User, on: date) -> Confirmation:
    """`amount`: rupiah that this heir says has come; `heir` None: of an accident, the injured person. The second that agrees closes the case.

    Errors: InputError `confirm.way`, `confirm.amount`, `confirm.heir`, `text.bank`; RefusedError `confirm.helper`, `confirm.not_paid`,
    `confirm.today` for another answer of the same person on the same day, `case.over`.
    """
    require_in(case, "case.confirm", by, on)
    told = plain(note)
    with acting("case.confirm", by=by):
        case = locked_case(case)
        seen = state_of(case, on=on)
        one = _whom(seen, heir)
        known = Confirmation.objects.filter(case=case, heir=one, by=by, on=on).first()
        if known is not None:
            return _same(known, has_come, amount)
        _check(seen, way, amount, by)
        made = Confirmation.objects.create(case=case, heir=one, way=way, has_come=has_come, amount=amount, note=told, on=on, by=by)
        after = state_of(case, on=on)
        if agreement(after, money_of(after)).agreed:
            pass_step(case, "confirm", on, by)
            case.state, case.closed_on = Case.State.CLOSED, on
            case.save(update_fields=["state", "closed_on"])
        look_at(after, on)
        return made


def _whom(seen: CaseOn, heir: Relative | None) -> Relative:
    if heir is None:
        if seen.case.kind == Case.Kind.ACCIDENT:
            return Relative.objects.get_or_create(case=seen.case, relation=Relation.OTHER, name=case_name(seen.case), crossed_out="")[0]
        raise InputError("confirm.heir", Words("Pilih ahli waris yang ditanya.", "Choose the heir who was asked."))
    found = next((one for one in seen.relatives if one.pk == heir.pk and one.alive and not one.crossed_out), None)
    if found is None:
        raise InputError("confirm.heir", Words("Pilih ahli waris dari daftar keluarga kasus ini.", "Choose an heir of this case's family."))
    return found


def _same(known: Confirmation, has_come: bool, amount: int) -> Confirmation:
    if (known.has_come, known.amount) == (has_come, amount):
        return known
    raise RefusedError(
        "confirm.today",
        Words(
            f"Hari ini Anda sudah mencatat jawaban ahli waris ini: {rupiah(known.amount)}. Tanyakan lagi besok bila berubah.",
            f"You have entered this heir's answer today: {rupiah(known.amount, 'en')}. Ask again tomorrow if it has changed.",
        ),
    )


def _check(seen: CaseOn, way: str, amount: int, by: User) -> None:
    case = seen.case
    if case.state != Case.State.OPEN:
        refuse_over()
    if way not in Confirmation.Way.values:
        raise InputError("confirm.way", Words("Pilih cara bertanya: kunjungan atau telepon.", "Choose how: a visit or by phone."))
    if amount < 0:
        raise InputError("confirm.amount", Words("Jumlah tidak boleh kurang dari nol.", "The amount is not below zero."))
    if not money_of(seen).all_paid:
        raise RefusedError(
            "confirm.not_paid",
            Words(
                "BPJS belum menyatakan semuanya dibayar. Tanyakan kepada ahli waris setelah itu.",
                "BPJS has not said yet that all of it is paid. Ask the heir after that.",
            ),
        )
    if case.reports.filter(helps=True, by=by).exists():
        raise RefusedError(
            "confirm.helper",
            Words(
                "Anda tercatat sebagai pendamping keluarga ini. Orang lain yang harus menanyakan kepada ahli waris.",
                "You are recorded as this family's helper. Somebody else must ask the heir.",
            ),
        )
