"""Addresses of meetings, of what was promised, and of outreach."""

from django.urls import path

from payung.web.meetings import follow_ups, meeting, meetings, outreach, papers

app_name = "meetings"
urlpatterns = [
    path("", meetings.meetings_page, name="meetings"),
    path("tambah/", meetings.plan_page, name="plan"),
    path("tindak-lanjut/", follow_ups.follow_ups_page, name="follow_ups"),
    path("tindak-lanjut/<int:follow_up>/", follow_ups.follow_up_page, name="follow_up"),
    path("sosialisasi/", outreach.outreach_page, name="outreach"),
    path("sosialisasi/<int:outreach>/hitung/", outreach.count, name="count"),
    path("<int:meeting>/", meeting.meeting_page, name="meeting"),
    path("<int:meeting>/ubah/", meetings.change_page, name="change"),
    path("<int:meeting>/undang/", meeting.invite_them, name="invite"),
    path("<int:meeting>/hadir/", meeting.attendance, name="attendance"),
    path("<int:meeting>/notulen/", meeting.minutes, name="minutes"),
    path("<int:meeting>/keputusan/", meeting.resolution, name="resolution"),
    path("<int:meeting>/janji/", meeting.promised, name="promise"),
    path("<int:meeting>/nomor/", meeting.number, name="number"),
    path("<int:meeting>/batal/", meeting.cancel, name="cancel"),
    path("<int:meeting>/naskah/<slug:naskah>/", papers.paper, name="paper"),
]
