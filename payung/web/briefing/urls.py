"""Addresses of briefings, and of the reports of the calendar."""

from django.urls import path

from payung.web.briefing import briefings, reports, sendings

app_name = "briefing"
urlpatterns = [
    path("paparan/", briefings.briefings, name="briefings"),
    path("paparan/<int:briefing>/", briefings.briefing, name="briefing"),
    path("paparan/<int:briefing>/pesan/", briefings.order, name="order"),
    path("laporan/", reports.calendar, name="calendar"),
    path("laporan/versi/<int:edition>/pesan/", reports.order, name="order_report"),
    path("laporan/versi/<int:edition>/kirim/", sendings.send, name="send"),
    path("laporan/kiriman/<int:sending>/", sendings.sending, name="sending"),
    path("laporan/kiriman/<int:sending>/tanda-terima/", sendings.receipt, name="receipt"),
    path("laporan/<str:code>/<slug:kind>/<slug:period>/", reports.report, name="report"),
]
