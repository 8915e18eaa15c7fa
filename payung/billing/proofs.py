"""The bank's slip of a payment: kept encrypted, and opened again by whoever may read bills of the place."""

from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.models import Payment, Proof
from payung.filing.actions import file_document, open_document
from payung.filing.kinds import JPEG, PDF, PNG

TAKEN = frozenset({PDF, JPEG, PNG})


def add_proof(*, payment: Payment, content: bytes, name: str, by: User | None, on: date) -> Proof:
    """Errors as `file_document`; the same file again for the same payment changes nothing."""
    require(by, "payment.record", payment.bill.fund.place_id, on)
    with acting("payment.prove", by=by):
        document = file_document(content=content, name=name, by=by, on=on, kinds=TAKEN)
        known = payment.proofs.filter(document__sha256=document.sha256).first()
        return known or Proof.objects.create(payment=payment, document=document)


def open_proof(*, proof: Proof, by: User | None, on: date) -> bytes:
    """What the slip holds; opening it stands on the trail."""
    require(by, "bill.read", proof.payment.bill.fund.place_id, on)
    return open_document(document=proof.document, by=by)
