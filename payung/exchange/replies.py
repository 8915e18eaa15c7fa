"""Taking BPJS's reply and drawing its consequences. `by` is who acts (None: the command line), `on` the day of the act."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import transaction

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.exchange.actions import make_package
from payung.exchange.answers import ACCEPTED, REASONS
from payung.exchange.match_reply import COUNTS, match_reply
from payung.exchange.models import Package, Participation, Reply, ReplyColumn, ReplyRow, Settlement
from payung.exchange.queries import branch_of, newest_package, numbers_given, refused_frame, sent_frame
from payung.exchange.reply_file import FIELDS, ReadReply
from payung.filing.actions import file_document
from payung.filing.kinds import TABLES
from payung.places.models import Office, OfficeKind
from payung.planning.models import Fund
from payung.planning.queries import locked, price_in
from payung.registry.bulk import insert_frame, read_frame, reserve_ids
from payung.roster.actions import fill_places, record_changes
from payung.roster.gate import alone
from payung.roster.queries import first_open_month
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, day

_NUMBERS = "SELECT p.id, p.nik FROM registry_person p JOIN exchange_packageline l ON l.person_id = p.id WHERE l.package_id = %s"


@dataclass(frozen=True)
class Taken:
    """`fresh`: the reply was recorded now; else this file was a reply to the package already, and nothing changed."""

    reply: Reply
    fresh: bool


@dataclass(frozen=True)
class Effect:
    """`month` from which the list is different; people who leave by code (see answers.REASONS) and come in; `free` places that nobody fills;
    `monthly` and `whole`: rupiah that the list costs more (or, below zero, less) a month and to the fund's end.
    """

    month: Month
    gone: dict[str, int]
    came: int
    free: int
    monthly: int
    whole: int

    @property
    def left(self) -> int:
        return sum(self.gone.values())


def remember_reply_columns(*, package: Package, columns: Mapping[str, str], by: User | None, on: date) -> None:
    """What headers (header key -> field) mean in this branch's replies from now on. InputError for a field that is not one of FIELDS."""
    require(by, "reply.record", package.fund.place_id, on)
    if unknown := sorted(set(columns.values()) - set(FIELDS)):
        raise InputError("reply.unknown_field", Words(f"Isi kolom {unknown[0]} tidak dikenal.", f"The field {unknown[0]} is not known."))
    with acting("reply.remember", by=by):
        place = package.fund.round.place
        branch = branch_of(place)
        if branch is None:
            branch, _ = Office.objects.get_or_create(kind=OfficeKind.BPJS_BRANCH, name="Kantor cabang BPJS Ketenagakerjaan", place=place)
        for header, name in columns.items():
            ReplyColumn.objects.update_or_create(office=branch, header=header, defaults={"field": name})


def record_reply(*, package: Package, read: ReadReply, content: bytes, sha256: str, name: str, by: User | None, on: date) -> Taken:
    """The file kept, its rows matched to the package's people, participant numbers noted. The list itself does not change yet (`settle`).

    A row that cannot be used says why and holds none of the others back. The same file again changes nothing. InputError for a file without a row.
    """
    require(by, "reply.record", package.fund.place_id, on)
    if read.rows.is_empty():
        raise InputError("reply.empty", Words("Berkas ini tidak berisi satu baris pun.", "This file has not one row."))
    with acting("reply.record", by=by):
        package = Package.objects.select_for_update().get(pk=package.pk)
        if known := package.replies.filter(sha256=sha256).first():
            return Taken(known, False)
        document = file_document(content=content, name=name, by=by, on=on, kinds=TABLES)
        judged = _judged(read, sent_frame(package))
        key = int(reserve_ids(Reply, 1)[0])
        _insert_rows(key, judged)
        reply = Reply.objects.create(
            id=key,
            package=package,
            number=package.replies.count() + 1,
            document=document,
            sha256=sha256,
            rows=judged.height,
            counted=judged.filter(fate=COUNTS).height,
            on=on,
            by=by,
        )
        _note_numbers(key, judged)
        return Taken(reply, True)


def look_at_reply(*, package: Package, read: ReadReply) -> pl.DataFrame:
    """The rows as `record_reply` would match them now: see match_reply."""
    return _judged(read, sent_frame(package))


def settle(*, package: Package, codes: Collection[str] | None = None, by: User | None, on: date) -> Settlement:
    """Whom BPJS refused or has elsewhere leaves the list; the free places are filled in rank order, and BPJS is sent what changed.

    `codes`: only those refused for these reasons (answers.REASONS); None: all. From the package's month on, or the first that may still change.
    Errors: RefusedError `settlement.nothing` where nobody of them is on the list any more, `settlement.over` where no month is open.
    """
    require(by, "roster.change", package.fund.place_id, on)
    with acting("reply.settle", by=by):
        alone()
        package, fund = Package.objects.select_for_update().get(pk=package.pk), locked(package.fund)
        effect = _apply(fund, package, codes, by, on)
        if not effect.left:
            raise RefusedError("settlement.nothing", _nothing(package))
        last = newest_package(fund)
        month = max(effect.month, last.month) if last else effect.month
        made = make_package(fund=fund, month=month, by=by, on=on)
        delta = made.package if made.fresh else None
        return Settlement.objects.create(
            package=package, month=effect.month, gone=effect.left, came=effect.came, free=effect.free, delta=delta, by=by, on=on
        )


def preview_settlement(*, package: Package, codes: Collection[str] | None = None, by: User | None, on: date) -> Effect:
    """What `settle` would do now to the list, with its errors; nothing stays of it."""
    require(by, "roster.change", package.fund.place_id, on)
    with transaction.atomic():
        alone()
        fund = locked(package.fund)
        effect = _apply(fund, package, codes, by, on)
        transaction.set_rollback(True)
    return effect


def _judged(read: ReadReply, lines: pl.DataFrame) -> pl.DataFrame:
    people = lines.select("line_id", "person_id", "nik", "name", "birth_date")
    return match_reply(read.rows, people, numbers_given(read.rows["member_no"]))


def _apply(fund: Fund, package: Package, codes: Collection[str] | None, by: User | None, on: date) -> Effect:
    month = max(package.month, first_open_month(fund))
    if month > fund.last_month:
        raise RefusedError(
            "settlement.over",
            Words(
                "Semua bulan dana ini sudah ditagih, jadi daftarnya tidak berubah lagi.",
                "Every month of this fund has its bill, so its list does not change any more.",
            ),
        )
    changes = _changes(package, codes)
    outcome = record_changes(fund=fund, month=month, changes=changes.drop("code"), by=by, on=on)
    done = outcome.lines.filter(pl.col("fate").is_null()).join(changes.select("nik", "code"), on="nik")
    gone = dict(done.group_by("code").len().sort("len", "code", descending=[True, False]).iter_rows())
    filled = fill_places(fund=fund, month=month, by=by, on=on) if gone else None
    came, free = (filled.people, filled.free - filled.people) if filled else (0, 0)
    more = came - sum(gone.values())
    prices = [sum(price_in(fund, each)) for each in month.upto(fund.last_month)]
    return Effect(month, gone, came, free, more * prices[0], more * sum(prices))


def _changes(package: Package, codes: Collection[str] | None) -> pl.DataFrame:
    """nik, direction, reason, note (as record_changes takes them) and code of those whom BPJS refused or has elsewhere."""
    refused = refused_frame(package)
    if codes is not None:
        refused = refused.filter(pl.col("code").is_in(list(codes)))
    now = read_frame(_NUMBERS, [package.pk], {"person_id": pl.Int64, "now": pl.String})  # the NIK may have been corrected since
    told = refused.join(now, on="person_id", how="left", maintain_order="left")
    reasons = {code: why.leaves for code, why in REASONS.items()}
    note = pl.concat_str(pl.lit(f"BPJS, paket {package.number}: "), pl.coalesce(_filled("said"), _filled("elsewhere"), pl.lit("tanpa alasan")))
    return told.select(
        nik="now",
        direction=pl.lit("out"),
        reason=pl.col("code").replace_strict(reasons, return_dtype=pl.String),
        note=note,
        code="code",
    )


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name))


def _insert_rows(key: int, judged: pl.DataFrame) -> None:
    texts = ("nik", "name", "answer", "member_no", "reason", "code", "elsewhere")
    rows = judged.select(
        "sheet",
        "row",
        *(pl.col(name).fill_null("") for name in texts),
        "birth_date",
        pl.col("line_id"),
        "found_by",
        "fate",
        number=pl.int_range(1, pl.len() + 1),
        reply_id=pl.lit(key),
    )
    insert_frame(ReplyRow, rows)


def _note_numbers(key: int, judged: pl.DataFrame) -> None:
    given = judged.filter(pl.col("fate") == COUNTS, pl.col("answer") == ACCEPTED, pl.col("member_no").is_not_null())
    fresh = given.select("person_id", "member_no").join(numbers_given(given["member_no"]).select("member_no"), on="member_no", how="anti")
    insert_frame(Participation, fresh.unique("member_no", maintain_order=True).with_columns(reply_id=pl.lit(key)))


def _nothing(package: Package) -> Words:
    last = package.settlements.select_related("by").order_by("-pk").first()
    if last is None:
        return Words(
            "Tidak ada orang yang ditolak atau aktif di tempat lain di daftar ini. Tidak ada yang berubah.",
            "Nobody whom BPJS refused or has elsewhere is on the list. Nothing changed.",
        )
    who = str(last.by) if last.by else "payung"
    return Words(
        f"Sudah dijalankan oleh {who} pada {day(last.on)}: {last.gone} orang keluar, {last.came} cadangan masuk. Tidak ada yang berubah.",
        f"{who} has done this already on {day(last.on, 'en')}: {last.gone} people left, {last.came} came in. Nothing changed.",
    )
