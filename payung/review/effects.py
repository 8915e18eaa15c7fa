"""What a decision changes: who is one person with whom, what a register says of them, and the funds' lists. Part of the act that decides.

Who is one person follows from the answers that hold, whenever one is given or taken back: people who are connected by "same" are one, and one of
them is kept. So answers may be taken back in any order.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl
from django.db.models import Q

from payung.intake.queries import newest_registers
from payung.registry.bulk import update_frame
from payung.registry.models import Person, Register, RegisterEntry, RegisterUse, Standing
from payung.review.answers import in_force, numbers_of, places_of
from payung.review.groups import components
from payung.review.models import Decision, ListChange, Pair
from payung.review.search import WORK, lines_of
from payung.roster.actions import Ended, end_cover, end_overlaps, resume
from payung.roster.models import Membership, Reason
from payung.values.month import Month


def default_kept(people: Sequence[Person]) -> Person:
    """Who is kept where nobody chooses: whose NIK a register holds, then who is on a list, then who was kept before, then the older record."""
    ids = [person.pk for person in people]
    registers = {register.pk for code in places_of(ids) for register in newest_registers(code)}
    told = set(RegisterEntry.objects.filter(register__in=registers, nik__in=[person.nik for person in people]).values_list("nik", flat=True))
    listed = set(Membership.objects.filter(person__in=ids).values_list("person", flat=True))
    return min(people, key=lambda one: (one.nik not in told, one.pk not in listed, one.same_as_id is not None, one.pk))


def merge(*, decision: Decision, people: Sequence[Person], kept: Person) -> list[ListChange]:
    """These people are one from now on, as `kept`; what would cover them twice ends, and so does what a register says they may not have."""
    _point(dict.fromkeys((person.pk for person in people), kept.pk))
    ids = [person.pk for person in people]
    ended = end_overlaps(kept=kept.pk, people=ids, note=_note(decision))
    for standing in Standing.objects.in_force().filter(person__in=ids).order_by("pk"):
        ended += _end_for(standing, ids, decision)
    return _write_down(decision, ended)


def separate(*, decision: Decision, people: Sequence[Person]) -> None:
    """Of people who were one, those stay one who are connected by the answers that still hold, as whom the newest of these answers kept.

    `decision` has taken one answer back already.
    """
    holding = in_force(Pair.objects.filter(person__in=people, other__in=people), answers=["same"])
    ids = pl.Series([person.pk for person in people], dtype=pl.Int64)
    alone = pl.DataFrame({"left": ids, "right": ids})
    pairs = pl.DataFrame([(each.pair.person_id, each.pair.other_id) for each in holding], schema=alone.schema, orient="row")
    wanted: dict[int, int] = {}
    for _, group in components(pl.concat([alone, pairs])).group_by("group"):
        members = {person.pk: person for person in people if person.pk in group["node"]}
        kept = next((each.kept_id for each in holding if each.kept_id in members and each.pair.person_id in members), None)
        wanted |= dict.fromkeys(members, kept or default_kept(list(members.values())).pk)
    _point(wanted)


def confirm(*, pair: Pair) -> Standing:
    """What the register says holds of the person from now on."""
    entry = pair.entry
    assert entry is not None  # a pair with a register has its line
    told = {"on": entry.on, "until": entry.until, "evidence": entry.evidence}
    return Standing.objects.create(person_id=pair.person_id, register_id=entry.register_id, kind=pair.kind, **told)


def end_for(*, decision: Decision, standing: Standing) -> list[ListChange]:
    """Whoever is not to be covered leaves the lists: the dead from the month after, others from the first month that begins in their new status."""
    return _write_down(decision, _end_for(standing, numbers_of([standing.person_id]), decision))


def bring_back(*, decision: Decision, undone: Decision, people: Iterable[int]) -> tuple[list[ListChange], list[tuple[ListChange, str]]]:
    """Spells that ended because of what was taken back begin anew where there is room; and those that cannot, with a key of roster's FATES.

    `people`: everybody who was one person before.
    """
    ended = ListChange.objects.filter(takes_back=None, taken_back_by=None, spell__person__in=people)
    ended = ended.filter(Q(decision=undone) | Q(stays__isnull=False)).select_related("spell__fund", "spell__person", "stays__person").order_by("pk")
    back, left = [], []
    for change in ended:
        if change.stays and _one(change.spell.person) == _one(change.stays.person):
            continue  # other answers still say that these two are one
        spell = resume(ended=Ended(change.spell, change.month, change.until), note=_note(decision))
        if isinstance(spell, str):
            left.append((change, spell))
        else:
            back.append(ListChange.objects.create(decision=decision, spell=spell, month=spell.first_month, takes_back=change))
    return back, left


def renew(register: Register) -> None:
    """Pairs whose line stands in this newer version too point to it, and where the line was confirmed, what it says by now holds."""
    found = Pair.objects.filter(kind=register.kind, entry__register__place=register.place_id).exclude(entry__register=register)
    pairs = pl.DataFrame(list(found.values_list("pk", "entry_key")), schema={"id": pl.Int64, "entry_key": pl.String}, orient="row")
    if pairs.is_empty() or RegisterUse.objects.filter(register=register, work=WORK).exists():
        return
    lines = lines_of(register).unique("entry_key", keep="last", maintain_order=True)
    update_frame(Pair, pairs.join(lines, on="entry_key").select("id", "entry_id"))
    holding = in_force(Pair.objects.filter(entry__register=register), answers=["same"])
    told = [(each.standing_id, each.pair.entry.on, each.pair.entry.until, each.pair.entry.evidence) for each in holding if each.pair.entry]
    told_schema = {"id": pl.Int64, "on": pl.Date, "until": pl.Date, "evidence": pl.String}
    standings = pl.DataFrame(told, schema=told_schema, orient="row").with_columns(register_id=pl.lit(register.pk))
    update_frame(Standing, standings)


def _one(person: Person) -> int:
    return person.same_as_id or person.pk


def _note(decision: Decision) -> str:
    return f"pasangan {decision.pair_id}"


def _point(wanted: dict[int, int]) -> None:
    """Person -> who is kept. First nobody points anywhere, so that there is no chain in between."""
    now = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "same_as"))
    changed = {pk: kept for pk, kept in wanted.items() if (now[pk] or pk) != kept}
    Person.objects.filter(pk__in=changed, same_as__isnull=False).update(same_as=None)
    for kept in sorted(set(changed.values())):
        Person.objects.filter(pk__in=[pk for pk, whose in changed.items() if whose == kept and pk != kept]).update(same_as=kept)


def _end_for(standing: Standing, people: Sequence[int], decision: Decision) -> list[Ended]:
    dead = standing.kind == Standing.Kind.DEATHS
    return end_cover(
        people=people,
        since=_from(standing.on, dead),
        until=standing.until,
        reason=Reason.DECEASED if dead else Reason.NOT_ELIGIBLE,
        happened_on=standing.on,
        note=_note(decision),
    )


def _from(on: date | None, dead: bool) -> Month | None:
    """The first month without cover: after the month of a death, or the first that begins in the other status."""
    if on is None:
        return None
    return Month.of(on) if not dead and on.day == 1 else Month.of(on) + 1


def _write_down(decision: Decision, ended: Iterable[Ended]) -> list[ListChange]:
    return [ListChange.objects.create(decision=decision, spell=each.spell, month=each.month, until=each.until, stays=each.stays) for each in ended]
