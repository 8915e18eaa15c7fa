"""The screens of steps, money, scholarships, inbox and flags: what stands there, for whom, and what a form does."""

from datetime import date

import pytest
from all_papers import all_papers_here
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from objects import Made

from payung.accounts.models import Role
from payung.claims.models import Case, Confirmation, Flag, Relative, Scholar, SchoolYear, Step, Told
from payung.claims.step_actions import enter_step

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


@pytest.fixture
def case(programme, users):
    one = Made(programme).case
    Case.objects.filter(pk=one.pk).update(cause="other")
    return one


@pytest.fixture
def at_bpjs(case):
    """Papers are with BPJS."""
    all_papers_here(case, ON)
    for key in ("papers", "submit"):
        enter_step(case=case, key=key, state="done", by=None, on=ON, done_on=date(2026, 4, 13))
    return case


def text(client, route, *args, **query):
    page = client.get(reverse(route, args=args), query)
    assert page.status_code == 200
    return page.content.decode()


def sent(client, route, *args, **form):
    return client.post(reverse(route, args=args), form, follow=True).content.decode()


def test_the_steps_say_whose_turn_until_when_and_what_no_law_sets(as_role, case):
    shown = text(as_role(Role.VILLAGE), "claims:course", case.pk)
    assert "Akta kematian dari Disdukcapil" in shown
    assert "4 Mei 2026" in shown
    assert "janji kantor, bukan peraturan" in shown
    assert "Petugas desa" in shown


def test_the_village_enters_a_step_and_a_delay_with_its_reason(as_role, case, users):
    village = as_role(Role.VILLAGE)
    sent(village, "claims:step", case.pk, langkah="certificate", keadaan="delayed", alasan="Antre", sampai="2026-05-20")
    shown = sent(village, "claims:step", case.pk, langkah="heirs", keadaan="skipped", alasan="Sebatang kara")
    assert "Antre" in shown
    assert "disepakati mundur" in shown
    assert "Sebatang kara" in shown
    assert set(Step.objects.values_list("key", "by")) == {("certificate", users[Role.VILLAGE].pk), ("heirs", users[Role.VILLAGE].pk)}


def test_a_refusal_is_said_above_the_steps(as_role, case):
    address = reverse("claims:course", args=[case.pk])
    shown = sent(as_role(Role.VILLAGE), "claims:step", case.pk, langkah="papers", keadaan="done", next=address)
    assert "Masih ada 8 berkas yang belum ada" in shown
    assert not Step.objects.exists()


def test_the_inbox_narrows_to_what_was_passed_on(as_role, case, settings):
    settings.TODAY = date(2026, 5, 6)
    shown = text(as_role(Role.OWNER), "claims:inbox")
    assert "Lengkapi berkas" in shown
    assert "Sudah lebih dari 14 hari" in shown
    assert "Lengkapi berkas" in text(as_role(Role.OWNER), "claims:inbox", lihat="diteruskan")
    assert "Tidak ada yang menunggu Anda" in text(as_role(Role.AUDITOR), "claims:inbox")
    assert as_role(Role.OWNER).get(reverse("claims:inbox"), {"unduh": "xlsx"}).headers["Content-Type"].endswith("sheet")


def test_a_treasurer_sees_the_arrears_and_no_family(as_role, case, settings):
    settings.TODAY = date(2026, 5, 6)
    Relative.objects.create(case=case, relation="SPOUSE", name="Istri Rahasia")
    treasurer = as_role(Role.TREASURER)
    inbox = text(treasurer, "claims:inbox")
    assert "Lunasi tunggakan iuran" in inbox
    shown = text(treasurer, "claims:course", case.pk)
    assert "Yang harus dibayar" in shown
    assert "Istri Rahasia" not in shown
    assert reverse("claims:money", args=[case.pk]) not in shown
    assert treasurer.get(reverse("claims:money", args=[case.pk])).status_code == 403


def test_the_money_from_decision_to_two_confirmations(as_role, at_bpjs, users):
    case = at_bpjs
    heir = Relative.objects.create(case=case, relation="SPOUSE", name="Istri Uji")
    bpjs = as_role(Role.BPJS_BRANCH)
    shown = text(bpjs, "claims:money", case.pk)
    assert "16 April 2026" in shown  # three working days after the 13th
    assert "Ganti rugi dari BPJS" in shown
    for line in ("DEATH", "PERIODIC", "FUNERAL"):
        shown = sent(bpjs, "claims:tell", case.pk, jenis=line, jumlah="1.000.000", dibayar="2026-04-20", penjelasan="Keputusan 7", nomor="KEP-7")
    assert Told.objects.count() == 3
    assert "Selisih" in shown
    assert "Keputusan 7" in shown
    form = {"waris": heir.pk, "cara": "visit", "sudah": "ya", "jumlah": "3.000.000"}
    assert "1 orang lagi" in sent(as_role(Role.VILLAGE), "claims:heard", case.pk, **form)
    assert "kasus selesai" in sent(as_role(Role.OPERATOR), "claims:heard", case.pk, **form)
    assert Case.objects.get().state == "closed"
    assert Confirmation.objects.count() == 2
    assert "Simpan jawaban" not in text(as_role(Role.OWNER), "claims:money", case.pk)


def test_an_unexplained_difference_is_said_and_not_kept(as_role, at_bpjs):
    address = reverse("claims:money", args=[at_bpjs.pk])
    shown = sent(as_role(Role.BPJS_BRANCH), "claims:tell", at_bpjs.pk, jenis="DEATH", jumlah="1.000.000", next=address)
    assert "berbeda dari perkiraan" in shown
    assert not Told.objects.exists()


def test_bpjs_answers_that_nothing_is_due(as_role, at_bpjs):
    assert "diakhiri tanpa pembayaran" in sent(as_role(Role.BPJS_BRANCH), "claims:no_money", at_bpjs.pk, alasan="Surat 9")
    assert Case.objects.get().state == "refused"
    assert as_role(Role.VILLAGE).post(reverse("claims:no_money", args=[at_bpjs.pk]), {"alasan": "x"}).status_code == 403


def test_flags_are_for_the_auditor_alone(as_role, case):
    Relative.objects.bulk_create(Relative(case=case, relation="CHILD", name=f"Anak {n}", phone="081200000001") for n in range(2))
    auditor = as_role(Role.AUDITOR)
    shown = sent(auditor, "claims:flags")
    assert "2 ahli waris memakai satu nomor telepon" in shown
    assert "bukan tuduhan" in shown
    flag = Flag.objects.get(key="one_phone")
    shown = sent(auditor, "claims:flag", flag.pk, hasil="explained", catatan="Satu rumah")
    assert "2 ahli waris" not in shown
    assert "Satu rumah" in text(auditor, "claims:flags", lihat="semua")
    for role in (Role.OPERATOR, Role.VILLAGE, Role.OWNER):
        client = as_role(role)
        assert client.get(reverse("claims:flags")).status_code == 403
        assert "satu nomor telepon" not in text(client, "claims:money", case.pk) + text(client, "claims:course", case.pk)


def test_a_scholarship_from_the_plan_to_the_payment(as_role, case):
    Case.objects.filter(pk=case.pk).update(cause="work")
    child = Relative.objects.create(case=case, relation="CHILD", name="Anak Uji", birth_date=date(2016, 3, 1))
    operator, bpjs = as_role(Role.OPERATOR), as_role(Role.BPJS_BRANCH)
    shown = sent(operator, "claims:scholar_add", case.pk, anak=child.pk, jenjang="SD", tahun="4")
    assert "2025/2026" in shown
    assert "Teks pengingat" in shown
    year = SchoolYear.objects.get(first=2025)
    proof = SimpleUploadedFile("rapor.pdf", b"%PDF-1.7 rapor")
    sent(as_role(Role.VILLAGE), "claims:year_proof", year.pk, berkas=proof)
    sent(bpjs, "claims:year_pay", year.pk, jumlah="1.500.000", tanggal="2026-04-20")
    year.refresh_from_db()
    assert (year.state, year.paid) == ("paid", 1_500_000)
    fetched = bpjs.get(reverse("claims:year_proof", args=[year.pk]))
    assert fetched.content == b"%PDF-1.7 rapor"
    scholar = Scholar.objects.get()
    sent(operator, "claims:scholar_level", scholar.pk, mulai="2026", jenjang="SMP", tahun="1")
    assert SchoolYear.objects.get(first=2026).level == "SMP"
    shown = sent(operator, "claims:scholar_end", scholar.pk, sebab="works", tanggal="2026-04-20")
    assert "bekerja" in shown
    assert "Anak Uji" in text(operator, "claims:scholars")


def test_all_children_stand_with_what_came_and_the_text_for_the_family(as_role, case):
    child = Relative.objects.create(case=case, relation="CHILD", name="Anak Uji", birth_date=date(2016, 3, 1))
    scholar = Scholar.objects.create(case=case, relative=child, level="SD", grade=4)
    SchoolYear.objects.create(scholar=scholar, first=2025, level="SD", number=4, expected=1_500_000)
    shown = text(as_role(Role.OPERATOR), "claims:scholars", lihat="bukti")
    assert "Kepada keluarga Anak Uji" in shown
    assert "Rp1.500.000" in shown
    assert "Belum ada anak yang dicatat" in text(as_role(Role.OPERATOR), "claims:scholars", lihat="bayar")


def test_the_navigation_shows_one_place(as_role, case):
    shown = text(as_role(Role.OPERATOR), "claims:inbox")
    side = shown[shown.index('<nav class="side"') : shown.index("</nav>", shown.index('<nav class="side"'))]
    assert side.count('aria-current="page"') == 1
