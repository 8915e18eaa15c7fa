"""What is looked at: which funds, which months, and of them whose people, for the person who asks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_to
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.errors import InputError, OutOfScopeError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words

_NOT_SEEN = Words("Dana atau wilayah itu di luar wewenang Anda.", "That fund or place is outside your area.")


@dataclass(frozen=True)
class Asked:
    """`funds` and the months from `first` to `last`; `places`: only people who live there, empty: everybody. `named`: keys of the funds whose names
    the person may read. `on`: the day of the question, after which nothing is due yet.
    """

    funds: tuple[Fund, ...]
    first: Month
    last: Month
    places: tuple[str, ...]
    named: frozenset[int]
    on: date

    @property
    def whole(self) -> bool:
        """Whether sums of whole funds can be compared."""
        return not self.places

    @property
    def keys(self) -> str:
        """The funds' keys for `IN (…)`; never empty."""
        return ", ".join(str(fund.pk) for fund in self.funds) or "0"

    def living(self, column: str = "c.village_id") -> tuple[str, list[str]]:
        """A condition that narrows a query to people of `places`, and its parameters."""
        if self.whole:
            return "", []
        parts = [part for code in self.places for part in (code, f"{code}.%")]
        return f" AND ({' OR '.join([f'{column} = %s OR {column} LIKE %s'] * len(self.places))})", parts


def asked_for(
    *,
    visible_to: User | None,
    on: date,
    place: str = "",
    round: Round | None = None,
    fund: Fund | None = None,
    first: Month | None = None,
    last: Month | None = None,
) -> Asked:
    """Of everything that the person may look at: a place with all that lies in it, the funds of a round, one fund, and the months between two.

    Without months: from the first that a fund pays to this one. Errors: OutOfScopeError `audit.not_seen`, InputError `audit.months`.
    """
    sight = sight_to(visible_to, "audit.read", on)
    if place and not sight.covers(place):
        if not any(within(code, place) for code in sight.places):
            raise OutOfScopeError("audit.not_seen", _NOT_SEEN)
        place = ""
    wanted = Sight((place,)) if place else sight
    funds = Fund.objects.filter(_touching(wanted)).select_related("place", "round").order_by("first_month", "name", "pk")
    if round is not None:
        funds = funds.filter(round=round)
    chosen = tuple(one for one in funds if fund is None or one.pk == fund.pk)
    if fund is not None and not chosen:
        raise OutOfScopeError("audit.not_seen", _NOT_SEEN)
    narrow = () if all(wanted.covers(one.place_id) for one in chosen) else wanted.places
    named = frozenset(Fund.objects.filter(_touching(sight)).values_list("pk", flat=True))
    return Asked(chosen, *_months(chosen, first, last, on), narrow, named, on)


def _touching(sight: Sight) -> Q:
    """Funds of the places that are seen, and of those that they lie in, whose lists hold their people."""
    above = {code[:end] for code in sight.places for end in (2, 5, 8) if len(code) > end}
    return sight.in_places("place") | Q(place__in=above)


def _months(funds: tuple[Fund, ...], first: Month | None, last: Month | None, on: date) -> tuple[Month, Month]:
    now = Month.of(on)
    begins = first or min((one.first_month for one in funds), default=now)
    ends = last or max(begins, min(now, max((one.last_month for one in funds), default=now)))
    if ends < begins:
        raise InputError("audit.months", Words("Bulan terakhir harus sesudah bulan pertama.", "The last month must not be before the first."))
    return begins, ends
