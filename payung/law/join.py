"""Who may and who must join, where, and with which programmes.

Sources: UU 24/2011 Pasal 14; PP 44/2015 Pasal 5, 15, 53; Perpres 109/2013 Pasal 6; PP 49/2023 Pasal 5; PP 70/2015 (Taspen); PP 6/2025 Pasal 4 (JKP).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, natural, reasons_told
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.given import Programme, Segment
from payung.law.read_case import day, one_of, read_case
from payung.law.read_figures import Mark
from payung.values.errors import InputError
from payung.values.words import Words
from payung.values.words import day as said_day

RULE = "join"
# Limits of what is read: nobody is older, no list longer.
_MOST_YEARS, _MOST_EMPLOYERS, _MOST_MONTHS = 150, 100, 900


class Work(StrEnum):
    """Kinds of workers. STATE is non-ASN; EMPLOYER works on own account and employs others; VULNERABLE is SELF_EMPLOYED, paid for by another."""

    PRIVATE = "PRIVATE"
    STATE = "STATE"
    CIVIL_SERVANT = "CIVIL_SERVANT"
    PPPK = "PPPK"
    PPPK_PART_TIME = "PPPK_PART_TIME"
    SOLDIER_OR_POLICE = "SOLDIER_OR_POLICE"
    VILLAGE_OFFICIAL = "VILLAGE_OFFICIAL"
    EMPLOYER = "EMPLOYER"
    SELF_EMPLOYED = "SELF_EMPLOYED"
    VULNERABLE = "VULNERABLE"
    CONSTRUCTION = "CONSTRUCTION"
    MIGRANT = "MIGRANT"


class Size(StrEnum):
    """Of the enterprise, as its licence has it."""

    MICRO = "MICRO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"


class Carrier(StrEnum):
    """Who insures: BPJS Ketenagakerjaan, PT Taspen, PT Asabri."""

    BPJS = "BPJS"
    TASPEN = "TASPEN"
    ASABRI = "ASABRI"


_DUTIES = {
    Work.STATE: "duty.non_asn",
    Work.CIVIL_SERVANT: "duty.civil_servant",
    Work.PPPK: "duty.civil_servant",
    Work.PPPK_PART_TIME: "duty.pppk_part_time",
    Work.SOLDIER_OR_POLICE: "duty.soldier_or_police",
    Work.VILLAGE_OFFICIAL: "duty.village_official",
    Work.EMPLOYER: "duty.bpu_employer",
    Work.SELF_EMPLOYED: "duty.bpu_self",
    Work.VULNERABLE: "duty.bpu_self",
    Work.CONSTRUCTION: "duty.construction",
    Work.MIGRANT: "duty.migrant",
}
_BY_SIZE = {
    Size.MICRO: "duty.private_micro",
    Size.SMALL: "duty.private_small",
    Size.MEDIUM: "duty.private_medium_large",
    Size.LARGE: "duty.private_medium_large",
}
_SEGMENTS = {
    Work.PRIVATE: Segment.PU,
    Work.STATE: Segment.NON_ASN,
    Work.PPPK_PART_TIME: Segment.NON_ASN,
    Work.VILLAGE_OFFICIAL: Segment.NON_ASN,
    Work.EMPLOYER: Segment.BPU,
    Work.SELF_EMPLOYED: Segment.BPU,
    Work.VULNERABLE: Segment.BPU,
    Work.CONSTRUCTION: Segment.CONSTRUCTION,
    Work.MIGRANT: Segment.MIGRANT,
}
_ELSEWHERE = {Work.CIVIL_SERVANT: Carrier.TASPEN, Work.PPPK: Carrier.TASPEN, Work.SOLDIER_OR_POLICE: Carrier.ASABRI}
_CARRIERS = {Carrier.TASPEN: Words("PT Taspen", "PT Taspen"), Carrier.ASABRI: Words("PT Asabri", "PT Asabri")}


@dataclass(frozen=True)
class Applicant:
    """Somebody on the day of registration. `size` (PRIVATE); `appointed_on`: first day as civil servant or PPPK, a non-ASN until then; `age_from`,
    `age_below`: the fund's limits, where they differ from the usual ones; `months_in_indonesia`: of a foreigner; `other_employers`: how many have
    registered the same NIK."""

    work: Work
    registered_on: date
    size: Size | None = None
    born_on: date | None = None
    age_from: int | None = None
    age_below: int | None = None
    months_in_indonesia: int | None = None
    appointed_on: date | None = None
    other_employers: int = 0


@dataclass(frozen=True)
class Joining:
    """`may`: whether BPJS Ketenagakerjaan takes this person now, as `segment`; `must` and `optional`: programmes at `carrier`; `reasons`: why not."""

    may: bool
    carrier: Carrier
    segment: Segment | None
    must: tuple[Programme, ...]
    optional: tuple[Programme, ...]
    reasons: tuple[Reason, ...]
    mark: Mark
    steps: tuple[Step, ...]


def may_join(applicant: Applicant) -> Joining:
    """Errors: InputError where the size of a private employer or a day of birth that cannot be is given; RefusedError before the first rule."""
    work = _work_on_the_day(applicant)
    carrier = _ELSEWHERE.get(work, Carrier.BPJS)
    duty = figure(_duty(work, applicant.size)).on(applicant.registered_on)
    must = [Programme(name) for name, needed in duty.named.items() if needed]
    optional = [Programme(name) for name, needed in duty.named.items() if not needed]
    steps = [_duty_step(duty, must, optional)]
    against: list[Reason] = []
    if carrier != Carrier.BPJS:
        against.append(
            Reason(
                "elsewhere",
                step(
                    "{kind} ikut {carrier}, bukan BPJS Ketenagakerjaan.",
                    "{kind}: at {carrier}, not at BPJS Ketenagakerjaan.",
                    duty,
                    kind=duty.title,
                    carrier=_CARRIERS[carrier],
                ),
            )
        )
    else:
        against += [*_too_short(applicant), *_age(applicant, work)]
        steps += [*_job_loss(applicant, work, must, optional), *_several(applicant)]
    steps += [reason.step for reason in against]
    return Joining(not against, carrier, _SEGMENTS.get(work), tuple(must), tuple(optional), tuple(against), mark_of(steps), tuple(steps))


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """Given the keys of `Applicant`, result those of `Joining`."""
    readers = {
        "work": one_of(Work),
        "registered_on": day,
        "size": one_of(Size),
        "born_on": day,
        "age_from": natural(_MOST_YEARS),
        "age_below": natural(_MOST_YEARS),
        "months_in_indonesia": natural(_MOST_MONTHS),
        "appointed_on": day,
        "other_employers": natural(_MOST_EMPLOYERS),
    }
    found = may_join(Applicant(**read_case(RULE, given, readers, ("work", "registered_on"))))
    return {
        "may": found.may,
        "carrier": str(found.carrier),
        "segment": found.segment and str(found.segment),
        "must": [str(one) for one in found.must],
        "optional": [str(one) for one in found.optional],
        "reasons": reasons_told(found.reasons),
        "mark": str(found.mark),
        "steps": told(found.steps),
    }


def _work_on_the_day(applicant: Applicant) -> Work:
    """Whoever is appointed later is a non-ASN still."""
    later = applicant.appointed_on is not None and applicant.registered_on < applicant.appointed_on
    return Work.STATE if later and applicant.work in (Work.CIVIL_SERVANT, Work.PPPK, Work.PPPK_PART_TIME) else applicant.work


def _duty(work: Work, size: Size | None) -> str:
    if work != Work.PRIVATE:
        return _DUTIES[work]
    if size is None:
        raise InputError(
            "join.size", Words(f"Isi skala usaha pemberi kerja: {' | '.join(Size)}.", f"Give the size of the employer: {' | '.join(Size)}.")
        )
    return _BY_SIZE[size]


def _duty_step(duty: Value, must: list[Programme], optional: list[Programme]) -> Step:
    names: dict[str, Any] = {"kind": duty.title, "must": ", ".join(must), "optional": ", ".join(optional)}
    if optional:
        return step("{kind}: wajib {must}; boleh {optional}.", "{kind}: must have {must}; may have {optional}.", duty, **names)
    return step("{kind}: wajib {must}.", "{kind}: must have {must}.", duty, **names)


def _too_short(applicant: Applicant) -> list[Reason]:
    if applicant.months_in_indonesia is None:
        return []
    needed = figure("membership.foreigner_months").on(applicant.registered_on)
    if applicant.months_in_indonesia >= needed.number:
        return []
    return [
        Reason(
            "foreigner",
            step(
                "Orang asing menjadi peserta setelah bekerja {needed} bulan di Indonesia.",
                "A foreigner is a member after {needed} months of work in Indonesia.",
                needed,
                needed=str(needed.number),
            ),
        )
    ]


def age_on(born_on: date, on: date) -> int:
    """Whole years; whoever is born on 29 February is a year older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _age(applicant: Applicant, work: Work) -> list[Reason]:
    """The fund's limits; the usual ones reach BPU only."""
    if applicant.born_on is None:
        return []
    age = age_on(applicant.born_on, applicant.registered_on)
    if age < 0:
        raise InputError(
            "join.born_on",
            Words(
                f"Tanggal lahir {said_day(applicant.born_on)} sesudah tanggal pendaftaran. Perbaiki.",
                f"The birth date {said_day(applicant.born_on, 'en')} is after the registration. Correct it.",
            ),
        )
    usual = _SEGMENTS[work] == Segment.BPU
    youngest, below = figure("registration.age_from").find(applicant.registered_on), figure("registration.age_below").find(applicant.registered_on)
    lowest = applicant.age_from if applicant.age_from is not None else youngest.number if usual and youngest else None
    highest = applicant.age_below if applicant.age_below is not None else below.number if usual and below else None
    reasons = []
    if lowest is not None and age < lowest:
        own = [youngest] if youngest and applicant.age_from is None else []
        reasons.append(
            Reason(
                "too_young",
                step(
                    "Usia {age} tahun, dana ini menerima mulai {limit} tahun.",
                    "Aged {age}; this fund takes people from {limit}.",
                    *own,
                    age=str(age),
                    limit=str(lowest),
                ),
            )
        )
    if highest is not None and age >= highest:
        own = [below] if below and applicant.age_below is None else []
        reasons.append(
            Reason(
                "too_old",
                step(
                    "Usia {age} tahun, dana ini menerima di bawah {limit} tahun.",
                    "Aged {age}; this fund takes people below {limit}.",
                    *own,
                    age=str(age),
                    limit=str(highest),
                ),
            )
        )
    return reasons


def _job_loss(applicant: Applicant, work: Work, must: list[Programme], optional: list[Programme]) -> list[Step]:
    """JKP comes of itself to Indonesians in an employment relation; in a micro enterprise only together with JHT, which is a choice there."""
    duty = figure("duty.job_loss").find(applicant.registered_on)
    if work != Work.PRIVATE or duty is None or applicant.months_in_indonesia is not None:
        return []
    below = figure("jkp.age_below").on(applicant.registered_on)
    limit: dict[str, Any] = {"limit": str(below.number)}
    if applicant.born_on and age_on(applicant.born_on, applicant.registered_on) >= below.number:
        return [
            step(
                "JKP tidak berlaku: saat mendaftar sudah {limit} tahun atau lebih.", "No JKP: {limit} or older at registration.", duty, below, **limit
            )
        ]
    (must if Programme.JHT in must else optional).append(Programme.JKP)
    return [
        step(
            "JKP ikut dengan sendirinya bila mendaftar sebelum {limit} tahun dan terdaftar di JHT dan JKN.",
            "JKP comes of itself to who registers before {limit} and is in JHT and JKN.",
            duty,
            below,
            **limit,
        )
    ]


def _several(applicant: Applicant) -> list[Step]:
    if not applicant.other_employers:
        return []
    each = figure("membership.several_employers").on(applicant.registered_on)
    return [
        step(
            "NIK yang sama di beberapa pemberi kerja sah: tiap pemberi kerja mendaftarkan dan membayar {programmes}.",
            "The same NIK under several employers is legal: each registers and pays {programmes}.",
            each,
            programmes=", ".join(each.named),
        )
    ]
