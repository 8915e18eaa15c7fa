"""Entering what shows that a duty is met, and taking a mistake back. `by` is who acts (None: the command line), `on` the day of the act."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.addressees import Addressee, addressee_of
from payung.compliance.duty_kinds import PERIODIC, Duty, Proof, instruction
from payung.compliance.duty_state import period_named
from payung.compliance.models import DutyEvidence, Instrument
from payung.filing.actions import file_document, open_document
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

_YEAR = re.compile(r"20\d{2}")
_PERIOD = re.compile(r"(20\d{2})-([QH])([1-4])")
_LONGEST = {"reference": 150, "note": 500, "why": 300}


@dataclass(frozen=True)
class Told:
    """What is entered; which parts are needed depends on the duty's `proof`, see `record_evidence`."""

    counts_from: date
    period: str = ""
    instrument: Instrument | None = None
    reference: str = ""
    amount: int | None = None
    part: int | None = None
    whole: int | None = None
    note: str = ""


def record_evidence(*, addressee: str, duty: str, told: Told, content: bytes = b"", name: str = "", by: User | None, on: date) -> DutyEvidence:
    """`content`, `name`: a scan, kept encrypted. The same again, without a scan, changes nothing.

    Errors: InputError `duty.addressee`, `duty.unknown`, `duty.day` for a day to come, `duty.instrument`, `duty.budget`, `duty.count`, `duty.period`,
    `duty.paper` for what the duty's evidence lacks, and those of filing.
    """
    who = addressee_of(addressee, on)
    if who is None:
        raise InputError("duty.addressee", Words("Pilih siapa yang diberi instruksi.", "Choose who is addressed."))
    require(by, "duty.record", who.place, on)
    asked = _duty(who, duty)
    if told.counts_from > on:
        raise InputError("duty.day", Words("Tanggalnya paling lambat hari ini.", "The day is today at the latest."))
    told = replace(told, reference=_clean(told.reference, "reference"), note=_clean(told.note, "note"))
    _CHECKS[asked.proof](asked, who, told, bool(content))
    with acting("duty.record", by=by):
        terms: dict[str, Any] = {"addressee": who.key, "place_id": who.place or None, "duty": asked.key, **_columns(told)}
        known = None if content else DutyEvidence.objects.filter(**terms, taken_back_on=None, document=None).first()
        if known is not None:
            return known
        document = file_document(content=content, name=name, by=by, on=on) if content else None
        return DutyEvidence.objects.create(**terms, document=document, on=on, by=by, signed=str(by) if by else "Payung")


def take_back(*, evidence: DutyEvidence, why: str, by: User | None, on: date) -> DutyEvidence:
    """It was a mistake: it counts on no day, and stays on record. InputError `duty.why`; RefusedError `duty.taken_back` where it was before."""
    require(by, "duty.record", evidence.place_id or "", on)
    said = _clean(why, "why")
    if not said:
        raise InputError("duty.why", Words("Tulis mengapa bukti ini ditarik.", "Write why this evidence is taken back."))
    with acting("duty.take_back", by=by):
        one = DutyEvidence.objects.select_for_update().get(pk=evidence.pk)
        if one.taken_back_on:
            raise RefusedError("duty.taken_back", Words("Bukti ini sudah ditarik.", "This evidence was taken back already."))
        one.taken_back_on, one.taken_back_why, one.taken_back_by = on, said, by
        one.save(update_fields=["taken_back_on", "taken_back_why", "taken_back_by"])
        return one


def open_evidence(*, evidence: DutyEvidence, by: User | None, on: date) -> bytes:
    """What its scan holds; opening it stands on the trail. InputError `duty.no_scan`."""
    require(by, "duty.read", evidence.place_id or "", on)
    if evidence.document is None:
        raise InputError("duty.no_scan", Words("Bukti ini tidak punya pindaian.", "There is no scan of this evidence."))
    return open_document(document=evidence.document, by=by)


def first_month(period: str) -> Month | None:
    """Of "2026-Q1" or "2026-H2"; None for what is neither."""
    found = _PERIOD.fullmatch(period)
    if not found:
        return None
    months, at = {"Q": 3, "H": 6}[found[2]], int(found[3])
    return Month.at(int(found[1]), (at - 1) * months + 1) if (at - 1) * months < 12 else None


def _duty(who: Addressee, key: str) -> Duty:
    found = next((duty for duty in instruction().duties_of(who.group, who.key) if duty.key == key), None)
    if found is None:
        raise InputError("duty.unknown", Words("Kewajiban itu tidak diminta darinya.", "That duty is not asked of them."))
    return found


def _columns(told: Told) -> dict[str, Any]:
    return {
        "period": told.period,
        "counts_from": told.counts_from,
        "instrument": told.instrument,
        "reference": told.reference,
        "amount": told.amount,
        "part": told.part,
        "whole": told.whole,
        "note": told.note,
    }


def _clean(text: str, part: str) -> str:
    return " ".join(text.split())[: _LONGEST[part]]


def _refuse(right: bool, code: str, words: Words) -> None:
    if not right:
        raise InputError(code, words)


def _instrument(duty: Duty, who: Addressee, told: Told, scan: bool) -> None:
    own = told.instrument is not None and not told.instrument.is_agreement and told.instrument.place_id == (who.place or None)
    words = Words(
        "Pilih peraturannya dari daftar peraturan, atau catat dulu di sana.", "Choose the regulation from the register, or enter it there first."
    )
    _refuse(own, "duty.instrument", words)


def _budget(duty: Duty, who: Addressee, told: Told, scan: bool) -> None:
    right = bool(told.amount) and _YEAR.fullmatch(told.period) is not None
    _refuse(right, "duty.budget", Words("Isi tahun anggaran dan jumlah rupiahnya.", "Give the budget year and the amount in rupiah."))


def _count(duty: Duty, who: Addressee, told: Told, scan: bool) -> None:
    right = told.part is not None and bool(told.whole) and told.part <= (told.whole or 0)
    words = Words(
        "Isi berapa yang terdaftar dari berapa seluruhnya; yang terdaftar tidak lebih banyak.",
        "Give how many of how many are enrolled; not more than all.",
    )
    _refuse(right, "duty.count", words)


def _report(duty: Duty, who: Addressee, told: Told, scan: bool) -> None:
    first, months = first_month(told.period), PERIODIC[duty.rhythm]
    right = first is not None and period_named(first, months)[0] == told.period
    _refuse(right, "duty.period", Words("Pilih triwulan atau semester laporannya.", "Choose the quarter or half-year of the report."))
    ended = first is not None and told.counts_from > (first + (months - 1)).last_day
    _refuse(ended, "duty.period", Words("Laporan diterima sesudah masanya berakhir.", "A report is received after its period has ended."))


def _paper(duty: Duty, who: Addressee, told: Told, scan: bool) -> None:
    _refuse(
        scan or bool(told.reference),
        "duty.paper",
        Words("Isi nomor suratnya atau lampirkan pindaiannya.", "Give the number of the paper, or a scan of it."),
    )


_CHECKS: Mapping[Proof, Callable[[Duty, Addressee, Told, bool], None]] = {
    Proof.INSTRUMENT: _instrument,
    Proof.BUDGET: _budget,
    Proof.COUNT: _count,
    Proof.REPORT: _report,
    Proof.PAPER: _paper,
}
