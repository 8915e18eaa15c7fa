"""Papers of a meeting: the invitation with its agenda, the list to sign, the minutes with what was decided and who does what until when.

They go to offices and into their files: in Indonesian, whatever the screen speaks.
"""

from collections.abc import Sequence
from datetime import date

from payung.compliance.follow_ups import MEETING_WORDS, FollowUpOn
from payung.compliance.meetings import agenda_of, promised_in
from payung.compliance.models import Guest, Meeting
from payung.correspondence.models import PaperKind
from payung.correspondence.queries import letterhead_of, rule_of
from payung.reports.letters import labour_office
from payung.reports.paper import Block, Paper, Signatory, numbers, text, title
from payung.values.words import Words, day, number

_DOTS = "........................"
_EMPTY_LINES = 8  # of the list to sign, for those who come without an invitation
_BY_NAME = 5  # guests who are named in the letter itself; more stand on a page of their own
INVITATION, ATTENDANCE, MINUTES = "undangan", "daftar-hadir", "notulen"
PAPERS = {
    INVITATION: Words("Undangan", "Invitation"),
    ATTENDANCE: Words("Daftar hadir", "Attendance list"),
    MINUTES: Words("Notulen", "Minutes"),
}
"""Papers of a meeting by the word in their address."""


class MeetingTold:
    """One meeting as its papers tell it, on the day they are printed."""

    def __init__(self, meeting: Meeting, on: date) -> None:
        self.meeting, self.on = meeting, on
        self.letterhead = letterhead_of(meeting.place)
        self.agenda = agenda_of(meeting, on)
        self.guests: Sequence[Guest] = list(meeting.guests.order_by("pk"))

    @property
    def kind(self) -> str:
        return MEETING_WORDS[self.meeting.kind].id

    @property
    def office(self) -> str:
        return self.letterhead.name if self.letterhead else labour_office(self.meeting.place_id)

    @property
    def town(self) -> str:
        return self.letterhead.town if self.letterhead else self.meeting.place.name.removeprefix("Kabupaten ").removeprefix("Kota ")

    def head(self) -> Block:
        head = self.letterhead
        government = head.government if head else f"Pemerintah {self.meeting.place.name}"
        contact = [head.address, head.contact] if head else []
        return Block("head", rows=[[line] for line in (government.upper(), self.office.upper(), *contact) if line])

    def signatory(self) -> Signatory:
        rule = rule_of(self.letterhead, PaperKind.COVER_LETTER)
        return Signatory(rule.title or f"Kepala {self.office}", rule.name, rule.staff_number) if rule else Signatory(f"Kepala {self.office}")

    def where(self) -> list[list[str]]:
        one = self.meeting
        return [["Hari, tanggal", _weekday(one.held_on)], ["Waktu", one.time or _DOTS], ["Tempat", one.room or _DOTS], ["Acara", one.title]]


def meeting_paper(kind: str, meeting: Meeting, *, on: date) -> Paper:
    """INVITATION, ATTENDANCE or MINUTES; KeyError for another."""
    return _PAPERS[kind](MeetingTold(meeting, on))


def invitation_paper(told: MeetingTold) -> Paper:
    """A letter to all who are invited; its agenda opens with what earlier meetings left open."""
    one = told.meeting
    listed = len(told.guests) > _BY_NAME
    to = "Kepada Yth.\n" + ("Daftar terlampir" if listed or not told.guests else "\n".join(guest.title for guest in told.guests)) + "\ndi tempat"
    facts = [
        ["Nomor", one.reference or _DOTS],
        ["Sifat", "Penting"],
        ["Lampiran", "1 (satu) lembar" if listed or told.agenda.open else "–"],
        ["Hal", f"Undangan {told.kind.lower()}"],
    ]
    points = _agenda(told)
    blocks = [
        told.head(),
        Block("facts", rows=[["", f"{told.town}, {day(told.on)}"]]),
        Block("facts", rows=facts),
        text(to),
        text("Dengan hormat,"),
        text("Bersama ini kami mengundang Saudara untuk hadir pada:"),
        Block("facts", rows=told.where()),
        *([text("Agenda:"), Block("items", rows=_numbered(points))] if points else []),
        text("Mengingat pentingnya acara ini, kami mohon Saudara hadir atau menugaskan pejabat yang dapat mengambil keputusan. Terima kasih."),
        Block("signatures", right=told.signatory()),
        *_enclosed(told, listed),
    ]
    return Paper(f"Undangan {told.kind} {day(one.held_on)}", blocks, "", told.on)


def attendance_paper(told: MeetingTold) -> Paper:
    """The list that goes round the table: who is invited, and empty lines; of a meeting that was held, who came."""
    rows = [[f"{at}.", guest.name, guest.title, ""] for at, guest in enumerate(told.guests, 1)]
    rows += [[f"{at}.", "", "", ""] for at in range(len(rows) + 1, len(rows) + 1 + _EMPTY_LINES)]
    blocks = [
        told.head(),
        title("DAFTAR HADIR", told.kind.upper()),
        Block("facts", rows=told.where()),
        Block("attendance", rows=rows),
    ]
    return Paper(f"Daftar hadir {told.kind} {day(told.meeting.held_on)}", blocks, "", told.on)


def minutes_paper(told: MeetingTold) -> Paper:
    """What was taken up, said, decided and promised; whoever reads only the last table knows what to do."""
    one = told.meeting
    came = [guest for guest in told.guests if guest.came]
    resolutions = [each.text for each in one.resolutions.order_by("number")]
    promised = promised_in(one, told.on)
    facts = [*told.where(), ["Pimpinan rapat", one.chair or _DOTS], ["Hadir", f"{number(len(came))} dari {number(len(told.guests))} yang tercatat"]]
    blocks = [
        told.head(),
        title("NOTULEN", told.kind.upper()),
        Block("facts", rows=facts),
        *_section("Tindak lanjut rapat sebelumnya", [_tasks(told.agenda.open)] if told.agenda.open else []),
        *_section("Acara", [Block("items", rows=_numbered(told.agenda.own))] if told.agenda.own else []),
        *_section("Jalannya rapat", [text(line) for line in one.minutes.splitlines()]),
        *_section("Keputusan", [Block("items", rows=_numbered(resolutions))] if resolutions else []),
        *_section("Tindak lanjut", [_tasks(promised)] if promised else []),
        *_section("Yang hadir", [Block("items", rows=_numbered([_came(guest) for guest in came]))] if came else []),
        Block("signatures", left=Signatory(one.chair, lead=["Pimpinan rapat,"]), right=Signatory("Notulis,", lead=[f"{told.town}, {day(told.on)}"])),
    ]
    return Paper(f"Notulen {told.kind} {day(one.held_on)}", blocks, "", told.on)


_PAPERS = {INVITATION: invitation_paper, ATTENDANCE: attendance_paper, MINUTES: minutes_paper}
_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def _weekday(on: date) -> str:
    return f"{_WEEKDAYS[on.weekday()]}, {day(on)}"


def _agenda(told: MeetingTold) -> list[str]:
    """What is overdue and open is one point with its number, and stands line by line on the page enclosed."""
    late, still = len(told.agenda.overdue), len(told.agenda.still)
    first = []
    if late or still:
        parts = [f"{number(late)} lewat batas" if late else "", f"{number(still)} belum selesai" if still else ""]
        first = [f"Tindak lanjut rapat sebelumnya: {', '.join(part for part in parts if part)} (terlampir)"]
    return [*first, *told.agenda.own]


def _enclosed(told: MeetingTold, listed: bool) -> list[Block]:
    blocks: list[Block] = []
    if listed:
        blocks += [Block("heading", "Daftar yang diundang"), Block("items", rows=_numbered([guest.title for guest in told.guests]))]
    if told.agenda.open:
        blocks += [Block("heading", "Tindak lanjut rapat sebelumnya"), _tasks(told.agenda.open)]
    return [Block("break"), title("LAMPIRAN UNDANGAN"), *blocks] if blocks else []


def _tasks(found: Sequence[FollowUpOn]) -> Block:
    rows = [
        [f"{at}.", one.follow_up.what, one.follow_up.owner, day(one.due_on) if one.due_on else "–", one.badge[1].id]
        for at, one in enumerate(found, 1)
    ]
    return Block("tasks", rows=rows)


def _section(heading: str, blocks: Sequence[Block]) -> list[Block]:
    return [Block("heading", heading), *blocks] if blocks else []


def _numbered(lines: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(numbers(len(lines)), lines, strict=True))


def _came(guest: Guest) -> str:
    return f"{guest.name} ({guest.title})" if guest.name else guest.title
