"""What somebody reads when something is refused, not there, too old or broken: one heading, what happened, one way on; in both languages."""

import re

import pytest
from django.test import Client
from django.urls import path

from payung.accounts.models import Role
from payung.config import urls
from payung.values.errors import RefusedError, ServiceError
from payung.values.words import Words
from payung.web.page import page

pytestmark = pytest.mark.django_db


def broken(request):
    raise RuntimeError("Sitti 7405")


@page("home.read")
def refused(request):
    raise RefusedError("x.y", Words("Daftar ini sudah dikunci.", "This list is locked."))


@page("home.read")
def away(request):
    raise ServiceError("x.z", Words("Layanan itu sedang tidak menjawab.", "That service does not answer."))


urlpatterns = [*urls.urlpatterns, path("rusak", broken), path("ditolak", refused), path("jauh", away)]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
PAGES = [
    ("/tidak-ada", 404, "Tidak ditemukan", "Not found"),
    ("/rusak", 500, "Terjadi gangguan", "Something went wrong"),
    ("/ditolak", 422, "Daftar ini sudah dikunci.", "This list is locked."),
    ("/jauh", 503, "Layanan itu sedang tidak menjawab.", "That service does not answer."),
    ("/pasangan/", 403, "Halaman ini bukan untuk peran Anda", "This page is not for your role"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status", "indonesian", "english"), PAGES)
def test_an_error_page_says_what_happened_in_both_languages(as_role, address, status, indonesian, english):
    client = as_role(Role.VILLAGE)
    client.raise_request_exception = False
    for language, words in (("id", indonesian), ("en", english)):
        client.cookies["django_language"] = language
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code == status
        assert words in text
        assert f'<html lang="{language}">' in text
        assert text.count("<h1") == text.count("<main") == 1
        assert 'class="button main"' in text


@pytest.mark.urls(__name__)
def test_a_broken_page_gives_a_number_that_the_log_has_and_no_details(as_role, caplog):
    client = as_role(Role.VILLAGE)
    client.raise_request_exception = False
    text = client.get("/rusak").content.decode()
    number = re.search(r"<strong>([0-9a-f]{8})</strong>", text).group(1)
    assert [record.number for record in caplog.records if record.getMessage() == "page.broken"] == [number]
    assert "Sitti" not in text


def test_a_form_without_its_token_says_that_nothing_changed():
    answer = Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})
    assert answer.status_code == 403
    assert "Halaman sudah lama terbuka" in answer.content.decode()
    assert "Tidak ada yang berubah" in answer.content.decode()
