"""One bill: how far it is on its way, what leads to the next step, its payments, postings, books and people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payung.billing.actions import pay_bill
from payung.billing.arrears import Arrears, arrears_of
from payung.billing.blocked import blocked_by_arrears
from payung.billing.closed import closing_of
from payung.billing.codes import code_of, missing_of
from payung.billing.credits import credit_of
from payung.billing.lateness import lateness
from payung.billing.ledger import payments_with_state
from payung.billing.models import Bill, BillLine, Order, Payment
from payung.billing.queries import BillOn, bill_on, bookings_of, lines_of, overdue_months
from payung.billing.reconcile import four_numbers
from payung.billing.reversals import waiting_reversals
from payung.billing.steps import steps_of
from payung.billing.ways import ways_of
from payung.claims.waiting import events_of
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.registry.models import Person
from payung.registry.search import name_or_nik
from payung.reports.bill_pack import bill_pack, write_bill_book, write_bill_pdf
from payung.reports.explained import MARKS
from payung.reports.payment_pack import write_payment_pack
from payung.values.errors import InputError, PayungError
from payung.values.words import Words, rupiah
from payung.web.download import PDF, XLSX, attachment
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.bills import badge
from payung.web.money.bills_forms import FIELD_OF, PaymentForm
from payung.web.money.bills_words import ACCOUNTS, RECONCILED, kind_words, sp2d
from payung.web.page import PageRequest, page, say
from payung.web.table import Column, Table

_MOST_WAITING = 20  # families that are named


@page("bill.read")
@require_GET
def bill(request: PageRequest, pk: int) -> HttpResponse:
    one = bill_on(pk, visible_to=request.scope.user, on=request.scope.on)
    return bill_page(request, one, PaymentForm(paid_on=request.scope.on.isoformat()))


def bill_page(request: PageRequest, one: BillOn, form: PaymentForm, status: int = 200) -> HttpResponse:
    scope, fund = request.scope, one.bill.fund
    lines = _lines(request, one) if scope.may_anywhere("roster.read") else None
    if lines is not None and lines.wants_xlsx:
        return lines.xlsx()
    context = {
        "one": one,
        "bill": one.bill,
        "badge": badge(one),
        "due": due(Segment(fund.segment), Programme.JKK, one.bill.month),
        "marks": MARKS,
        "form": form,
        "lines": lines,
        **_way(request, one),
        **_money(request, one),
        **_arrears(request, one),
    }
    return render(request, "money/bill.html", context, status=status)


def _way(request: PageRequest, one: BillOn) -> dict[str, Any]:
    """The steps, and who may do the next ones."""
    scope, made = request.scope, one.bill
    fund, closing, four = made.fund, closing_of(made.fund, made.month), four_numbers(made)
    rights = {
        name: not closing and scope.may(right, fund.place_id)
        for name, right in (
            ("may_code", "bill.code"),
            ("may_record", "payment.record"),
            ("may_post", "posting.record"),
            ("may_reconcile", "bill.reconcile"),
            ("may_close", "month.close"),
        )
    }
    return {
        "steps": steps_of(ways_of([made])[made.pk]),
        "closing": closing,
        "accepted": closing.accepted.count() if closing else 0,
        "four": four,
        "reconciled": RECONCILED[four.state],
        "code": code_of(made),
        "codes": made.codes.order_by("-version"),
        "order_kinds": Order.Kind.values,
        "orders": made.orders.order_by("pk"),
        "lacking": missing_of(fund),
        "postings": made.bpjs_postings.select_related("withdrawn_by").filter(withdraws=None).order_by("pk"),
        "may_reopen": closing is not None and scope.may("month.reopen", fund.place_id),
        **rights,
        "may_pay": rights["may_record"] and one.owed > 0,
    }


def _money(request: PageRequest, one: BillOn) -> dict[str, Any]:
    scope, made = request.scope, one.bill
    waiting = {asked.payment_id: asked for asked in waiting_reversals(made)}
    return {
        "payments": [_payment(made, paid, waiting.get(paid.pk)) for paid in payments_with_state(made)],
        "credit": credit_of(made.fund),
        "may_reverse": scope.may("payment.reverse", made.fund.place_id),
        "may_answer": scope.may("payment.approve", made.fund.place_id),
        "books": [
            (
                booked,
                kind_words(booked.kind, booked.reference),
                [(ACCOUNTS[account], max(side, 0) or None, max(-side, 0) or None) for account, side in booked.sides.items()],
            )
            for booked in bookings_of(made)
        ],
    }


def _payment(made: Bill, paid: Payment, asked: Any) -> dict[str, Any]:
    """A row of the payments: what it is, how late it came, what proves it, whether it stands."""
    is_sp2d = paid.kind == Payment.Kind.SP2D
    late = lateness(Segment(made.fund.segment), made.month, paid.amount, made.due_on, paid.paid_on) if is_sp2d and paid.amount else None
    gone = getattr(paid, "reversed_by", None) is not None
    return {
        "one": paid,
        "told": kind_words(paid.kind, paid.reference) if not is_sp2d else Words(sp2d(paid.reference), sp2d(paid.reference)),
        "late": late,
        "gone": gone,
        "asked": asked,
        "proofs": list(paid.proofs.all()) if is_sp2d else [],
        "is_sp2d": is_sp2d,
        "can_reverse": not gone and asked is None and paid.kind != Payment.Kind.REVERSAL,
    }


def _arrears(request: PageRequest, one: BillOn) -> dict[str, Any]:
    """What unpaid months lead to, and whose families wait for them; nothing on the page of a paid bill: it is not the one to blame."""
    scope, fund = request.scope, one.bill.fund
    late = arrears_of(overdue_months(fund, scope.on), scope.on, Segment(fund.segment)) if one.owed else None
    if late is None:
        return {"late": None}
    blocked = blocked_by_arrears(fund, events_of(fund), on=scope.on)
    named = scope.may_anywhere("roster.read")
    people = dict(Person.objects.filter(pk__in=[each.person for each in blocked[:_MOST_WAITING]]).values_list("pk", "name")) if named else {}
    return {
        "late": late,
        "late_words": _arrears_words(late),
        "blocked": blocked,
        "waiting": [(people[each.person], each.happened_on, person_address(scope, each.person)) for each in blocked if each.person in people],
    }


def _arrears_words(late: Arrears) -> Words:
    """Where the fund stands between the first unpaid month and the loss of the right."""
    limit = late.limit.number
    one = late.months == 1
    row = Words(
        f"{late.months} bulan {'' if one else 'berturut-turut '}sudah jatuh tempo dan belum lunas, sejak {late.since.said()}.",
        f"{late.months} {'month is' if one else 'months in a row are'} due and not paid in full, since {late.since.said('en')}.",
    )
    if late.left < 0:
        more = Words(f" Itu lebih dari batas {limit} bulan.", f" That is more than the limit of {limit} months.")
    else:
        more = Words(
            f" Batasnya {limit} bulan: {'masih ' + str(late.left) + ' bulan lagi' if late.left else 'sudah tercapai'}.",
            f" The limit is {limit} months: {str(late.left) + ' left' if late.left else 'it is reached'}.",
        )
    return Words(row.id + more.id, row.en + more.en)


def _lines(request: PageRequest, one: BillOn) -> Table:
    searched, source = request.GET.get("cari", "").strip(), lines_of(one.bill)
    if searched:
        source = source.filter(name_or_nik(searched, "person__"))

    def row(line: BillLine) -> dict[str, Any]:
        person = line.person
        address = person_address(request.scope, person.pk)
        return {"nik": person.nik, "name": person.name, "village": line.village, "jkk": line.jkk, "jkm": line.jkm, "address": address}  # type: ignore[attr-defined]

    return Table(
        request,
        Words(f"Orang di tagihan {one.bill.month.said()}", f"People of the bill of {one.bill.month.said('en')}"),
        [
            Column("name", Words("Nama", "Name"), href="address"),
            Column("nik", Words("NIK", "NIK"), "nik"),
            Column("village", Words("Desa", "Village")),
            Column("jkk", Words("JKK", "JKK"), "rupiah"),
            Column("jkm", Words("JKM", "JKM"), "rupiah"),
        ],
        source,
        row=row,
        search=Words("Cari nama atau NIK", "Search name or NIK"),
        empty=Words("Tidak ada orang dengan nama atau NIK itu di tagihan ini.", "Nobody of that name or NIK on this bill."),
    )


@page("bill.read", writes="payment.record")
@require_POST
def pay(request: PageRequest, pk: int) -> HttpResponse:
    """Records the payment; the same SP2D again changes nothing, and what is refused stands at its field with all that was typed."""
    scope = request.scope
    one = bill_on(pk, visible_to=scope.user, on=scope.on)
    form = PaymentForm.of(request)
    given = form.read(scope.on)
    if given is None:
        return bill_page(request, one, form, 422)
    amount, paid_on, reference = given
    before = one.bill.payments.count()
    terms: dict[str, Any] = {"amount": amount, "paid_on": paid_on, "reference": reference, "surplus": form.surplus, "code": form.code}
    try:
        made = pay_bill(bill=one.bill, **terms, by=scope.user, on=scope.on)
    except PayungError as error:
        name = FIELD_OF.get(error.code, "amount" if isinstance(error, InputError) else "")
        if not name:
            raise
        form.wrong[name] = error.words
        form.too_much = error.code in ("payment.too_much", "payment.nothing_owed")
        return bill_page(request, one, form, 422)
    left = bill_on(pk, visible_to=scope.user, on=scope.on)
    say(request, _known_words(made) if left.bill.payments.count() == before else _paid_words(made, left))
    return redirect("money:bill", pk)


def _known_words(made: Payment) -> Words:
    number = sp2d(made.reference)
    return Words(f"{number} sudah tercatat. Tidak ada yang berubah.", f"{number} is recorded already. Nothing changed.")


def _paid_words(made: Payment, left: BillOn) -> Words:
    rest = Words(f"Sisa {rupiah(left.owed)}.", f"{rupiah(left.owed, 'en')} left.")
    if not left.owed:
        rest = Words("Tagihan lunas.", "The bill is paid in full.")
    if made.surplus:
        credit = Words(f" Kelebihan {rupiah(made.surplus)} menjadi kredit dana.", f" {rupiah(made.surplus, 'en')} above it are credit of the fund.")
        rest = Words(rest.id + credit.id, rest.en + credit.en)
    whole = made.amount + made.surplus
    return Words(
        f"Tercatat: {rupiah(whole)}, {sp2d(made.reference)}. {rest.id}",
        f"Recorded: {rupiah(whole, 'en')}, {sp2d(made.reference)}. {rest.en}",
    )


@page("bill.read")
@require_GET
def as_pdf(request: PageRequest, pk: int) -> HttpResponse:
    """The summary of the bill: what is owed, by village, and what is paid."""
    return _file(request, pk, "rekap.pdf")


@page("bill.read")
@require_GET
def as_xlsx(request: PageRequest, pk: int) -> HttpResponse:
    """The same as a workbook, with everybody on it, their NIK masked."""
    return _file(request, pk, "rekap.xlsx")


@page("bill.read")
@require_GET
def papers(request: PageRequest, pk: int) -> HttpResponse:
    """Letter of request, summary, receipt and list in one PDF."""
    return _file(request, pk, "berkas.pdf")


def _file(request: PageRequest, pk: int, which: str) -> HttpResponse:
    scope = request.scope
    one = bill_on(pk, visible_to=scope.user, on=scope.on)
    pack = bill_pack(one, made_by=scope.user.display_name, named=scope.may_anywhere("roster.read"))
    write = {"rekap.pdf": write_bill_pdf, "rekap.xlsx": write_bill_book, "berkas.pdf": write_payment_pack}[which]
    name, kind = which.split(".")
    called = "berkas pencairan" if name == "berkas" else "tagihan"
    return attachment(write(pack, lang()), PDF if kind == "pdf" else XLSX, f"{called} {one.bill.month} {one.bill.pk}.{kind}")
