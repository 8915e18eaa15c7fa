"""Where a place stands in a month: the figure, the people missing, its rank among its peers, how it developed, and what closing the gap costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Sum

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.billing.models import Payment
from payung.coverage.cube import COUNTED
from payung.coverage.definitions import Pair, definition
from payung.coverage.measure import Figure, Part
from payung.coverage.official import official_on
from payung.coverage.pairs import figure_of_pair, figures_by_month, figures_inside
from payung.coverage.targets import TargetOf, targets_of
from payung.law.given import Segment
from payung.planning.models import Fund
from payung.planning.price import month_contribution
from payung.registry.models import Round
from payung.values.errors import PayungError
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words, day, number, percent, rupiah

PAID = Pair("paid", "universe_bpjs")
ACTIVE = Pair("active_bpjs", "universe_bpjs")
YEAR = 12  # months that closing a gap is priced for, and that a development shows
_HUNDRED = 100
_NAMED = 10  # places that a sum names


@dataclass(frozen=True)
class Peer:
    """A place beside the one asked about; `position` None: it has no figure and is not ranked."""

    figure: Figure
    position: int | None

    @property
    def place(self) -> str:
        return self.figure.place

    @property
    def name(self) -> str:
        return self.figure.place_name


@dataclass(frozen=True)
class Rank:
    """`position` among `ranked` peers with a figure, of `peers` in all; equal shares have equal positions. `rows`: the ranked ones first."""

    position: int | None
    ranked: int
    peers: int
    rows: tuple[Peer, ...]
    caveats: tuple[Words, ...]

    @property
    def words(self) -> Words:
        """ "peringkat 3 dari 7", "–" where the place itself has no figure."""
        if self.position is None:
            return Words("–", "–")
        return Words(f"peringkat {self.position} dari {self.ranked}", f"rank {self.position} of {self.ranked}")

    @property
    def total(self) -> Figure | None:
        """The ranked places together: people and denominators added; None where there are fewer than two."""
        figures = [one.figure for one in self.rows if one.position is not None]
        if len(figures) < 2:
            return None
        # names of places are the same in both languages
        name = ", ".join(one.place_name for one in figures) if len(figures) <= _NAMED else f"Σ {len(figures)}"
        return Figure("", name, _added([one.numerator for one in figures]), _added([one.denominator for one in figures]))

    @property
    def footnote(self) -> Words:
        """What the rank is not."""
        return Words(" ".join(one.id for one in self.caveats), " ".join(one.en for one in self.caveats))


@dataclass(frozen=True)
class Trend:
    """The figure month by month (own counts) or at each day of which one was published."""

    points: tuple[tuple[Month, Figure], ...]
    footnote: Words


@dataclass(frozen=True)
class Closing:
    """Rupiah. `price`: of one person and month by the law of the month; `cost`: of everybody missing, `point_cost`: of one percentage point, for
    `months` months. None where there is no gap to price, or the month has no figures in the law."""

    people: int | None
    point_people: int | None
    price: int | None
    months: int
    cost: int | None
    point_cost: int | None
    footnote: Words


@dataclass(frozen=True)
class TargetGap:
    """A target of the same pair and the people missing to it, with what they cost."""

    target: TargetOf
    missing: int | None
    cost: int | None


@dataclass(frozen=True)
class Absorption:
    """Rupiah of the funds of the place and what lies in it that pay in the month: budget, and what was paid of it by the day."""

    budget: int
    paid: int
    funds: int
    footnote: Words


@dataclass(frozen=True)
class Standing:
    """All of one place and month, by one pair."""

    place: str
    place_name: str
    month: Month
    pair: Pair
    figure: Figure
    rank: Rank | None
    trend: Trend
    closing: Closing
    targets: tuple[TargetGap, ...]
    other_targets: tuple[TargetOf, ...]
    absorption: Absorption

    @property
    def gap(self) -> int | None:
        """People whom the numerator lacks to the denominator."""
        return self.figure.gap


def standing_of(
    place_code: str,
    month: Month,
    *,
    on: date,
    pair: Pair | None = None,
    known: date | None = None,
    visible_to: User | None = None,
    round: Round | None = None,
    months: int = YEAR,
) -> Standing:
    """By the `pair`; none given: active over universe where both were published, else paid over universe.

    Peers are ranked by published figures, or by own counts only for somebody who sees them all (`visible_to` None: everybody's). `targets` are of the
    same pair; those of others are handed out apart, never compared.
    """
    chosen = pair or usual_pair(place_code, month, known=known)
    figure = figure_of_pair(place_code, month, chosen, on=on, known=known, round=round)
    closing = closing_of(figure, month, months)
    columns = targets_of(place_code, month.year, visible_to=visible_to, on=on, known=known)
    same = next((column.targets for column in columns if column.pair == chosen), ())
    gaps = tuple(TargetGap(one, missing := one.people_missing(figure), _times(missing, closing.price, months)) for one in same)
    others = tuple(one for column in columns if column.pair != chosen for one in column.targets)
    return Standing(
        place_code,
        figure.place_name,
        month,
        chosen,
        figure,
        rank_of(place_code, month, chosen, on=on, known=known, visible_to=visible_to),
        trend_of(place_code, month, chosen, on=on, known=known),
        closing,
        gaps,
        others,
        absorption_of_place(place_code, month, on),
    )


def usual_pair(place_code: str, month: Month, *, known: date | None = None) -> Pair:
    """What a page shows first."""
    sides = [official_on(place_code, code, month, known=known) for code in (ACTIVE.numerator, ACTIVE.denominator)]
    return ACTIVE if all(sides) else PAID


def rank_of(place_code: str, month: Month, pair: Pair, *, on: date, known: date | None = None, visible_to: User | None = None) -> Rank | None:
    """Among the places beside it: provinces of the nation, regencies of a province and so on. None for the nation."""
    if level_of(place_code) == Level.NATION:
        return None
    above = parent_of(place_code)
    own = definition(pair.numerator).own
    if own and visible_to is not None and not sight_of(visible_to, on).covers(above):
        return Rank(None, 0, 0, (), (_NOT_SEEN,))
    return ranked(figures_inside(above, month, pair, on=on, known=known), place_code)


def ranked(figures: Sequence[Figure], place_code: str) -> Rank:
    """The figures in the order of their exact shares; one that is missing is not ranked and never taken for zero."""
    with_share = [one for one in figures if one.numerator.value is not None and one.denominator.value]
    rows = []
    for one in sorted(with_share, key=lambda one: (-_exact(one), one.place)):
        rows.append(Peer(one, 1 + sum(_exact(other) > _exact(one) for other in with_share)))
    without = [Peer(one, None) for one in figures if one not in with_share]
    position = next((one.position for one in rows if one.place == place_code), None)
    return Rank(position, len(rows), len(figures), (*rows, *without), tuple(_caveats(with_share, len(without))))


def trend_of(place_code: str, month: Month, pair: Pair, *, on: date, known: date | None = None) -> Trend:
    """Twelve months up to the month of an own count that is prepared, else the days of which figures were published."""
    months = list((month + (1 - YEAR)).upto(month)) if pair.numerator in COUNTED else [month]
    points = tuple(figures_by_month(place_code, months, pair, on=on, known=known))
    wholes = {(one.denominator.as_of, one.denominator.value) for _, one in points if one.denominator.value is not None}
    more = _SEVERAL_WHOLES if len(wholes) > 1 else Words("", "")
    pair_words = pair.words
    return Trend(points, Words(f"{pair_words.id}. {more.id}".strip(), f"{pair_words.en}. {more.en}".strip()))


def closing_of(figure: Figure, month: Month, months: int = YEAR) -> Closing:
    """Everybody missing, and one percentage point, at BPU's lowest contribution (JKK and JKM) of the month, times `months`."""
    gap, whole = figure.gap, figure.denominator.value
    people = None if gap is None else max(0, gap)
    point = None if whole is None else -(-whole // _HUNDRED)
    try:
        found = month_contribution(source="APBD", month=month, segment=Segment.BPU)
    except PayungError as error:
        return Closing(people, point, None, months, None, None, error.words)
    cited = "; ".join(dict.fromkeys(one.source for one in found.steps if one.source))
    price = found.total
    footnote = Words(
        f"Orang × {rupiah(price)} × {number(months)} bulan: iuran JKK dan JKM BPU kelas terendah {month.said()} ({cited}).",
        f"People × {rupiah(price, 'en')} × {number(months, 'en')} months: JKK and JKM of BPU's lowest class, {month.said('en')} ({cited}).",
    )
    return Closing(people, point, price, months, _times(people, price, months), _times(point, price, months), footnote)


def absorption_of_place(place_code: str, month: Month, on: date) -> Absorption:
    """Of the funds of the place and of the places in it that pay in the month."""
    funds = Fund.objects.filter(first_month__lte=month, last_month__gte=month)
    if place_code:
        funds = funds.filter(place__code__startswith=place_code)
    held = [(pk, amount) for pk, amount, code in funds.values_list("pk", "amount", "place_id") if not place_code or _in(code, place_code)]
    paid = Payment.objects.filter(bill__fund__in=[pk for pk, _ in held], paid_on__lte=on).aggregate(n=Sum("amount"))["n"] or 0
    budget = sum(amount for _, amount in held)
    share = percent(paid, budget), percent(paid, budget, "en")
    return Absorption(
        budget,
        paid,
        len(held),
        Words(
            f"{rupiah(paid)} dibayar sampai {day(on)} dari {rupiah(budget)} anggaran {number(len(held))} sumber dana yang "
            f"membayar {month.said()}: {share[0]}.",
            f"{rupiah(paid, 'en')} paid by {day(on, 'en')} of {rupiah(budget, 'en')}, the budget of {number(len(held), 'en')} funds that pay for "
            f"{month.said('en')}: {share[1]}.",
        ),
    )


def _in(code: str, place: str) -> bool:
    return code == place or code.startswith(f"{place}.")


def _added(parts: Sequence[Part]) -> Part:
    """Their sum; source and day only where all have the same."""
    first, value = parts[0], sum(one.value or 0 for one in parts)
    source = first.source if all(one.source == first.source for one in parts) else None
    as_of = first.as_of if all(one.as_of == first.as_of for one in parts) else None
    return Part(value, first.definition, source, as_of, first.code)


def _exact(one: Figure) -> Fraction:
    return Fraction(one.numerator.value or 0, one.denominator.value or 1)


def _times(people: int | None, price: int | None, months: int) -> int | None:
    return None if people is None or price is None else people * price * months


def _caveats(figures: Sequence[Figure], missing: int) -> list[Words]:
    told = []
    if missing:
        told.append(
            Words(
                f"{number(missing)} wilayah belum ada angkanya; tidak diperingkat dan tidak dianggap nol.",
                f"{number(missing, 'en')} places have no figure yet; they are not ranked and not taken for zero.",
            )
        )
    for side, words in (("numerator", _PART_DAYS), ("denominator", _WHOLE_DAYS)):
        days = sorted({getattr(one, side).as_of for one in figures if getattr(one, side).as_of})
        if len(days) > 1:
            told.append(
                Words(
                    words.id.format(first=day(days[0]), last=day(days[-1])),
                    words.en.format(first=day(days[0], "en"), last=day(days[-1], "en")),
                )
            )
    sources = {one.denominator.source for one in figures}
    return told + ([_SOURCES] if len(sources) > 1 else [])


_NOT_SEEN = Words(
    "Hitungan sendiri daerah lain tidak Anda lihat, jadi tidak diperingkat. Pilih pembilang BPJS untuk membandingkan.",
    "You do not see other places' own counts, so they are not ranked. Choose a numerator of BPJS to compare.",
)
_PART_DAYS = Words("Pembilangnya dari tanggal yang berbeda, {first} sampai {last}.", "The numerators are of different days, {first} to {last}.")
_WHOLE_DAYS = Words("Penyebutnya dari tanggal yang berbeda, {first} sampai {last}.", "The denominators are of different days, {first} to {last}.")
_SOURCES = Words("Penyebutnya dari sumber yang berbeda.", "The denominators are of different sources.")
_SEVERAL_WHOLES = Words(
    "Penyebutnya berganti di antara titik-titik ini, jadi naik turunnya tidak semata karena peserta.",
    "The denominator changes between these points, so ups and downs are not of members alone.",
)
