""" "Tiga hal hari ini": what is most worth doing now, each with one button. Computed from what is there, never kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from payung.accounts.queries import places_of
from payung.accounts.rights import RIGHTS
from payung.accounts.sight import Sight
from payung.billing.arrears import arrears_of
from payung.billing.queries import BillOn
from payung.claims.inbox import tasks_of
from payung.claims.steps import Standing
from payung.compliance.follow_ups import overdue_on, owned_of
from payung.compliance.models import FollowUp, Instrument
from payung.compliance.queries import Line, State
from payung.compliance.regulations import cited
from payung.intake.models import SubmittedList
from payung.intake.queries import newest_registers
from payung.intake.registers import is_old
from payung.places.models import Place
from payung.planning.models import Determination, Fund
from payung.reports.prepared import prepared
from payung.review.queries import waiting_count
from payung.roster.models import ChangePlan
from payung.values.month import Month
from payung.values.problem import Verdict
from payung.values.words import Words, day, number, rupiah
from payung.web.home.figures import narrower
from payung.web.links import link
from payung.web.scope import Scope

_MOST = 3
_SOON = 2  # months before a fund ends
_ENDS_SOON = 60  # days before an agreement ends


@dataclass(frozen=True)
class Thing:
    """`weight`: what is greater comes first; `state` of its badge: no, fix, twin or wait."""

    weight: int
    state: str
    what: Words
    button: Words
    address: str


def three(scope: Scope, lines: list[Line], counts: dict[str, int], funds: list[Fund], owed: list[BillOn]) -> list[Thing]:
    """The weightiest three of everything that waits for this person; what they may not do is not told to them."""
    money = _money(scope, funds, owed)
    found = [*_lists(scope, lines, counts), *money, *_changes(scope), *claim_steps(scope), *_checks(scope), *promises(scope)]
    return sorted(found, key=lambda thing: -thing.weight)[:_MOST]


def awaiting(scope: Scope) -> int:
    """Determinations of the round that wait for somebody's approval."""
    if scope.round is None or not scope.may("determination.approve"):
        return 0
    return Determination.objects.awaiting().filter(scope.sight.in_places("fund__place"), fund__round=scope.round).count()


def _lists(scope: Scope, lines: list[Line], counts: dict[str, int]) -> Iterator[Thing]:
    if scope.round is None:
        return
    missing, due_on = sum(line.state == State.NOT_SENT for line in lines), scope.round.lists_due_on
    if missing and scope.may_anywhere("board.read"):
        late = due_on is not None and due_on < scope.on
        yield Thing(
            90 if late else 40,
            "no" if late else "wait",
            Words(f"{number(missing)} desa belum mengirim daftar.", f"{number(missing, 'en')} villages have not sent a list."),
            Words("Ingatkan", "Remind") if scope.may_anywhere("reminder.send") else Words("Lihat", "See"),
            link("boards:villages", keadaan="not_sent"),
        )
    fixing = counts.get(Verdict.NEEDS_FIXING.value, 0)
    if fixing and scope.may_anywhere("list.read"):
        yield Thing(
            60,
            "fix",
            Words(f"{number(fixing)} baris perlu perbaikan.", f"{number(fixing, 'en')} rows need fixing."),
            Words("Lihat", "See"),
            link("people:rows", hasil="needs_fixing", desa=narrower(scope.round, scope.here)),
        )
    received = SubmittedList.objects.filter(scope.sight.in_places("office__place"), round=scope.round, state=SubmittedList.State.RECEIVED)
    if scope.may_anywhere("list.accept") and (waiting := received.count()):
        yield Thing(
            70,
            "wait",
            Words(
                f"{number(waiting)} daftar sudah diperiksa dan belum diterima.", f"{number(waiting, 'en')} lists are checked and not accepted yet."
            ),
            Words("Terima", "Accept"),
            link("upload:uploads"),
        )


def _money(scope: Scope, funds: list[Fund], owed: list[BillOn]) -> Iterator[Thing]:
    late = [one for one in owed if one.bill.due_on < scope.on]
    if late and scope.may_anywhere("bill.read"):
        sum_owed, lost = sum(one.owed for one in late), _cliff(late, scope.on)
        yield Thing(
            100,
            "no",
            Words(
                f"{number(len(late))} tagihan lewat jatuh tempo: {rupiah(sum_owed)}.{lost.id}",
                f"Overdue bills: {number(len(late), 'en')}, {rupiah(sum_owed, 'en')} owed.{lost.en}",
            ),
            Words("Bayar", "Pay") if scope.may_anywhere("payment.record") else Words("Lihat", "See"),
            link("money:bills"),
        )
    now = Month.of(scope.on)
    for fund in funds:
        left = fund.last_month - now
        if 0 <= left <= _SOON:
            yield Thing(
                80 - left,
                "fix",
                Words(f"{fund.name} habis {fund.last_month.said()}.", f"{fund.name} ends {fund.last_month.said('en')}."),
                Words("Skenario", "Scenarios") if scope.may_anywhere("rank.run") else Words("Lihat", "See"),
                link("money:scenarios", fund.pk) if scope.may_anywhere("rank.run") else link("money:fund", fund.pk),
            )
    if waiting := awaiting(scope):
        yield Thing(
            95,
            "wait",
            Words(f"{number(waiting)} penetapan menunggu persetujuan.", f"{number(waiting, 'en')} determinations wait for approval."),
            Words("Periksa", "Check"),
            link("money:determinations", keadaan="awaiting"),
        )
    if scope.round is not None and not funds and scope.may("fund.open"):
        yield Thing(
            30,
            "wait",
            Words("Belum ada dana untuk pendataan ini.", "There is no fund for this round yet."),
            Words("Buka dana", "Open a fund"),
            link("money:open"),
        )


def _cliff(late: list[BillOn], on: date) -> Words:
    """The first day on which overdue bills cost the people of a fund their right, as a sentence; the radar counts them one by one."""
    months: dict[int, set[Month]] = {}
    for one in late:
        months.setdefault(one.bill.fund_id, set()).add(one.bill.month)
    runs = [run for owed in months.values() if (run := arrears_of(owed, on))]
    if first := min((run.lost_after for run in runs if run.lost_after), default=None):
        return Words(
            f" Hak pesertanya gugur bila tidak dibayar sampai {day(first)}.", f" Unless paid by {day(first, 'en')} their people lose their right."
        )
    if any(run.left < 0 for run in runs):
        return Words(" Batas tunggakan sudah lewat: hak pesertanya gugur.", " The limit is past: their people have no right.")
    return Words("", "")


def _overdue_promises(scope: Scope) -> int:
    """How many promises are overdue in the places whose meetings the person reads, and of their own; one statement."""
    if not scope.may_anywhere("followup.read"):
        return 0
    reads = Sight(tuple(places_of((role, code) for role, code in scope.held if role in RIGHTS["meeting.read"])))
    found = FollowUp.objects.filter(reads.in_places("place") | owned_of(scope.assignments).condition, opened_on__lte=scope.on)
    return overdue_on(found, scope.on)


def promises(scope: Scope) -> Iterator[Thing]:
    """What is overdue of what was promised, and an agreement that ends soon."""
    if late := _overdue_promises(scope):
        yield Thing(
            65,
            "no",
            Words(f"{number(late)} tindak lanjut lewat batas.", f"{number(late, 'en')} follow-ups are overdue."),
            Words("Lihat", "See"),
            link("meetings:follow_ups", lihat="lewat"),
        )
    if scope.may_anywhere("regulation.record"):
        near = scope.on + timedelta(days=_ENDS_SOON)
        ending = Instrument.objects.filter(scope.sight.in_places("place"), ended_on=None, ends_on__gte=scope.on, ends_on__lte=near)
        if soon := ending.order_by("ends_on", "pk").first():
            said = cited(soon.kind, soon.number, soon.year)
            yield Thing(
                66,
                "fix",
                Words(f"{said.id} berakhir {day(soon.ends_on)}.", f"{said.en} ends on {day(soon.ends_on, 'en')}."),
                Words("Lihat", "See"),
                link("regulations:instrument", soon.pk),
            )


def _changes(scope: Scope) -> Iterator[Thing]:
    """Plans of monthly changes that wait for a second person who may be this one."""
    if scope.round is None or not scope.may("changes.approve"):
        return
    later = ChangePlan.objects.filter(round=OuterRef("round"), version__gt=OuterRef("version"))
    found = ChangePlan.objects.filter(~Exists(later), scope.sight.in_places("round__fund__place"), answer=None, round__fund__round=scope.round)
    waiting = list(found.exclude(made_by=scope.user))
    if waiting:
        n = len(waiting)
        yield Thing(
            88,
            "fix",
            Words(f"{number(n)} mutasi bulanan menunggu persetujuan.", f"{number(n, 'en')} monthly changes wait for approval."),
            Words("Periksa", "Check"),
            link("changes:plan", waiting[0].pk) if n == 1 else link("changes:rounds"),
        )


def claim_steps(scope: Scope) -> Iterator[Thing]:
    """Steps of claims whose turn is this person's, or that were passed on to them because somebody is late."""
    if not scope.may_anywhere("task.read"):
        return

    def counted() -> tuple[int, int]:
        tasks = tasks_of(by=scope.user, on=scope.on)
        return len(tasks), sum(one.line.standing == Standing.LATE for one in tasks)

    waiting, late = prepared("claim steps", scope.user.pk, of=scope.on, make=counted).answer
    if waiting:
        told = Words("{n} langkah klaim menunggu Anda.", "{n} steps of claims wait for you.").counting(n=waiting)
        overdue = Words(" {n} lewat batas.", " {n} overdue.").counting(n=late) if late else Words("", "")
        yield Thing(
            92 if late else 65,
            "no" if late else "wait",
            Words(told.id + overdue.id, told.en + overdue.en),
            Words("Kerjakan", "Do them"),
            link("claims:inbox", lihat="lewat" if late else ""),
        )


def _checks(scope: Scope) -> Iterator[Thing]:
    if scope.round is None:
        return
    place = scope.place.code if isinstance(scope.place, Place) else ""
    if scope.may_anywhere("pair.decide") and (pairs := waiting_count(visible_to=scope.user, on=scope.on, round=scope.round, place=place)):
        yield Thing(
            50,
            "twin",
            Words(f"{number(pairs)} pasangan mungkin orang yang sama.", f"{number(pairs, 'en')} pairs may be one person."),
            Words("Tinjau", "Review"),
            link("review:queue"),
        )
    if scope.may_anywhere("register.read"):
        old = [register for register in newest_registers(scope.round.place_id) if is_old(register.kind, _age(register.as_of, scope.on))]
        if old:
            yield Thing(
                45,
                "fix",
                Words(f"{number(len(old))} data acuan sudah lama.", f"{number(len(old), 'en')} registers are old by now."),
                Words("Minta yang baru", "Ask for new ones"),
                link("registers:registers"),
            )


def _age(as_of: date, on: date) -> int:
    return (on - as_of).days
