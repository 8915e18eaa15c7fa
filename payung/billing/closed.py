"""Whether a month of a fund is closed, and the refusal of whatever would change it."""

from payung.billing.models import Bill, Closing
from payung.planning.models import Fund
from payung.values.errors import RefusedError
from payung.values.month import Month
from payung.values.words import Words, day


def closing_of(fund: Fund, month: Month) -> Closing | None:
    """The closing in force; None: the month is open."""
    return Closing.objects.in_force().filter(fund=fund, month=month).select_related("by").first()


def refuse_closed(fund: Fund, month: Month) -> None:
    """RefusedError `month.closed`."""
    closing = closing_of(fund, month)
    if closing is None:
        return
    raise RefusedError(
        "month.closed",
        Words(
            f"Bulan {month.said()} untuk dana “{fund.name}” sudah ditutup pada {day(closing.on)}. Tidak ada yang dicatat. "
            "Minta pemilik program membukanya kembali dengan alasan.",
            f"{month.said('en')} of the fund “{fund.name}” was closed on {day(closing.on, 'en')}. Nothing was recorded. "
            "Ask the owner of the programme to reopen it with a reason.",
        ),
    )


def locked_bill(bill: Bill) -> Bill:
    """The bill as it is now, and nobody else's until the transaction ends; RefusedError `month.closed` where its month is."""
    found = Bill.objects.select_for_update(of=("self",)).select_related("fund").get(pk=bill.pk)
    refuse_closed(found.fund, found.month)
    return found
