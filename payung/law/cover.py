"""Cover: from when, what arrears do to it, and how long a membership must be for a death to be paid in full.

Sources: PP 44/2015 Pasal 6, 11 (start), 38-39, 41-42 (arrears); Permenaker 1/2025 as BPJS branches state it (three months). The three months are
counted as calendar months completed between the first day of membership and the death: a member since 1 May has three of them from 1 August.
Paid months may be meant instead; the rule's text was not read.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, Right, counted, dated, months_between, natural, reasons_told
from payung.law.due import next_working_day
from payung.law.explain import mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.given import Programme, Segment
from payung.law.read_case import day, one_of, read_case
from payung.law.read_figures import Mark
from payung.values.errors import InputError
from payung.values.words import Words

RULE = "cover"
MOST_MONTHS = 900


class Scope(StrEnum):
    """Whom the three months hold for: every participant or non-wage workers only; the sources disagree."""

    ALL = "ALL"
    BPU = "BPU"


def months_for_full_death_grant(on: date) -> Value:
    """Months of membership from which a death is paid in full; below them `early_death_grant` (Permenaker 1/2025; scope and counting unread)."""
    return figure("cover.full_death_grant_months").on(on)


def full_death_grant(on: date) -> Value:
    """Rupiah: lump sum, periodic grant and funeral together (PP 82/2019 Pasal 34)."""
    return figure("cover.death_grant").on(on)


def early_death_grant(on: date) -> Value:
    """Rupiah within the first months; RefusedError before 24 February 2025, when the grant was whole from the first day."""
    return figure("cover.early_death_grant").on(on)


def months_for_scholarship(on: date) -> Value:
    """Paid months from which the children of one who died otherwise than at work have the scholarship (PP 82/2019 Pasal 34(1)d)."""
    return figure("cover.scholarship_months").on(on)


def number_issued_by(segment: Segment, complete_on: date) -> tuple[date, Value]:
    """The last day for BPJS to issue the number, with which cover begins, once form and first contribution are there; the rule's figure."""
    kind = {Segment.BPU: "bpu", Segment.NON_ASN: "non_asn"}.get(segment, "wage")
    rule = figure(f"cover.number_issued_{kind}").on(complete_on)
    return after_working_days(complete_on, rule.number), rule


def after_working_days(start: date, days: int) -> date:
    """The day so many working days after `start`, which itself is not counted; with 0 the day itself."""
    for _ in range(days):
        start = next_working_day(start + timedelta(days=1))
    return start


def not_yet_covered(segment: Segment, member_since: date, on: date) -> Reason | None:
    """Why there is no cover on a day before the membership (PP 44/2015 Pasal 6(3), 11(5))."""
    if on >= member_since:
        return None
    _, rule = number_issued_by(segment, member_since)
    return Reason(
        "not_yet_covered",
        step(
            "Perlindungan mulai saat nomor peserta terbit, {since}; peristiwa {on} terjadi sebelumnya.",
            "Cover begins when the number is issued, {since}; the event of {on} came before.",
            rule,
            since=dated(member_since),
            on=dated(on),
        ),
    )


def arrears(segment: Segment, programme: Programme, months: int, on: date) -> tuple[Right, Reason | None]:
    """What months of arrears in a row leave of the right to JKK or JKM (PP 44/2015 Pasal 38, 39, 41, 42)."""
    if months == 0:
        return Right.FULL, None
    kind = "bpu" if segment == Segment.BPU else "employer"
    rule = figure(f"cover.arrears_{kind}_{programme.lower()}").on(on)
    right, id, en = _ARREARS[kind, months <= rule.number, programme]
    unread = Mark.MEMORY if segment == Segment.NON_ASN else None
    if unread:
        id, en = (
            f"{id} Pasal itu menyebut pemberi kerja selain penyelenggara negara; untuk non-ASN ini dugaan.",
            f"{en} The article speaks of employers other than the state; for non-civil-servants this is our reading.",
        )
    return right, Reason(
        "arrears_" + right.lower(),
        step(
            "Tunggakan {months} bulan berturut-turut (batas {limit}): " + id,
            "Months of arrears in a row: {months} (limit {limit}): " + en,
            rule,
            choice=unread,
            months=counted(months),
            limit=counted(rule.number),
        ),
    )


_ARREARS: dict[tuple[str, bool, Programme], tuple[Right, str, str]] = {
    ("bpu", True, Programme.JKM): (
        Right.AFTER_SETTLEMENT,
        "biaya pemakaman dibayar sekarang; selebihnya setelah ahli waris melunasi tunggakan.",
        "the funeral benefit is paid now, the rest after the heirs have settled the arrears.",
    ),
    ("bpu", True, Programme.JKK): (
        Right.AFTER_SETTLEMENT,
        "pengobatan diberikan sekarang; santunan uang setelah perawatan selesai dan tunggakan dilunasi.",
        "treatment is given now, money once it has ended and the arrears are settled.",
    ),
    ("bpu", False, Programme.JKM): (Right.NONE, "ahli waris tidak berhak atas JKM (ayat 2).", "the heirs have no right to JKM (paragraph 2)."),
    ("bpu", False, Programme.JKK): (Right.NONE, "tidak berhak atas JKK (ayat 2).", "no right to JKK (paragraph 2)."),
    ("employer", True, Programme.JKM): (Right.FULL, "BPJS tetap membayar (ayat 1).", "BPJS pays all the same (paragraph 1)."),
    ("employer", True, Programme.JKK): (Right.FULL, "BPJS tetap membayar (ayat 1).", "BPJS pays all the same (paragraph 1)."),
    ("employer", False, Programme.JKM): (
        Right.EMPLOYER_FIRST,
        "pemberi kerja membayar dulu dan meminta gantinya setelah melunasi tunggakan dan denda (ayat 2-3).",
        "the employer pays first and reclaims it after settling arrears and fines (paragraphs 2-3).",
    ),
    ("employer", False, Programme.JKK): (
        Right.EMPLOYER_FIRST,
        "pemberi kerja membayar dulu dan meminta gantinya setelah melunasi tunggakan dan denda (ayat 2-3).",
        "the employer pays first and reclaims it after settling arrears and fines (paragraphs 2-3).",
    ),
}


@dataclass(frozen=True)
class Waiting:
    """Whether the three months of membership are over, and the sentence about it (None before the rule existed)."""

    over: bool
    reason: Reason | None


def waiting(segment: Segment, months: int, on: date, scope: Scope | None = None) -> Waiting:
    """Whether so many months of membership carry the full death grant; `scope` None takes the default of `cover.full_death_grant_scope`."""
    needed = months_for_full_death_grant(on)
    if needed.number == 0:
        return Waiting(True, None)
    usual = figure("cover.full_death_grant_scope").on(on)
    everyone = usual.number == 1 if scope is None else scope == Scope.ALL
    so_far, enough = counted(months), counted(needed.number)
    if segment != Segment.BPU and not everyone:
        return Waiting(
            True,
            Reason(
                "waiting_bpu_only",
                step(
                    "Syarat {needed} bulan diartikan hanya bagi BPU; cabang BPJS berbeda pendapat.",
                    "The condition of {needed} months is read as holding for non-wage workers only; BPJS branches disagree.",
                    needed,
                    usual,
                    choice=Mark.MEMORY,
                    needed=enough,
                ),
            ),
        )
    doubt = None if segment == Segment.BPU else Mark.MEMORY
    if months >= needed.number:
        return Waiting(
            True,
            Reason(
                "waiting_over",
                step(
                    "Masa kepesertaan {months} bulan penuh, cukup dari {needed} bulan: santunan penuh.",
                    "Full months of membership: {months}, and {needed} suffice: the full grant.",
                    needed,
                    months=so_far,
                    needed=enough,
                ),
            ),
        )
    more = (
        ("", "")
        if not doubt
        else (
            " Sebagian cabang BPJS menyebut syarat ini hanya bagi BPU: tanyakan dulu.",
            " Some BPJS branches say this of non-wage workers only: ask first.",
        )
    )
    return Waiting(
        False,
        Reason(
            "waiting",
            step(
                "Masa kepesertaan baru {months} bulan penuh, kurang dari {needed} bulan: hanya biaya pemakaman." + more[0],
                "Full months of membership: {months}, fewer than {needed}: the funeral benefit alone." + more[1],
                needed,
                usual,
                choice=doubt,
                months=so_far,
                needed=enough,
            ),
        ),
    )


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """Whether somebody is covered by JKK or JKM on a day.

    Given `segment`, `event_on`, `member_since` (the day of the number) or else `registered_on` (form complete and first contribution paid),
    `programme` JKM | JKK (JKM), `months_in_arrears` (in a row, 0), `restarted_on` (a lapsed BPU paid again), `three_months_for` ALL | BPU.
    Result `covered`, `from` (the day of the number, the last one that the law allows if it is not known), `right`, `full_death_grant` (JKM),
    `reasons`, `mark`, `steps`.
    """
    case = read_case(RULE, given, _READERS, ("segment", "event_on"))
    segment, on, programme = case["segment"], case["event_on"], case.get("programme", Programme.JKM)
    if programme not in (Programme.JKK, Programme.JKM):
        raise InputError("cover.programme", Words("Pilih JKK atau JKM.", "Choose JKK or JKM."))
    since, start = _start(case)
    reasons = [start]
    right, about = arrears(segment, programme, case.get("months_in_arrears", 0), on)
    restart = case.get("restarted_on")
    if restart and on >= restart and right == Right.NONE:
        right, about = Right.FULL, _restarted(restart, on)
    before = not_yet_covered(segment, since, on)
    reasons += [found for found in (before, about) if found]
    grant = None
    if programme == Programme.JKM:
        wait = waiting(segment, months_between(since, on), on, case.get("three_months_for"))
        grant, reasons = wait.over and not before and right != Right.NONE, reasons + ([wait.reason] if wait.reason and not before else [])
    steps = [reason.step for reason in reasons]
    return {
        "covered": not before and right != Right.NONE,
        "right": str(Right.NONE if before else right),
        "full_death_grant": grant,
        "from": since.isoformat(),
        "reasons": reasons_told(reasons),
        "mark": str(mark_of(steps)),
        "steps": told(steps),
    }


def _start(case: dict[str, Any]) -> tuple[date, Reason]:
    """The day on which cover began, and how it is known."""
    segment, since = case["segment"], case.get("member_since")
    if since:
        return since, Reason(
            "start",
            step(
                "Nomor peserta terbit {since}: perlindungan mulai.",
                "The number was issued on {since}: cover begins.",
                number_issued_by(segment, since)[1],
                since=dated(since),
            ),
        )
    if "registered_on" not in case:
        raise InputError("cover.missing_key", Words("Isi “member_since” atau “registered_on”.", "Give “member_since” or “registered_on”."))
    by, rule = number_issued_by(segment, case["registered_on"])
    return by, Reason(
        "start",
        step(
            "Formulir lengkap dan iuran pertama {on}: nomor terbit paling lambat {by}, dan perlindungan mulai.",
            "Complete form and first contribution on {on}: the number is issued by {by}, and cover begins.",
            rule,
            on=dated(case["registered_on"]),
            by=dated(by),
        ),
    )


def _restarted(restart: date, on: date) -> Reason:
    rule = figure("cover.restart_months_owed").on(on)
    return Reason(
        "restarted",
        step(
            "Peserta membayar lagi mulai {restart}: terlindungi lagi, tunggakan lama yang ditagih {owed} bulan. "
            "Apakah masa tiga bulan dihitung ulang belum dibaca.",
            "Paying again from {restart}: covered again, {owed} months of old arrears are claimed. Whether the three months begin anew was not read.",
            rule,
            choice=Mark.MEMORY,
            restart=dated(restart),
            owed=counted(rule.number),
        ),
    )


_READERS = {
    "segment": one_of(Segment),
    "event_on": day,
    "member_since": day,
    "registered_on": day,
    "programme": one_of(Programme),
    "months_in_arrears": natural(MOST_MONTHS),
    "restarted_on": day,
    "three_months_for": one_of(Scope),
}
