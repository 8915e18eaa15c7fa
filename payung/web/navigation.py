"""What stands in the navigation, in the order of the work; each entry for whoever may read the page behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from payung.values.words import Words
from payung.web.scope import Scope


@dataclass(frozen=True)
class Entry:
    """`address`: where it leads; `here`: whether this page or one below it is shown."""

    words: Words
    address: str
    here: bool
    icon: str


@dataclass(frozen=True)
class Group:
    """Entries of one part of the work; `words` None: what stands before all parts."""

    words: Words | None
    entries: Sequence[Entry]


_LISTS = Words("Pendataan", "Collecting lists")
_MONEY = Words("Uang dan bulan", "Money and months")
_CLAIMS = Words("Klaim", "Claims")
_COVERAGE = Words("Cakupan dan laporan", "Coverage and reports")
_PROMISES = Words("Kewajiban dan janji", "Duties and promises")
_CHECKS = Words("Pengawasan", "Oversight")
_ENTRIES: list[tuple[Words | None, str, Words, str, str]] = [  # part, route, words, right, icon (parts/icons.html)
    (None, "home:home", Words("Beranda", "Home"), "home.read", "home"),
    (_LISTS, "upload:uploads", Words("Unggah & Periksa", "Upload & Check"), "list.receive", "upload"),
    (_LISTS, "boards:villages", Words("Papan desa & OPD", "Villages & offices"), "board.read", "board"),
    (_LISTS, "review:queue", Words("Tinjau pasangan", "Review pairs"), "pair.read", "pair"),
    (_LISTS, "people:lists", Words("Daftar", "Lists"), "list.read", "list"),
    (_LISTS, "people:people", Words("Orang", "People"), "person.read", "person"),
    (_LISTS, "registers:registers", Words("Data acuan", "Registers"), "register.read", "register"),
    (_MONEY, "money:funds", Words("Dana & penetapan", "Funds"), "fund.read", "fund"),
    (_MONEY, "money:roster", Words("Daftar peserta", "Roster"), "roster.read", "roster"),
    (_MONEY, "changes:rounds", Words("Mutasi bulanan", "Monthly changes"), "changes.read", "tick"),
    (_MONEY, "exchange:packages", Words("Serah-terima BPJS", "Handing over to BPJS"), "package.read", "handover"),
    (_MONEY, "money:bills", Words("Tagihan", "Bills"), "bill.read", "bill"),
    (_MONEY, "radar:radar", Words("Radar", "Radar"), "fund.read", "radar"),
    (_CLAIMS, "claims:cases", Words("Klaim", "Claims"), "case.read", "umbrella"),
    (_CLAIMS, "claims:inbox", Words("Tugas klaim", "Claim tasks"), "task.read", "soon"),
    (_COVERAGE, "coverage:coverage", Words("Cakupan", "Coverage"), "coverage.read", "coverage"),
    (_COVERAGE, "briefing:briefings", Words("Paparan", "Briefing"), "briefing.read", "briefing"),
    (_COVERAGE, "briefing:calendar", Words("Laporan", "Reports"), "report.read", "report"),
    (_PROMISES, "entities:board", Words("Kepesertaan & tunggakan", "Enrolment & arrears"), "entity.read", "register"),
    (_PROMISES, "duties:board", Words("Kewajiban & peraturan", "Duties & regulations"), "duty.read", "duty"),
    (_PROMISES, "meetings:meetings", Words("Rapat", "Meetings"), "meeting.read", "meeting"),
    (_PROMISES, "meetings:follow_ups", Words("Tindak lanjut", "Follow-ups"), "followup.read", "promise"),
    (_CHECKS, "assurance:tests", Words("Uji audit", "Audit tests"), "audit.read", "audit"),
    (_CHECKS, "account:users", Words("Pengguna", "Users"), "user.read", "users"),
]
_FEW = 8  # entries that need no headings


def groups(scope: Scope, path: str) -> list[Group]:
    """The entries by part of the work, each part once; all without headings where they are few."""
    held = [(part, words, reverse(route), icon) for part, route, words, right, icon in _ENTRIES if scope.may_anywhere(right)]
    # of two entries of which one lies below the other (claims, and their tasks) the nearer one is where the page is
    here = max((at for _, _, at, _ in held if path == at or (at != "/" and path.startswith(at))), key=len, default="")
    few = len(held) <= _FEW
    return [
        Group(part, [Entry(words, address, address == here, icon) for _, words, address, icon in each])
        for part, each in groupby(held, key=lambda one: None if few else one[0])
    ]
