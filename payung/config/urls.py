"""Which address shows what. Each area of the screens keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("payung.web.home.urls")),
    path("unggah/", include("payung.web.upload.urls")),
    path("papan/", include("payung.web.boards.urls")),
    path("entitas/", include("payung.web.entities.urls")),
    path("pasangan/", include("payung.web.review.urls")),
    path("", include("payung.web.people.urls")),
    path("", include("payung.web.money.urls")),
    path("", include("payung.web.decree.urls")),
    path("serah-terima/", include("payung.web.exchange.urls")),
    path("mutasi/", include("payung.web.changes.urls")),
    path("klaim/", include("payung.web.claims.urls")),
    path("", include("payung.web.open.urls")),
    path("cakupan/", include("payung.web.coverage.urls")),
    path("kewajiban/peraturan/", include("payung.web.duties.regulation_urls")),
    path("kewajiban/", include("payung.web.duties.urls")),
    path("rapat/", include("payung.web.meetings.urls")),
    path("radar/", include("payung.web.radar.urls")),
    path("", include("payung.web.briefing.urls")),
    path("acuan/", include("payung.web.registers.urls")),
    path("berkas/", include("payung.web.papers.urls")),
    path("uji-audit/", include("payung.web.assurance.urls")),
    path("", include("payung.web.account.urls")),
    path("", include("payung.web.system.urls")),
]
handler403 = "payung.web.system.errors.forbidden"
handler404 = "payung.web.system.errors.not_found"
handler500 = "payung.web.system.errors.broken"
