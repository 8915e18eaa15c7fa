"""What is done with payments on the page of a bill: code, SPP and SPM, proof, credit, reversal. Each answers with a sentence on that page."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from payung.billing.codes import record_code, record_order
from payung.billing.credits import refund_credit, use_credit
from payung.billing.models import Payment, Proof, Reversal
from payung.billing.proofs import add_proof, open_proof
from payung.billing.queries import bill_on
from payung.billing.reversals import answer_reversal, ask_reversal
from payung.filing.kinds import PDF
from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.words import Words, rupiah
from payung.web.download import attachment
from payung.web.money.bills_forms import day_of, text_of
from payung.web.money.seen import the_fund
from payung.web.page import PageRequest, page, say


@page("bill.read", writes="bill.code")
@require_POST
def code(request: PageRequest, pk: int) -> HttpResponse:
    scope = request.scope
    one = bill_on(pk, visible_to=scope.user, on=scope.on)
    made = record_code(bill=one.bill, code=text_of(request, "code", 60), reason=text_of(request, "reason"), by=scope.user, on=scope.on)
    say(request, Words(f"Kode iuran {made.code} tercatat.", f"Payment code {made.code} recorded."))
    return redirect("money:bill", pk)


@page("bill.read", writes="payment.record")
@require_POST
def order(request: PageRequest, pk: int) -> HttpResponse:
    """SPP or SPM."""
    scope = request.scope
    one = bill_on(pk, visible_to=scope.user, on=scope.on)
    number, kind = text_of(request, "number", 120), request.POST.get("kind", "")
    made = record_order(bill=one.bill, kind=kind, number=number, dated=day_of(request, "dated"), by=scope.user, on=scope.on)
    say(request, Words(f"{made.kind} {made.number} tercatat.", f"{made.kind} {made.number} recorded."))
    return redirect("money:bill", pk)


@page("bill.read", writes="payment.record")
@require_POST
def credit(request: PageRequest, pk: int) -> HttpResponse:
    """As much of the fund's credit as the bill needs."""
    scope = request.scope
    one = bill_on(pk, visible_to=scope.user, on=scope.on)
    made = use_credit(bill=one.bill, by=scope.user, on=scope.on)
    say(
        request,
        Words(f"Kelebihan {rupiah(made.amount)} dipakai untuk tagihan ini.", f"Credit of {rupiah(made.amount, 'en')} is set against this bill."),
    )
    return redirect("money:bill", pk)


@page("bill.read", writes="payment.record")
@require_POST
def refund(request: PageRequest, fund_id: int) -> HttpResponse:
    """BPJS gave credit of the fund back."""
    scope, fund = request.scope, the_fund(request, fund_id)
    amount, returned_on, reference = rupiah_of(request.POST.get("amount", "")), day_of(request, "returned_on"), text_of(request, "reference", 120)
    made = refund_credit(fund=fund, amount=amount, returned_on=returned_on, reference=reference, by=scope.user, on=scope.on)
    say(request, Words(f"Pengembalian {rupiah(-made.surplus)} tercatat.", f"Refund of {rupiah(-made.surplus, 'en')} recorded."))
    return redirect("money:ledger", fund_id)


def _payment(request: PageRequest, pk: int) -> Payment:
    """404 for one of a bill that is not seen."""
    found = Payment.objects.select_related("bill__fund").filter(pk=pk).first()
    if found is None:
        raise Http404("payment")
    bill_on(found.bill_id, visible_to=request.scope.user, on=request.scope.on)
    return found


@page("bill.read", writes="payment.record")
@require_POST
def proof(request: PageRequest, payment: int) -> HttpResponse:
    """The bank's slip: PDF, JPG or PNG."""
    one, given = _payment(request, payment), request.FILES.get("berkas")
    if given is None:
        raise InputError("document.none", Words("Pilih berkasnya dulu.", "Choose the file first."))
    add_proof(payment=one, content=given.read(), name=given.name or "", by=request.scope.user, on=request.scope.on)
    say(request, Words("Bukti bank disimpan.", "The bank's proof is kept."))
    return redirect("money:bill", one.bill_id)


@page("bill.read")
@require_GET
def open_slip(request: PageRequest, proof: int) -> HttpResponse:
    """A slip as it came; opening it stands on the trail."""
    one = Proof.objects.select_related("payment__bill__fund", "document").filter(pk=proof).first()
    if one is None:
        raise Http404("proof")
    bill_on(one.payment.bill_id, visible_to=request.scope.user, on=request.scope.on)
    content = open_proof(proof=one, by=request.scope.user, on=request.scope.on)
    return attachment(content, one.document.media_type, one.document.name, shown=one.document.media_type != PDF)


@page("bill.read", writes="payment.reverse")
@require_POST
def reverse(request: PageRequest, payment: int) -> HttpResponse:
    """Asks for the reversal of a wrong payment."""
    one = _payment(request, payment)
    ask_reversal(payment=one, reason=text_of(request, "reason"), by=request.scope.user, on=request.scope.on)
    say(request, Words("Pembatalan diminta. Orang kedua harus menyetujuinya.", "The reversal is asked for. A second person must approve it."))
    return redirect("money:bill", one.bill_id)


@page("bill.read", writes="payment.approve")
@require_POST
def answer(request: PageRequest, reversal: int) -> HttpResponse:
    """A second person's answer to that."""
    asked = Reversal.objects.select_related("payment__bill__fund").filter(pk=reversal).first()
    if asked is None:
        raise Http404("reversal")
    one = _payment(request, asked.payment_id)
    granted = request.POST.get("jawaban") == "ya"
    answer_reversal(reversal=asked, granted=granted, reason=text_of(request, "reason"), by=request.scope.user, on=request.scope.on)
    say(
        request,
        Words("Pembayaran dibatalkan dengan catatan balik.", "The payment is reversed by a reversing entry.")
        if granted
        else Words("Permintaan pembatalan ditolak.", "The reversal is refused."),
    )
    return redirect("money:bill", one.bill_id)
