"""What somebody with bad intent meets: on every address where that can be, so that pages to come are covered too."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings as live
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import path as url_path
from django.urls import reverse
from invented import VILLAGES, Programme
from objects import Made, routes

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.intake.models import SubmittedList
from payung.places.models import Office
from payung.registry.models import Person
from payung.reports.table_book import write_table
from payung.values.words import Words
from payung.web.system import errors

pytestmark = pytest.mark.django_db
ROUTES = routes()
PASSWORD = "sawah hijau di lereng"
ALLAUTH = (
    "account_login",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "usersessions_list",
)


@pytest.fixture
def made(programme: Programme) -> Made:
    return Made(programme)


@pytest.fixture
def operator(users) -> User:
    user = users[Role.OPERATOR]
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user: User, **how) -> Client:
    client = Client(raise_request_exception=False, **how)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# --- forged requests ---


def test_no_post_is_taken_without_its_token(users, made):
    """An address that takes no POST answers 405; any other answers 403 and does nothing."""
    taken = {}
    for role in (Role.OPERATOR, Role.ADMINISTRATOR):
        client = signed_in(users[role], enforce_csrf_checks=True)
        addresses = [route.address(made) for route in ROUTES] + [reverse(name) for name in ALLAUTH]
        taken |= {address: status for address in addresses if (status := client.post(address).status_code) not in (403, 405)}
    assert taken == {}


def test_nothing_is_exempt_from_the_token():
    assert [route.name for route in ROUTES if getattr(route.view, "csrf_exempt", False)] == []


# --- what every page is to everybody ---

# Taking away a sheet with NIKs, opening a row that shows one, a proof or a family's paper, is an act; the page of uploads takes up again what was
# interrupted.
ACTS_BY_GET = {"upload:sheet", "upload:sheets", "upload:row", "upload:uploads", "money:open_proof", "claims:paper_scan", "claims:year_proof"}
ACTS_BY_GET |= {"duties:scan", "regulations:file", "briefing:sending"}
# What the policy would stop in a browser.
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)|(?:src|href)=[\"'](?:https?:)?//", re.I
)
BAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"


@pytest.fixture
def badly_named(users, made) -> Made:
    """All that people write holds markup."""
    for user in users.values():
        user.display_name = f"{BAD[:100]}{user.pk}"
        user.save()
    assert made.row.pk
    assert made.bill.pk
    Office.objects.filter(pk=made.programme.office.pk).update(name=BAD)
    SubmittedList.objects.update(file_name=BAD)
    Person.objects.update(name=BAD, address=BAD, mother=BAD)
    type(made.fund).objects.update(name=BAD[:60])
    type(made.programme.round).objects.update(name=BAD[:100])
    type(made.row).objects.update(name=BAD, sheet=BAD[:60], as_written={"name": BAD, "nik": BAD})
    return made


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR, Role.HEAD, Role.OWNER, Role.VILLAGE])
def test_every_page_carries_the_headers_runs_nothing_and_changes_nothing(users, badly_named, role):
    """Whoever writes, writes an act: reading every page writes none, but for those named above."""
    client, wrote = signed_in(users[role]), set()
    for route in ROUTES:
        if route.name != "account:accept":
            address, before = route.address(badly_named), Act.objects.count()
            page = client.get(address)
            if Act.objects.count() != before:
                wrote.add(route.name)
            carries_the_headers(page, route.name)
            if not page.streaming and page.headers.get("Content-Type", "").startswith("text/html"):
                text = page.content.decode()
                assert not INLINE.search(text), route.name
                assert "<script>alert" not in text, route.name
                assert "<img src=x" not in text, route.name
    assert wrote - ACTS_BY_GET == set()


def test_pages_of_nobody_carry_the_headers(db):
    for address in (reverse("account_login"), reverse("account_inactive"), "/tidak/ada"):
        carries_the_headers(Client().get(address), address)


def carries_the_headers(page: HttpResponse, name: str) -> None:
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, name
    assert "unsafe" not in policy, name
    assert "script-src 'self'" in policy, name
    assert "frame-ancestors 'none'" in policy, name
    assert "form-action 'self'" in policy, name
    assert "http" not in policy, name
    assert page.headers["X-Frame-Options"] == "DENY", name
    assert page.headers["X-Content-Type-Options"] == "nosniff", name
    assert page.headers["Referrer-Policy"] == "same-origin", name
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin", name
    assert "no-store" in page.headers["Cache-Control"], name
    assert "camera=()" in page.headers["Permissions-Policy"], name


def test_cookies_are_for_the_server_only(operator):
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": "operator", "password": PASSWORD})
    client.post(reverse("system:language"), {"language": "en"})
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
    assert client.cookies["sessionid"]["max-age"] == ""  # a closed browser forgets


def settings_with(**environment: str) -> dict[str, object]:
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_NAME CSRF_COOKIE_NAME "
    names += "ALLAUTH_TRUSTED_PROXY_COUNT MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN MFA_REQUIRED ALLOWED_HOSTS"
    code = f"import json; from payung.config import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names.split()!r}}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **environment})
    return json.loads(done.stdout)


def test_with_https_nothing_goes_another_way(tmp_path):
    found = settings_with(PAYUNG_HTTPS="1", PAYUNG_HOME=str(tmp_path), PAYUNG_HOSTS="payung.contoh.go.id", PAYUNG_MFA="")
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"]  # noqa: PT018
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert [found["SESSION_COOKIE_NAME"][:7], found["CSRF_COOKIE_NAME"][:7]] == ["__Host-"] * 2
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert found["MFA_REQUIRED"] is True
    assert found["ALLOWED_HOSTS"] == ["payung.contoh.go.id"]


def test_with_https_the_browser_is_told_to_stay_there(settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/akun/login/").url == "https://testserver/akun/login/"
    assert "max-age=31536000" in Client().get("/akun/login/", secure=True).headers["Strict-Transport-Security"]


def test_an_unknown_host_is_refused():
    assert Client(raise_request_exception=False).get("/", headers={"host": "jahat.example"}).status_code == 400


# --- sessions and addresses ---


def test_a_session_that_was_there_before_is_not_the_one_after(operator):
    client = Client()
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.post(reverse("account_login"), {"login": "operator", "password": PASSWORD})
    assert client.cookies["sessionid"].value != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)", "http:///jahat.example"])
def test_next_never_leads_away(operator, users, target):
    client = Client()
    assert client.post(f"{reverse('account_login')}?next={target}", {"login": "operator", "password": PASSWORD, "next": target}).url == "/"
    assert client.post(reverse("system:language"), {"language": "en", "next": target}).url == "/"
    assert client.post(reverse("account_logout"), {"next": target}).url in (reverse("account_login"), "/")


def test_next_leads_back_within(operator):
    wanted = "/pengguna/?cari=a"
    assert Client().post(reverse("account_login"), {"login": "operator", "password": PASSWORD, "next": wanted}).url == wanted


# --- what people write is shown and never run ---


def test_what_was_searched_is_text(users):
    client = signed_in(users[Role.ADMINISTRATOR])
    for query in ("cari", "urut", "hal", "kolom", "keadaan", "pendataan", "wilayah", "bulan"):
        page = client.get(reverse("account:users"), {query: BAD})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_a_formula_in_a_table_is_text_in_the_workbook():
    """Excel runs what begins with =, +, -, @ or a tab where the cell is not text."""
    bad = ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://jahat.example")', "https://jahat.example"]
    content = write_table("Daftar", [(Words("Nama", "Name"), "text")], [[one] for one in bad])
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in bad]
    assert [cell.value for cell in cells] == bad
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * len(bad)


def test_a_download_of_a_page_holds_no_formula(users):
    for number, name in enumerate(("=1+1", "@SUM(A1)", "+62")):
        user = User.objects.create(username=f"u{number}", display_name=name)
        Assignment.objects.create(user=user, role=Role.VILLAGE, place_id=VILLAGES[0], since=date(2026, 1, 1))
    content = signed_in(users[Role.ADMINISTRATOR]).get(reverse("account:users") + "?unduh=xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s", "d"}


# --- what breaks tells nothing ---


def explode(request):
    raise ValueError("rahasia 7405")


class Broken:
    urlpatterns = (url_path("meledak", explode), *__import__("payung.config.urls", fromlist=["urlpatterns"]).urlpatterns)
    handler403, handler404, handler500 = errors.forbidden, errors.not_found, errors.broken


def test_a_broken_page_shows_a_number_and_no_detail(settings, caplog):
    settings.ROOT_URLCONF = Broken
    page = Client(raise_request_exception=False).get("/meledak")
    text = page.content.decode()
    assert page.status_code == 500
    assert "Traceback" not in text
    assert "rahasia" not in text
    number = next(record.number for record in caplog.records if record.msg == "page.broken")
    assert number in text


def test_pages_for_nothing_name_nothing(users):
    page = signed_in(users[Role.OPERATOR]).get("/tidak/ada/<script>")
    assert page.status_code == 404
    assert "<script>" not in page.content.decode().replace('<script src="', "")


def test_debugging_is_off():
    assert not live.DEBUG
    assert "django.contrib.admin" not in live.INSTALLED_APPS


def test_passwords_are_kept_slowly_and_checked():
    from payung.config import settings as ours

    assert ours.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    names = {one["NAME"].rpartition(".")[2] for one in ours.AUTH_PASSWORD_VALIDATORS}
    assert names >= {"MinimumLengthValidator", "CommonPasswordValidator", "NotGuessable"}
    assert ours.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"] >= 12


def test_the_pause_page_is_ours():
    page = render_to_string("429.html", {"lang": "id"}, request=RequestFactory().get("/"))
    assert "Terlalu sering dicoba" in page
