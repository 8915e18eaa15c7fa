"""What the tests of people rest on, each read with one query: who is on lists, what registers say, which rows and decisions there are."""

from typing import Any

import polars as pl

from payung.assurance.scope import Asked
from payung.intake.queries import newest_registers
from payung.places.models import Place
from payung.planning.models import Determination, Fund
from payung.registry.bulk import read_frame
from payung.registry.models import Register
from payung.registry.queries import several_numbers, with_kept
from payung.values.place import Level, level_of, parent_of

_LISTED = """SELECT m.id, m.fund_id, m.person_id, m.first_month, COALESCE(m.last_month, f.last_month), p.nik, p.name, p.birth_date, p.sex, p.phone,
        c.id, c.stands, c.village_id
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE m.fund_id IN ({funds}) AND m.first_month <= {last} AND COALESCE(m.last_month, f.last_month) >= {first}
        AND (m.last_month IS NULL OR m.last_month >= m.first_month){living}"""
_SPELL: dict[str, Any] = {
    "id": pl.Int64, "fund_id": pl.Int64, "person_id": pl.Int64, "first": pl.Int32, "last": pl.Int32, "nik": pl.String, "name": pl.String,
    "birth_date": pl.Date, "sex": pl.String, "phone": pl.String, "candidate_id": pl.Int64, "stands": pl.Boolean, "village": pl.String,
}  # fmt: skip

_WITHOUT_ROW = """SELECT m.fund_id, m.person_id
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id JOIN registry_person p ON p.id = m.person_id
    JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE m.fund_id IN ({funds}) AND m.first_month <= {last} AND (m.last_month IS NULL OR m.last_month >= {first}) AND c.stands{living}
        AND NOT EXISTS (SELECT 1 FROM intake_row r JOIN intake_submittedlist s ON s.id = r.list_id
            WHERE r.nik = p.nik AND r.verdict = 'passes' AND s.round_id = f.round_id)"""

_IN_A_REGISTER = """SELECT p.id, r.kind, e."on", e.until, r.as_of, r.id, e.id
    FROM registry_register r JOIN registry_registerentry e ON e.register_id = r.id JOIN registry_person p ON p.nik = e.nik
    WHERE r.id IN ({registers})"""
_STANDING = """SELECT s.person_id, s.kind, s."on", s.until, r.as_of, s.register_id, s.id
    FROM registry_standing s JOIN registry_register r ON r.id = s.register_id WHERE s.withdrawn_on IS NULL"""
_DIED_BY_CHANGE = """SELECT h.person_id, 'deaths', h.happened_on, NULL, NULL, NULL, h.id
    FROM roster_change h WHERE h.reason = 'deceased' AND h.happened_on IS NOT NULL AND h.fund_id IN ({funds})"""
_FACT: dict[str, Any] = {
    "person_id": pl.Int64, "kind": pl.String, "on": pl.Date, "until": pl.Date, "as_of": pl.Date, "register_id": pl.Int64, "row_id": pl.Int64,
}  # fmt: skip

_NOT_IN_REGISTER = """SELECT m.fund_id, m.person_id FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
    WHERE m.fund_id IN ({funds}) AND NOT EXISTS (SELECT 1 FROM registry_registerentry e WHERE e.register_id IN ({registers}) AND e.nik = p.nik)"""

_NOT_DETERMINED = """SELECT m.id FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE m.fund_id IN ({funds}) AND m.first_month <= {last} AND (m.last_month IS NULL OR (m.last_month >= {first} AND m.last_month >= m.first_month))
        {living} AND NOT EXISTS (SELECT 1 FROM planning_decided d JOIN planning_determination t ON t.id = d.determination_id
            WHERE d.candidate_id = c.id AND d.outcome = 'in' AND t.fund_id = m.fund_id AND t.id IN ({determinations}))
        AND NOT EXISTS (SELECT 1 FROM roster_change h WHERE h.person_id = m.person_id AND h.fund_id = m.fund_id
            AND h.direction = 'in' AND h.reason <> 'determined')"""

_AGAINST_DECISION = """SELECT m.id, d.determination_id, d.outcome, d.reason, d.position, d.decile, f.highest_decile
    FROM planning_decided d JOIN planning_determination t ON t.id = d.determination_id JOIN planning_fund f ON f.id = t.fund_id
    JOIN registry_candidate c ON c.id = d.candidate_id JOIN roster_membership m ON m.person_id = c.person_id AND m.fund_id = f.id
    WHERE d.determination_id IN ({newest})
        AND (d.outcome = 'out' OR (f.highest_decile IS NOT NULL AND (d.decile IS NULL OR d.decile > f.highest_decile)))
        {living}"""
_DECISION: dict[str, Any] = {
    "id": pl.Int64, "row_id": pl.Int64, "outcome": pl.String, "text": pl.String, "position": pl.Int64, "decile": pl.Int64, "highest": pl.Int64,
}  # fmt: skip

_TERMS: dict[str, Any] = {
    "fund_id": pl.Int64, "fund_name": pl.String, "starts": pl.Date, "youngest": pl.Int32, "oldest": pl.Int32, "quota": pl.Int64,
}  # fmt: skip


def listed(asked: Asked) -> pl.DataFrame:
    """Every spell on a list, as `judge` takes it."""
    numbers = several_numbers()
    spells = _read(_LISTED, asked, _SPELL, "first", "last")
    spells = spells.with_columns(first=pl.max_horizontal("first", pl.lit(asked.first.no)), last=pl.min_horizontal("last", pl.lit(asked.last.no)))
    return with_kept(spells.join(_terms(asked.funds), on="fund_id", how="left", maintain_order="left"), numbers)


def _terms(funds: tuple[Fund, ...]) -> pl.DataFrame:
    rows = [(one.pk, one.name, one.first_month.first_day, one.youngest, one.oldest, one.quota_per_village) for one in funds]
    return pl.DataFrame(rows, schema=_TERMS, orient="row")


def without_row(asked: Asked) -> pl.DataFrame:
    """fund_id, person_id: candidates who stand, while the lists hold no row of their NIK that passed."""
    return _read(_WITHOUT_ROW, asked, {"fund_id": pl.Int64, "person_id": pl.Int64}, "first", "last")


def registers_of(asked: Asked, kinds: tuple[str, ...], *, newest: bool) -> list[Register]:
    """Versions that name people, of the funds' places and of those they lie in; `newest`: of each kind only the one that checks ask."""
    places = sorted({fund.place_id for fund in asked.funds})
    if newest:
        found = {one.pk: one for place in places for one in newest_registers(place) if one.kind in kinds}
        return list(found.values())
    around = {code for place in places for code in _upwards(place)}
    return list(Register.objects.filter(kind__in=kinds, place__in=around, encoded=False).order_by("pk"))


def _upwards(code: str) -> list[str]:
    return [code, *(parent_of(code, Level(level)) for level in range(Level.PROVINCE, level_of(code)))]


def facts_in(registers: list[Register]) -> pl.DataFrame:
    """What lines of these versions say of people by their NIK: one (who is kept), kind, on, until, as_of, register_id, row_id."""
    keys = ", ".join(str(one.pk) for one in registers) or "0"
    return _of_one(read_frame(_IN_A_REGISTER.format(registers=keys), [], _FACT))


def standings() -> pl.DataFrame:
    """The same by the word of officers, where it is not taken back."""
    return _of_one(read_frame(_STANDING, [], _FACT))


def deaths(asked: Asked) -> pl.DataFrame:
    """Everything that says of somebody that they died, with `code` for who says it."""
    registers = facts_in(registers_of(asked, ("deaths",), newest=False))
    confirmed = standings().filter(kind="deaths")
    changes = _of_one(read_frame(_DIED_BY_CHANGE.format(funds=asked.keys), [], _FACT))
    sources = (("death_register", registers), ("death_standing", confirmed), ("death_change", changes))
    return pl.concat([frame.with_columns(code=pl.lit(code)) for code, frame in sources])


def _of_one(facts: pl.DataFrame) -> pl.DataFrame:
    return with_kept(facts, several_numbers())


def not_in_register(asked: Asked, registers: list[Register]) -> pl.DataFrame:
    """fund_id, person_id of whoever was on a list and stands in none of these versions."""
    keys = ", ".join(str(one.pk) for one in registers) or "0"
    return _read(_NOT_IN_REGISTER.replace("{registers}", keys), asked, {"fund_id": pl.Int64, "person_id": pl.Int64})


def not_determined(asked: Asked) -> pl.DataFrame:
    """id of spells of people who are in by no determination in force, and whom no change let in."""
    keys = Determination.objects.filter(fund__in=asked.funds).in_force().values_list("pk", flat=True)
    inside = ", ".join(map(str, keys)) or "0"
    return _read(_NOT_DETERMINED.replace("{determinations}", inside), asked, {"id": pl.Int64}, "first", "last")


def against_decision(asked: Asked) -> pl.DataFrame:
    """id of a spell, row_id (the determination), outcome, text (the reason), position, decile, highest: by the newest in force of each fund."""
    found = Determination.objects.filter(fund__in=asked.funds).in_force().order_by("version").values_list("fund_id", "pk")
    newest = ", ".join(str(key) for key in dict(found).values()) or "0"
    return _read(_AGAINST_DECISION.replace("{newest}", newest), asked, _DECISION)


def districts() -> frozenset[str]:
    """The codes of all districts as six digits."""
    return frozenset(code.replace(".", "") for code in Place.objects.filter(level=Level.DISTRICT).values_list("code", flat=True))


def _read(sql: str, asked: Asked, schema: dict[str, Any], *bounds: str) -> pl.DataFrame:
    living, parts = asked.living()
    given = {"first": asked.first.no, "last": asked.last.no}
    text = sql.format(funds=asked.keys, living=living, **{name: given[name] for name in bounds})
    return read_frame(text, parts if "{living}" in sql else [], schema)
