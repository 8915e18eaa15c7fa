"""The numbers by which prepared figures name kinds of work and sets of funds."""

from collections.abc import Iterable
from functools import cached_property

from payung.coverage.models import FundSet, WorkKind
from payung.planning.sources import trades

OTHER_WORK = ""
"""The kind of work of whoever's occupation is of no kind of trades.yaml, or not known."""

_MOST_KINDS = 1023  # the next one is MIXED_KIND
_OWN = 1_000_000_000  # from here on, downwards: sets that have a number for this look only


def kind_of(occupation: str) -> str:
    """The first kind of work of trades.yaml that the occupation, as a list writes it, is of; OTHER_WORK for any other."""
    return next((code for code, trade in trades().items() if trade.fits(occupation)), OTHER_WORK)


class Numbers:
    """Read when somebody asks for them. What has no number yet gets one that holds for this look only, or with `keep` for good."""

    def __init__(self, *, keep: bool = False) -> None:
        self.keep = keep
        self._of_text: dict[str, int] = {}

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Of every kind of trades.yaml; of earlier ones too, which blocks may still name."""
        found = {OTHER_WORK: 0, **dict(WorkKind.objects.values_list("code", "pk"))}
        for at, code in enumerate(one for one in trades() if one not in found):
            found[code] = WorkKind.objects.create(code=code).pk if self.keep else _MOST_KINDS - 1 - at
        return found

    @cached_property
    def _sets(self) -> dict[tuple[int, ...], int]:
        return {tuple(int(one) for one in funds.split("+")): -pk for pk, funds in FundSet.objects.values_list("pk", "funds")}

    def kind(self, occupation: str) -> int:
        """Of an occupation as a list writes it."""
        if occupation not in self._of_text:
            self._of_text[occupation] = self.kinds[kind_of(occupation)]
        return self._of_text[occupation]

    def funds(self, funds: tuple[int, ...]) -> int:
        """Of funds in order: a fund's own number, or one below 0."""
        if len(funds) == 1:
            return funds[0]
        if funds not in self._sets:
            text = "+".join(str(one) for one in funds)
            self._sets[funds] = -FundSet.objects.create(funds=text).pk if self.keep else -_OWN - len(self._sets)
        return self._sets[funds]

    def members(self, keys: Iterable[int]) -> dict[int, frozenset[int]]:
        """What the numbers below 0 among these stand for."""
        wanted = {key for key in keys if key < 0}
        return {number: frozenset(funds) for funds, number in self._sets.items() if number in wanted} if wanted else {}
