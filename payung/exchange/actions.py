"""Sending people to BPJS. `by` is who acts (None: the command line), `on` the day of the act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256 as digest_of
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.exchange.files import Terms, write_files
from payung.exchange.group_template import FIELDS, Column
from payung.exchange.models import Handover, Package, PackageFile, PackageLine, Template, TemplateColumn
from payung.exchange.queries import Plan, columns_of, may_send_anew, newest_package, plan_package, template_in_force, wage_base
from payung.filing.actions import file_document
from payung.filing.kinds import TABLES
from payung.planning.models import Fund
from payung.planning.queries import locked
from payung.registry.bulk import insert_frame, read_frame, reserve_ids
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

_LONGEST_NUMBER, _LONGEST_NAME = 30, 120  # characters: what their columns hold
_MOST_COLUMNS = 60
_LEFT = """SELECT c.person_id, c.reason, c.happened_on, c.note, (SELECT q.member_no FROM exchange_participation q
        WHERE q.id = (SELECT MAX(x.id) FROM exchange_participation x WHERE x.person_id = c.person_id))
    FROM roster_change c WHERE c.fund_id = %s AND c.direction = 'out' ORDER BY c.id"""


@dataclass(frozen=True)
class MadePackage:
    """`fresh`: it was made now; else nothing has changed since, and it is the one there was."""

    package: Package
    fresh: bool


def make_package(*, fund: Fund, month: Month, employer_number: str = "", anew: bool = False, by: User | None, on: date) -> MadePackage:
    """Who is sent to BPJS from `month` on: everybody on the list, after a first package only what changed. Where nothing did, the newest there is.

    `anew`: everybody once more, in place of what was sent, as when the branch wants other columns.
    Errors: RefusedError `package.answered` for `anew` once BPJS has replied, `package.month_outside`, `package.month_before` the newest package,
    `package.nobody` on the list.
    """
    require(by, "package.make", fund.place_id, on)
    with acting("package.make", by=by):
        fund = locked(fund)
        last = newest_package(fund)
        _refuse_month(fund, month, last)
        if anew and last and not may_send_anew(fund):
            raise RefusedError("package.answered", _ANSWERED)
        plan = plan_package(fund, month, anew=anew)
        if plan.new.is_empty() and plan.gone.is_empty():
            if last is None:
                raise RefusedError("package.nobody", _NOBODY.filled(fund=fund.name))
            return MadePackage(last, False)
        number = employer_number.strip()[:_LONGEST_NUMBER] or (last.employer_number if last else "")
        return MadePackage(_freeze(fund, month, plan, number, last, by, on), True)


def receive_package(*, package: Package, signed: str, by: User | None, on: date) -> Handover:
    """The branch officer confirms that the package is in their hands; again: nothing changes. InputError without a name."""
    require(by, "package.receive", package.fund.place_id, on)
    signed = " ".join(signed.split())
    if not 1 <= len(signed) <= _LONGEST_NAME:
        raise InputError("handover.unsigned", Words("Tulis nama petugas yang menerima.", "Write the name of the officer who received it."))
    with acting("package.receive", by=by):
        package = Package.objects.select_for_update().get(pk=package.pk)
        known = Handover.objects.filter(package=package).first()
        return known or Handover.objects.create(package=package, signed=signed, on=on, by=by)


def map_template(*, place: str, columns: Sequence[Column], agreed: bool, by: User | None, on: date) -> Template:
    """A new version of the group file's columns; the same columns again: the version there is.

    InputError for none, too many, or one without a title or with an unknown field.
    """
    require(by, "package.make", place, on)
    _refuse_columns(columns)
    with acting("template.map", by=by):
        last = Template.objects.filter(place=place).select_for_update().order_by("-version").first()
        if last and last.agreed == agreed and columns_of(last) == tuple(columns):
            return last
        made = Template.objects.create(place_id=place, version=last.version + 1 if last else 1, agreed=agreed, on=on, by=by)
        TemplateColumn.objects.bulk_create(
            TemplateColumn(template=made, position=at, title=one.title, field=one.field, constant="" if one.field else one.constant)
            for at, one in enumerate(columns, 1)
        )
        return made


def terms_of(fund: Fund, month: Month, employer_number: str) -> Terms:
    """What is the same for everybody whom the fund sends."""
    regency = fund.round.place
    return Terms(fund.name, month, fund.group, employer_number, wage_base(fund, month), (regency.code.replace(".", ""), regency.name))


def _freeze(fund: Fund, month: Month, plan: Plan, employer_number: str, last: Package | None, by: User | None, on: date) -> Package:
    """Lines and files first: the package closes them."""
    template = template_in_force(fund.round.place_id)
    new = plan.new.with_row_index("number", offset=1).with_columns(pl.col("number").cast(pl.Int64))
    gone = _why_gone(fund, plan.gone).with_columns(number=pl.int_range(pl.len()) + new.height + 1)
    key = int(reserve_ids(Package, 1)[0])
    _insert_lines(key, new, gone)
    fingerprints: list[str] = []
    files: list[PackageFile] = []
    for at, made in enumerate(write_files(new, gone, terms_of(fund, month, employer_number), columns_of(template)), 1):
        document = file_document(content=made.content, name=made.name.rpartition("/")[2], by=by, on=on, kinds=TABLES)
        fingerprints.append(document.sha256)
        files.append(PackageFile(package_id=key, number=at, kind=made.kind, name=made.name, rows=made.rows, document=document))
    package = Package.objects.create(
        id=key,
        fund=fund,
        number=last.number + 1 if last else 1,
        month=month,
        kind=Package.Kind.WHOLE if plan.whole else Package.Kind.DELTA,
        group=fund.group,
        employer_number=employer_number,
        template=template,
        come=new.height,
        gone=gone.height,
        fingerprint=digest_of("\n".join(fingerprints).encode()).hexdigest(),
        on=on,
        by=by,
    )
    PackageFile.objects.bulk_create(files)
    return package


def _insert_lines(key: int, new: pl.DataFrame, gone: pl.DataFrame) -> None:
    columns = ["number", "person_id", "part", "reason", "nik", "name", "birth_date", "village"]
    come = new.with_columns(part=pl.lit("new"), reason=pl.lit("")).select(columns)
    left = gone.with_columns(part=pl.lit("left")).select(columns)
    lines = pl.concat([come, left]).rename({"village": "village_id"}).with_columns(package_id=pl.lit(key))
    insert_frame(PackageLine, lines)


def _why_gone(fund: Fund, gone: pl.DataFrame) -> pl.DataFrame:
    """The lines of those who left, with reason, happened_on and note of their newest change, and their participant number."""
    schema: dict[str, Any] = {"person_id": pl.Int64, "why": pl.String, "happened_on": pl.Date, "note": pl.String, "held": pl.String}
    changes = read_frame(_LEFT, [fund.pk], schema).unique("person_id", keep="last")
    told = gone.join(changes, on="person_id", how="left", maintain_order="left")
    return told.with_columns(
        reason=pl.col("why").fill_null("correction"), member_no=pl.coalesce("held", pl.lit("")), note=pl.col("note").fill_null("")
    ).drop("why", "held")


_NOBODY = Words(
    "Belum ada orang di daftar dana “{fund}” pada bulan itu. Mulai daftarnya lebih dulu.",
    "Nobody is on the list of the fund “{fund}” in that month. Start the list first.",
)


_ANSWERED = Words(
    "BPJS sudah membalas paket dana ini, jadi yang dikirim berikutnya hanya yang berubah.",
    "BPJS has replied to a package of this fund, so only what changes is sent from now on.",
)


def _refuse_month(fund: Fund, month: Month, last: Package | None) -> None:
    if not fund.first_month <= month <= fund.last_month:
        raise RefusedError(
            "package.month_outside",
            Words(
                f"Dana “{fund.name}” membayar {fund.first_month.said()} sampai {fund.last_month.said()}. Pilih bulan di antaranya.",
                f"The fund “{fund.name}” pays from {fund.first_month.said('en')} to {fund.last_month.said('en')}. Choose a month among them.",
            ),
        )
    if last and month < last.month:
        raise RefusedError(
            "package.month_before",
            Words(
                f"Paket terakhir dana ini sudah berlaku mulai {last.month.said()}. Pilih bulan itu atau sesudahnya.",
                f"The newest package of this fund holds from {last.month.said('en')} already. Choose that month or a later one.",
            ),
        )


def _refuse_columns(columns: Sequence[Column]) -> None:
    if not 1 <= len(columns) <= _MOST_COLUMNS:
        raise InputError("template.columns", Words(f"Isi 1 sampai {_MOST_COLUMNS} kolom.", f"Give 1 to {_MOST_COLUMNS} columns."))
    wrong = [at for at, one in enumerate(columns, 1) if not one.title.strip() or (one.field and one.field not in FIELDS)]
    if wrong:
        raise InputError(
            "template.column",
            Words(
                f"Kolom ke-{wrong[0]} belum punya judul, atau isinya tidak dikenal.", f"Column {wrong[0]} has no title, or its content is not known."
            ),
        )
