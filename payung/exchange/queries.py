"""Who would be sent, what was sent, what BPJS says of it, and where its count and ours differ. `visible_to` narrows to what a person sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Max, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.exchange.answers import ACCEPTED, ELSEWHERE, REJECTED
from payung.exchange.group_template import EXAMPLE, Column
from payung.exchange.models import Package, ReplyColumn, Template
from payung.law.contribution import base_of
from payung.law.figure import figure
from payung.law.given import Segment
from payung.places.models import Office, OfficeKind, Place
from payung.planning.models import Fund
from payung.registry.bulk import as_one, one_of, read_frame
from payung.roster.queries import first_open_month
from payung.values.month import Month

_LISTED = """SELECT m.person_id, p.nik, p.name, p.birth_date, p.birth_place, p.sex, p.mother, p.phone, p.address, c.village_id, v.name, d.name,
        c.occupation
    FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = %s
    LEFT JOIN places_place v ON v.code = c.village_id LEFT JOIN places_place d ON d.code = v.parent_id
    WHERE m.fund_id = %s AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s)
    ORDER BY c.village_id, p.name, p.nik"""
_TOLD = ("birth_place", "sex", "mother", "phone", "address", "village", "village_name", "district_name", "occupation")
LISTED: dict[str, Any] = {
    "person_id": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    **dict.fromkeys(_TOLD, pl.String),
}
# what BPJS says of a line: the newest row that counts
_SENT = """SELECT l.id, l.person_id, l.number, k.number, l.part, l.reason, l.nik, l.name, l.birth_date, l.village_id, COALESCE(r.answer, ''),
        COALESCE(r.member_no, ''), COALESCE(r.reason, ''), COALESCE(r.code, ''), COALESCE(r.elsewhere, ''), COALESCE(r.found_by, '')
    FROM exchange_packageline l JOIN exchange_package k ON k.id = l.package_id
    LEFT JOIN exchange_replyrow r ON r.id = (SELECT MAX(x.id) FROM exchange_replyrow x WHERE x.line_id = l.id AND x.fate = 'counts')
    WHERE {asked} ORDER BY l.id"""
_ANSWERS = """SELECT l.package_id, COALESCE(r.answer, ''), COUNT(*) FROM exchange_packageline l
    LEFT JOIN exchange_replyrow r ON r.id = (SELECT MAX(x.id) FROM exchange_replyrow x WHERE x.line_id = l.id AND x.fate = 'counts')
    WHERE {asked} GROUP BY 1, 2"""
# of the fund's people whose newest line is a new one that was accepted
_ACCEPTED = """SELECT COUNT(*) FROM exchange_packageline l JOIN exchange_package k ON k.id = l.package_id
    JOIN exchange_replyrow r ON r.id = (SELECT MAX(x.id) FROM exchange_replyrow x WHERE x.line_id = l.id AND x.fate = 'counts')
    WHERE k.fund_id = %s AND l.part = 'new' AND r.answer = 'accepted' AND NOT EXISTS (SELECT 1 FROM exchange_packageline y
        JOIN exchange_package q ON q.id = y.package_id WHERE y.person_id = l.person_id AND q.fund_id = k.fund_id AND y.id > l.id)"""
# a package of everybody takes the place of all before it
_SINCE_WHOLE = "k.number >= (SELECT MAX(w.number) FROM exchange_package w WHERE w.fund_id = k.fund_id AND w.kind = 'whole')"
_TEXTS = ("answer", "member_no", "said", "code", "elsewhere", "found_by")
SENT: dict[str, Any] = {
    "line_id": pl.Int64,
    "person_id": pl.Int64,
    "number": pl.Int64,
    "package": pl.Int64,
    "part": pl.String,
    "reason": pl.String,
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "village": pl.String,
    **dict.fromkeys(_TEXTS, pl.String),
}


@dataclass(frozen=True)
class Answered:
    """People of a package by what BPJS says of them; they add up to `sent`."""

    sent: int
    accepted: int
    rejected: int
    elsewhere: int

    @property
    def refused(self) -> int:
        """Whom BPJS does not take by this package, for whichever reason."""
        return self.rejected + self.elsewhere

    @property
    def unanswered(self) -> int:
        return self.sent - self.accepted - self.rejected - self.elsewhere


@dataclass(frozen=True)
class Plan:
    """Who would be sent: `new` (columns of LISTED), `gone` (columns of SENT), and `held`, on the list though BPJS refused them unchanged."""

    whole: bool
    new: pl.DataFrame
    gone: pl.DataFrame
    held: int


def packages_seen(*, visible_to: User | None, on: date) -> QuerySet[Package]:
    """Packages for the funds of places that the person sees, the newest first."""
    found = Package.objects.filter(sight_of(visible_to, on).in_places("fund__place"))
    return found.select_related("fund__place", "fund__round", "by", "template", "handover__by").order_by("-on", "-pk")


def newest_package(fund: Fund) -> Package | None:
    return fund.packages.order_by("-number").first()


def may_send_anew(fund: Fund) -> bool:
    """Whether everybody may be sent once more: something was sent, and BPJS has answered none of it."""
    return fund.packages.exists() and not fund.packages.filter(replies__isnull=False).exists()


def month_to_send(fund: Fund) -> Month:
    """The month from which a package made now would hold: the fund's first, later the first that may still change."""
    last: Month | None = fund.packages.aggregate(last=Max("month"))["last"]
    first: Month = last or fund.first_month
    return min(max(first_open_month(fund), first), Month(fund.last_month.no))


def listed_frame(fund: Fund, month: Month) -> pl.DataFrame:
    """Columns of LISTED of everybody on the fund's list in the month, by village and name; empty text where something is not known."""
    if not fund.first_month <= month <= fund.last_month:
        return pl.DataFrame(schema=LISTED)
    return read_frame(_LISTED, [fund.round_id, fund.pk, month.no, month.no], LISTED)


def sent_frame(package: Package) -> pl.DataFrame:
    """Columns of SENT, one row for each line of the package."""
    return read_frame(_SENT.format(asked="l.package_id = %s"), [package.pk], SENT)


def ever_sent(fund: Fund) -> pl.DataFrame:
    """Columns of SENT, one row for each person: the newest line about them since the fund's newest package of everybody."""
    lines = read_frame(_SENT.format(asked=f"k.fund_id = %s AND {_SINCE_WHOLE}"), [fund.pk], SENT)
    return lines.unique("person_id", keep="last", maintain_order=True)


def at_bpjs(lines: pl.DataFrame) -> pl.DataFrame:
    """Those of `ever_sent` whom BPJS has, as far as is known: sent, not taken off, and not refused."""
    return lines.filter(pl.col("part") == "new", ~pl.col("answer").is_in([REJECTED, ELSEWHERE]))


def plan_package(fund: Fund, month: Month, *, anew: bool = False) -> Plan:
    """Everybody where nothing was sent yet, or `anew`; else what changed since. Whom BPJS refused is sent again once their data have changed."""
    listed, lines = listed_frame(fund, month), ever_sent(fund)
    if anew or lines.is_empty():
        return Plan(True, listed, lines.clear(), 0)
    held = at_bpjs(lines)
    refused = lines.filter(pl.col("part") == "new", pl.col("answer").is_in([REJECTED, ELSEWHERE]))
    unchanged = listed.join(refused.select("person_id", "nik", "name", "birth_date"), on=["person_id", "nik", "name", "birth_date"], how="semi")
    missing = listed.join(held, on="person_id", how="anti", maintain_order="left")
    new = missing.join(unchanged, on="person_id", how="anti", maintain_order="left")
    return Plan(False, new, held.join(listed, on="person_id", how="anti", maintain_order="left"), unchanged.height)


def answered(package: Package) -> Answered:
    return answers_of([package])[package.pk]


def answers_of(packages: Sequence[Package]) -> dict[int, Answered]:
    """By id the equation of each package, in one statement."""
    schema: dict[str, Any] = {"package": pl.Int64, "answer": pl.String, "people": pl.Int64}
    asked = _ANSWERS.format(asked=one_of("l.package_id"))
    told = read_frame(asked, [as_one([one.pk for one in packages])], schema)
    counts = {(package, answer): people for package, answer, people in told.iter_rows()}
    return {one.pk: Answered(one.people, *(counts.get((one.pk, answer), 0) for answer in (ACCEPTED, REJECTED, ELSEWHERE))) for one in packages}


def refused_frame(package: Package) -> pl.DataFrame:
    """Columns of SENT of the people whom BPJS refused or has elsewhere."""
    asked = f"l.package_id = %s AND l.part = 'new' AND r.answer IN ('{REJECTED}', '{ELSEWHERE}')"
    return read_frame(_SENT.format(asked=asked), [package.pk], SENT)


def differences(fund: Fund, month: Month) -> pl.DataFrame:
    """Whom our list of the month and BPJS's differ in: person_id, nik, name, birth_date, village, side ("list": only ours, "bpjs": only theirs), why.

    why: not_sent, or of those who were sent an answer ("": none yet); left, of those whom BPJS still has. BPJS's list is whom it accepted.
    """
    listed, lines = listed_frame(fund, month).select("person_id", "nik", "name", "birth_date", "village"), ever_sent(fund)
    accepted = lines.filter(pl.col("part") == "new", pl.col("answer") == ACCEPTED)
    ours = listed.join(accepted, on="person_id", how="anti", maintain_order="left")
    answers = lines.filter(pl.col("part") == "new").select("person_id", why="answer")
    ours = ours.join(answers, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col("why").fill_null("not_sent"), side=pl.lit("list")
    )
    theirs = accepted.join(listed, on="person_id", how="anti", maintain_order="left").with_columns(why=pl.lit("left"), side=pl.lit("bpjs"))
    columns = ["person_id", "nik", "name", "birth_date", "village", "side", "why"]
    return pl.concat([ours.select(columns), theirs.select(columns)])


def accepted_count(fund: Fund) -> int:
    """People whom BPJS has accepted for the fund and who were not taken off since."""
    return int(read_frame(f"{_ACCEPTED} AND {_SINCE_WHOLE}", [fund.pk], {"people": pl.Int64}).item())


def wage_base(fund: Fund, month: Month) -> int | None:
    """Rupiah a month on which the contributions of the fund's people are counted; none where it is not known."""
    if fund.segment == Segment.NON_ASN:
        return fund.income
    return base_of(figure("bpu.classes").on(month.first_day), fund.income or 0)


def template_in_force(place: str) -> Template | None:
    return Template.objects.filter(place=place).order_by("-version").first()


def columns_of(template: Template | None) -> tuple[Column, ...]:
    """The columns of the group file; without a template of the office the example."""
    if template is None:
        return EXAMPLE
    return tuple(Column(one.title, one.field, one.constant) for one in template.columns.order_by("position"))


def branch_of(place: Place) -> Office | None:
    """The BPJS branch that serves the place, or whose office it is."""
    around = [place.code[:end] for end in (2, 5, 8, 13) if len(place.code) >= end]
    branches = Office.objects.filter(kind=OfficeKind.BPJS_BRANCH)
    return branches.filter(territory__place__in=around).order_by("pk").first() or branches.filter(place__in=around).order_by("pk").first()


def remembered(branch: Office | None) -> dict[str, str]:
    """Header key -> field, as it was said of this branch's replies before."""
    return dict(ReplyColumn.objects.filter(office=branch).values_list("header", "field")) if branch else {}


def numbers_given(asked: pl.Series) -> pl.DataFrame:
    """member_no, owner (id of a person): those of the asked participant numbers that somebody has."""
    sql = f"SELECT member_no, person_id FROM exchange_participation WHERE {one_of('member_no')}"
    return read_frame(sql, [as_one(asked.drop_nulls().unique().to_list())], {"member_no": pl.String, "owner": pl.Int64})
