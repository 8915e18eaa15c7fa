"""What becomes of each line of the monthly changes. No database."""

from dataclasses import dataclass

import polars as pl

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
    """The lines with `fate`, whether there is room left aside (`seat`). Of several lines of a NIK the first that can be done counts.

    `people` has a row for each NIK that is known: nik, person_id, spell (id of the spell that covers the month or begins after it, or null),
    ever (was on this list), elsewhere (another fund pays), determined (in or waiting).
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
        (comes & ~pl.col("determined"), "change.not_determined"),
        (~comes & ~listed & pl.col("ever"), "change.already_out"),
        (~comes & ~listed, "change.never_in"),
    ]
    good = ~pl.any_horizontal(holds.fill_null(False) for holds, _ in [*unreadable, *impossible])
    done_before = good.cast(pl.Int64).cum_sum().over("nik") > good.cast(pl.Int64)
    rules = [*unreadable, (done_before, "change.twice"), *impossible]
    return known.with_columns(fate=pl.coalesce(pl.when(holds).then(pl.lit(code)) for holds, code in rules))


def seat(judged: pl.DataFrame, free: int) -> pl.DataFrame:
    """The lines that `judge` found good, of whom the first `free` come in and the others find the list full."""
    comes = pl.col("fate").is_null() & (pl.col("direction") == "in")
    return judged.with_columns(fate=pl.when(comes & (comes.cum_sum() > free)).then(pl.lit("change.list_full")).otherwise("fate"))
