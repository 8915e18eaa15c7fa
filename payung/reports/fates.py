"""What became of rows later: accepted, decided about, on a list, paid for. A few reads for any number of rows of one round."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from payung.billing.models import Bill
from payung.intake.models import Row, SubmittedList
from payung.planning.models import Decided, Determination, Fund
from payung.registry.models import Candidate, Round
from payung.roster.models import Membership
from payung.values.month import Month
from payung.values.problem import Verdict
from payung.values.words import Words, number


@dataclass(frozen=True)
class Fate:
    """`state`: the look of a badge; `person`: key of the person that the row became."""

    state: str
    words: Words
    person: int | None = None


@dataclass
class _Known:
    """Of a round: candidates by NIK, what the newest determinations decided about them, their spells, the paid months of each fund."""

    candidates: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    decided: dict[int, list[tuple[Fund, Decided]]] = field(default_factory=lambda: defaultdict(list))
    spells: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    paid: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


_OPEN = {
    Verdict.NEEDS_FIXING: Fate("waiting", Words("menunggu perbaikan", "waits for a correction")),
    Verdict.REJECTED: Fate("no", Words("tidak diproses", "goes no further")),
    Verdict.DUPLICATE: Fate("twin", Words("diwakili baris lain", "another row stands for it")),
}


def fates_of(rows: Sequence[Row], round: Round) -> dict[int, Fate]:
    """Row -> its fate; `rows` come with their lists."""
    known = _known([row.nik for row in rows if row.verdict == Verdict.PASSES], round)
    return {row.pk: _fate(row, known) for row in rows}


def _known(niks: list[str], round: Round) -> _Known:
    known = _Known()
    if not niks:
        return known
    named = Candidate.objects.filter(round=round, person__nik__in=niks)
    for nik, pk, person, stands in named.values_list("person__nik", "pk", "person_id", "stands"):
        known.candidates[nik] = pk, person, stands
    newest: dict[int, Determination] = {}
    for determination in Determination.objects.in_force().filter(fund__round=round).select_related("fund").order_by("version"):
        newest[determination.fund_id] = determination
    funds = {one.pk: one.fund for one in newest.values()}
    candidates, people = [pk for pk, _, _ in known.candidates.values()], [person for _, person, _ in known.candidates.values()]
    for line in Decided.objects.filter(determination__in=list(funds), candidate__in=candidates):
        known.decided[line.candidate_id].append((funds[line.determination_id], line))
    for spell in Membership.objects.filter(fund__round=round, person__in=people).select_related("fund").order_by("first_month"):
        known.spells[spell.person_id].append(spell)
    for fund, month in Bill.objects.filter(fund__round=round).fully_paid().values_list("fund_id", "month"):
        known.paid[fund].add(month.no)
    return known


def _fate(row: Row, known: _Known) -> Fate:
    if row.verdict != Verdict.PASSES:
        return _OPEN[Verdict(row.verdict)]
    if row.nik not in known.candidates:
        if row.list.state == SubmittedList.State.ACCEPTED:
            return Fate("waiting", Words("menunggu diterima lagi", "waits to be accepted again"))
        return Fate("waiting", Words("menunggu daftarnya diterima", "waits for its list to be accepted"))
    candidate, person, stands = known.candidates[row.nik]
    if spells := [spell for spell in known.spells[person] if spell.last_month is None or spell.last_month >= spell.first_month]:
        return _listed(spells[-1], known.paid[spells[-1].fund_id], person)
    if decided := known.decided[candidate]:
        fund, line = min(decided, key=lambda one: ("in", "waiting", "out").index(one[1].outcome))
        return _decided(fund, line, person)
    if not stands:
        return Fate("no", Words("gugur karena data acuan yang lebih baru", "no longer stands: a newer register"), person)
    return Fate("ok", Words("diterima, belum ada penetapan", "accepted, nothing determined yet"), person)


def _listed(spell: Membership, paid: set[int], person: int) -> Fate:
    last = spell.last_month or spell.fund.last_month
    months = [no for no in range(spell.first_month.no, last.no + 1) if no in paid]
    name = spell.fund.name
    if spell.last_month:
        until = spell.last_month
        return Fate("waiting", Words(f"{name}: keluar sesudah {until.said()}", f"{name}: left after {until.said('en')}"), person)
    if months:
        through = Month(months[-1])
        return Fate("paid", Words(f"{name}: dibayar s.d. {through.said()}", f"{name}: paid until {through.said('en')}"), person)
    since = spell.first_month
    return Fate("active", Words(f"{name}: terdaftar mulai {since.said()}", f"{name}: listed from {since.said('en')}"), person)


def _decided(fund: Fund, line: Decided, person: int) -> Fate:
    at, name = line.position, fund.name
    if line.outcome == "in":
        return Fate("ok", Words(f"{name}: dibiayai, urutan {number(at)}", f"{name}: funded, position {number(at, 'en')}"), person)
    if line.outcome == "waiting":
        return Fate("waiting", Words(f"{name}: cadangan, urutan {number(at)}", f"{name}: reserve, position {number(at, 'en')}"), person)
    return Fate("no", Words(f"{name}: tidak dibiayai", f"{name}: not funded"), person)
