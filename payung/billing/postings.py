"""What BPJS has posted for a bill: told by its branch as sums, or read from a file that names people. `by` is who acts, `on` the day of the act."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.closed import locked_bill
from payung.billing.codes import code_of, read_reason
from payung.billing.models import Bill, BpjsLine, BpjsPosting, PostingColumn
from payung.billing.postings_file import FIELDS, ReadPostings, read_postings
from payung.intake.read.header import UNUSED, header_key
from payung.places.models import Place
from payung.registry.bulk import insert_frame, reserve_ids
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, number


def standing_postings(bill: Bill) -> QuerySet[BpjsPosting]:
    """Those that are not withdrawn, oldest first."""
    return bill.bpjs_postings.filter(withdraws=None, withdrawn_by=None).order_by("pk")


def record_posting(*, bill: Bill, posted_on: date, people: int, amount: int, by: User | None, on: date) -> BpjsPosting:
    """The sums of one posting as the branch tells them; the same day, people and amount again change nothing.

    Errors: InputError `posting.sums` for sums or a day that cannot be, RefusedError `month.closed`.
    """
    require(by, "posting.record", bill.fund.place_id, on)
    if people <= 0 or amount <= 0 or posted_on > on:
        raise InputError(
            "posting.sums",
            Words(
                "Isi tanggal posting yang sudah lewat, jumlah orang, dan rupiah di atas nol.",
                "Give a day of posting that has come, the number of people, and rupiah above zero.",
            ),
        )
    with acting("posting.record", by=by):
        bill = locked_bill(bill)
        known = standing_postings(bill).filter(posted_on=posted_on, people=people, amount=amount, rows=0).first()
        held = code_of(bill)
        return known or BpjsPosting.objects.create(
            bill=bill, posted_on=posted_on, people=people, amount=amount, code=held.code if held else "", on=on, by=by
        )


def import_postings(*, bill: Bill, read: ReadPostings, posted_on: date | None, by: User | None, on: date) -> BpjsPosting:
    """The rows of a file for this bill, as one posting on the day that the file tells last, or else `posted_on`; the same file again changes nothing.

    Where the file has payment codes and the bill has one, rows of other codes are left out.

    Errors: InputError `posting.other_code` where no row is of this bill, `posting.no_day`, `posting.sums`; RefusedError `month.closed`.
    """
    require(by, "posting.record", bill.fund.place_id, on)
    with acting("posting.import", by=by):
        bill = locked_bill(bill)
        known = standing_postings(bill).filter(sha256=read.sha256).first()
        if known is not None:
            return known
        lines, code = rows_of_bill(bill, read)
        day = lines["posted_on"].max() or posted_on
        if not isinstance(day, date) or day > on:
            raise InputError(
                "posting.no_day",
                Words(
                    "Berkas ini tidak menyebut tanggal posting yang dapat dipakai. Isi tanggalnya.",
                    "The file has no day of posting that can be used. Give the day.",
                ),
            )
        posting = reserve_ids(BpjsPosting, 1)[0]
        insert_frame(BpjsLine, lines.select("row", "nik", "kpj", "name", "amount", posting_id=pl.lit(posting)))
        people = int(lines.select(pl.coalesce("nik", "kpj").n_unique()).item())
        return BpjsPosting.objects.create(
            id=posting, bill=bill, posted_on=day, people=people, amount=int(lines["amount"].sum()), code=code, rows=lines.height,
            file_name=read.name[:150], sha256=read.sha256, on=on, by=by,
        )  # fmt: skip


def rows_of_bill(bill: Bill, read: ReadPostings) -> tuple[pl.DataFrame, str]:
    """The rows of the file that are about the bill, numbered anew where several sheets number alike, and the bill's code ("" : none)."""
    held = code_of(bill)
    code = held.code if held else ""
    lines = read.lines
    if code and lines["code"].is_not_null().any():
        lines = lines.filter(pl.col("code").is_null() | (pl.col("code") == "") | (pl.col("code") == code))
    if lines.is_empty():
        raise InputError(
            "posting.other_code",
            Words(
                f"Tidak satu pun dari {number(read.lines.height)} baris berkas ini memakai kode iuran {code}. Pilih tagihan atau berkas lain.",
                f"Not one of the {number(read.lines.height, 'en')} rows of this file is of the payment code {code}. Choose another bill or file.",
            ),
        )
    if lines["row"].is_duplicated().any():
        lines = lines.drop("row").with_row_index("row", offset=1)
    return lines, code


def withdraw_posting(*, posting: BpjsPosting, reason: str, by: User | None, on: date) -> BpjsPosting:
    """A posting that was told wrongly counts no longer; it stays, with the reason. Again changes nothing. RefusedError `month.closed`."""
    require(by, "posting.record", posting.bill.fund.place_id, on)
    told = read_reason(reason)
    with acting("posting.withdraw", by=by):
        bill = locked_bill(posting.bill)
        known = BpjsPosting.objects.filter(withdraws=posting).first()
        if known is not None:
            return known
        if posting.withdraws_id is not None:
            raise RefusedError("posting.withdrawal", Words("Ini catatan pembatalan, bukan posting.", "This is a withdrawal, not a posting."))
        sums = {"people": -posting.people, "amount": -posting.amount}
        return BpjsPosting.objects.create(
            bill=bill, posted_on=posting.posted_on, code=posting.code, withdraws=posting, reason=told, on=on, by=by, **sums
        )


def remembered_columns(place: Place) -> dict[str, str]:
    """Header key -> field, as it was confirmed for files of that place."""
    return dict(PostingColumn.objects.filter(place=place).values_list("title", "field"))


def remember_columns(*, place: Place, columns: Mapping[str, str], by: User | None, on: date) -> None:
    """`columns`: title -> field (a key of FIELDS, or "unused"). InputError `posting.column` for another field."""
    require(by, "posting.record", place.pk, on)
    for title, field in columns.items():
        if field not in FIELDS and field != UNUSED:
            raise InputError(
                "posting.column",
                Words(
                    f"Kolom “{title}” disebut “{field}”. Pilih salah satu: {', '.join(FIELDS)}, {UNUSED}.",
                    f"The column “{title}” is called “{field}”. Choose one of: {', '.join(FIELDS)}, {UNUSED}.",
                ),
            )
    with acting("columns.remember", by=by):
        for title, field in columns.items():
            PostingColumn.objects.update_or_create(place=place, title=header_key(title)[:120], defaults={"field": field})


def read_for(bill: Bill, path: Path) -> ReadPostings:
    """The file with what is remembered for the bill's place."""
    return read_postings(path, remembered_columns(bill.fund.place))
