"""Each test of the catalog joined to what it rests on: key -> findings. The rupiah of people are counted afterwards, for all tests at once."""

from collections.abc import Callable

import polars as pl

from payung.assurance import facts, facts_decisions, facts_money, judge, judge_months
from payung.assurance.catalog import TESTS
from payung.assurance.facts_decisions import Begun
from payung.assurance.facts_once import Facts
from payung.assurance.finding import NONE, findings, together
from payung.planning.models import Determination
from payung.planning.rank import REASONS
from payung.values.words import Words

NARROW = Words("Hanya diuji untuk seluruh dana, bukan sebagian wilayahnya.", "Tested for whole funds only, not for a part of their place.")
NO_POPULATION = Words("Belum ada data kependudukan di data acuan, jadi belum diuji.", "No population data among the registers, so not tested.")
NO_REGISTERS = Words(
    "Belum ada daftar ASN, perangkat desa, peserta aktif, atau Taspen, jadi belum diuji.",
    "No register of civil servants, village officials, active members or Taspen, so not tested.",
)
NO_DEATHS = Words("Belum ada data kematian atau mutasi meninggal, jadi belum diuji.", "No register of deaths and no such change, so not tested.")
NO_QUOTA = Words("Tidak ada dana dengan kuota desa.", "No fund has a quota for villages.")


def why_not(key: str, known: Facts) -> Words | None:
    """Why the test cannot be made; None where it can."""
    if TESTS[key].whole and not known.asked.whole:
        return NARROW
    needed: dict[str, tuple[Callable[[], bool], Words]] = {
        "population": (lambda: bool(known.population), NO_POPULATION),
        "registers": (lambda: bool(known.against) or _confirmed(known), NO_REGISTERS),
        "dead_listed": (lambda: bool(known.deaths_known) or known.deaths.height > 0, NO_DEATHS),
        "dead_billed": (lambda: bool(known.deaths_known) or known.deaths.height > 0, NO_DEATHS),
        "quota": (lambda: any(fund.quota_per_village for fund in known.asked.funds), NO_QUOTA),
    }
    if key in needed and not needed[key][0]():
        return needed[key][1]
    return None


def _confirmed(known: Facts) -> bool:
    return facts.standings().filter(pl.col("kind") != "deaths").height > 0


def _registers(known: Facts) -> pl.DataFrame:
    stated = pl.concat([facts.facts_in(known.against), facts.standings().filter(pl.col("kind") != "deaths")])
    return judge.registers(known.listed, stated)


def _population(known: Facts) -> pl.DataFrame:
    missing = facts.not_in_register(known.asked, known.population)
    names = known.population[-1].pk if known.population else None
    gone = judge.people(known.listed).join(missing, on=judge.PERSON, how="semi", maintain_order="left")
    return findings(gone, "not_in_population", register_id=names)


def _rules(known: Facts) -> pl.DataFrame:
    found = known.listed.drop("row_id", strict=False).join(facts.against_decision(known.asked), on="id", how="inner", maintain_order="left")
    found = found.with_columns(month=pl.col("first"), until=pl.col("last"), said=pl.col("text").replace_strict(_REASONS, default=pl.col("text")))
    out = pl.col("outcome") == "out"
    decile = found.filter(~out)
    every = together(
        findings(found.filter(out), "decided_out", found=pl.col("position"), text=pl.col("said")),
        findings(decile.filter(pl.col("decile").is_null()), "decile_missing", expected=pl.col("highest")),
        findings(decile.filter(pl.col("decile").is_not_null()), "decile_high", expected=pl.col("highest"), found=pl.col("decile")),
    )
    return every.unique(judge.PERSON, keep="first", maintain_order=True)


_REASONS = {code: words.id.split(":")[1].split("{")[0].strip(" ,") for code, words in REASONS.items() if code.startswith("out.")}


def _not_determined(known: Facts) -> pl.DataFrame:
    found = known.listed.join(facts.not_determined(known.asked), on="id", how="semi", maintain_order="left")
    once = judge.people(found) if found.height else found.with_columns(month=pl.col("first"), until=pl.col("last"))
    return findings(once, "not_determined", row_id=pl.col("id"))


def _paid_twice(known: Facts) -> pl.DataFrame:
    asked = known.asked
    names = {fund.pk: fund.name for fund in asked.funds if fund.pk in asked.named}
    several = facts_money.lines_of_several(asked)
    return judge_months.billed_twice(facts_money.billed_twice(asked), several, [fund.pk for fund in asked.funds], names)


def _bill_people(known: Facts) -> pl.DataFrame:
    uneven = judge_months.uneven(known.bills, known.standing, known.not_listed)
    return judge_months.bill_people(facts_money.not_billed(uneven), known.months)


def _outside(known: Facts) -> pl.DataFrame:
    return judge_months.outside(facts_money.bills_outside(known.asked), facts_decisions.spells_outside(known.asked))


def _changes(known: Facts) -> pl.DataFrame:
    asked = known.asked
    ended, began = facts_decisions.ended_unrecorded(asked), facts_decisions.began_unrecorded(asked)
    return judge_months.changes(ended, began, facts_decisions.without_reason(asked))


def _four_eyes(known: Facts) -> pl.DataFrame:
    begun = known.begun
    waiting = facts_decisions.unanswered(known.asked, begun)
    rows = [row for one in begun if (row := _begun_wrong(one))]
    rows += [_named(one.fund_id, one, "no_second_person") for one in waiting if one.made_by_id is None]
    frame = pl.DataFrame(rows, schema={name: NONE.schema[name] for name in ("fund_id", "row_id", "text", "code", "day")}, orient="row")
    billed = known.bills.group_by("fund_id").agg(amount=pl.col("total").sum())
    held = frame.join(billed, on="fund_id", how="left", maintain_order="left").with_columns(pl.col("amount").fill_null(0))
    return findings(held, people=0, month=known.asked.first.no, until=known.asked.last.no)


def _named(fund: int, one: Determination | None, code: str, text: str = "") -> tuple[object, ...]:
    return fund, one.pk if one else None, one.number if one else text, code, None


def _begun_wrong(one: Begun) -> tuple[object, ...] | None:
    """The gravest that is wrong with how a list began; None where two people decided it first."""
    made, answer = one.determination, one.approval
    if made is None:
        return _named(one.fund.pk, None, "begun_by_nothing", one.number)
    if made.made_by_id is None:
        return _named(one.fund.pk, made, "no_second_person")
    if answer is None or not answer.granted:
        return _named(one.fund.pk, made, "not_approved")
    if answer.by_id == made.made_by_id:
        return _named(one.fund.pk, made, "own_approval")
    return (one.fund.pk, made.pk, made.number, "begun_before_approval", one.approved_on) if one.too_early else None


RUNS: dict[str, Callable[[Facts], pl.DataFrame]] = {
    "candidacy": lambda known: judge.candidacy(known.listed, facts.without_row(known.asked)),
    "nik": lambda known: judge.nik(known.listed),
    "nik_region": lambda known: judge.nik_region(known.listed, facts.districts()),
    "population": _population,
    "age": lambda known: judge.age(known.listed),
    "registers": _registers,
    "rules": _rules,
    "same_person": lambda known: judge.same_person(known.listed),
    "name_and_birth": lambda known: judge.name_and_birth(known.listed),
    "phone": lambda known: judge.phone(known.listed),
    "dead_listed": lambda known: judge.dead_listed(known.listed, known.deaths),
    "dead_billed": lambda known: judge.dead_billed(known.lines_of_dead, known.deaths),
    "paid_after_leaving": lambda known: judge_months.not_listed(known.not_listed),
    "paid_twice": _paid_twice,
    "bill_people": _bill_people,
    "bill_amount": lambda known: judge_months.bill_amount(known.bills, known.standing, known.months),
    "bill_missing": lambda known: judge_months.bill_missing(known.standing, known.bills, known.due),
    "payment": lambda known: judge_months.payment(known.bills, known.asked.on),
    "outside": _outside,
    "four_eyes": _four_eyes,
    "not_determined": _not_determined,
    "changes": _changes,
    "quota": lambda known: judge.quota(known.listed, known.billed_months),
}

SIZES: dict[str, Callable[[Facts], int]] = {
    "people": lambda known: known.people,
    "lines": lambda known: known.lines,
    "bills": lambda known: known.bills.height,
    "months": lambda known: known.standing.join(known.due, on=["fund_id", "month"], how="semi").height,
    "spells": lambda known: known.listed.height + known.bills.height,
    "determinations": lambda known: facts_decisions.determinations(known.asked),
    "changes": lambda known: facts_decisions.changes_and_spells(known.asked),
    "villages": lambda known: (
        judge.in_months(
            known.listed.filter(pl.col("quota").is_not_null(), pl.col("village").is_not_null()), known.months, ["fund_id", "village"]
        ).height
    ),
}
