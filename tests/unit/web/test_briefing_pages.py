"""Paparan and Laporan as people use them: few clicks to the files, what was sent kept, nobody else's place."""

import re
from datetime import date

import pytest
from briefed import briefed
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.reports.edition_papers import forms_of
from payung.reports.models import Edition, EditionFacts, Paper, Sending
from payung.reports.tasks import make

pytestmark = pytest.mark.django_db
REPORT = "/laporan/74.05/bulanan/2026-03/"


@pytest.fixture
def told(programme):
    return briefed(programme)


def worker() -> None:
    for task in DBTaskResult.objects.filter(status="READY", task_path=make.module_path):
        make.call(*task.args_kwargs["args"])
        task.delete()


def content(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def text(response) -> str:
    return " ".join(response.content.decode().split())


def form(**more) -> dict:
    return {"tempat": "74.05", "bulan_paparan": "2026-03", "pembilang": "paid", "penyebut": "universe_bpjs", **more}


def test_from_the_navigation_to_the_files_in_three_clicks(told, as_role):
    owner = as_role(Role.OWNER)
    home = text(owner.get("/"))
    assert 'href="/paparan/"' in home  # the first click
    page = text(owner.get("/paparan/"))
    chosen = re.findall(r'<option value="([^"]*)" selected', page)
    assert chosen[-4:] == ["74.05", "2026-03", "paid", "universe_bpjs"]  # nothing has to be chosen: the newest month that is paid
    answer = owner.post("/paparan/", form(), follow=True)  # the second
    assert "Berkas sedang dibuat" in text(answer)
    worker()
    done = text(owner.get(answer.redirect_chain[-1][0]))
    files = re.findall(r'<a class="button quiet" href="(/berkas/\d+/)">', done)
    assert len(files) == len(forms_of("briefing")) == 5
    names = {owner.get(one)["Content-Disposition"] for one in files}  # the third
    assert any(".pptx" in name for name in names)
    assert any(".docx" in name for name in names)
    assert "16,67 % pekerja terlindungi" in done
    assert "dibagi 24 semesta pekerja" in done  # how it is calculated


def test_the_english_version_is_of_the_same_figures(told, as_role):
    owner = as_role(Role.OWNER)
    owner.post("/paparan/", form())
    edition = Edition.objects.get()
    worker()
    facts = EditionFacts.objects.get()
    owner.post(reverse("briefing:order", args=[edition.pk]), {"bahasa": "en"})
    worker()
    assert EditionFacts.objects.get() == facts
    assert Paper.objects.filter(lang="en", state="ready").count() == 5
    deck = Paper.objects.get(lang="en", name__endswith=".pptx")
    assert deck.name == "deck 74.05 2026-03 v1 en.pptx"


def test_requests_are_kept_and_long_numbers_refused(told, as_role):
    owner = as_role(Role.OWNER)
    asks = {"apa": ["Terbitkan SE", "", ""], "siapa": ["Sekda", "", ""], "paling_lambat": ["2026-05-10", "", ""]}
    owner.post("/paparan/", form(**asks))
    assert Edition.objects.get().typed == {"asks": [{"what": "Terbitkan SE", "who": "Sekda", "by": "2026-05-10"}]}
    wrong = owner.post("/paparan/", form(apa=["NIK 7405000000000001"], siapa=[""], paling_lambat=["besok"]))
    assert wrong.status_code == 422
    assert "Tanggal ini tidak terbaca." in text(wrong)
    wrong = owner.post("/paparan/", form(apa=["NIK 7405000000000001"], siapa=[""], paling_lambat=[""]))
    assert (wrong.status_code, "Jangan tulis NIK" in text(wrong)) == (422, True)
    assert "NIK 7405000000000001" in text(wrong)  # what was typed is kept
    assert owner.post("/paparan/", form(bulan_paparan="2026-05")).status_code == 422
    assert owner.post("/paparan/", form(bulan_paparan="x")).status_code == 422
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HEAD, 302), (Role.BPJS_BRANCH, 302), (Role.AUDITOR, 403), (Role.TREASURER, 403), (Role.VILLAGE, 403), (Role.OFFICE, 403)],
)
def test_who_makes_a_briefing(told, as_role, role, status):
    assert as_role(role).post("/paparan/", form()).status_code == status


def test_nobody_makes_or_opens_one_of_another_place(told, as_role, users):
    owner = as_role(Role.OWNER)
    assert owner.post("/paparan/", form(tempat="74.04")).status_code == 404
    assert owner.post("/paparan/", form(tempat="74")).status_code == 404
    assert owner.post("/paparan/", form(tempat="74.05.01")).status_code == 302  # a district of one's own
    far = User.objects.create(username="jauh", display_name="Jauh")
    Assignment.objects.create(user=far, role=Role.OWNER, place_id="74.04", since=date(2026, 1, 1))
    edition = Edition.objects.get()
    owner.force_login(far, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert owner.get(reverse("briefing:briefing", args=[edition.pk])).status_code == 404
    assert owner.post(reverse("briefing:order", args=[edition.pk])).status_code == 404


def test_the_calendar_says_what_is_late_and_leads_to_it(told, as_role):
    owner = as_role(Role.OWNER)
    page = text(owner.get("/laporan/"))
    assert "4 laporan terlambat." in page
    assert REPORT in page
    assert "10 April 2026" in page
    assert text(owner.get("/laporan/?tahun=2025")).count("terlambat") > 12
    assert text(owner.get("/laporan/?keadaan=late")).count("<tr") == 1 + 4
    assert owner.get("/laporan/?tahun=abc").status_code == 200
    assert owner.get("/laporan/?unduh=xlsx").status_code == 200


def test_a_report_is_made_sent_received_and_kept(told, as_role):
    owner = as_role(Role.OWNER)
    assert "Laporan ini belum dibuat" not in text(owner.get(REPORT))  # who may make it has a form instead
    owner.post(REPORT, {"obstacles": "Jaringan lambat", "follow_up": "Jemput bola"})
    edition = Edition.objects.get()
    worker()
    page = text(owner.get(REPORT))
    assert "Catat pengiriman" in page
    paper = Paper.objects.get(name__endswith=".pdf")
    sent = {"berkas": paper.pk, "kepada": "Sekretaris Daerah", "tanggal": "2026-04-20"}
    owner.post(reverse("briefing:send", args=[edition.pk]), sent)
    sending = Sending.objects.get()
    assert sending.document.sha256 == paper.sha256  # the very file
    owner.post(reverse("briefing:receipt", args=[sending.pk]), {"nomor": "R-12/2026"})
    page = text(owner.get(REPORT))
    assert "Sekretaris Daerah" in page
    assert "R-12/2026" in page
    assert "terkirim" in text(owner.get("/laporan/"))
    before = Act.objects.count()
    kept = content(owner.get(reverse("briefing:sending", args=[sending.pk])))
    assert kept.startswith(b"%PDF")
    assert Act.objects.count() == before + 1  # opening it stands on the trail
    owner.post(REPORT, {"obstacles": "", "follow_up": ""})
    assert [one.version for one in Edition.objects.order_by("pk")] == [1, 2]
    assert content(owner.get(reverse("briefing:sending", args=[sending.pk]))) == kept
    auditor = as_role(Role.AUDITOR)
    assert "Catat pengiriman" not in text(auditor.get(REPORT))
    assert auditor.post(reverse("briefing:send", args=[edition.pk]), sent).status_code == 403
    assert auditor.get(reverse("briefing:sending", args=[sending.pk])).status_code == 200


def test_a_sending_needs_a_file_an_addressee_and_a_day(told, as_role):
    owner = as_role(Role.OWNER)
    owner.post(REPORT, {})
    worker()
    edition, paper = Edition.objects.get(), Paper.objects.first()
    for spoilt in ({"berkas": ""}, {"berkas": "999999"}, {"kepada": ""}, {"tanggal": "besok"}, {"tanggal": "2026-04-21"}):
        given = {"berkas": paper.pk, "kepada": "Sekda", "tanggal": "2026-04-20", **spoilt}
        answer = owner.post(reverse("briefing:send", args=[edition.pk]), given, follow=True)
        assert any(said in text(answer) for said in ("Pilih berkas yang dikirim", "Tulis kepada siapa", "tidak terbaca", "sesudah hari ini")), spoilt
    assert not Sending.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/laporan/74.05/bulanan/2026-13/",
        "/laporan/74.05/triwulan/2026-02/",
        "/laporan/74.05/lain/2026-03/",
        "/laporan/74.04/bulanan/2026-03/",
        "/laporan/00.00/bulanan/2026-03/",
    ],
)
def test_what_the_calendar_has_not_is_not_there(told, as_role, address):
    assert as_role(Role.OWNER).get(address).status_code == 404


def test_a_report_of_a_month_that_has_not_begun_cannot_be_made(told, as_role):
    owner = as_role(Role.OWNER)
    ahead = "/laporan/74.05/bulanan/2026-05/"
    assert "Buat laporan" not in text(owner.get(ahead))
    assert owner.post(ahead, {}).status_code == 422


def test_pages_take_few_statements_however_many_there_are(told, as_role, django_assert_max_num_queries):
    owner = as_role(Role.OWNER)
    for _ in range(4):
        owner.post("/paparan/", form())
        worker()
    for address in ("/paparan/", "/laporan/", REPORT):
        with django_assert_max_num_queries(40):
            owner.get(address)
