"""Several funds planned at once, in words and lines, for the screen and the command line."""

from dataclasses import dataclass

from payung.planning.models import Fund
from payung.planning.optimise import MoreMoney
from payung.planning.together import Proposal
from payung.values.words import Words, number, rupiah, rupiah_short

_MILLION = 10**6


@dataclass(frozen=True)
class FundLine:
    """Of one fund: people by the optimum and by the greedy order, rupiah `cost` and `left` of the optimum, and what one more million would buy."""

    fund: Fund
    price: int
    places: int
    people: int
    greedy: int
    cost: int
    left: int
    more: Words


def fund_lines(proposal: Proposal) -> list[FundLine]:
    """In the order of the funds."""
    counts = [dict(frame["pot"].value_counts().iter_rows()) for frame in (proposal.optimum.assigned, proposal.greedy)]
    told = []
    for at, (fund, pot) in enumerate(zip(proposal.funds, proposal.pots, strict=True)):
        people, by_hand = (count.get(at, 0) for count in counts)
        cost = people * pot.price
        more = more_told(fund, proposal.optimum.more[at], people < pot.places) if proposal.optimum.more else _NOT_PROVEN
        told.append(FundLine(fund, pot.price, pot.places, people, by_hand, cost, fund.amount - cost, more))
    return told


_NOT_PROVEN = Words("belum dihitung: jawabannya belum terbukti terbaik", "not calculated: the answer is not proved to be the best")


def more_told(fund: Fund, more: MoreMoney, empty: bool) -> Words:
    """What one more million rupiah in the fund would buy; `empty`: it has places already that nobody may take."""
    name = fund.name
    head = f"{rupiah_short(_MILLION)} lagi untuk dana “{name}”", f"{rupiah_short(_MILLION, 'en')} more for the fund “{name}”"
    if more.people:
        return Words(
            f"{head[0]} membeli tempat bagi {number(more.people)} orang lagi.",
            f"{head[1]} buys places for {number(more.people, 'en')} more people.",
        )
    if not more.places:
        return Words(f"{head[0]} belum cukup untuk satu orang lagi.", f"{head[1]} does not pay for one more person yet.")
    if more.points:
        return Words(
            f"{head[0]} tidak menambah orang, tetapi orang yang lebih didahulukan dapat masuk.",
            f"{head[1]} adds nobody, but lets people in who come earlier in the order.",
        )
    if empty:
        return Words(
            f"{head[0]} tidak menambah siapa pun: masih ada tempat kosong yang tidak boleh diisi siapa pun menurut syaratnya.",
            f"{head[1]} adds nobody: it has empty places already that nobody may take by its terms.",
        )
    return Words(
        f"{head[0]} tidak menambah siapa pun: syarat atau batasnya sudah penuh, atau semua orang sudah dapat tempat.",
        f"{head[1]} adds nobody: its terms or limits are reached, or everybody has a place.",
    )


def proof_told(proposal: Proposal) -> Words:
    """Whether the answer is the best one, and by how much it may miss."""
    found = proposal.optimum
    if found.proven:
        return Words(
            "Terbukti terbaik: menurut semua aturan ini tidak ada pembagian yang membayari lebih banyak orang, dan tidak ada yang lebih mendahulukan "
            "orang menurut urutan.",
            "Proved to be the best: by all these rules no assignment pays for more people, and none keeps closer to the rank order.",
        )
    return Words(
        f"Belum terbukti terbaik: pembagian lain mungkin lebih baik, paling banyak {number(found.gap)} poin dari {number(found.bound)}.",
        f"Not proved to be the best: another assignment may be better, by at most {number(found.gap, 'en')} of {number(found.bound, 'en')} points.",
    )


def beside_greedy(proposal: Proposal) -> Words:
    """The optimum against fund after fund."""
    by = proposal.optimum.people - proposal.greedy.height
    if by > 0:
        return Words(
            f"Dana demi dana, seperti dikerjakan dengan tangan, membayari {number(proposal.greedy.height)} orang: {number(by)} lebih sedikit.",
            f"Fund after fund, as it is done by hand, pays for {number(proposal.greedy.height, 'en')} people: {number(by, 'en')} fewer.",
        )
    if by < 0:
        return Words(
            f"Dana demi dana membayari {number(-by)} orang lebih banyak, tetapi tanpa memegang batas paling sedikit per wilayah.",
            f"Fund after fund pays for {number(-by, 'en')} people more, but does not hold the floors of places.",
        )
    if proposal.rules.has_floors or proposal.optimum.points <= proposal.greedy_points:
        return Words("Dana demi dana membayari sama banyak orang.", "Fund after fund pays for just as many people.")
    return Words(
        "Dana demi dana membayari sama banyak orang, tetapi kurang mendahulukan mereka yang lebih awal dalam urutan.",
        "Fund after fund pays for just as many people, but less for those who come earlier in the order.",
    )


def costs(lines: list[FundLine]) -> tuple[int, int]:
    """Rupiah that the optimum costs and leaves in all funds."""
    return sum(line.cost for line in lines), sum(line.left for line in lines)


def unmet_told(proposal: Proposal, names: dict[str, str]) -> list[Words]:
    """Each floor that cannot be held."""
    return [
        Words(
            f"{names.get(place, place)}: paling sedikit {number(needed)} orang, tetapi hanya {number(given)} yang dapat.",
            f"{names.get(place, place)}: at least {number(needed, 'en')} people, but only {number(given, 'en')} can have a place.",
        )
        for place, needed, given in proposal.optimum.unmet.iter_rows()
    ]


def spent_told(lines: list[FundLine]) -> Words:
    cost, left = costs(lines)
    return Words(f"Biayanya {rupiah(cost)}; sisa {rupiah(left)}.", f"It costs {rupiah(cost, 'en')}; {rupiah(left, 'en')} are left.")
