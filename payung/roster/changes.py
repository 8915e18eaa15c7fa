"""What becomes of each line of the monthly changes. No database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from payung.values.month import Month
from payung.values.problem import Problem, Severity
from payung.values.words import Words

COLUMNS = {"nik": pl.String, "direction": pl.String, "reason": pl.String, "happened_on": pl.Date, "note": pl.String}
REQUIRED = ("nik", "direction", "reason")
REASONS_IN = ("replacement", "correction")
REASONS_OUT = ("deceased", "employed", "migrant", "moved", "self_paying", "duplicate", "not_eligible", "too_old")

FATES: dict[str, Words] = {
    "change.month_outside": Words("Bulan ini di luar masa dana. Pilih bulan lain.", "The fund does not pay for this month. Choose another month."),
    "change.month_billed": Words(
        "Bulan ini sudah ditagih, jadi daftarnya tidak berubah lagi. Catat di bulan berikutnya.",
        "This month has its bill, so its list does not change any more. Enter it in the next month.",
    ),
    "change.direction_unknown": Words("Isi arah dengan “in” (masuk) atau “out” (keluar).", "Write “in” or “out” as the direction."),
    "change.reason_unknown": Words(
        "Alasan ini tidak dikenal. Masuk: {reasons_in}. Keluar: {reasons_out}.", "This reason is not known. In: {reasons_in}. Out: {reasons_out}."
    ).filled(reasons_in=", ".join(REASONS_IN), reasons_out=", ".join(REASONS_OUT)),
    "change.nik_unknown": Words(
        "NIK ini tidak ada di data. Periksa angkanya di KTP.", "This NIK is not in the data. Check its digits on the identity card."
    ),
    "change.twice": Words(
        "NIK ini ada dua kali di berkas ini; baris pertama yang dipakai.", "This NIK stands in the file twice; the first line counts."
    ),
    "change.already_in": Words("Orang ini sudah ada di daftar.", "This person is on the list already."),
    "change.already_out": Words("Orang ini sudah keluar dari daftar.", "This person has left the list already."),
    "change.never_in": Words("Orang ini tidak pernah ada di daftar dana ini.", "This person was never on the list of this fund."),
    "change.on_another_list": Words(
        "Orang ini sedang dibayari dana lain. Keluarkan dulu dari sana.", "Another fund pays for this person. Take them off its list first."
    ),
    "change.not_admitted": Words(
        "Orang ini sudah dipastikan tercatat di daftar acuan (meninggal, ASN, Taspen, dan lain-lain), jadi tidak dapat masuk.",
        "A register holds this person for certain (deceased, civil servant, Taspen and so on), so they cannot come in.",
    ),
    "change.not_determined": Words(
        "Orang ini tidak termasuk peserta atau cadangan di penetapan.", "This person is neither in nor waiting in the determination."
    ),
    "change.list_full": Words("Daftar sudah penuh. Catat dulu siapa yang keluar.", "The list is full. Enter first who leaves."),
}


@dataclass(frozen=True)
class ChangeOutcome:
    """`lines` are the lines as given with `line` (1 is the first) and `fate`: null where it was done, else a key of FATES."""

    lines: pl.DataFrame
    came_in: int
    went_out: int

    @property
    def problems(self) -> list[Problem]:
        """One for each line that was not done; FATES has its sentence."""
        left = self.lines.filter(pl.col("fate").is_not_null())
        return [Problem(row["fate"], Severity.BLOCKING, row["line"], "nik", row["nik"]) for row in left.iter_rows(named=True)]


def judge(lines: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The lines with `fate`, whether there is room left aside (`seat`). Of several lines of a person the first that can be done counts.

    `people` has a row for each NIK that is known: nik, person_id (the same for all numbers of a person), spell (id of the spell that covers the month
    or begins after it, or null), ever (was on this list), elsewhere (another fund pays), barred (a register speaks against them), determined (in or
    waiting).
    """
    known = lines.join(people, on="nik", how="left", maintain_order="left")
    comes, listed = pl.col("direction") == "in", pl.col("spell").is_not_null()
    reasons = pl.when(comes).then(pl.col("reason").is_in(REASONS_IN)).otherwise(pl.col("reason").is_in(REASONS_OUT))
    unreadable = [
        (~pl.col("direction").is_in(["in", "out"]).fill_null(False), "change.direction_unknown"),
        (~reasons.fill_null(False), "change.reason_unknown"),
        (pl.col("person_id").is_null(), "change.nik_unknown"),
    ]
    impossible = [
        (comes & listed, "change.already_in"),
        (comes & pl.col("elsewhere"), "change.on_another_list"),
        (comes & pl.col("barred"), "change.not_admitted"),
        (comes & ~pl.col("determined"), "change.not_determined"),
        (~comes & ~listed & pl.col("ever"), "change.already_out"),
        (~comes & ~listed, "change.never_in"),
    ]
    good = ~pl.any_horizontal(holds.fill_null(False) for holds, _ in [*unreadable, *impossible])
    who = pl.coalesce(pl.col("person_id").cast(pl.String), "nik")
    done_before = good.cast(pl.Int64).cum_sum().over(who) > good.cast(pl.Int64)
    rules = [*unreadable, (done_before, "change.twice"), *impossible]
    return known.with_columns(fate=pl.coalesce(pl.when(holds).then(pl.lit(code)) for holds, code in rules))


def seat(judged: pl.DataFrame, free: int) -> pl.DataFrame:
    """The lines that `judge` found good, of whom the first `free` come in and the others find the list full."""
    comes = pl.col("fate").is_null() & (pl.col("direction") == "in")
    return judged.with_columns(fate=pl.when(comes & (comes.cum_sum() > free)).then(pl.lit("change.list_full")).otherwise("fate"))


@dataclass(frozen=True)
class Spell:
    """Months `first` to `last` of a person on a fund's list, of which those from `free` on have no bill yet."""

    id: int
    person: int
    first: Month
    last: Month
    free: Month


@dataclass(frozen=True)
class End:
    """The spell `id` ends before `month`, because from then on the spell `stays` covers the same person."""

    id: int
    month: Month
    stays: int


def overlaps(spells: Sequence[Spell], kept: int) -> list[End]:
    """Which spells of one human being end, so that no month without a bill is covered twice.

    What is billed stays as it is. Of what is not, the spell that lasts longest stays, then that of the person who is kept, then the one that began
    first. A spell that ends does not begin again when the other one is over: that is for somebody to decide.
    """
    staying = [replace(spell, last=min(spell.last, spell.free + -1)) for spell in spells if spell.first < spell.free]
    ends: list[End] = []
    for spell in sorted(spells, key=lambda spell: (-spell.last.no, spell.person != kept, spell.first, spell.id)):
        free = max(spell.first, spell.free)
        others = [other for other in staying if other.id != spell.id and other.first <= spell.last and free <= other.last]
        if not others or free > spell.last:
            staying.append(spell)
            continue
        month, stays = min((max(free, other.first), other.id) for other in others)
        ends.append(End(spell.id, month, stays))
        if spell.first < month:
            staying.append(replace(spell, last=month + -1))
    return ends
