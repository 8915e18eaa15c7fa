"""What the tests of decisions rest on: spells and changes that do not explain each other, and who approved what before a list began."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from payung.assurance.scope import Asked
from payung.audit.queries import history
from payung.planning.models import Approval, Determination, Fund
from payung.registry.bulk import read_frame
from payung.roster.models import Change, Reason

_SPELL: dict[str, Any] = {
    "row_id": pl.Int64, "fund_id": pl.Int64, "person_id": pl.Int64, "first": pl.Int32, "last": pl.Int32,
}  # fmt: skip
_ENDED = """SELECT m.id, m.fund_id, m.person_id, m.first_month, m.last_month FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    WHERE m.fund_id IN ({funds}) AND m.last_month >= m.first_month AND m.last_month < f.last_month AND m.last_month BETWEEN {first} - 1 AND {last}
    AND NOT EXISTS (SELECT 1 FROM roster_change h
        WHERE h.fund_id = m.fund_id AND h.person_id = m.person_id AND h.direction = 'out' AND h.month = m.last_month + 1)"""
_BEGAN = """SELECT m.id, m.fund_id, m.person_id, m.first_month, COALESCE(m.last_month, f.last_month)
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    WHERE m.fund_id IN ({funds}) AND m.first_month > f.first_month AND m.first_month BETWEEN {first} AND {last}
    AND (m.last_month IS NULL OR m.last_month >= m.first_month)
    AND NOT EXISTS (SELECT 1 FROM roster_change h
        WHERE h.fund_id = m.fund_id AND h.person_id = m.person_id AND h.direction = 'in' AND h.month = m.first_month)"""
_WITHOUT_REASON = """SELECT h.id, h.fund_id, h.person_id, h.month, h.reason, h.note FROM roster_change h
    WHERE h.fund_id IN ({funds}) AND h.month BETWEEN {first} AND {last} AND h.reason <> 'determined'
    AND (h.reason NOT IN ({reasons}) OR (h.reason = 'correction' AND h.note = ''))"""
_CHANGE: dict[str, Any] = {
    "row_id": pl.Int64, "fund_id": pl.Int64, "person_id": pl.Int64, "month": pl.Int32, "reason": pl.String, "note": pl.String,
}  # fmt: skip
_COUNTED = """SELECT (SELECT COUNT(*) FROM roster_change h
        WHERE h.fund_id IN ({funds}) AND h.month BETWEEN {first} AND {last} AND h.reason <> 'determined')
    + (SELECT COUNT(*) FROM roster_membership m WHERE m.fund_id IN ({funds}))"""
_OUTSIDE = """SELECT m.id, m.fund_id, m.person_id, m.first_month, COALESCE(m.last_month, f.last_month), f.first_month, f.last_month
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id WHERE m.fund_id IN ({funds})
    AND (m.last_month IS NULL OR m.last_month >= m.first_month)
    AND (m.first_month < f.first_month OR m.first_month > f.last_month OR m.last_month > f.last_month)"""


@dataclass(frozen=True)
class Begun:
    """How a fund's list began: `number` of the determination it names, which that was (None: none of the fund), who answered it, and whether the
    trail shows the beginning before the answer (None: the trail does not show both).
    """

    fund: Fund
    number: str
    determination: Determination | None
    approval: Approval | None
    too_early: bool | None

    @property
    def approved_on(self) -> date | None:
        return self.approval.on if self.approval else None


def ended_unrecorded(asked: Asked) -> pl.DataFrame:
    """Spells that ended early, without the change that says why."""
    return _read(_ENDED, asked, _SPELL)


def began_unrecorded(asked: Asked) -> pl.DataFrame:
    """Spells that began after the fund did, without the change that let them in."""
    return _read(_BEGAN, asked, _SPELL)


def without_reason(asked: Asked) -> pl.DataFrame:
    """Changes whose reason is not one of ours, and corrections without a note."""
    return _read(_WITHOUT_REASON, asked, _CHANGE, reasons=", ".join(f"'{reason.value}'" for reason in Reason))


def changes_and_spells(asked: Asked) -> int:
    """How many changes there are besides the determinations, and spells that can be explained by them."""
    return int(_read(_COUNTED, asked, {"rows": pl.Int64}).item())


def spells_outside(asked: Asked) -> pl.DataFrame:
    """Spells with a month that the fund does not pay, whatever months are looked at."""
    return _read(_OUTSIDE, asked, {**_SPELL, "begins": pl.Int32, "ends": pl.Int32})


def lists_begun(asked: Asked) -> list[Begun]:
    """Of each fund whose list has begun, how; few reads for each fund."""
    found = (_begun(fund) for fund in asked.funds)
    return [one for one in found if one is not None]


def determinations(asked: Asked) -> int:
    return Determination.objects.filter(fund__in=asked.funds).count()


def unanswered(asked: Asked, begun: list[Begun]) -> list[Determination]:
    """The newest determination in force of each fund whose list has not begun."""
    known = {one.fund.pk for one in begun}
    waiting = Determination.objects.filter(fund__in=[one for one in asked.funds if one.pk not in known]).in_force()
    return list({one.fund_id: one for one in waiting.select_related("fund").order_by("version")}.values())


def _begun(fund: Fund) -> Begun | None:
    change = Change.objects.filter(fund=fund, reason=Reason.DETERMINED).order_by("month", "pk").first()
    if change is None:
        return None
    determination = Determination.objects.filter(fund=fund, number=change.note).order_by("-version").first()
    approval = Approval.objects.filter(determination=determination).select_related("by").first() if determination else None
    begun = _act("roster_change", change.pk)
    answered = _act("planning_approval", approval.pk) if approval else None
    return Begun(fund, change.note, determination, approval, begun < answered if begun and answered else None)


def _act(table: str, row: int) -> int | None:
    """The key of the act that wrote the row, by the trail; acts count up."""
    acts = [change.act.pk for change in history(table, row) if change.act]
    return acts[-1] if acts else None


def _read(sql: str, asked: Asked, schema: dict[str, Any], **more: str) -> pl.DataFrame:
    return read_frame(sql.format(funds=asked.keys, first=asked.first.no, last=asked.last.no, **more), [], schema)
