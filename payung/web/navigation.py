"""What stands in the navigation, in the order of the work; each entry for whoever may read the page behind it."""

from dataclasses import dataclass

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


_ENTRIES: list[tuple[str, Words, str, str]] = [  # route, words, right, icon (parts/icons.html)
    ("home:home", Words("Beranda", "Home"), "home.read", "home"),
    ("upload:uploads", Words("Unggah & Periksa", "Upload & Check"), "list.receive", "upload"),
    ("boards:villages", Words("Papan desa & OPD", "Villages & offices"), "board.read", "board"),
    ("entities:board", Words("Kepesertaan & tunggakan", "Enrolment & arrears"), "entity.read", "register"),
    ("review:queue", Words("Tinjau pasangan", "Review pairs"), "pair.read", "pair"),
    ("people:lists", Words("Daftar", "Lists"), "list.read", "list"),
    ("people:people", Words("Orang", "People"), "person.read", "person"),
    ("registers:registers", Words("Data acuan", "Registers"), "register.read", "register"),
    ("money:funds", Words("Dana & penetapan", "Funds"), "fund.read", "fund"),
    ("money:roster", Words("Daftar peserta", "Roster"), "roster.read", "roster"),
    ("changes:rounds", Words("Mutasi bulanan", "Monthly changes"), "changes.read", "tick"),
    ("exchange:packages", Words("Serah-terima BPJS", "Handing over to BPJS"), "package.read", "handover"),
    ("money:bills", Words("Tagihan", "Bills"), "bill.read", "bill"),
    ("claims:cases", Words("Klaim", "Claims"), "case.read", "umbrella"),
    ("claims:inbox", Words("Tugas klaim", "Claim tasks"), "task.read", "soon"),
    ("radar:radar", Words("Radar", "Radar"), "fund.read", "radar"),
    ("coverage:coverage", Words("Cakupan", "Coverage"), "coverage.read", "coverage"),
    ("briefing:briefings", Words("Paparan", "Briefing"), "briefing.read", "briefing"),
    ("briefing:calendar", Words("Laporan", "Reports"), "report.read", "report"),
    ("duties:board", Words("Kewajiban & peraturan", "Duties & regulations"), "duty.read", "duty"),
    ("meetings:meetings", Words("Rapat", "Meetings"), "meeting.read", "meeting"),
    ("meetings:follow_ups", Words("Tindak lanjut", "Follow-ups"), "followup.read", "promise"),
    ("assurance:tests", Words("Uji audit", "Audit tests"), "audit.read", "audit"),
    ("account:users", Words("Pengguna", "Users"), "user.read", "users"),
]


def entries(scope: Scope, path: str) -> list[Entry]:
    held = [(words, reverse(route), icon) for route, words, right, icon in _ENTRIES if scope.may_anywhere(right)]
    # of two entries of which one lies below the other (claims, and their tasks) the nearer one is where the page is
    here = max((address for _, address, _ in held if path == address or (address != "/" and path.startswith(address))), key=len, default="")
    return [Entry(words, address, address == here, icon) for words, address, icon in held]
