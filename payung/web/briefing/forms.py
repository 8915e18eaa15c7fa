"""What people type for a briefing, a report and a sending: kept as typed, with what is wrong at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest

from payung.coverage.definitions import denominators, numerators
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

ASKS = 3  # lines of requests that the form offers
_LONGEST = 400
_NO_DAY = Words("Tanggal ini tidak terbaca.", "This day cannot be read.")
_NO_MONTH = Words("Pilih bulannya.", "Choose the month.")
NUMERATORS = {code: one.title for code, one in numerators().items() if code != "villages_sent"}
DENOMINATORS = {code: one.title for code, one in denominators().items() if code != "villages"}


@dataclass
class BriefingForm:
    """`asks`: lines of what, who and by when; `wrong`: field -> sentence."""

    place: str
    month: str
    numerator: str = "paid"
    denominator: str = "universe_bpjs"
    asks: list[Mapping[str, str]] = field(default_factory=lambda: [{"what": "", "who": "", "by": ""} for _ in range(ASKS)])
    wrong: dict[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest, place: str) -> "BriefingForm":
        given = request.POST
        lines = zip(given.getlist("apa"), given.getlist("siapa"), given.getlist("paling_lambat"), strict=False)
        asks: list[Mapping[str, str]] = [{"what": what[:_LONGEST], "who": who[:_LONGEST], "by": by[:10]} for what, who, by in lines]
        return cls(
            given.get("tempat", place),
            given.get("bulan_paparan", ""),
            given.get("pembilang", "paid"),
            given.get("penyebut", "universe_bpjs"),
            asks[:ASKS] or [{"what": "", "who": "", "by": ""}],
        )

    def read(self) -> tuple[Month, dict[str, Any]] | None:
        """The month, and the requests that are filled in; None where something cannot be read."""
        month = None
        try:
            month = Month.parse(self.month)
        except InputError:
            self.wrong["month"] = _NO_MONTH
        for at, one in enumerate(self.asks):
            if one["by"] and _day(one["by"]) is None:
                self.wrong[f"by{at}"] = _NO_DAY
        if self.wrong or month is None:
            return None
        return month, {"asks": [one for one in self.asks if one["what"].strip()]}

    @property
    def lines(self) -> Sequence[tuple[int, Mapping[str, str], Words | None]]:
        return [(at, one, self.wrong.get(f"by{at}")) for at, one in enumerate(self.asks)]


@dataclass
class SendForm:
    """A paper of the edition, to whom and on which day."""

    paper: str = ""
    to: str = ""
    sent_on: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "SendForm":
        return cls(*(request.POST.get(name, "").strip()[:_LONGEST] for name in ("berkas", "kepada", "tanggal")))

    @property
    def day(self) -> date:
        """InputError `sending.day` where it cannot be read."""
        found = _day(self.sent_on)
        if found is None:
            raise InputError("sending.day", _NO_DAY)
        return found


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
