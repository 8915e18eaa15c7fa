"""What is due to the family, or to the injured person, and what would heal it. No database: it stands on run.CoverOn and the law's rules.

The answer is the law's (payung.law.death, .cover, .deadline); here stands only how the facts of lists and payments become its questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from payung.claims.run import CoverOn
from payung.law import cover as law_cover
from payung.law import death
from payung.law.benefit import Right
from payung.law.given import Programme, Segment
from payung.values.month import Month
from payung.values.words import Words, day, number, rupiah


@dataclass(frozen=True)
class Answer:
    """`verdict`: due (all of it), part (the funeral benefit alone), waits (rest after arrears are settled), nothing, unknown.

    `lines`: rupiah by line of the law; `now`, `later`: of them payable now and after arrears are settled; `scholarship`: as law.scholarship says;
    `steps`: the law's sentences with source and mark, as payung.law tells them; `heal`: what somebody can do, in words; `doubts`: what to ask.
    """

    verdict: str
    lines: Mapping[str, int]
    total: int
    now: int
    later: int
    scholarship: Mapping[str, Any]
    steps: Sequence[Mapping[str, Any]]
    mark: str
    heal: tuple[Words, ...] = ()
    doubts: tuple[Words, ...] = ()
    told: tuple[Words, ...] = field(default=())


_NOBODY = Words(
    "Orang ini tidak ada di daftar Payung. Tanyakan ke cabang BPJS apakah ia terdaftar lewat jalan lain (perusahaan, mandiri).",
    "This person is on no list of Payung. Ask the BPJS branch whether they are registered another way (employer, own payment).",
)
_NO_SCHOLARSHIP = {"eligible": False, "per_child_max": 0, "total_max": 0}


def of_death(found: CoverOn, *, by_work: bool | None, children: Sequence[Mapping[str, Any]] | None = None, monthly: int = 0) -> Answer:
    """`by_work` None: the cause is not known yet, and the answer is that of another cause than work. `children`: as law.death asks for them;
    `monthly`: rupiah of one month of contributions, for what the arrears cost.
    """
    if found.run is None or found.fund is None:
        return not_listed(found)
    run = found.run
    case: dict[str, Any] = {
        "cause": "WORK" if by_work else "OTHER",
        "died_on": found.on.isoformat(),
        "segment": str(found.segment),
        "member_since": run.since.first_day.isoformat(),
        "months_paid": run.paid,
        "months_in_arrears": _counted_arrears(found),
    }
    if found.pay is not None:
        case["income" if found.segment == Segment.BPU else "wage"] = found.pay
    if children is not None:
        case["children"] = children
    law = death.evaluate(case)
    verdict = _verdict(law)
    return Answer(
        verdict,
        law["lines"],
        law["total"],
        law["payable_now"],
        law["payable_after_settlement"],
        law["scholarship"],
        law["steps"],
        law["mark"],
        healing(found, verdict, monthly),
        _doubts(found, by_work),
        facts_of(found),
    )


def _counted_arrears(found: CoverOn) -> int:
    """Months in a row that the law counts: all that were owed on the day where they are too many to be healed, else those that are still owed."""
    run = found.run
    if run is None or not run.behind:
        return 0
    right, _ = law_cover.arrears(found.segment, Programme.JKM, len(run.behind), found.on)
    return len(run.behind) if run.owed or right == Right.NONE else 0


def _verdict(law: Mapping[str, Any]) -> str:
    if not law["entitled"]:
        return "nothing"
    if law["payable_after_settlement"]:
        return "waits"
    return "part" if any(reason["code"] == "waiting" for reason in law["reasons"]) else "due"


def not_listed(found: CoverOn) -> Answer:
    """On no list that month: nothing is due by what Payung knows, which is not all that BPJS knows."""
    if found.ended is None:
        return Answer("unknown", {}, 0, 0, 0, _NO_SCHOLARSHIP, [], "memory", (_NOBODY,))
    said = Words(
        f"Perlindungan dari daftar kita berakhir {found.ended.said()}, peristiwa {day(found.on)} terjadi sesudahnya.",
        f"Cover by our lists ended in {found.ended.said('en')}; the event of {day(found.on, 'en')} came after it.",
    )
    return Answer("nothing", {}, 0, 0, 0, _NO_SCHOLARSHIP, [], "memory", (_NOBODY,), (), (said,))


def facts_of(found: CoverOn) -> tuple[Words, ...]:
    """Since when on which list, and through when paid."""
    run = found.run
    if run is None or found.fund is None:
        return ()
    listed = Words(
        f"Di daftar “{found.fund_name}” sejak {run.since.said()}; iuran lunas untuk {number(run.paid)} bulan.",
        f"On the list of “{found.fund_name}” since {run.since.said('en')}; contributions of {number(run.paid, 'en')} months are paid.",
    )
    through = (
        Words(f"Lunas tanpa putus sampai {run.through.said()}.", f"Paid without a gap until {run.through.said('en')}.")
        if run.through
        else Words("Bulan pertama belum dibayar.", "The first month is not paid.")
    )
    return listed, through


def healing(found: CoverOn, verdict: str, monthly: int) -> tuple[Words, ...]:
    """What somebody can do about a verdict that waits: which months to pay, what they cost, who pays."""
    run = found.run
    if run is None or found.fund is None or verdict != "waits":
        return ()
    months, cost = len(run.owed), len(run.owed) * monthly
    count = f"{number(months, 'en')} {'month' if months == 1 else 'months'}"
    owed = _listed(run.owed)
    price = Words(f" ({rupiah(cost)} untuk orang ini)", f" ({rupiah(cost, 'en')} for this person)") if cost else Words("", "")
    return (
        Words(
            f"Lunasi iuran {owed.id}: {number(months)} bulan{price.id}. Yang membayar: {found.fund_name}. Sesudah itu sisanya dapat dicairkan.",
            f"Pay the contributions of {owed.en}: {count}{price.en}. Who pays: {found.fund_name}. Then the rest is payable.",
        ),
    )


def _doubts(found: CoverOn, by_work: bool | None) -> tuple[Words, ...]:
    doubts = []
    if by_work is None:
        doubts.append(
            Words(
                "Sebab kematian belum diisi. Bila karena kecelakaan kerja, haknya lain dan lebih besar: tanyakan kepada keluarga.",
                "The cause of death is not given yet. If it was a work accident the right is another and larger one: ask the family.",
            )
        )
    return (*doubts, *doubts_of_gaps(found))


def doubts_of_gaps(found: CoverOn) -> tuple[Words, ...]:
    """Months between without a list: whether membership begins again with the next is BPJS's to say."""
    doubts = []
    if found.run and found.run.gaps:
        months = _listed(found.run.gaps)
        doubts.append(
            Words(
                f"Tidak ada daftar pada {months.id}. Apakah masa kepesertaan dihitung dari awal lagi, tanyakan ke cabang BPJS.",
                f"There is no list in {months.en}. Ask the BPJS branch whether membership counts from the beginning again.",
            )
        )
    return tuple(doubts)


def _listed(months: Sequence[Month]) -> Words:
    if len(months) > 2:
        return Words(f"{months[0].said()} sampai {months[-1].said()}", f"{months[0].said('en')} to {months[-1].said('en')}")
    return Words(" dan ".join(month.said() for month in months), " and ".join(month.said("en") for month in months))
