"""What a contribution is asked about: the kind of worker, the month, the pay, who pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from payung.law.read_case import list_of, month, one_of, read_case, whole, yes_no
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

# Integer rules on columns run on engines that divide through a 53-bit float: an amount this wide times a rate of 10,000 still fits.
MOST_RUPIAH = 2**39
# A contract may be worth more, and its rates are below 32 of 10,000.
MOST_CONTRACT = 2**48


class Segment(StrEnum):
    """The law's kinds of participants: PU wage workers of private employers, NON_ASN of the state, BPU without a wage, CONSTRUCTION workers on a
    project, MIGRANT workers abroad."""

    PU = "PU"
    NON_ASN = "NON_ASN"
    BPU = "BPU"
    CONSTRUCTION = "CONSTRUCTION"
    MIGRANT = "MIGRANT"


class Programme(StrEnum):
    """JKK work accident, JKM death, JHT old-age savings, JP pension, JKP loss of the job."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"
    JKP = "JKP"


class Payer(StrEnum):
    """Whose money pays the contribution; reliefs depend on it."""

    SELF = "SELF"
    EMPLOYER = "EMPLOYER"
    APBN = "APBN"
    APBD = "APBD"
    VILLAGE = "VILLAGE"
    DBH = "DBH"
    CSR = "CSR"
    ZAKAT = "ZAKAT"


class Sector(StrEnum):
    """Drivers and couriers have reliefs of their own."""

    TRANSPORT = "transport"
    OTHER = "other"


BASIC = (Programme.JKK, Programme.JKM)


@dataclass(frozen=True)
class Given:
    """One month of one worker, or one construction project, or one migrant's contract.

    In rupiah: `income` a month (BPU; None: the lowest class), `wage` a month (PU, NON_ASN, CONSTRUCTION where known), `contract_value` (CONSTRUCTION
    where the wages are not known). `risk_group` 1-5 (PU). `contract_months` (MIGRANT; None: protection before the work begins). `months_late`: months
    or parts of a month between the due day and the payment.
    """

    segment: Segment
    month: Month
    income: int | None = None
    wage: int | None = None
    risk_group: int | None = None
    programmes: tuple[Programme, ...] = BASIC
    payer: Payer = Payer.SELF
    sector: Sector = Sector.OTHER
    labour_intensive: bool = False
    contract_value: int | None = None
    contract_months: int | None = None
    months_late: int = 0


# The amounts by which each segment is measured.
PAYS = {
    Segment.PU: ("wage",),
    Segment.NON_ASN: ("wage",),
    Segment.BPU: ("income",),
    Segment.CONSTRUCTION: ("wage", "contract_value"),
    Segment.MIGRANT: ("contract_months",),
}
PAY_NAMES = ("income", "wage", "contract_value", "contract_months")


def refuse_other_pay(rule: str, segment: Segment, there: Iterable[str], known: tuple[str, ...] = PAY_NAMES) -> None:
    """Nothing given is ignored: InputError "<rule>.other_pay" where an amount is `there` that the segment does not use; `known`: the rule's."""
    used = [name for name in PAYS[segment] if name in known]
    for name in there:
        if name not in used:
            raise InputError(
                f"{rule}.other_pay",
                Words(
                    f"Segmen {segment} tidak memakai “{name}”. Isi {' | '.join(used)}.",
                    f"Segment {segment} does not use “{name}”. Give {' | '.join(used)}.",
                ),
            )


READERS: dict[str, Any] = {
    "segment": one_of(Segment),
    "month": month,
    "income": whole,
    "wage": whole,
    "contract_value": whole,
    "contract_months": whole,
    "risk_group": whole,
    "programmes": list_of(one_of(Programme)),
    "payer": one_of(Payer),
    "sector": one_of(Sector),
    "labour_intensive": yes_no,
    "months_late": whole,
}


def read_given(raw: Any, rule: str = "contribution") -> Given:
    """Reads plain values as a file holds them ("BPU", "2026-05", ["JKK"]); InputError for an unknown key, a missing or unreadable value."""
    return Given(**read_case(rule, raw, READERS, ("segment", "month")))
