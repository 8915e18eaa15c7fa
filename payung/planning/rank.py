"""Who comes first when the money does not reach everybody.

Order: whoever may join before whoever may not; people of the fund's kind of work first, then last year's people first (if the fund says so); then
the lower welfare decile, those without one last; then a lot. The lot is SHA-256 of "<draw>/<NIK>", where `draw` names the fund by its facts (place,
source, first month): nobody chooses either, every run and every copy of the data gives the same, another fund gives another, and an auditor can
recompute it with any tool. Equal lots, should they ever occur, are ordered by NIK. So the order is total and independent of the order of the rows.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl

from payung.planning.sources import FIRST, ONLY, trades
from payung.values.words import Words, number


@dataclass(frozen=True)
class Criteria:
    """Ages count on `start`; people of `oldest` and above are out. `highest_decile`: people above it, or with none, are out. None does not count.

    `trade` (sources.py): people of that work come first where `trade_rule` is "first", others are out where it is "only".
    """

    start: date
    youngest: int = 18
    oldest: int = 65
    last_year_first: bool = True
    highest_decile: int | None = None
    quota_per_village: int | None = None
    trade: str = ""
    trade_rule: str = ""


REASONS: dict[str, Words] = {
    "in.trade": Words("masuk: pekerjaan {trade} didahulukan", "in: {trade} come first"),
    "in.last_year": Words("masuk: peserta tahun lalu", "in: on last year's list"),
    "in.decile": Words("masuk: desil {decile}", "in: decile {decile}"),
    "in.lot": Words("masuk: urutan {position}", "in: position {position}"),
    "in.plan": Words("masuk: menurut rencana bersama beberapa dana", "in: by the plan of several funds together"),
    "waiting.budget": Words("cadangan: anggaran habis pada urutan {last_in}", "waiting: the money ends at position {last_in}"),
    "waiting.village_quota": Words("cadangan: kuota desa {quota} sudah penuh", "waiting: the village's quota of {quota} is full"),
    "waiting.other_fund": Words(
        "cadangan: rencana bersama memberinya tempat di dana lain", "waiting: the joint plan gives them a place of another fund"
    ),
    "waiting.plan": Words(
        "cadangan: rencana bersama memberikan tempatnya kepada orang lain", "waiting: the joint plan gives the places of this fund to others"
    ),
    "out.deceased": Words("tidak: sudah meninggal dunia", "out: deceased"),
    "out.civil_servant": Words("tidak: ASN, TNI, atau POLRI", "out: civil servant or forces"),
    "out.village_official": Words("tidak: perangkat desa", "out: village official"),
    "out.covered_elsewhere": Words("tidak: sudah terlindungi di tempat lain", "out: covered elsewhere"),
    "out.too_young": Words("tidak: umur {age} tahun, paling muda {youngest}", "out: aged {age}, the youngest may be {youngest}"),
    "out.too_old": Words("tidak: umur {age} tahun, harus di bawah {oldest}", "out: aged {age}, must be below {oldest}"),
    "out.on_another_list": Words("tidak: sudah dibayari dana lain", "out: another fund pays already"),
    "out.other_trade": Words("tidak: pekerjaan di daftar bukan {trade}", "out: the occupation on the list is not {trade}"),
    "out.no_decile": Words("tidak: tidak ada di data kesejahteraan", "out: not in the welfare data"),
    "out.high_decile": Words("tidak: desil {decile}, paling tinggi {highest}", "out: decile {decile}, the highest may be {highest}"),
}
# what a register says of somebody (the kind of the register) -> why they may not join
OF_A_REGISTER = {
    "deaths": "out.deceased",
    "civil_servants": "out.civil_servant",
    "village_officials": "out.village_official",
    "active_members": "out.covered_elsewhere",
    "taspen": "out.covered_elsewhere",
}


def rank(candidates: pl.DataFrame, criteria: Criteria, places: int, *, draw: str) -> pl.DataFrame:
    """Everybody in order, with position (1..n), outcome ("in", "waiting", "out"), reason (a key of REASONS) and age.

    In: id, nik, birth_date, village (null: all such people share one quota), decile (null: unknown), last_year, elsewhere (another fund pays in
    these months), no other nulls; `standing` (kind of a register that speaks against them, or null) and `of_trade` (whether their work is that of the
    criteria) count, and `lot` is taken as it is, if they are there. Other columns stay.
    """
    if "lot" not in candidates.columns:
        candidates = candidates.with_columns(lots(candidates["nik"], draw))
    if "of_trade" not in candidates.columns:
        candidates = candidates.with_columns(of_trade=pl.lit(False))
    judged = candidates.with_columns(age=_age(criteria.start)).with_columns(barred=_barred(criteria, "standing" in candidates.columns))
    first, of_trade = pl.col("last_year") & criteria.last_year_first, pl.col("of_trade") & (criteria.trade_rule == FIRST)
    before = [pl.col("barred").is_not_null(), ~of_trade, ~first, pl.col("decile").fill_null(pl.UInt8.max())]
    ordered = _in_order(judged, before).with_row_index("position", offset=1)
    kept = _within_quota(ordered, criteria.quota_per_village)
    funded = kept & (kept.cum_sum() <= places)
    why_first = pl.when(of_trade).then(pl.lit("in.trade")).when(first).then(pl.lit("in.last_year"))
    why_in = why_first.when(pl.col("decile").is_not_null()).then(pl.lit("in.decile")).otherwise(pl.lit("in.lot"))
    why_waiting = pl.when(kept).then(pl.lit("waiting.budget")).otherwise(pl.lit("waiting.village_quota"))
    barred = pl.col("barred")
    return ordered.with_columns(
        outcome=pl.when(barred.is_not_null()).then(pl.lit("out")).when(funded).then(pl.lit("in")).otherwise(pl.lit("waiting")),
        reason=pl.when(barred.is_not_null()).then(barred).when(funded).then(why_in).otherwise(why_waiting),
    ).drop("barred")


def explain(person: dict[str, Any], criteria: Criteria, last_in: int | None) -> Words:
    """The reason of one row of a ranking as a sentence; `last_in` is the position of the last one who is in."""
    given: dict[str, Any] = {
        "age": person["age"],
        "decile": person["decile"],
        "position": person["position"],
        "last_in": last_in or 0,
        "quota": criteria.quota_per_village,
        "youngest": criteria.youngest,
        "oldest": criteria.oldest,
        "highest": criteria.highest_decile,
    }
    whole = {name: value for name, value in given.items() if value is not None}
    said, trade = REASONS[person["reason"]], trades().get(criteria.trade)
    if trade:
        said = Words(said.id.replace("{trade}", trade.title.id), said.en.replace("{trade}", trade.title.en))
    return said.counting(**whole)


def told_criteria(criteria: Criteria) -> list[Words]:
    """The criteria as sentences, in the order in which they are applied."""
    told = [
        Words(
            f"Umur {criteria.youngest} sampai di bawah {criteria.oldest} tahun pada hari pertama perlindungan.",
            f"Aged {criteria.youngest} to below {criteria.oldest} on the first day of cover.",
        )
    ]
    if criteria.highest_decile is not None:
        told.append(
            Words(
                f"Hanya desil 1 sampai {criteria.highest_decile}; yang tidak ada di data kesejahteraan tidak ikut.",
                f"Deciles 1 to {criteria.highest_decile} only; whoever is not in the welfare data is out.",
            )
        )
    told += _told_trade(criteria)
    if criteria.last_year_first:
        told.append(Words("Peserta tahun lalu didahulukan.", "Last year's people come first."))
    told.append(
        Words(
            "Lalu desil yang lebih rendah; yang sama diundi dengan cara yang dapat dihitung ulang siapa pun.",
            "Then the lower decile; equals are ordered by a lot that anybody can recompute.",
        )
    )
    if criteria.quota_per_village is not None:
        told.append(
            Words(
                f"Paling banyak {number(criteria.quota_per_village)} orang per desa.",
                f"At most {number(criteria.quota_per_village, 'en')} a village.",
            )
        )
    return told


def _told_trade(criteria: Criteria) -> list[Words]:
    trade = trades().get(criteria.trade)
    if trade is None:
        return []
    if criteria.trade_rule == ONLY:
        return [Words(f"Hanya yang pekerjaannya {trade.title.id}.", f"Only people whose work is {trade.title.en}.")]
    return [Words(f"Yang pekerjaannya {trade.title.id} didahulukan.", f"People whose work is {trade.title.en} come first.")]


def lots(nik: pl.Series, draw: str) -> pl.Series:
    """The first eight bytes of SHA-256 of "<draw>/<NIK>" as a whole number."""
    texts = (f"{draw}/" + nik).cast(pl.Binary).to_list()
    drawn = pl.Series("lot", [sha256(text).digest() for text in texts], dtype=pl.Binary)
    return drawn.bin.slice(0, 8).bin.reinterpret(dtype=pl.UInt64, endianness="big")


def _in_order(people: pl.DataFrame, before: list[pl.Expr]) -> pl.DataFrame:
    """By `before` (three yes or no, then a decile of eight bits), `lot`, `nik`: eleven bits and the lot's first 53 are one number, which sorts a
    million people twenty times as fast; should two share it, all that was asked for is compared.
    """
    barred, other, late, decile = (each.cast(pl.UInt64) for each in before)
    keys = people.select(key=barred * 2**63 + other * 2**62 + late * 2**61 + decile * 2**53 + pl.col("lot") // 2**11)["key"]
    if keys.n_unique() == keys.len():
        return people[keys.arg_sort()]
    return people.sort([*before, "lot", "nik"])


def _age(on: date) -> pl.Expr:
    """Full years; who is born on 29 February turns a year older on 1 March."""
    born = pl.col("birth_date").dt
    before_birthday = (born.month() > on.month) | ((born.month() == on.month) & (born.day() > on.day))
    return on.year - born.year() - before_birthday.cast(pl.Int32)


def _barred(criteria: Criteria, registers: bool) -> pl.Expr:
    """Why somebody may not join, the first reason that holds; null for those who may. `registers`: there is a column `standing`."""
    decile, highest = pl.col("decile"), criteria.highest_decile
    rules = [(pl.col("standing") == kind, code) for kind, code in OF_A_REGISTER.items()] if registers else []
    rules += [
        (pl.col("age") < criteria.youngest, "out.too_young"),
        (pl.col("age") >= criteria.oldest, "out.too_old"),
    ]
    if criteria.trade_rule == ONLY:
        rules.append((~pl.col("of_trade"), "out.other_trade"))
    if highest is not None:
        rules += [(decile.is_null(), "out.no_decile"), (decile > highest, "out.high_decile")]
    # the last, so that it says of somebody that nothing else speaks against them: they may move here from that list
    rules.append((pl.col("elsewhere"), "out.on_another_list"))
    return pl.coalesce(pl.when(holds).then(pl.lit(code)) for holds, code in rules)


def _within_quota(ordered: pl.DataFrame, quota: int | None) -> pl.Series:
    """Who may join and is among the first `quota` of the village."""
    may = pl.col("barred").is_null()
    if quota is None:
        return ordered.select(may).to_series()
    # those who may not join stand last, so they take nobody's place in the village
    return ordered.select(may & (pl.int_range(pl.len()).over("village") < quota)).to_series()
