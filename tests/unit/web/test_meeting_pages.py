"""Pages of meetings and follow-ups: from the plan to the minutes, the next agenda, and what owners see."""

from datetime import date

import pytest
from django.urls import reverse

from payung.accounts.models import Role
from payung.compliance.follow_up_actions import Promised, promise
from payung.compliance.meeting_actions import Plan, plan_meeting
from payung.compliance.models import FollowUp, Meeting, Outreach
from payung.places.models import Place

DAY = date(2026, 4, 20)


def page_of(client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.fixture
def march(programme) -> Meeting:
    guests = ["Dinas Kesehatan", "Sekda"]
    return plan_meeting(place=programme.place, kind="rakor", plan=Plan("Rakor Maret", date(2026, 3, 12)), guests=guests, by=None, on=DAY)


def test_from_the_plan_to_the_next_agenda(as_role, users, programme):
    """What an operator does in a browser: plan, number, who came, decide, promise, minutes; then the next meeting opens with it."""
    client = as_role(Role.OPERATOR)
    typed = {
        "wilayah": "74.05",
        "jenis": "rakor",
        "judul": "Rakor April",
        "tanggal": "2026-04-15",
        "acara": "Laporan",
        "undangan": "Dinas Kesehatan\nSekda",
    }
    assert client.post(reverse("meetings:plan"), {**typed, "judul": ""}).status_code == 422
    client.post(reverse("meetings:plan"), typed)
    one = Meeting.objects.get()
    guest = one.guests.get(title="Dinas Kesehatan")
    client.post(reverse("meetings:number", args=[one.pk]), {"nomor": "005/12"})
    client.post(reverse("meetings:attendance", args=[one.pk]), {f"hadir-{guest.pk}": "ya", f"nama-{guest.pk}": "dr. Contoh", "lain": "Pers"})
    client.post(reverse("meetings:resolution", args=[one.pk]), {"keputusan": "Data non-ASN dikumpulkan"})
    decided = one.resolutions.get()
    client.post(
        reverse("meetings:promise", args=[one.pk]), {"apa": "Kirim data", "siapa": "Dinas Kesehatan", "batas": "2026-04-18", "keputusan": decided.pk}
    )
    client.post(reverse("meetings:minutes", args=[one.pk]), {"isi": "Dibahas.\nDisepakati."})
    one.refresh_from_db()
    assert (one.state, one.minutes, one.reference) == ("held", "Dibahas.\nDisepakati.", "005/12")
    made = FollowUp.objects.get()
    assert (made.office.name, made.resolution) == ("Dinas Kesehatan", decided)
    shown = page_of(client, "meetings:meeting", one.pk)
    assert "2 hadir dari 3" in shown
    client.post(reverse("meetings:plan"), {**typed, "judul": "Rakor Mei", "tanggal": "2026-05-15", "acara": "Anggaran"})
    later = page_of(client, "meetings:meeting", Meeting.objects.get(title="Rakor Mei").pk)
    assert later.index("Lewat batas dari sebelumnya: 1") < later.index("Kirim data") < later.index("Anggaran")


@pytest.mark.parametrize("naskah", ["undangan", "daftar-hadir", "notulen"])
def test_papers_open_both_ways(as_role, march, naskah):
    client = as_role(Role.HEAD)
    address = reverse("meetings:paper", args=[march.pk, naskah])
    assert client.get(address).content.startswith(b"%PDF-")
    assert client.get(address, {"bentuk": "docx"}).content.startswith(b"PK")
    assert client.get(reverse("meetings:paper", args=[march.pk, "lain"])).status_code == 404


def test_changing_and_cancelling(as_role, programme):
    ahead = plan_meeting(place=programme.place, kind="fgd", plan=Plan("FGD", date(2026, 5, 2)), by=None, on=DAY)
    client = as_role(Role.OWNER)
    client.post(reverse("meetings:change", args=[ahead.pk]), {"judul": "FGD nelayan", "tanggal": "2026-05-03", "tempat": "Aula"})
    ahead.refresh_from_db()
    assert (ahead.title, ahead.held_on, ahead.room) == ("FGD nelayan", date(2026, 5, 3), "Aula")
    client.post(reverse("meetings:invite", args=[ahead.pk]), {"siapa": "Camat Andoolo\nKades Lere"})
    assert ahead.guests.count() == 2
    client.post(reverse("meetings:cancel", args=[ahead.pk]), {"sebab": "ditunda"})
    assert "dibatalkan" in page_of(client, "meetings:meetings")
    assert "Tambah undangan" not in page_of(client, "meetings:meeting", ahead.pk)


def test_readers_see_no_forms(as_role, march):
    for role in (Role.HEAD, Role.AUDITOR, Role.BPJS_BRANCH, Role.TREASURER, Role.VILLAGE_AFFAIRS):
        assert "Simpan notulen" not in page_of(as_role(role), "meetings:meeting", march.pk)
        assert as_role(role).post(reverse("meetings:minutes", args=[march.pk]), {"isi": "x"}).status_code == 403
    for role in (Role.VILLAGE, Role.OFFICE):
        assert as_role(role).get(reverse("meetings:meeting", args=[march.pk])).status_code == 403


def test_owners_see_theirs_and_say_that_it_is_done(as_role, users, march):
    office = users[Role.OFFICE].assignments.get().office
    theirs = promise(meeting=march, promised=Promised("Data non-ASN", office.name, date(2026, 4, 1), office=office), by=None, on=DAY)
    desa = Place.objects.get(code="74.05.01.2003")
    of_village = promise(meeting=march, promised=Promised("Data RT", "Desa", date(2026, 4, 30), village=desa), by=None, on=DAY)
    rest = promise(meeting=march, promised=Promised("Usulan APBD-P", "Bappeda", date(2026, 6, 1)), by=None, on=DAY)
    shown = {role: page_of(as_role(role), "meetings:follow_ups") for role in (Role.OFFICE, Role.VILLAGE, Role.OPERATOR)}
    seen = {role: [what for what in ("Data non-ASN", "Data RT", "Usulan APBD-P") if what in text] for role, text in shown.items()}
    assert seen == {Role.OFFICE: ["Data non-ASN"], Role.VILLAGE: ["Data RT"], Role.OPERATOR: ["Data non-ASN", "Data RT", "Usulan APBD-P"]}
    assert shown[Role.OPERATOR].index("Data non-ASN") < shown[Role.OPERATOR].index("Data RT") < shown[Role.OPERATOR].index("Usulan APBD-P")
    officer = as_role(Role.OFFICE)
    assert officer.get(reverse("meetings:follow_up", args=[rest.pk])).status_code == 404
    assert officer.get(reverse("meetings:follow_up", args=[of_village.pk])).status_code == 404
    officer.post(reverse("meetings:follow_up", args=[theirs.pk]), {"keadaan": "done", "catatan": "surat 12"})
    assert theirs.steps.last().signed == str(users[Role.OFFICE])
    history = page_of(as_role(Role.HEAD), "meetings:follow_up", theirs.pk)
    assert "surat 12" in history
    assert "Tandai selesai" not in page_of(as_role(Role.HEAD), "meetings:follow_up", rest.pk)
    assert as_role(Role.HEAD).post(reverse("meetings:follow_up", args=[rest.pk]), {"keadaan": "done"}).status_code == 404


def test_parts_of_the_board(as_role, march):
    promise(meeting=march, promised=Promised("Lama", "Sekda", date(2026, 3, 20)), by=None, on=DAY)
    promise(meeting=march, promised=Promised("Nanti", "Bappeda", date(2026, 6, 20)), by=None, on=DAY)
    client = as_role(Role.OWNER)
    assert "Nanti" not in page_of(client, "meetings:follow_ups", lihat="lewat")
    assert "Lama" not in page_of(client, "meetings:follow_ups", oleh="Bappeda")
    assert "Lama" in page_of(client, "meetings:follow_ups", cari="lam")
    assert page_of(client, "meetings:follow_ups", lihat="selesai").count("Lama") == 0


def test_outreach_is_entered_and_counted_later(as_role, programme):
    client = as_role(Role.OPERATOR)
    typed = {"wilayah": "74.05.01.2003", "kegiatan": "Sosialisasi nelayan", "tanggal": "2026-03-10", "orang": "80", "desa": "6"}
    client.post(reverse("meetings:outreach"), typed)
    one = Outreach.objects.get()
    client.post(reverse("meetings:count", args=[one.pk]), {"orang": "31", "sampai": "2026-04-15", "sumber": "BPJS Kendari"})
    one.refresh_from_db()
    assert (one.enrolled, one.enrolled_until) == (31, date(2026, 4, 15))
    assert "sampai 15 April 2026, BPJS Kendari" in page_of(client, "meetings:outreach")
    elsewhere = client.post(reverse("meetings:outreach"), {**typed, "wilayah": "74.04"})
    assert elsewhere.status_code == 404
    assert Outreach.objects.count() == 1


def test_pages_take_few_statements(as_role, march, django_assert_max_num_queries):
    for at in range(30):
        promise(meeting=march, promised=Promised(f"hal {at}", f"Kantor {at % 7}", date(2026, 4, 1)), by=None, on=DAY)
    client = as_role(Role.OPERATOR)
    for name, args in (("meetings:follow_ups", ()), ("meetings:meeting", (march.pk,)), ("meetings:meetings", ()), ("meetings:outreach", ())):
        with django_assert_max_num_queries(20):
            page_of(client, name, *args)
