"""Invitation, attendance list and minutes: the same in PDF and DOCX, and what is still open stands first."""

import io
from datetime import date

import docx
import pytest
from invented import Programme, begin
from pypdf import PdfReader

from payung.compliance.follow_up_actions import Promised, promise
from payung.compliance.meeting_actions import Plan, note_attendance, number_invitation, plan_meeting, resolve, write_minutes
from payung.compliance.models import Meeting
from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.reports.meeting_papers import PAPERS, meeting_paper
from payung.reports.paper import paper_pdf
from payung.reports.paper_docx import paper_docx

pytestmark = pytest.mark.django_db
MARCH, APRIL, ON = date(2026, 3, 12), date(2026, 4, 23), date(2026, 4, 20)
HOSTILE = "Data <w:br/> & {{ 7*7 }} {% raw %} #panic()"


@pytest.fixture
def programme(db) -> Programme:
    return begin()


def held(programme: Programme) -> Meeting:
    guests = ["Sekretaris Daerah", "Dinas Kesehatan"]
    one = plan_meeting(place=programme.place, kind="rakor", plan=Plan("Rakor Maret", MARCH, agenda="Laporan"), guests=guests, by=None, on=MARCH)
    note_attendance(meeting=one, came={one.guests.get(title="Dinas Kesehatan").pk: "dr. Contoh"}, by=None, on=MARCH)
    write_minutes(meeting=one, minutes="Dibahas cakupan.\nDisepakati data OPD.", by=None, on=MARCH)
    resolve(meeting=one, text="Semua OPD menyerahkan data", by=None, on=MARCH)
    promise(meeting=one, promised=Promised(HOSTILE, "Dinas Kesehatan", date(2026, 4, 1)), by=None, on=MARCH)
    promise(meeting=one, promised=Promised("Usulan APBD-P", "Bappeda", date(2026, 6, 30)), by=None, on=MARCH)
    one.refresh_from_db()
    return one


def planned(programme: Programme, guests: int = 2) -> Meeting:
    plan = Plan("Rakor April", APRIL, time="09.00 WITA", room="Aula", agenda="Anggaran perubahan")
    return plan_meeting(place=programme.place, kind="rakor", plan=plan, guests=[f"Kantor {at}" for at in range(guests)], by=None, on=ON)


def words_of(meeting: Meeting, kind: str) -> list[str]:
    paper = meeting_paper(kind, meeting, on=ON)
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper_pdf(paper))).pages).split())
    body = docx.Document(io.BytesIO(paper_docx(paper))).element.body
    parts = (part for part in body.iter() if part.tag.endswith("}p"))
    return [pdf, " ".join(" ".join("".join(node.text or "" for node in part.iter() if node.tag.endswith("}t")) for part in parts).split())]


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_opens_both_ways_with_nothing_recorded(programme, kind):
    for words in words_of(planned(programme, 0), kind):
        assert "Rakor April" in words
        assert "{%" not in words


def test_the_minutes_say_what_was_decided_and_who_does_what(programme):
    for words in words_of(held(programme), "notulen"):
        for said in ("Dibahas cakupan.", "Semua OPD menyerahkan data", "Usulan APBD-P", "Bappeda", "30 Juni 2026", "dr. Contoh (Dinas Kesehatan)"):
            assert said in words
        assert "1 dari 2" in words
        assert "lewat 19 hari" in words


def test_an_invitation_opens_with_what_is_overdue(programme):
    held(programme)
    head = set_letterhead(place=programme.place, government="Pemerintah", name="Disnaker", address="Jalan 1", town="Andoolo", by=None, on=ON)
    set_paper_rule(letterhead=head, kind="cover_letter", title="Kepala Dinas", name="Dra. Contoh", pattern="400/{n}/{year}", by=None, on=ON)
    one = number_invitation(meeting=planned(programme), by=None, on=ON)
    for words in words_of(one, "undangan"):
        assert "400/1/2026" in words
        assert "Kamis, 23 April 2026" in words
        assert words.index("1 lewat batas, 1 belum selesai") < words.index("Anggaran perubahan")
        assert "lewat 22 hari" in words  # on the day of the meeting
        assert words.index("{{ 7*7 }}") < words.index("Usulan APBD-P")
        assert "Dra. Contoh" in words
        assert "Kantor 1" in words


def test_many_guests_stand_on_a_page_of_their_own(programme):
    one = planned(programme, 113)
    assert len(PdfReader(io.BytesIO(paper_pdf(meeting_paper("undangan", one, on=ON)))).pages) > 2
    for words in words_of(one, "undangan"):
        assert words.index("Daftar terlampir") < words.index("Daftar yang diundang") < words.index("Kantor 112")


def test_the_list_to_sign_names_the_invited_and_leaves_room(programme):
    for words in words_of(planned(programme, 3), "daftar-hadir"):
        assert "Kantor 2" in words
        assert "11." in words
        assert "Tanda tangan" in words
