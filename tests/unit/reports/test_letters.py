import io
from datetime import date

import pytest
from invented import VILLAGES
from pypdf import PdfReader
from sent import send

from payung.compliance.actions import remind_offices, remind_villages, set_lists_due
from payung.compliance.queries import reminders
from payung.places.models import Office, OfficeKind, Place
from payung.reports.letters import labour_office, letter, whatsapp, write_letters

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


def sent(programme, *villages, **terms):
    remind_villages(round=programme.round, villages=villages, place="74.05", by=None, on=ON, **terms)
    return list(reminders(round=programme.round, visible_to=None, on=ON))


def pages(found) -> list[str]:
    pdf = write_letters(found, office="Dinas Tenaga Kerja", place="Kabupaten Konawe Selatan", made_by="Rian", on=ON)
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_village_has_a_page_with_what_is_missing(programme):
    send(programme, VILLAGES[0], needs_fixing=7, passes=3)
    set_lists_due(round=programme.round, due_on=date(2026, 4, 30), by=None, on=ON)
    first, second = pages(sent(programme, *VILLAGES[:2], reference="560/12/2026"))
    for text in (first, second):
        assert "PEMERINTAH KABUPATEN KONAWE SELATAN DINAS TENAGA KERJA" in text
        assert "560/12/2026" in text
        assert "paling lambat 30 April 2026" in text
        assert "Kecamatan Tinanggea" in text
    assert "7 baris di dalamnya masih perlu diperbaiki" in first
    assert f"Kepala Desa {Place.objects.get(code=VILLAGES[0]).name}" in first
    assert "belum kami terima sampai 20 April 2026" in second
    assert "pengingat ke-1" in second


def test_a_letter_is_tagged_and_says_its_language(programme):
    pdf = write_letters(sent(programme, VILLAGES[0]), office="Disnaker", place="Kabupaten Konawe Selatan", made_by="Rian", on=ON)
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"].startswith("id")
    assert root["/MarkInfo"]["/Marked"]


def test_all_villages_of_a_regency_in_one_file(programme):
    codes = list(Place.objects.within("74.05").desa().values_list("code", flat=True))[:113]
    assert len(pages(sent(programme, *codes))) == 113


def test_the_third_letter_offers_help(programme):
    (first,) = sent(programme, VILLAGES[0])
    told = [letter(first, office="Disnaker", place="Kota Kendari")]
    first.number = 3
    told.append(letter(first, office="Disnaker", place="Kota Kendari"))
    assert [len(each["body"]) for each in told] == [2, 3]
    assert told[1]["dated"] == "Kendari, 20 April 2026"


def test_the_message_says_the_same_in_a_few_lines(programme):
    opd = Office.objects.create(kind=OfficeKind.OPD, name="RSUD", place=programme.place)
    remind_offices(round=programme.round, offices=[str(opd.pk)], place="74.05", by=None, on=ON)
    (one,) = reminders(round=programme.round, visible_to=None, on=ON)
    text = whatsapp(one, office=labour_office("74.05"))
    assert text.startswith("Yth. Kepala RSUD\n\nUntuk Pendataan 2026, daftar usulan pekerja rentan dari RSUD belum kami terima")
    assert text.endswith("\nDisnaker")
    assert labour_office("74.01") == "Dinas Tenaga Kerja"


def test_no_letter_without_a_reminder():
    with pytest.raises(ValueError, match="no letter"):
        write_letters([], office="", place="", made_by="", on=ON)
