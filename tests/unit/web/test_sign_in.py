"""Signing in, the second step, pauses, sessions: as a browser meets them."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as live
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from payung.accounts.actions import make_invitation
from payung.accounts.lockout import ACCOUNT
from payung.accounts.models import Attempt, Role, User
from payung.audit.models import Act, Entry

pytestmark = pytest.mark.django_db
PASSWORD = "sawah hijau di lereng"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def ani(users) -> User:
    user = users[Role.OPERATOR]
    user.set_password(PASSWORD)
    user.email = "ani@contoh.id"
    user.save()
    return user


def sign_in(client: Client, name: str, password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": name, "password": password, **more})


def speaking(language: str) -> Client:
    client = Client()
    client.cookies["django_language"] = language
    return client


def code(now: float | None = None) -> str:
    return format_hotp_value(hotp_value(SECRET, int(now or time.time()) // 30))


def commands() -> list[str]:
    return list(Act.objects.order_by("pk").values_list("command", flat=True))


def test_by_name_or_mail_whatever_the_case(ani):
    for name in ("operator", "OPERATOR", "ani@contoh.id"):
        client = Client()
        assert sign_in(client, name).url == "/"
        assert client.get("/").status_code == 200
    assert commands() == ["account.sign_in"] * 3
    assert set(Act.objects.values_list("actor", flat=True)) == {ani.pk}
    assert not Entry.objects.filter(table_name="accounts_user", op="U", act=None, old__has_key="last_login").exists()


def test_leaving_is_an_act_and_ends_the_session(ani):
    client = Client()
    sign_in(client, "operator")
    assert client.get("/akun/logout/").status_code == 200
    client.post("/akun/logout/")
    assert client.get("/").status_code == 302
    assert commands()[-1] == "account.sign_out"


def test_wrong_name_and_wrong_password_get_one_answer(ani):
    answers = [sign_in(Client(), name, "salah sama sekali").content.decode() for name in ("operator", "tidak-ada")]
    assert all("Nama pengguna atau kata sandi tidak cocok" in page for page in answers)
    plain = [re.sub(r'value="[^"]*"', "", page) for page in answers]
    assert plain[0] == plain[1]


def test_a_pause_after_five_wrong_passwords_holds_also_for_the_right_one(ani, caplog):
    for _ in range(5):
        sign_in(Client(), "operator", "salah sama sekali")
    page = sign_in(Client(), "ani@contoh.id").content.decode()
    assert "Tunggu 5 menit" in page
    assert {(record.msg, record.user) for record in caplog.records} == {("account.wrong_password", ani.pk), ("account.locked", ani.pk)}
    assert PASSWORD not in caplog.text
    Attempt.objects.update(at=timezone.now() - ACCOUNT.pause - timedelta(seconds=1))
    assert sign_in(Client(), "operator").status_code == 302


def test_the_pause_is_told_in_english_too(ani):
    client = speaking("en")
    for _ in range(5):
        assert "do not match" in sign_in(client, "operator", "salah sama sekali").content.decode()
    assert "Wait 5 minutes" in sign_in(client, "operator").content.decode()


def test_nobody_registers_and_nothing_is_mailed(ani):
    client = Client()
    closed = (
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "login/code/confirm/",
    )
    assert {path: client.get(f"/akun/{path}").status_code for path in closed} == dict.fromkeys(closed, 404)
    assert {path: client.post(f"/akun/{path}").status_code for path in closed} == dict.fromkeys(closed, 404)
    page = client.get("/akun/login/").content.decode()
    assert "Minta administrator" in page
    assert "signup" not in page


# --- the second step ---


@pytest.fixture
def must(settings) -> None:
    settings.MFA_REQUIRED = True


def test_without_a_second_step_nothing_opens(ani, must):
    client = Client()
    sign_in(client, "operator")
    guide = reverse("account:second_factor")
    for path in ("/", "/pengguna/", "/akun/saya", "/akun/password/change/", "/akun/sessions/"):
        assert client.get(path).url == guide
    assert client.post(reverse("account:nik_of_person", args=[1])).url == guide
    assert client.get("/", headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    page = client.get(guide).content.decode()
    assert "Pasang aplikasi" in page
    assert 'class="side"' not in page
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_setting_up_the_app_opens_everything_and_shows_the_codes_once(ani, must):
    client = Client()
    sign_in(client, "operator")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "Kode tidak cocok" in wrong
    done = client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    assert done.url == reverse("mfa_view_recovery_codes")
    shown = client.get(done.url)
    codes = shown.context["unused_codes"]
    assert all(one in shown.content.decode() for one in codes)
    again = client.get(done.url).content.decode()
    assert not any(one in again for one in codes)
    assert client.get("/").status_code == 200


def factor(user: User) -> None:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def test_the_second_step_is_asked_and_a_code_counts_once(ani, must):
    factor(ani)
    client = Client()
    assert sign_in(client, "operator").url.startswith(reverse("mfa_authenticate"))
    assert client.get("/").status_code == 302
    assert "Kode tidak cocok" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    now = code()
    assert client.post(reverse("mfa_authenticate"), {"code": now}).url == "/"
    other = Client()
    sign_in(other, "operator")
    assert other.post(reverse("mfa_authenticate"), {"code": now}).status_code == 200


def test_a_recovery_code_counts_once(ani, must):
    factor(ani)
    one = Authenticator.objects.get(user=ani, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "operator")
    assert first.post(reverse("mfa_authenticate"), {"code": one}).url == "/"
    assert second.post(reverse("mfa_authenticate"), {"code": one}).status_code == 200


def test_codes_cannot_be_guessed(ani, must):
    factor(ani)
    client = Client()
    sign_in(client, "operator")
    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode() for _ in range(6)]
    assert "Tunggu 5 menit" in pages[-1]
    assert "Tunggu 5 menit" in client.post(reverse("mfa_authenticate"), {"code": code()}).content.decode()


def test_the_last_factor_stays(ani, must):
    factor(ani)
    client = Client()
    sign_in(client, "operator")
    client.post(reverse("mfa_authenticate"), {"code": code()})
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "Langkah kedua wajib" in page
    assert Authenticator.objects.filter(user=ani, type="totp").exists()


def test_changes_of_factors_are_acts(ani, django_capture_on_commit_callbacks):
    client = Client()
    sign_in(client, "operator")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
        client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    told = [(act.command, act.note) for act in Act.objects.filter(command__startswith="account.factor")]
    assert ("account.factor_added", "totp") in told
    assert ("account.factor_reset", "recovery_codes") in told
    assert ("account.factor_removed", "totp") in told
    assert secret not in str(told)


def test_changing_a_factor_later_asks_once_more_who_one_is(ani):
    client = Client()
    sign_in(client, "operator")
    session = client.session
    session["since"] -= 601
    session.save()
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert "Pastikan ini Anda" in client.get(asked.url).content.decode()
    assert "tidak cocok" in client.post(asked.url, {"password": "salah sama sekali"}).content.decode()
    assert client.post(asked.url, {"password": PASSWORD}).url == reverse("mfa_activate_totp")


# --- sessions ---


def test_signing_in_changes_the_session_key(ani):
    client = Client()
    client.get("/akun/login/")
    client.session["planted"] = 1
    client.session.save()
    before = client.cookies.get("sessionid")
    sign_in(client, "operator")
    assert client.cookies["sessionid"].value != (before.value if before else "")


@pytest.mark.parametrize(("part", "seconds"), [("seen", live.SESSION_IDLE + 1), ("since", live.SESSION_COOKIE_AGE + 1)])
def test_a_session_ends_by_idleness_and_after_a_day(ani, part, seconds):
    client = Client()
    sign_in(client, "operator")
    session = client.session
    session[part] -= seconds
    session.save()
    answer = client.get("/pengguna/")
    assert answer.url == "/akun/login/?next=/pengguna/"
    assert "Anda keluar otomatis" in client.get(answer.url).content.decode()
    assert client.get("/").status_code == 302


def test_a_new_password_ends_other_sessions(ani):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "operator")
    new = "gunung biru di utara"
    wrong = here.post(reverse("account_change_password"), {"oldpassword": "salah", "password1": new, "password2": new})
    assert "tidak cocok" in wrong.content.decode()
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [client.get("/").status_code for client in (here, there)] == [200, 302]
    assert "account.change_password" in commands()


def test_devices_are_listed_and_the_others_signed_out(ani):
    here, there = Client(headers={"user-agent": "Ponsel"}), Client(headers={"user-agent": "Laptop"})
    for client in (here, there):
        sign_in(client, "operator")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Ponsel" in page
    assert "Laptop" in page
    here.post(reverse("usersessions_list"))
    assert [client.get("/").status_code for client in (here, there)] == [200, 302]


def test_whoever_is_switched_off_is_out_at_once(ani):
    client = Client()
    sign_in(client, "operator")
    User.objects.filter(pk=ani.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert sign_in(client, "operator").url == reverse("account_inactive")


# --- following an invitation ---


def test_an_invited_person_chooses_a_password_and_is_led_on(users, must):
    user = users[Role.VILLAGE]
    token = make_invitation(user=user, now=timezone.now(), on=live.TODAY, by=None)
    client, path = Client(), reverse("account:accept", args=[token])
    page = client.get(path)
    assert user.display_name in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "Tidak sama" in client.post(path, {"password1": PASSWORD, "password2": "lain sama sekali"}).content.decode()
    short = client.post(path, {"password1": "pendek", "password2": "pendek"}).content.decode()
    assert "12" in re.search(r'class="wrong">([^<]*)', short)[1]
    assert client.post(path, {"password1": PASSWORD, "password2": PASSWORD}).url == "/"
    assert client.get("/").url == reverse("account:second_factor")
    assert Client().get(path).status_code == 404
    assert Act.objects.filter(command="invitation.use", actor=user).count() == 1


@pytest.mark.parametrize("password", ["password1234", "village dan sawah", "197405011985", "aaaaaaabbbbbb", "payung di hujan"])
def test_a_password_that_anybody_guesses_is_refused(users, password):
    user = users[Role.VILLAGE]
    token = make_invitation(user=user, now=timezone.now(), on=live.TODAY, by=None)
    path = reverse("account:accept", args=[token])
    assert 'class="wrong"' in Client().post(path, {"password1": password, "password2": password}).content.decode()


# --- words ---

_PAGES = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "usersessions_list",
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_of_an_account_is_ours_in_both_languages(ani, language):
    """None of the templates that django-allauth brings is used, and what is read has no sentence of the other language."""
    client = speaking(language)
    seen = {name: client.get(reverse(name)) for name in ("account_login", "account_inactive")}
    sign_in(client, "operator")
    seen["mfa_activate_totp"] = client.get(reverse("mfa_activate_totp"))
    factor(ani)
    seen |= {name: client.get(reverse(name)) for name in _PAGES if name not in seen}
    other = speaking(language)
    sign_in(other, "operator")
    seen["mfa_authenticate"] = other.get(reverse("mfa_authenticate"))
    assert {name: page.status_code for name, page in seen.items() if page.status_code != 200} == {}
    own = str(engines["django"].engine.dirs[0])
    foreign = {
        (name, used.origin.name)
        for name, page in seen.items()
        for used in page.templates
        if used.origin and not used.origin.name.startswith(own) and not used.name.startswith(("django/forms", "<"))
    }
    assert foreign == set()
    alien = {"id": r"\b(the|your|password|with|sign)\b", "en": r"\b(yang|anda|kata|dan|masuk)\b"}[language]
    for name, page in seen.items():
        text = re.sub(r"<svg.*?</svg>|<script.*?</script>|<form[^>]*class=\"language\".*?</form>|<[^>]*>", " ", page.content.decode(), flags=re.S)
        assert re.findall(alien, text.replace(ani.display_name, ""), re.I) == [], name
