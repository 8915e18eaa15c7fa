"""Papers of a determination: what the PDF and the DOCX say, the sums they share with the annex and the database, and names that try something."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from invented import TODAY, Programme, begin
from pypdf import PdfReader

from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.correspondence.models import PaperKind
from payung.planning.actions import determine
from payung.planning.models import Determination
from payung.planning.signed import list_fingerprint, short
from payung.planning.signing import sign
from payung.registry.models import Candidate, Person
from payung.reports.decided import Told
from payung.reports.decided_papers import paper_of
from payung.reports.decree import acts
from payung.reports.paper import Block, Paper, Signatory, content, first_page, paper_pages, paper_pdf
from payung.reports.paper_docx import paper_docx

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
HOSTILE = "=cmd|' /C calc'!A0 <w:br/> & {{ 7*7 }} {% raw %} #panic() \x0b"


@pytest.fixture
def programme(db) -> Programme:
    return begin()


@pytest.fixture
def one(programme: Programme) -> Determination:
    programme.candidates(5)
    head = set_letterhead(
        place=programme.place, government="Pemerintah Kabupaten", name="Disnaker & <Mitra>", address="Jalan 1", town="Andoolo", by=None, on=TODAY
    )
    set_paper_rule(letterhead=head, kind="decree", title="Bupati Konawe Selatan", name="H. Contoh {{ x }}", by=None, on=TODAY)
    return programme.determined(programme.fund(amount=4 * PRICE))


def pdf_words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def docx_words(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return " ".join("".join(node.text or "" for node in part.iter() if node.tag.endswith("}t")) for part in body.iter() if part.tag.endswith("}p"))


@pytest.mark.parametrize("kind", PaperKind.values)
def test_every_paper_opens_as_pdf_and_docx_and_says_the_same_sums(one, kind):
    paper = paper_of(one, kind, on=TODAY)
    for words in (pdf_words(paper_pdf(paper)), docx_words(paper_docx(paper))):
        assert "{{" not in words.replace("H. Contoh {{ x }}", "")
        assert "{%" not in words
        if kind not in (PaperKind.VILLAGE_RESPONSIBILITY,):  # of each village its own
            assert "806.400 (delapan ratus enam ribu empat ratus rupiah)" in words
            assert "4 (empat)" in words


def test_the_decree_has_the_sums_of_the_database_in_digits_and_words(one):
    words = pdf_words(paper_pdf(paper_of(one, PaperKind.DECREE, on=TODAY)))
    assert one.people * one.price == 4 * PRICE == 806_400
    for said in (
        "KEPUTUSAN BUPATI KONAWE SELATAN NOMOR SK 1",
        "Rp806.400 (delapan ratus enam ribu empat ratus rupiah)",
        "Rp16.800 (enam belas ribu delapan ratus rupiah) seorang untuk bulan pertama",
        "jaminan kecelakaan kerja Rp480.000 dan jaminan kematian Rp326.400",  # 4 × 12 × 10,000 and 4 × 12 × 6,800
        f"sidik daftar {short(list_fingerprint(one))}",
        "Ditetapkan di Andoolo pada tanggal 20 Desember 2025",
        "1 (satu) orang menjadi cadangan",
    ):
        assert said in words
    assert sum(village.people for village in Told(one, TODAY).villages) == 4
    assert sum(village.cost for village in Told(one, TODAY).villages) == 806_400


def test_acts_that_nobody_read_ask_to_be_checked(one):
    words = pdf_words(paper_pdf(paper_of(one, PaperKind.DECREE, on=TODAY)))
    assert {act["mark"] for act in acts()} == {"source", "secondary"}
    assert words.count("[periksa dengan teks aslinya]") == sum(act["mark"] == "secondary" for act in acts()) > 0


def test_the_draft_agreement_is_marked_and_its_doubts_stand_in_brackets(one):
    paper = paper_of(one, PaperKind.AGREEMENT, on=TODAY)
    assert paper.draft == "KONSEP"
    words = docx_words(paper_docx(paper))
    for said in ("Pasal 7 – Pertukaran dan kerahasiaan data", "[15 bulan berikutnya]", "wadah dengan kode SG", "Keadaan kahar"):
        assert said in words
    with zipfile.ZipFile(io.BytesIO(paper_docx(paper))) as packed:
        headers = "".join(packed.read(name).decode() for name in packed.namelist() if "header" in name)
    assert "KONSEP" in headers


def test_a_hostile_name_stays_a_name(one):
    Person.objects.update(name=HOSTILE)
    paper = amended_paper(one)
    told = HOSTILE.replace("\x0b", "").strip()
    assert "#panic()" in pdf_words(paper_pdf(paper))
    made = paper_docx(paper)
    assert told in docx_words(made)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        xml = packed.read("word/document.xml").decode()
    assert "&lt;w:br/&gt; &amp; {{ 7*7 }}" in xml
    assert not re.search(r"<w:(?:fldSimple|instrText)", xml)  # no field that Word would compute


def test_an_amendment_names_the_old_sk_and_who_came_and_went(one):
    first, *_, waiting = one.decided.order_by("position").values_list("candidate__person__nik", flat=True)
    paper = amended_paper(one)
    words = pdf_words(paper_pdf(paper))
    for said in ("PERUBAHAN ATAS KEPUTUSAN NOMOR SK 1", "1 (satu) orang keluar dan 1 (satu) orang masuk", "Peserta yang keluar: 1 orang"):
        assert said in words
    people = [block.rows for block in paper.blocks if block.kind == "people"]
    moved = [f"7405••••••••{number[-4:]}" for number in (first, waiting)]
    assert [[row[1] for row in rows] for rows in people] == [[number] for number in moved]
    assert first not in words
    # in the DOCX the number is text in a cell, not a number or a formula
    tables = docx.Document(io.BytesIO(paper_docx(paper))).tables
    assert [table.rows[1].cells[1].text for table in tables if table.rows[0].cells[1].text == "NIK"] == moved
    assert first_page(paper).blocks[-1].kind == "signatures"
    for table in tables:  # LibreOffice lays out by the columns, Word by the cells
        assert [column.width for column in table.columns] == pytest.approx([cell.width for cell in table.rows[0].cells], abs=2_000)


def test_minutes_speak_english_too(one):
    words = pdf_words(paper_pdf(paper_of(one, PaperKind.MINUTES, on=TODAY, lang="en")))
    assert "Rp806,400 (eight hundred six thousand four hundred rupiah)" in words
    assert "Page 1 of 1" in words


def test_each_village_signs_a_page_of_its_own(one):
    made = paper_pdf(paper_of(one, PaperKind.VILLAGE_RESPONSIBILITY, on=TODAY))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) == one.decided.filter(outcome="in").values("candidate__village").distinct().count() > 1
    assert all("Kepala Desa/Lurah" in page and "bertanggung jawab sepenuhnya" in page for page in pages)


def test_a_picture_of_every_page():
    paper = Paper("Judul", [Block("text", "satu"), Block("break"), Block("signatures", right=Signatory("Kepala"))], "x", date(2026, 1, 1))
    assert [picture[:8] for picture in paper_pages(paper)] == [b"\x89PNG\r\n\x1a\n"] * 2
    assert content(paper)["blocks"][0]["text"] == "satu"


def amended_paper(one: Determination) -> Paper:
    """Of the amendment after the first person's row stands no longer."""
    sign(determination=one, kind="decree", number="SK 1", signed_on=TODAY, signer="X", content=b"%PDF-1.7", name="sk.pdf", by=None, on=TODAY)
    Candidate.objects.filter(pk=one.decided.get(position=1).candidate_id).update(stands=False)
    new = determine(fund=one.fund, number="SK 2", decided_on=TODAY, amending="warga pindah", by=None, on=TODAY).determination
    return paper_of(new, PaperKind.DECREE, on=TODAY)
