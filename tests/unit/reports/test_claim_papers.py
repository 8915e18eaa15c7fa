"""Letters of a claim, the family's page and text, and the papers of handing over: right, in plain words, and no more said than may be."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from docx import Document
from invented import JANUARY, nik
from openpyxl import load_workbook

from payung.billing.actions import make_bill, pay_bill
from payung.claims.actions import report_event
from payung.claims.family import Told, add_relative, set_guardian
from payung.claims.handover import give_consent, handed_over
from payung.claims.models import Case
from payung.claims.models import Told as Paid
from payung.claims.papers import checklist, set_paper_state
from payung.registry.models import Person
from payung.reports.claim_handover import Occasion, ceremony_book, press_note, thanks_letter
from payung.reports.claim_letters import LETTERS, letter_paper, letters_for
from payung.reports.claim_told import ClaimTold
from payung.reports.family_page import FREE, WARNING, family_pdf, family_text
from payung.reports.paper import content, paper_pdf
from payung.reports.paper_docx import paper_docx

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 4, 18)
SCAN = b"%PDF-1.7\nsurat"


@pytest.fixture
def case(programme):
    programme.candidates(2)
    fund = programme.started()
    for month in JANUARY.upto(JANUARY + 3):
        bill = make_bill(fund=fund, month=month, by=None, on=ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=date(2026, month.month, 10), reference=f"SP2D {month}", by=None, on=ON)
    Person.objects.filter(nik=nik(0)).update(name="La Ode Uji", sex="L")
    return report_event(kind="death", way="village", happened_on=DIED, nik=nik(0), cause="other", happened_at="rumah", by=None, on=ON).case


@pytest.fixture
def family(case):
    wife = add(case, "SPOUSE", "Wa Ode Sitti", nik=nik(500), birth_date=date(1990, 1, 1), phone="0812000111")
    child = add(case, "CHILD", "La Ode Kecil", nik=nik(501), birth_date=date(2015, 1, 1))
    set_guardian(relative=child, guardian=wife, by=None, on=ON)
    return wife, child


def add(case, relation, name, **more):
    return add_relative(case=case, told=Told(relation, name, **more), by=None, on=ON)


def told(case, **more) -> ClaimTold:
    return ClaimTold(checklist(case, ON), ON, **more)


def said(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def letter(case, key, **more) -> str:
    return " ".join(str(content(letter_paper(key, told(case, **more)))).split())


def test_the_familys_page_is_one_page_in_plain_words(case, family):
    pdf = family_pdf(told(case))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    text = said(pdf)
    for part in (FREE, "La Ode Uji", "42.000.000", "Wa Ode Sitti", "diwakili wali Wa Ode Sitti", "F4", "175", "3 hari kerja", "belum diverifikasi"):
        assert part in text, part
    assert WARNING.split(".")[0] in text
    assert not re.search(r"\d{12,}", text)
    assert "7405" not in text


def test_the_text_for_whatsapp_says_the_same(case, family):
    text = family_text(told(case))
    for part in (FREE, WARNING, "*Jumlah: Rp42.000.000*", "Wa Ode Sitti", "175", "Akta kematian (Formulir F-2.01)", "3 hari kerja"):
        assert part in text, part
    assert not re.search(r"\d{12,}", text)
    set_paper_state(case=case, key="family_card", relative=None, state="here", by=None, on=ON)
    set_paper_state(case=case, key="id_card", relative=None, state="not_needed", note="sudah di KK", by=None, on=ON)
    text = family_text(told(case))
    assert "✓ Kartu Keluarga (KK)" in text
    assert "KTP peserta" not in text


def test_the_page_says_what_waits_what_is_nothing_and_whom_nobody_knows(case, programme):
    text = family_text(told(case))
    assert "Keluarga belum dicatat" in text
    add(case, "SPOUSE", "Sudah Tiada", alive=False)
    assert "Dana Jaminan Sosial" in family_text(told(case))
    unknown = report_event(kind="death", way="village", happened_on=DIED, name="Orang Jauh", village=case.village, by=None, on=ON).case
    text = family_text(told(unknown))
    assert "tidak ada di daftar kami" in text
    assert "Jumlah" not in text
    assert "Bila karena kecelakaan saat bekerja" in text  # the cause is not known


def test_somebody_injured_has_a_page_of_their_own(case):
    accident = report_event(kind="accident", way="hospital", happened_on=DIED, nik=nik(1), by=None, on=ON).case
    text = family_text(told(accident))
    assert "Pengobatan didahulukan" in text
    assert "7 hari kerja" in text
    assert "Penerima" not in text
    assert len(pypdf.PdfReader(io.BytesIO(family_pdf(told(accident)))).pages) == 1
    assert set(letters_for(told(accident))) == {"isian", "kronologi", "pengantar"}


def test_a_long_checklist_stays_on_one_page(case, family):
    Case.objects.update(cause="work")
    case.refresh_from_db()
    for at in range(4):
        add(case, "CHILD", f"Anak dengan nama yang cukup panjang {at}", birth_date=date(2010 + at, 1, 1))
    assert len(checklist(case, ON).lines) > 25
    assert len(pypdf.PdfReader(io.BytesIO(family_pdf(told(case)))).pages) == 1


def test_a_natural_death_has_all_letters_but_the_chronology_and_a_power_where_two_sign(case, family):
    assert set(letters_for(told(case))) == set(LETTERS) - {"kronologi", "kuasa"}  # the mother signs for herself and the child
    add(case, "CHILD", "Anak Besar", birth_date=date(2000, 1, 1))
    assert set(letters_for(told(case))) == set(LETTERS) - {"kronologi"}


@pytest.mark.parametrize("key", sorted(LETTERS))
def test_every_letter_is_a_pdf_and_a_word_file(case, family, key):
    paper = letter_paper(key, told(case, full=True))
    assert paper_pdf(paper).startswith(b"%PDF")
    assert Document(io.BytesIO(paper_docx(paper))).paragraphs
    assert "Sidik daftar" not in content(paper)["footer"]


def test_niks_are_masked_unless_asked_for(case, family):
    for key in ("ahli-waris", "isian", "kuasa", "wali", "persetujuan"):
        assert nik(500) not in letter(case, key)
        assert nik(500) in letter(case, key, full=True)
    assert nik(0) not in letter(case, "kematian")
    assert nik(0) in letter(case, "kematian", full=True)


def test_the_statement_of_heirs_names_heirs_witnesses_and_whoever_signs(case, family):
    text = letter(case, "ahli-waris")
    for part in ("almarhum", "Wa Ode Sitti", "La Ode Kecil", "diwakili wali: Wa Ode Sitti", "Saksi I", "Saksi II", "Camat", "Kepala Desa"):
        assert part in text, part
    assert "almarhumah" not in text


def test_the_guardian_states_on_which_ground(case, family):
    assert "orang tua anak itu yang masih hidup" in letter(case, "wali")
    _, child = family
    set_guardian(relative=child, guardian=add(case, "OTHER", "Paman", birth_date=date(1980, 1, 1)), by=None, on=ON)
    text = letter(case, "wali")
    assert "penetapan pengadilan" in text
    assert "Paman" in text


def test_the_sheet_says_that_it_is_not_the_form(case, family):
    text = letter(case, "isian")
    assert "Formulir F4" in text
    assert "bukan formulir resmi" in text
    assert "KK1" not in text


def test_the_cover_letter_lists_what_is_there_and_what_follows(case, family):
    set_paper_state(case=case, key="family_card", relative=None, state="here", by=None, on=ON)
    blocks = content(letter_paper("pengantar", told(case)))["blocks"]
    lists = [[row[1] for row in block["rows"]] for block in blocks if block["kind"] == "items"]
    assert lists[0] == ["Kartu Keluarga (KK)"]
    assert "KTP peserta" in lists[1]
    assert any("langsung ke rekening ahli waris sendiri" in block["text"] for block in blocks)


@pytest.fixture
def occasion(case, family, programme):
    for line, amount in (("DEATH", 20_000_000), ("PERIODIC", 12_000_000), ("FUNERAL", 10_000_000)):
        Paid.objects.create(case=case, line=line, amount=amount, paid_on=date(2026, 4, 20), on=ON)

    def make() -> Occasion:
        days = {"first": date(2026, 1, 1), "last": ON}
        return Occasion(programme.place, handed=handed_over(**days, visible_to=None, on=ON), on=ON, **days)

    return make


def close(case) -> None:
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_on=ON)


def test_the_press_note_counts_only_what_is_agreed(case, occasion):
    text = str(content(press_note(occasion())))
    assert "Rp0 kepada 0 ahli waris dari 0 pekerja" in text
    assert "1 kasus lain sudah dibayar menurut BPJS" in text
    close(case)
    text = str(content(press_note(occasion())))
    assert "Rp42.000.000 kepada 2 ahli waris dari 1 pekerja" in text
    assert "2 pekerja di daftar peserta bulan April 2026 yang iuran bulan itu lunas" in text


def test_the_press_note_tells_the_newest_month_that_is_paid_or_none(case, occasion):
    assert "Pada April 2026, 2 pekerja" in str(content(press_note(replace(occasion(), last=date(2026, 6, 20)))))
    assert "terlindungi" not in str(content(press_note(replace(occasion(), last=date(2026, 7, 20)))))


def test_no_name_is_in_the_press_note_without_consent(case, family, occasion):
    close(case)
    names = ("Wa Ode Sitti", "La Ode Kecil", "La Ode Uji")
    assert not [name for name in names if name in str(content(press_note(occasion())))]
    give_consent(relative=family[0], name_public=True, picture_public=False, content=SCAN, name="izin.pdf", by=None, on=ON)
    text = str(content(press_note(occasion())))
    assert "Wa Ode Sitti, ahli waris dari La Ode Uji" in text
    assert "La Ode Kecil" not in text
    give_consent(relative=family[0], name_public=False, picture_public=False, by=None, on=ON)
    assert not [name for name in names if name in str(content(press_note(occasion())))]


def test_the_ceremony_list_says_who_may_be_named_and_holds_no_number(case, family, occasion):
    give_consent(relative=family[0], name_public=True, picture_public=False, content=SCAN, name="izin.pdf", by=None, on=ON)
    sheet = load_workbook(io.BytesIO(ceremony_book(occasion()))).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert rows[0][3:6] == ["Wa Ode Sitti", "boleh disebut, jangan difoto", 42_000_000]
    assert rows[1][3:5] == ["La Ode Kecil", "jangan disebut, jangan difoto"]
    assert not [cell for row in rows for cell in row if isinstance(cell, str) and re.search(r"\d{6,}", cell)]


def test_the_letter_of_thanks_has_the_agreed_sum(case, occasion):
    close(case)
    paper = thanks_letter(occasion())
    assert "Rp42.000.000" in str(content(paper))
    assert paper_pdf(paper).startswith(b"%PDF")
