"""Addresses of the monthly changes: rounds, marking people, sheets, plans, and what was paid for nothing."""

from django.urls import path

from payung.web.changes import effect, marking, overpaid, papers, rounds, sheets

app_name = "changes"
urlpatterns = [
    path("", rounds.rounds_page, name="rounds"),
    path("buka/", rounds.open_page, name="open"),
    path("tanggal/", rounds.day_page, name="day"),
    path("lebih-bayar/", overpaid.overpaid_page, name="overpaid"),
    path("lebih-bayar/daftar.xlsx", overpaid.book, name="overpaid_book"),
    path("lebih-bayar/surat.pdf", overpaid.letter, name="overpaid_letter"),
    path("rancangan/<int:plan>/", effect.plan_page, name="plan"),
    path("rancangan/<int:plan>/jawab/", effect.answer, name="answer"),
    path("rancangan/<int:plan>/berkas.xlsx", papers.book, name="plan_book"),
    path("rancangan/<int:plan>/surat.pdf", papers.letter, name="plan_letter"),
    path("<int:asked>/", rounds.round_page, name="round"),
    path("<int:asked>/pesan.txt", rounds.texts, name="texts"),
    path("<int:asked>/kematian/", rounds.deaths, name="deaths"),
    path("<int:asked>/periksa/", marking.decide_page, name="decide"),
    path("<int:asked>/akibat/", effect.effect_page, name="effect"),
    path("<int:asked>/lembar.zip", sheets.sheets_of_all, name="sheets"),
    path("<int:asked>/kembali/", sheets.back_page, name="sheet_back"),
    path("<int:asked>/tanda/<int:person>/", marking.mark_page, name="mark"),
    path("<int:asked>/<str:to>/", marking.people_page, name="people"),
    path("<int:asked>/<str:to>/kirim/", marking.send, name="send"),
    path("<int:asked>/<str:to>/lembar.xlsx", sheets.sheet_of_one, name="sheet"),
]
