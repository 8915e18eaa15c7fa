"""Which line of a package each row of a reply is about, and whether it counts. No database.

A row is known by its NIK, else by name and birth date together. One that names nobody, or cannot be read, stops none of the others.
"""

import polars as pl

from payung.matching.names import canonical
from payung.values.words import Words

COUNTS = "counts"
FATES: dict[str, Words] = {
    COUNTS: Words("dihitung", "counts"),
    "twice": Words("Orang ini ada dua kali di berkas dengan jawaban yang sama.", "This person stands in the file twice with the same answer."),
    "conflict": Words(
        "Orang ini ada dua kali dengan jawaban berbeda. Tanyakan ke cabang mana yang benar.",
        "This person stands there twice with different answers. Ask the branch which one holds.",
    ),
    "unknown": Words(
        "Orang ini tidak ada di paket. Periksa apakah berkasnya untuk paket lain.",
        "This person is not in the package. Is the file about another one?",
    ),
    "ambiguous": Words(
        "Nama dan tanggal lahir ini cocok dengan lebih dari satu orang. Minta cabang menulis NIK-nya.",
        "Name and birth date fit more than one person. Ask the branch for the NIK.",
    ),
    "unreadable": Words(
        "Jawabannya tidak terbaca. Minta cabang menulis diterima, ditolak, atau aktif di tempat lain.",
        "The answer cannot be read. Ask the branch to write accepted, rejected or member elsewhere.",
    ),
    "number_taken": Words(
        "Nomor peserta ini sudah milik orang lain. Tanyakan nomor yang benar ke cabang.",
        "This participant number belongs to somebody else. Ask the branch for the right one.",
    ),
}
FOUND_BY = {"nik": Words("lewat NIK", "by NIK"), "name_birth": Words("lewat nama dan tanggal lahir", "by name and birth date")}


def match_reply(rows: pl.DataFrame, lines: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`rows` with line_id, person_id, found_by ("" for nobody) and fate.

    rows: nik, name, birth_date (null: not there or not readable), answer, member_no; lines: line_id, person_id, nik, name, birth_date;
    numbers: member_no, owner (a person) of the numbers that are given already.
    """
    held = rows.with_row_index("_at")
    by_nik = (
        held.filter(pl.col("nik").is_not_null()).join(lines.select("line_id", "person_id", "nik"), on="nik").select("_at", "line_id", "person_id")
    )
    found = held.join(by_nik, on="_at", how="left", maintain_order="left")
    by_name, several = _by_name(found.filter(pl.col("line_id").is_null()), lines.join(by_nik, on="line_id", how="anti"))
    named = by_name.rename({"line_id": "named_line", "person_id": "named_person"})
    found = found.join(named, on="_at", how="left", maintain_order="left").with_columns(
        found_by=pl.when(pl.col("line_id").is_not_null())
        .then(pl.lit("nik"))
        .when(pl.col("named_line").is_not_null())
        .then(pl.lit("name_birth"))
        .otherwise(pl.lit("")),
        line_id=pl.coalesce("line_id", "named_line"),
        person_id=pl.coalesce("person_id", "named_person"),
        several=pl.col("_at").is_in(several.implode()),
    )
    return _judged(found, numbers).drop("_at", "named_line", "named_person", "several")


def _by_name(rows: pl.DataFrame, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """_at, line_id, person_id of rows that fit one line; and the _at of those that fit several."""
    asked = rows.filter(pl.col("name").is_not_null() & pl.col("birth_date").is_not_null()).select("_at", "name", "birth_date")
    near = lines.join(asked.select("birth_date").unique(), on="birth_date", how="semi")  # only their names are worth spelling
    asked = asked.with_columns(spelled=canonical(asked["name"])).drop("name")
    near = near.with_columns(spelled=canonical(near["name"])).select("line_id", "person_id", "birth_date", "spelled")
    fits = asked.join(near, on=["birth_date", "spelled"])
    many = fits.filter(pl.len().over("_at") > 1)["_at"].unique()
    return fits.filter(pl.len().over("_at") == 1).select("_at", "line_id", "person_id"), many


def _judged(found: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """The first rule that holds is the fate; several rows of a line count once if they say the same."""
    told = found.join(numbers, on="member_no", how="left", maintain_order="left")
    given = pl.col("member_no").is_not_null() & pl.col("line_id").is_not_null() & (pl.col("answer") == "accepted")
    # a number of somebody else, or given to two people in this file: nobody can say here whose it is
    shared = pl.col("person_id").filter(given).n_unique().over("member_no") > 1
    taken = given & (shared | (pl.col("owner").is_not_null() & (pl.col("owner") != pl.col("person_id"))))
    rules = [
        (pl.col("several"), "ambiguous"),
        (pl.col("line_id").is_null(), "unknown"),
        (pl.col("answer") == "", "unreadable"),
        (taken, "number_taken"),
    ]
    told = told.with_columns(fate=pl.coalesce(pl.when(holds.fill_null(False)).then(pl.lit(fate)) for holds, fate in rules)).drop("owner")
    good = pl.col("fate").is_null()
    said = pl.struct("answer", pl.col("member_no").fill_null("")).filter(good).n_unique().over("line_id")
    again = good.cast(pl.Int32).cum_sum().over("line_id") > 1
    return told.with_columns(
        fate=pl.when(~good).then("fate").when(said > 1).then(pl.lit("conflict")).when(again).then(pl.lit("twice")).otherwise(pl.lit(COUNTS))
    )
