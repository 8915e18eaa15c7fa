"""What is said to somebody who has ordered a paper."""

from django.http import HttpRequest

from payung.reports.models import Paper
from payung.values.words import Words
from payung.web.page import say

_ORDERED = Words(
    "Berkas sedang dibuat. Halaman ini boleh ditutup: berkasnya menunggu di Berkas saya.",
    "The paper is being made. You may close this page: it will wait under My papers.",
)
_THERE = Words(
    "Berkas ini sudah dibuat dari data yang sama. Unduh dari daftar pesanan Anda.",
    "This paper was made from the same data before. Download it from the list of your orders.",
)


def say_ordered(request: HttpRequest, paper: Paper) -> None:
    """On the next page: that it is being made, or that it is there."""
    say(request, _ORDERED if paper.runs else _THERE)
