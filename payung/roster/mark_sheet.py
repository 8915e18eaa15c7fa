"""The sheet on which a village marks its people, when it comes back: read, matched by NIK, bad rows named, good ones taken."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.intake.checks.clean import read_dates
from payung.intake.folder import list_files
from payung.intake.read.files import read_files
from payung.intake.read.header import Vocabulary
from payung.registry.bulk import insert_frame
from payung.roster.marks import KIND_WORDS, KINDS, LEAVING
from payung.roster.models import ChangeRound, Mark
from payung.roster.round_actions import require_open, side_of
from payung.roster.round_queries import Addressee, marks_frame, people_asked
from payung.values.errors import InputError
from payung.values.nik import digits
from payung.values.words import Words

_NOTE = 300
NIK, KIND, DAY, NOTE = Words("NIK", "NIK"), Words("Tanda", "Mark"), Words("Tanggal kejadian", "Date"), Words("Keterangan", "Note")
_HEADERS: dict[str, dict[str, Any]] = {
    "nik": {"words": [NIK.id, "no ktp", "nomor nik"], "rules": [{"all": ["nik"]}]},
    "kind": {"words": [KIND.id, KIND.en, "status", "keadaan"]},
    "day": {"words": [DAY.id, DAY.en, "tanggal"]},
    "note": {"words": [NOTE.id, NOTE.en, "catatan"]},
}
_SPOKEN = {
    **{words.said(lang).lower(): kind for kind, words in KIND_WORDS.items() for lang in ("id", "en")},
    **{kind: kind for kind in KINDS},
    "masih": "still",
    "bekerja": "still",
    "meninggal dunia": "deceased",
    "cpmi": "migrant",
    "pmi": "migrant",
    "mandiri": "self_paying",
}
FATES: dict[str, Words] = {
    "mark.not_listed": Words("NIK ini tidak ada di daftar Anda. Periksa angkanya.", "This NIK is not on your list. Check its digits."),
    "mark.twice": Words("NIK ini ada dua kali; baris pertama yang dipakai.", "This NIK stands here twice; the first row counts."),
    "mark.kind_unknown": Words(
        "Tanda ini tidak dikenal. Pilih dari daftar di sel itu.", "This mark is not known. Choose one from the list in the cell."
    ),
    "mark.day_unread": Words("Tanggal ini tidak terbaca. Tulis seperti 17-08-2026.", "This date cannot be read. Write it like 17-08-2026."),
    "mark.day_missing": Words("Isi tanggal meninggalnya.", "Give the day of the death."),
    "mark.day_impossible": Words(
        "Tanggal ini belum tiba, atau sebelum orangnya lahir. Periksa tanggalnya.", "This day is still to come, or before the birth. Check the date."
    ),
    "mark.note_missing": Words("Tulis di Keterangan apa yang berubah.", "Write in the note what has changed."),
}
LINES = {"line": pl.Int64, "nik": pl.String, "kind": pl.String, "day": pl.String, "note": pl.String}


@dataclass(frozen=True)
class Taken:
    """`lines` are the filled rows of the sheet (LINES) with `fate`: null where it was taken, else a key of FATES; `new` marks were made."""

    lines: pl.DataFrame
    new: int

    @property
    def good(self) -> int:
        return int(self.lines["fate"].is_null().sum())

    @property
    def bad(self) -> pl.DataFrame:
        return self.lines.filter(pl.col("fate").is_not_null())


def label(round: ChangeRound, to: Addressee) -> str:
    """What a hidden cell of the sheet says: which round and whose people it is about."""
    return f"mutasi/{round.pk}/{to}"


def read_marks(path: Path) -> tuple[pl.DataFrame, str]:
    """The rows with a mark, a date or a note (LINES), and what the hidden cell says. InputError for a file that cannot be read or names no NIK."""
    file = next(read_files(list_files([path]), words=Vocabulary.of(_HEADERS), wanted=frozenset({"nik"})))
    if file.refusal:
        raise InputError(*file.refusal)
    names = [name for name in LINES if name != "line"]
    frame = pl.concat(
        pl.DataFrame({"line": sheet.rows, **{name: sheet.columns.get(name, [None] * len(sheet.rows)) for name in names}}, schema=LINES)
        for sheet in file.sheets
    )
    told = frame.with_columns(pl.col("kind", "day", "note").str.strip_chars().replace("", None), nik=digits(pl.col("nik")))
    return told.filter(pl.any_horizontal(pl.col("kind", "day", "note").is_not_null())), file.corrects or ""


def take_sheet(*, round: ChangeRound, path: Path, by: User | None, on: date) -> Taken:
    """Marks of the rows that can be taken, for the side whose sheet it is; the same sheet again changes nothing.

    Errors: InputError `sheet.other_round` for the sheet of another month or fund; RefusedError `round.closed`.
    """
    lines, said = read_marks(path)
    to = _addressee(round, said)
    with acting("changes.sheet", by=by):
        require_open(round)
        listed = people_asked(round, by, on, right="changes.mark", to=to).values_list("person__nik", "person_id", "person__birth_date")
        schema = {"nik": pl.String, "person_id": pl.Int64, "born": pl.Date}
        judged = judge(lines, pl.DataFrame(list(listed), schema=schema, orient="row"), on)
        side = side_of(round, by, on)
        if side == Mark.Side.OPERATOR:  # who hands in what somebody else has filled in speaks for them
            side = Mark.Side.OFFICE if to and to.office else Mark.Side.VILLAGE
        good = judged.filter(pl.col("fate").is_null())
        columns = ["person_id", "kind", "happened_on", "note"]
        held = marks_frame(round).filter(side=side.value).unique("person_id", keep="last").select(columns)
        fresh = good.select(columns).join(held, on=columns, how="anti", nulls_equal=True)
        who = [pl.lit(round.pk).alias("round_id"), pl.lit(side.value).alias("side"), pl.lit(by.pk if by else None, pl.Int64).alias("by_id")]
        insert_frame(Mark, fresh.select(*columns, *who, on=pl.lit(on)))
        return Taken(judged.select(*LINES, "fate"), fresh.height)


def judge(lines: pl.DataFrame, listed: pl.DataFrame, on: date) -> pl.DataFrame:
    """The lines with person_id, kind (a key), happened_on, note and `fate`. `listed`: nik, person_id, born of whoever may be marked."""
    known = lines.join(listed, on="nik", how="left", maintain_order="left").with_columns(
        kind=pl.col("kind").str.to_lowercase().replace(_SPOKEN),
        happened_on=read_dates(lines["day"], pl.repeat(True, lines.height, dtype=pl.Boolean, eager=True), on.year + 1),
        note=pl.col("note").fill_null("").str.slice(0, _NOTE),
    )
    leaves = pl.col("kind").is_in(LEAVING)
    rules = [
        (pl.col("person_id").is_null(), "mark.not_listed"),
        (~pl.col("nik").is_first_distinct(), "mark.twice"),
        (~pl.col("kind").is_in(KINDS).fill_null(False), "mark.kind_unknown"),
        (leaves & pl.col("day").is_not_null() & pl.col("happened_on").is_null(), "mark.day_unread"),
        ((pl.col("kind") == "deceased") & pl.col("happened_on").is_null(), "mark.day_missing"),
        (leaves & ((pl.col("happened_on") > on) | (pl.col("happened_on") < pl.col("born"))), "mark.day_impossible"),
        ((pl.col("kind") == "other") & (pl.col("note") == ""), "mark.note_missing"),
    ]
    fate = pl.coalesce(pl.when(holds).then(pl.lit(code)) for holds, code in rules)
    return known.with_columns(fate=fate, happened_on=pl.when(leaves).then("happened_on"))


def _addressee(round: ChangeRound, said: str) -> Addressee | None:
    """Whose sheet it is; None for a table that is none of ours."""
    way, _, rest = said.partition("/")
    if way != "mutasi":
        return None
    number, _, to = rest.partition("/")
    if number != str(round.pk):
        month = round.month
        raise InputError(
            "sheet.other_round",
            Words(
                f"Lembar ini dari bulan atau dana lain. Unduh lembar {month.said()}, isi, lalu kirim yang itu.",
                f"This sheet is of another month or fund. Download the sheet of {month.said('en')}, fill it in and send that one.",
            ),
        )
    return Addressee.of(to)
