import io
from datetime import date, timedelta

import pytest
from docx import Document
from entities import REGENCY, desa, enrol, office, owe
from pypdf import PdfReader

from payung.compliance.enrolment_models import ArrearsLetter
from payung.compliance.following import letters_seen
from payung.compliance.letter_actions import write_arrears_letters
from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.correspondence.models import LetterKind
from payung.places.models import OfficeKind, Place
from payung.reports.arrears_letters import letters_docx, letters_pdf, sender_of, texts_of, whatsapp
from payung.values.spelled import rupiah_spelled
from payung.values.words import rupiah

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


@pytest.fixture
def place() -> Place:
    place = Place.objects.get(code=REGENCY)
    terms = {"government": "Pemerintah Kabupaten Konawe Selatan", "name": "Dinas Tenaga Kerja", "address": "Jalan Rekaan 1", "town": "Andoolo"}
    head = set_letterhead(place=place, by=None, on=ON, **terms)
    set_paper_rule(
        letterhead=head, kind=LetterKind.ARREARS, title="Kepala Dinas", name="Peraga Rekaan", staff_number="1970", pattern="560/{n}/{year}",
        by=None, on=ON,
    )  # fmt: skip
    return place


def written(place: Place, on: date = ON):
    letters = list(letters_seen(place=REGENCY, visible_to=None, on=on).filter(on=on))
    sender = sender_of(place)
    return texts_of(letters, sender), sender


def pages(texts, sender, on: date = ON) -> list[str]:
    pdf = letters_pdf(texts, sender, made_by="Rian", on=on)
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_113_villages_each_have_their_own_page_with_their_own_figures(place):
    codes = desa(113)
    for at, code in enumerate(codes):
        enrol(code, npp=f"N{at:04d}")
        owe(code, 2 + at % 46, 1_250_000 + 13_337 * at)
    write_arrears_letters(place=place, entities=[f"desa-{code}" for code in codes], by=None, on=ON)
    texts, sender = written(place)
    found = pages(texts, sender)
    assert len(found) == len(texts) == 113
    villages = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
    for at, code in enumerate(codes):
        (page,) = [page for page in found if f"N{at:04d}" in page]
        owed = 1_250_000 + 13_337 * at
        assert f"Kepala Desa {villages[code]}" in page
        assert f"{2 + at % 46} bulan (sejak" in page
        assert f"{rupiah(owed)} " in page
        assert rupiah_spelled(owed) in page
        assert "paling lambat 4 Mei 2026" in page
        assert "(surat ke-1)" in page
        assert page.count("Nomor :") == 1
    assert sum(one.letter.owed for one in texts) == sum(1_250_000 + 13_337 * at for at in range(113))
    assert len({page.split("Nomor : ")[1].split()[0] for page in found}) == 113  # a number each
    assert len({whatsapp(one, sender) for one in texts}) == 113


def test_letters_two_and_three_name_those_before(place):
    key = owe(desa(1)[0], 3, 900_000).key
    for after in (0, 15, 30):
        write_arrears_letters(place=place, entities=[key], by=None, on=ON + timedelta(after))
    sent = [pages(*written(place, ON + timedelta(after))) for after in (0, 15, 30)]
    assert [len(one) for one in sent] == [1, 1, 1]
    first, second, third = (one[0] for one in sent)
    assert "Sebelumnya" not in first
    assert "surat ke-1 nomor 560/1/2026 tanggal 20 April 2026, dan belum ada" in second
    assert "surat ke-1 nomor 560/1/2026 tanggal 20 April 2026 dan surat ke-2 nomor 560/2/2026 tanggal 5 Mei 2026" in third
    assert ["Kejaksaan Negeri" in one for one in (first, second, third)] == [False, False, True]
    assert "Peraga Rekaan NIP 1970" in third


def test_a_letter_longer_than_its_page_counts_its_own_pages(place):
    owe(desa(1)[0], 3, 900_000)
    long = office("Perseroan Terbatas Karangan " * 6 + "Sejahtera", OfficeKind.EMPLOYER)
    enrol(long, npp="N" * 30)
    owe(long, 1199, 987_654_321_987)
    for after in (0, 15, 30):
        write_arrears_letters(place=place, entities=[f"kantor-{long.pk}"], by=None, on=ON + timedelta(after))
    write_arrears_letters(place=place, entities=[f"desa-{desa(1)[0]}"], by=None, on=ON + timedelta(30))
    found = pages(*written(place, ON + timedelta(30)))
    assert [page.split("Halaman ")[1] for page in found] == ["1 dari 2", "2 dari 2", "1 dari 1"]
    assert "Peraga Rekaan NIP 1970" in found[1]


def test_who_is_not_enrolled_is_asked_for_no_money(place):
    shop, health = office("CV Rekaan <&>", OfficeKind.EMPLOYER), office("Dinas Kesehatan")
    write_arrears_letters(place=place, entities=[f"kantor-{one.pk}" for one in (shop, health)], by=None, on=ON)
    texts, sender = written(place)
    found = pages(texts, sender)
    assert [one.to[0] for one in texts] == ["Pimpinan CV Rekaan <&>", "Kepala Dinas Kesehatan"]
    for page in found:
        assert "belum terdaftar" in page
        assert "Rp" not in page
    assert "CV Rekaan <&>" in found[0]


def test_the_same_words_stand_in_all_three(place):
    enrol(desa(1)[0], npp="N1")
    owe(desa(1)[0], 3, 900_000)
    write_arrears_letters(place=place, entities=[f"desa-{desa(1)[0]}", f"desa-{desa(2)[1]}"], by=None, on=ON)
    texts, sender = written(place)
    document = Document(io.BytesIO(letters_docx(texts, sender, on=ON)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    page = pages(texts, sender)[0]
    for text in (texts[0].opening, *texts[0].body, *texts[0].steps, texts[0].subject, *(value for _, value in texts[0].facts)):
        assert text in said
        assert text in page
    message = whatsapp(texts[0], sender)
    assert message.startswith("Yth. Kepala Desa")
    assert "Jumlah tunggakan: Rp900.000" in message
    assert "560/1/2026" in message


def test_without_a_letterhead_there_is_room_to_write_by_hand():
    place = Place.objects.get(code="74.04")
    code = Place.objects.within("74.04").desa().order_by("code").first().code
    write_arrears_letters(place=place, entities=[f"desa-{code}"], by=None, on=ON)
    (letter,) = ArrearsLetter.objects.select_related("entity__place__parent", "entity__office")
    sender = sender_of(place)
    (page,) = pages(texts_of([letter], sender), sender)
    assert "NIP" in page
    assert place.name.upper() in page
