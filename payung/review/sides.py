"""Both sides of a pair as they are shown: what is known of each, and which list and row, or which register, says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import may
from payung.intake.models import Row
from payung.intake.registers import KINDS
from payung.matching.words import Said, chance, said
from payung.places.models import Place
from payung.registry.models import Candidate, Person, RegisterEntry
from payung.review.models import Decision, Pair
from payung.values.nik import mask
from payung.values.words import Words, day

_MOST_LISTS = 3  # of a person's lists, how many are named


@dataclass(frozen=True)
class Side:
    """One person, or one line of a register; what is not known is empty. `nik` is masked for those who may not see it; `told` is where it stands."""

    nik: str
    name: str
    birth_date: date | None
    sex: str
    birth_place: str
    mother: str
    village: str
    address: str
    phone: str
    told: Words


@dataclass(frozen=True)
class Item:
    """A pair as somebody decides it. `money`: rupiah that the answer may save; `group`: pairs with the same number belong together (`others`: their
    numbers); `answer`: open, unsure, or what was decided; `decisions`: all that was said, oldest first.
    """

    pair: Pair
    left: Side
    right: Side
    answer: str
    money: int
    group: int
    others: list[int]
    decisions: list[Decision]

    @property
    def likely(self) -> Words:
        """The probability in words."""
        return chance(self.pair.probability)

    @property
    def said(self) -> list[Said]:
        """What speaks for one person and what against, field by field."""
        return said(self.pair.why)


def both_sides(pairs: Sequence[Pair], *, visible_to: User | None, on: date) -> dict[int, tuple[Side, Side]]:
    """Pair -> its sides, in a number of reads that does not depend on the number of pairs."""
    people = {person.pk: person for pair in pairs for person in (pair.person, pair.other) if person}
    lists, places = _lists([person.nik for person in people.values()]), _places(list(people))
    villages = dict(Place.objects.filter(code__in={person.village_id for person in people.values()}).values_list("code", "name"))
    seen: dict[str, bool] = {}

    def shown(nik: str | None, codes: Sequence[str]) -> str:
        for code in codes:
            if code not in seen:
                seen[code] = may(visible_to, "nik.reveal", code, on)
        return nik if nik and all(seen[code] for code in codes) else mask(nik or "")

    def of_person(person: Person) -> Side:
        told = lists.get(person.nik) or Words("tidak ada baris daftar yang lolos", "no row of a list passes")
        home = villages.get(person.village_id or "", "")
        known = (person.sex, person.birth_place, person.mother, home, person.address, person.phone)
        return Side(shown(person.nik, places.get(person.pk, [""])), person.name, person.birth_date, *known, told)

    def of_line(entry: RegisterEntry) -> Side:
        known = (entry.sex or "", entry.birth_place or "", entry.mother or "", entry.village or "", "", entry.phone or "")
        return Side(shown(entry.nik, [entry.register.place_id]), entry.name or "", entry.birth_date, *known, _told_by(entry))

    found = {}
    for pair in pairs:
        second = of_person(pair.other) if pair.other else of_line(pair.entry)  # type: ignore[arg-type]  # one of them is there, the database sees to it
        found[pair.pk] = of_person(pair.person), second
    return found


def _lists(niks: list[str]) -> dict[str, Words]:
    """NIK -> the rows that made the person a candidate."""
    rows: dict[str, list[Row]] = {}
    for row in Row.objects.filter(nik__in=niks, verdict="passes").select_related("list__round").order_by("pk"):
        rows.setdefault(row.nik, []).append(row)
    return {nik: _named(held) for nik, held in rows.items()}


def _named(rows: list[Row]) -> Words:
    told = [(row.list.round.name, row.list.file_name, row.number) for row in rows[-_MOST_LISTS:]]
    return Words(
        "; ".join(f"{round}: “{file}” baris {number}" for round, file, number in told),
        "; ".join(f"{round}: “{file}” row {number}" for round, file, number in told),
    )


def _places(people: list[int]) -> dict[int, list[str]]:
    """Person -> codes of the places whose rounds they are candidates in."""
    found: dict[int, list[str]] = {}
    for person, code in Candidate.objects.filter(person__in=people).values_list("person", "round__place").distinct():
        found.setdefault(person, []).append(code)
    return found


def _told_by(entry: RegisterEntry) -> Words:
    register, title = entry.register, KINDS[entry.register.kind].title
    since = Words(f", sejak {day(entry.on)}", f", since {day(entry.on, 'en')}") if entry.on else Words("", "")
    if entry.on and register.kind == "deaths":
        since = Words(f", meninggal {day(entry.on)}", f", died {day(entry.on, 'en')}")
    until = Words(f" sampai {day(entry.until)}", f" until {day(entry.until, 'en')}") if entry.until else Words("", "")
    more = f", {entry.evidence}" if entry.evidence and register.kind != "deaths" else ""
    return Words(
        f"{title.id}: {register.source}, keadaan {day(register.as_of)}{since.id}{until.id}{more}",
        f"{title.en}: {register.source}, as of {day(register.as_of, 'en')}{since.en}{until.en}{more}",
    )
