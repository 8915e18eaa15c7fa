"""Addresses of money: funds, ranking, scenarios, determinations and the roster; bills and payments stand in bills_urls.py."""

from django.urls import path

from payung.web.money import (
    determinations,
    fund_papers,
    funds,
    moves,
    papers,
    pledges,
    ranking,
    roster,
    roster_changes,
    roster_papers,
    scenarios,
    together,
)
from payung.web.money.bills_urls import urlpatterns as bills

app_name = "money"
urlpatterns = [
    path("dana/", funds.funds, name="funds"),
    path("dana/buka/", funds.open_page, name="open"),
    path("dana/nilai/", funds.worth_part, name="worth"),
    path("dana/<int:fund_id>/", funds.fund_page, name="fund"),
    path("dana/<int:fund_id>/anggaran/", fund_papers.papers_page, name="fund_papers"),
    path("dana/<int:fund_id>/laporan-donatur/", fund_papers.donor_report_file, name="donor_report"),
    path("dana/<int:fund_id>/janji/", pledges.pledges_page, name="pledges"),
    path("dana/<int:fund_id>/janji/bayar/", pledges.pay, name="pledges_pay"),
    path("dana/<int:fund_id>/janji/pegawai/", pledges.staff, name="pledges_staff"),
    path("janji/<int:pledge_id>/tarik/", pledges.withdraw, name="pledge_withdraw"),
    path("dana/<int:fund_id>/urutan/", ranking.ranking_page, name="ranking"),
    path("dana/<int:fund_id>/kriteria/", ranking.revise, name="revise"),
    path("dana/<int:fund_id>/kunci/", ranking.lock, name="lock"),
    path("dana/<int:fund_id>/skenario/", scenarios.scenarios_page, name="scenarios"),
    path("dana/<int:fund_id>/skenario/orang/", scenarios.scenario_people, name="scenario_people"),
    path("dana/bersama/", together.together_page, name="together"),
    path("dana/bersama/<int:plan_id>/cabut/", together.withdraw, name="withdraw_plan"),
    path("penetapan/", determinations.determinations, name="determinations"),
    path("penetapan/<int:determination_id>/", determinations.determination_page, name="determination"),
    path("penetapan/<int:determination_id>/jawab/", determinations.answer, name="answer"),
    path("penetapan/<int:determination_id>/mulai/", determinations.start, name="start"),
    path("penetapan/<int:determination_id>/berita-acara.pdf", papers.minutes, name="minutes"),
    path("penetapan/<int:determination_id>/lampiran/", papers.annex, name="annex"),
    path("penetapan/<int:determination_id>/lampiran/pesan/", papers.order, name="annex_order"),
    path("peserta/", roster.roster_page, name="roster"),
    path("peserta/unduh/", roster_papers.download, name="roster_download"),
    path("peserta/pesan/", roster_papers.order, name="roster_order"),
    path("peserta/mutasi/", roster_changes.changes_page, name="changes"),
    path("peserta/pindah/", moves.moves_page, name="moves"),
    path("peserta/isi/", roster_changes.fill, name="fill"),
    *bills,
]
