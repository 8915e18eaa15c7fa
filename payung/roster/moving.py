"""People who go from one fund's list to another's in the same month, so that nobody is on both and nobody falls between them. No database."""

from dataclasses import dataclass

import polars as pl

from payung.roster.changes import FATES
from payung.values.words import Words

MOVES: dict[str, Words] = {
    "move.not_listed": Words(
        "Orang ini tidak ada di daftar “{source}” pada {month}; mungkin baru saja dipindahkan atau keluar.",
        "This person is not on the list of “{source}” in {month}; they may just have been moved or have left.",
    ),
    "move.leaving": Words(
        "Orang ini sudah dicatat keluar dari “{source}” pada bulan yang akan datang. Catat dulu koreksinya di sana.",
        "This person is entered as leaving “{source}” in a later month. Enter the correction there first.",
    ),
    "move.already": Words("Orang ini sudah ada di daftar “{target}”.", "This person is on the list of “{target}” already."),
    "move.not_determined": Words(
        "Orang ini tidak memenuhi syarat penetapan “{target}”, jadi tidak dapat pindah ke sana.",
        "This person does not meet the terms of the determination of “{target}”, so they cannot move there.",
    ),
    "move.list_full": Words(
        "Tempat di daftar “{target}” sudah habis. Catat dulu siapa yang keluar dari sana.",
        "The list of “{target}” has no place left. Enter first who leaves it.",
    ),
    "move.village_full": Words(
        "Kuota desa orang ini di daftar “{target}” sudah habis. Catat dulu siapa dari desa itu yang keluar dari sana.",
        "The quota of this person's village on the list of “{target}” is used up. Enter first who of that village leaves it.",
    ),
    **{code: FATES[code] for code in ("change.nik_unknown", "change.twice", "change.on_another_list", "change.not_admitted")},
}


@dataclass(frozen=True)
class Moved:
    """`lines`: line (1 is the first), nik, person_id, spell and `fate`: null where it was done, else a key of MOVES.

    Rupiah: `released` of the fund that is left, `needed` of the other, each from the month to that fund's end; `months` each pays for a person.
    """

    lines: pl.DataFrame
    source: str
    target: str
    month: Words
    released: int
    needed: int
    months: tuple[int, int]

    @property
    def people(self) -> int:
        return int(self.lines["fate"].is_null().sum())

    def said(self, fate: str) -> Words:
        """Why a line was not done."""
        words = MOVES[fate]
        return Words(
            words.id.format(source=self.source, target=self.target, month=self.month.id),
            words.en.format(source=self.source, target=self.target, month=self.month.en),
        )


def judge_moves(lines: pl.DataFrame, people: pl.DataFrame, month: int) -> pl.DataFrame:
    """The lines (line, nik) with person_id, spell and `fate`, whether there is room left aside.

    `people` has a row for each NIK that is known: nik; spell, begins, ends of the fund that is left; there (a spell on the other fund); person_id, by
    which its determination has them in, waiting, or out for nothing but another list; third (a third fund pays), barred (a register speaks against
    them).
    """
    known = lines.join(people, on="nik", how="left", maintain_order="left")
    rules = [
        (pl.col("known").is_null(), "change.nik_unknown"),
        (pl.col("there").is_not_null(), "move.already"),
        (pl.col("spell").is_null() | (pl.col("begins") > month), "move.not_listed"),
        (pl.col("ends").is_not_null(), "move.leaving"),
        (pl.col("third"), "change.on_another_list"),
        (pl.col("barred"), "change.not_admitted"),
        (pl.col("person_id").is_null(), "move.not_determined"),
    ]
    judged = known.with_columns(fate=pl.coalesce(pl.when(holds.fill_null(False)).then(pl.lit(code)) for holds, code in rules))
    again = pl.col("fate").is_null() & ~pl.col("spell").is_first_distinct()
    return judged.with_columns(fate=pl.when(again).then(pl.lit("change.twice")).otherwise("fate"))


def keep_quota(judged: pl.DataFrame, taken: pl.DataFrame, quota: int) -> pl.DataFrame:
    """Of those whom nothing speaks against only so many move as their village (column `village`) has places left; `taken`: village, taken."""
    there = judged.join(taken, on="village", how="left", nulls_equal=True, maintain_order="left")
    good = pl.col("fate").is_null()
    over = good & (good.cum_sum().over("village") + pl.col("taken").fill_null(0) > quota)
    return there.with_columns(fate=pl.when(over).then(pl.lit("move.village_full")).otherwise("fate"))


def seat_moves(judged: pl.DataFrame, free: int) -> pl.DataFrame:
    """Of those whom nothing speaks against the first `free` move, the others find the list full."""
    good = pl.col("fate").is_null()
    return judged.with_columns(fate=pl.when(good & (good.cum_sum() > free)).then(pl.lit("move.list_full")).otherwise("fate"))
