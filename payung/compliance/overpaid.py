"""What was paid for people after they had died or left, by person, and how far it has come back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.accounts.sight import sight_of
from payung.audit.actions import acting
from payung.billing.overpaid import overpaid_lines
from payung.compliance.models import OverpaidStep
from payung.planning.models import Fund
from payung.planning.queries import locked
from payung.registry.bulk import insert_frame
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

_LONGEST = 100


class OverpaidState(StrEnum):
    """How far the least far month of a person is."""

    OPEN = "open"
    ASKED = "asked"
    COMPENSATED = "compensated"


@dataclass(frozen=True)
class Overpaid:
    """A person of a fund: the months (numbers) billed after what happened, and their rupiah; `before_start`: it happened before their first month."""

    fund: Fund
    person_id: int
    nik: str
    name: str
    village: str
    reason: str
    happened_on: date
    before_start: bool
    months: tuple[int, ...]
    rupiah: int
    state: OverpaidState
    reference: str

    @property
    def key(self) -> str:
        return f"{self.fund.pk}-{self.person_id}"


def funds_with_overpaid(*, visible_to: User | None, on: date) -> list[Fund]:
    """Funds of the places that the person sees, of which somebody left with the day of it."""
    seen = Fund.objects.filter(sight_of(visible_to, on).in_places("place"), changes__direction="out", changes__happened_on__isnull=False)
    return list(seen.select_related("place", "round").distinct().order_by("-first_month", "name", "pk"))


def overpaid_people(*, visible_to: User | None, on: date) -> list[Overpaid]:
    """Everybody of seen funds for whom a month was billed after what happened to them: what is still open first, then by fund and name."""
    funds = {fund.pk: fund for fund in funds_with_overpaid(visible_to=visible_to, on=on)}
    if not funds:
        return []
    lines = _with_steps(overpaid_lines(funds))
    people = lines.group_by("fund_id", "person_id", maintain_order=True).agg(
        pl.col("nik", "name", "village", "reason", "happened_on", "first_month", "reference").first(),
        pl.col("month"),
        pl.col("rupiah").sum(),
        step=pl.col("step").min(),
    )
    found = [_overpaid(funds[row["fund_id"]], row) for row in people.iter_rows(named=True)]
    return sorted(found, key=lambda one: list(OverpaidState).index(one.state))


def _overpaid(fund: Fund, row: dict[str, Any]) -> Overpaid:
    happened: date = row["happened_on"]
    return Overpaid(
        fund,
        row["person_id"],
        row["nik"],
        row["name"],
        row["village"] or "",
        row["reason"],
        happened,
        Month.of(happened).no < row["first_month"],
        tuple(dict.fromkeys(row["month"])),
        row["rupiah"],
        list(OverpaidState)[row["step"]],
        row["reference"] or "",
    )


def _with_steps(lines: pl.DataFrame) -> pl.DataFrame:
    """With `step` (0 open, 1 asked back, 2 compensated) and the reference of the last step."""
    held = OverpaidStep.objects.filter(line__in=lines["line_id"].to_list()) if lines.height else OverpaidStep.objects.none()
    schema = {"line_id": pl.Int64, "kind": pl.String, "reference": pl.String}
    steps = pl.DataFrame(list(held.order_by("pk").values_list("line_id", "kind", "reference")), schema=schema, orient="row")
    order = {OverpaidStep.Kind.ASKED.value: 1, OverpaidStep.Kind.COMPENSATED.value: 2}
    ranked = steps.with_columns(step=pl.col("kind").replace_strict(order, return_dtype=pl.Int64)).sort("step")
    last = ranked.unique("line_id", keep="last").select("line_id", "step", "reference")
    return lines.join(last, on="line_id", how="left", maintain_order="left").with_columns(pl.col("step").fill_null(0))


def record_step(*, people: list[Overpaid], kind: OverpaidStep.Kind, reference: str, by: User | None, on: date) -> int:
    """All months of these people are asked back, or were compensated; how many months are newly so. The same again changes nothing.

    InputError `overpaid.reference` for a compensation without the number of the paper that says so.
    """
    reference = " ".join(reference.split())[:_LONGEST]
    if kind == OverpaidStep.Kind.COMPENSATED and not reference:
        raise InputError(
            "overpaid.reference",
            Words("Isi nomor surat atau bukti kompensasi dari BPJS.", "Give the number of the letter or proof of compensation from BPJS."),
        )
    funds = {one.fund.pk: one.fund for one in people}
    for fund in funds.values():
        require(by, "overpaid.record", fund.place_id, on)
    with acting("overpaid.record", by=by):
        for pk in sorted(funds):
            locked(funds[pk])
        wanted = pl.DataFrame([(one.fund.pk, one.person_id) for one in people], schema={"fund_id": pl.Int64, "person_id": pl.Int64}, orient="row")
        lines = overpaid_lines(funds).join(wanted, on=["fund_id", "person_id"], how="semi")
        done = OverpaidStep.objects.filter(kind=kind, line__in=lines["line_id"].to_list()).values_list("line_id", flat=True)
        fresh = lines.filter(~pl.col("line_id").is_in(list(done)))
        columns = [pl.col("line_id"), pl.lit(kind.value).alias("kind"), pl.lit(reference).alias("reference")]
        return insert_frame(OverpaidStep, fresh.select(*columns, on=pl.lit(on), by_id=pl.lit(by.pk if by else None, pl.Int64)))
