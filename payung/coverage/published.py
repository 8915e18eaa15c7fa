"""Percentages as they were published: whether their parts fit, which denominator they imply, and why two of them differ.

A printed percentage is taken for right when it is the share rounded half up or cut off at its last printed digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from payung.coverage.definitions import definition, denominators
from payung.coverage.models import PublishedShare
from payung.coverage.official import NATION, Official
from payung.values.words import Lang, Words, day, number, percent

_HUNDRED = 100 * 100  # hundredths of a per cent


@dataclass(frozen=True)
class Share:
    """`part` people said to be covered, `rest` said not to be, `whole` the denominator, `hundredths` of a per cent; None where it was not said.

    `decimals`: how many were printed. `numerator`, `denominator`: definitions, "" where they were not said.
    """

    as_of: date
    source: str
    part: int | None = None
    rest: int | None = None
    whole: int | None = None
    hundredths: int | None = None
    decimals: int = 2
    numerator: str = ""
    denominator: str = ""
    segment: str = ""
    place: str = ""
    place_name: str = NATION
    publisher: str = ""
    published_on: date | None = None
    page: str = ""
    quote: str = ""
    pk: int = 0

    @property
    def unit(self) -> int:
        """The last printed digit in hundredths: 100 of "52 %", 1 of "63.47 %"."""
        return int(10 ** (2 - self.decimals))

    def printed(self, lang: Lang = "id") -> str:
        """The percentage as it was printed: "52 %", "63,47 %"."""
        if self.hundredths is None:
            return "–"
        whole, rest = divmod(self.hundredths, 100)
        after = f"{rest:02d}"[: self.decimals]
        return f"{number(whole, lang)}{(',' if lang == 'id' else '.') + after if after else ''} %"

    @property
    def among(self) -> int | None:
        """The denominator that was said, or active and inactive together."""
        if self.whole is not None:
            return self.whole
        return None if self.part is None or self.rest is None else self.part + self.rest

    @property
    def implied(self) -> int | None:
        """The denominator that part and percentage imply, rounded: 263,903 as 52 % -> 507,506."""
        if self.part is None or not self.hundredths:
            return None
        return (2 * self.part * _HUNDRED + self.hundredths) // (2 * self.hundredths)

    @property
    def implied_range(self) -> tuple[int, int] | None:
        """The lowest and the highest denominator with which the people print as this percentage."""
        if self.part is None or not self.hundredths:
            return None
        low = self.part * _HUNDRED // (self.hundredths + self.unit) + 1
        high = 2 * self.part * _HUNDRED // (2 * self.hundredths - self.unit) if 2 * self.hundredths > self.unit else self.part * _HUNDRED
        return low, high

    def fits(self, part: int, whole: int) -> bool:
        """Whether so many of so many print as this percentage."""
        if self.hundredths is None or not whole:
            return False
        return (2 * self.hundredths - self.unit) * whole <= 2 * part * _HUNDRED and part * _HUNDRED < (self.hundredths + self.unit) * whole


@dataclass(frozen=True)
class Misfit:
    """What in one published share does not fit; `code`: a key of contradictions.CONTRADICTIONS."""

    code: str
    words: Words


@dataclass(frozen=True)
class Difference:
    """One reason why two published shares differ."""

    code: str
    words: Words


def shares_of(place_code: str, *, known: date | None = None) -> list[Share]:
    """What was published about the place itself, the newest first."""
    found = PublishedShare.objects.select_related("place")
    found = found.filter(place=place_code) if place_code else found.filter(place__isnull=True)
    if known is not None:
        found = found.filter(known_on__lte=known)
    return [share_told(one) for one in found.order_by("-as_of", "-pk")]


def share_told(one: PublishedShare) -> Share:
    """A row as it is handed out."""
    names = ("as_of source part rest whole hundredths decimals numerator denominator segment publisher published_on page quote pk").split()
    return Share(**{name: getattr(one, name) for name in names}, place=one.place_id or "", place_name=one.place.name if one.place else NATION)


def misfits_of(one: Share) -> list[Misfit]:
    """What in it does not fit, in the order in which one asks."""
    found = []
    if one.part is not None and one.rest is not None and one.whole is not None and one.part + one.rest != one.whole:
        found.append(Misfit("parts", _parts(one)))
    whole = one.among
    if whole and one.hundredths is not None and one.part is not None and not one.fits(one.part, whole):
        swapped = one.rest is not None and one.fits(one.rest, whole)
        found.append(Misfit("swapped", _swapped(one, whole)) if swapped else Misfit("percent", _percent(one, one.part, whole)))
    if (one.hundredths or 0) > _HUNDRED or (whole and one.part is not None and one.part > whole):
        found.append(Misfit("above_all", _above(one)))
    return found


def why_they_differ(one: Share, other: Share, officials: Sequence[Official] = ()) -> list[Difference]:
    """Every reason that can be seen in the two; `officials`: denominators known of the place, of which the ones that fit are named."""
    found = [*_what_they_are_about(one, other), *_whom_they_count(one, other), *_what_they_divide_by(one, other)]
    for each in (one, other):
        found += [Difference(misfit.code, misfit.words) for misfit in misfits_of(each)]
        found += _fitting(each, officials)
    return found or [Difference("unknown", _UNKNOWN)]


def _what_they_are_about(one: Share, other: Share) -> list[Difference]:
    found = []
    if one.place != other.place:
        found.append(
            Difference(
                "place",
                Words(
                    f"Wilayahnya berbeda: {one.place_name} dan {other.place_name}.",
                    f"They are about two places: {one.place_name}, {other.place_name}.",
                ),
            )
        )
    if (one.as_of.year, one.as_of.month) != (other.as_of.year, other.as_of.month):
        found.append(
            Difference(
                "month",
                Words(
                    f"Bulannya berbeda: {day(one.as_of)} dan {day(other.as_of)}.",
                    f"They are of two months: {day(one.as_of, 'en')} and {day(other.as_of, 'en')}.",
                ),
            )
        )
    if one.segment != other.segment:
        names = [each.segment or "semua" for each in (one, other)], [each.segment or "all" for each in (one, other)]
        found.append(
            Difference(
                "segment",
                Words(f"Segmennya berbeda: {' dan '.join(names[0])}.", f"They are of different segments: {' and '.join(names[1])}."),
            )
        )
    return found


def _whom_they_count(one: Share, other: Share) -> list[Difference]:
    found = []
    if one.numerator and other.numerator and one.numerator != other.numerator:
        titles = [definition(each.numerator).title for each in (one, other)]
        found.append(
            Difference(
                "numerator",
                Words(
                    f"Pembilangnya dua hal: “{titles[0].id}” dan “{titles[1].id}”.",
                    f"The numerators are two things: “{titles[0].en}” and “{titles[1].en}”.",
                ),
            )
        )
    if one.part is None or other.part is None or one.part == other.part:
        return found
    if one.hundredths == other.hundredths:
        found.append(
            Difference(
                "people",
                Words(
                    f"Persentasenya sama ({one.printed()}), tetapi orangnya {number(one.part)} dan {number(other.part)}: paling "
                    "banyak satu yang benar.",
                    f"The percentage is the same ({one.printed('en')}), but the people are {number(one.part, 'en')} and "
                    f"{number(other.part, 'en')}: at "
                    "most one is right.",
                ),
            )
        )
    else:
        more = abs(one.part - other.part)
        found.append(
            Difference(
                "people",
                Words(
                    f"Orang yang dihitung berbeda: {number(one.part)} dan {number(other.part)} (selisih {number(more)}).",
                    f"They count different people: {number(one.part, 'en')} and {number(other.part, 'en')} (a difference of {number(more, 'en')}).",
                ),
            )
        )
    return found


def _what_they_divide_by(one: Share, other: Share) -> list[Difference]:
    found = []
    if one.denominator and other.denominator and one.denominator != other.denominator:
        titles = [definition(each.denominator).title for each in (one, other)]
        found.append(
            Difference(
                "denominator",
                Words(
                    f"Penyebutnya dua hal: “{titles[0].id}” dan “{titles[1].id}”.",
                    f"The denominators are two things: “{titles[0].en}” and “{titles[1].en}”.",
                ),
            )
        )
    ranges = [(each.whole, each.whole) if each.whole is not None else each.implied_range for each in (one, other)]
    first, second = ranges
    if first is None or second is None or (first[0] <= second[1] and second[0] <= first[1]):
        return found
    wholes = [each.whole if each.whole is not None else each.implied for each in (one, other)]
    sums = [
        f"{number(each.part or 0, lang)} ÷ {each.printed(lang)} ≈ {number(whole or 0, lang)}" if each.whole is None else number(each.whole, lang)
        for lang in ("id", "en")
        for each, whole in zip((one, other), wholes, strict=True)
    ]
    same = one.part is not None and one.part == other.part
    head = (
        "Orangnya sama, penyebutnya dua: " if same else "Penyebutnya dua: ",
        "The same people over two denominators: " if same else "Two denominators: ",
    )
    found.append(Difference("two_denominators", Words(f"{head[0]}{sums[0]} dan {sums[1]}.", f"{head[1]}{sums[2]} and {sums[3]}.")))
    return found


def _fitting(one: Share, officials: Sequence[Official]) -> list[Difference]:
    """Known denominators with which the people print as the percentage."""
    if one.part is None or one.hundredths is None:
        return []
    return [
        Difference(
            "fits",
            Words(
                f"{one.printed()} cocok dengan {number(each.value)} {each.words.id} ({each.source}, per {day(each.as_of)}).",
                f"{one.printed('en')} fits {number(each.value, 'en')} {each.words.en} ({each.source}, as of {day(each.as_of, 'en')}).",
            ),
        )
        for each in officials
        if each.definition in denominators() and each.place == one.place and one.fits(one.part, each.value)
    ]


def _parts(one: Share) -> Words:
    assert one.part is not None
    assert one.rest is not None
    assert one.whole is not None
    added = one.part + one.rest
    return Words(
        f"{number(one.part)} + {number(one.rest)} = {number(added)}, tetapi jumlahnya tertulis {number(one.whole)} "
        f"(selisih {number(abs(added - one.whole))}).",
        f"{number(one.part, 'en')} + {number(one.rest, 'en')} = {number(added, 'en')}, while the total says {number(one.whole, 'en')} "
        f"(a difference of {number(abs(added - one.whole), 'en')}).",
    )


def _swapped(one: Share, whole: int) -> Words:
    assert one.part is not None
    assert one.rest is not None
    return Words(
        f"Tertulis {number(one.part)} aktif dan {number(one.rest)} tidak, {one.printed()} dari {number(whole)}. {one.printed()} adalah bagian dari "
        f"{number(one.rest)}: yang aktif mestinya {number(one.rest)} = {percent(one.rest, whole)}, dan kedua angkanya tertukar.",
        f"It says {number(one.part, 'en')} active and {number(one.rest, 'en')} not, {one.printed('en')} of {number(whole, 'en')}. "
        f"{one.printed('en')} is the share of {number(one.rest, 'en')}: "
        f"active must be {number(one.rest, 'en')} = {percent(one.rest, whole, 'en')}, the two were swapped.",
    )


def _percent(one: Share, part: int, whole: int) -> Words:
    return Words(
        f"{number(part)} dari {number(whole)} adalah {percent(part, whole)}, bukan {one.printed()} seperti yang terbit.",
        f"{number(part, 'en')} of {number(whole, 'en')} is {percent(part, whole, 'en')}, not {one.printed('en')} as published.",
    )


def _above(one: Share) -> Words:
    shown = [one.printed(lang) if one.hundredths is not None else percent(one.part, one.among, lang) for lang in ("id", "en")]
    return Words(
        f"{shown[0]} lebih dari seluruhnya. Penyebutnya mungkin target, atau orang yang sama dihitung lebih dari sekali.",
        f"{shown[1]} is more than all. The denominator may be a target, or the same people are counted more than once.",
    )


_UNKNOWN = Words(
    "Dari yang terbit tidak terlihat mengapa keduanya berbeda. Tanyakan pembilang dan penyebutnya kepada sumbernya.",
    "What was published does not show why they differ. Ask the sources for numerator and denominator.",
)
