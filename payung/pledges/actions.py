"""Promising, paying and withdrawing. `by` is who acts (None: the command line), `on` the day of it."""

from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.places.models import Office
from payung.planning.models import Fund
from payung.planning.queries import locked, price_in
from payung.planning.sources import source_of
from payung.pledges.models import Headcount, Pledge, PledgePaid
from payung.pledges.queries import offices_for
from payung.registry.models import Person
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.nik import digits_of
from payung.values.words import Words

_NIP = 18  # digits
_LONGEST_GIVER, _LONGEST_REFERENCE, _LONGEST_REASON = 120, 100, 300  # characters: what their columns hold


def make_pledge(
    *, fund: Fund, office: Office, giver: str, giver_number: str, nik: str, first_month: Month, last_month: Month, by: User | None, on: date
) -> Pledge:
    """A civil servant of `office` will pay for the worker of this NIK; the same again gives the pledge that is there.

    Errors: InputError for what cannot be; RefusedError `pledge.known` where somebody else has promised for this worker.
    """
    require(by, "pledge.record", fund.place_id, on)
    giver, giver_number = " ".join(giver.split()), "".join(giver_number.split())
    _check(fund, office, giver, giver_number, first_month, last_month)
    person = Person.objects.filter(nik=digits_of(nik)).select_related("same_as").first()
    if person is None:
        raise InputError(
            "pledge.nik_unknown",
            Words(
                "NIK ini tidak ada di data. Periksa angkanya, atau masukkan orangnya lewat daftar calon dulu.",
                "This NIK is not in the data. Check its digits, or bring the person in by a list of candidates first.",
            ),
        )
    person = person.same_as or person
    with acting("pledge.make", by=by):
        fund = locked(fund)
        known = Pledge.objects.filter(fund=fund, person=person, withdrawn_on__isnull=True).select_related("office").first()
        if known is None:
            return Pledge.objects.create(
                fund=fund,
                office=office,
                giver=giver,
                giver_number=giver_number,
                person=person,
                first_month=first_month,
                last_month=last_month,
                pledged_on=on,
            )
        if (known.office_id, known.giver, known.first_month, known.last_month) == (office.pk, giver, first_month, last_month):
            return known
        raise RefusedError(
            "pledge.known",
            Words(
                f"Pekerja ini sudah ditanggung {known.giver} ({known.office.name}). Pilih pekerja lain, atau tarik dulu janji itu.",
                f"{known.giver} ({known.office.name}) pays for this worker already. Choose another worker, or withdraw that pledge first.",
            ),
        )


def pay_pledges(
    *,
    fund: Fund,
    through: Month,
    reference: str,
    paid_on: date,
    office: Office | None = None,
    pledge: Pledge | None = None,
    by: User | None,
    on: date,
) -> list[PledgePaid]:
    """Every month up to `through` that nobody has paid yet, of one pledge, of an office, or of all of the fund; again: nothing more.

    The rupiah are what the month costs. Errors: InputError without a reference.
    """
    require(by, "pledge.record", fund.place_id, on)
    reference = " ".join(reference.split())
    if not 1 <= len(reference) <= _LONGEST_REFERENCE:
        most = _LONGEST_REFERENCE
        raise InputError(
            "pledge.reference",
            Words(f"Isi nomor bukti setornya, paling panjang {most} huruf.", f"Give the number of the slip, at most {most} characters."),
        )
    with acting("pledge.pay", by=by):
        fund = locked(fund)
        chosen = Pledge.objects.filter(fund=fund, withdrawn_on__isnull=True).order_by("pk")
        if office is not None:
            chosen = chosen.filter(office=office)
        if pledge is not None:
            chosen = chosen.filter(pk=pledge.pk)
        there = set(PledgePaid.objects.filter(pledge__in=chosen).values_list("pledge", "month"))
        prices = {month: sum(price_in(fund, month)) for month in fund.first_month.upto(min(through, fund.last_month))}
        due = [(one, month) for one in chosen for month in prices if one.runs_in(month) and (one.pk, month) not in there]
        made = [PledgePaid(pledge=one, month=month, rupiah=prices[month], paid_on=paid_on, reference=reference, by=by) for one, month in due]
        return PledgePaid.objects.bulk_create(made)


def withdraw_pledge(*, pledge: Pledge, reason: str, by: User | None, on: date) -> Pledge:
    """It counts no more from today on; what was paid stays. Again: nothing changes. InputError without a reason."""
    require(by, "pledge.record", pledge.fund.place_id, on)
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= _LONGEST_REASON:
        raise InputError("pledge.reason", Words("Isi alasan janji ini ditarik.", "Give the reason why this pledge is withdrawn."))
    with acting("pledge.withdraw", by=by):
        pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
        if pledge.withdrawn_on is None:
            pledge.withdrawn_on, pledge.reason = on, reason
            pledge.save(update_fields=["withdrawn_on", "reason"])
        return pledge


def count_civil_servants(*, fund: Fund, office: Office, civil_servants: int, by: User | None, on: date) -> Headcount:
    """How many an office has; the newest number counts."""
    require(by, "pledge.record", fund.place_id, on)
    if civil_servants < 1:
        raise InputError("pledge.headcount", Words("Isi paling sedikit satu orang.", "Give at least one person."))
    _check_office(fund, office)
    with acting("pledge.headcount", by=by):
        return Headcount.objects.update_or_create(fund=fund, office=office, defaults={"civil_servants": civil_servants})[0]


def _check(fund: Fund, office: Office, giver: str, number: str, first: Month, last: Month) -> None:
    if not source_of(fund.source).pledges:
        raise InputError(
            "pledge.source",
            Words("Dana ini bukan dana janji. Buka dana dengan sumber SERTAKAN.", "This fund takes no pledges. Open one with the source SERTAKAN."),
        )
    _check_office(fund, office)
    if not 1 <= len(giver) <= _LONGEST_GIVER:
        raise InputError("pledge.giver", Words("Isi nama ASN yang menanggung.", "Give the name of the civil servant who pays."))
    if number and not (number.isascii() and number.isdecimal() and len(number) == _NIP):
        raise InputError("pledge.giver_number", Words(f"NIP terdiri atas {_NIP} angka.", f"A NIP has {_NIP} digits."))
    if not fund.first_month <= first <= last <= fund.last_month:
        raise InputError(
            "pledge.months",
            Words(
                f"Bulan janji harus di antara {fund.first_month.said()} dan {fund.last_month.said()}.",
                f"The months of a pledge lie between {fund.first_month.said('en')} and {fund.last_month.said('en')}.",
            ),
        )


def _check_office(fund: Fund, office: Office) -> None:
    if not offices_for(fund).filter(pk=office.pk).exists():
        raise InputError("pledge.office", Words("Pilih perangkat daerah di wilayah dana ini.", "Choose an office of the place of this fund."))
