"""Addresses of Serah-terima BPJS: packages, their files and receipts, replies, consequences."""

from django.urls import path

from payung.web.exchange import answers, packages, papers, settling, template

app_name = "exchange"
urlpatterns = [
    path("", packages.packages, name="packages"),
    path("buat/", packages.make, name="make"),
    path("kolom/", template.columns, name="columns"),
    path("<int:package_id>/", packages.package_page, name="package"),
    path("<int:package_id>/terima/", packages.receive, name="receive"),
    path("<int:package_id>/orang/", packages.people, name="people"),
    path("<int:package_id>/selisih/", packages.difference, name="differences"),
    path("<int:package_id>/tanda-terima.pdf", papers.receipt, name="receipt"),
    path("<int:package_id>/berkas.zip", papers.files, name="files"),
    path("<int:package_id>/berkas/<int:number>/", papers.file, name="file"),
    path("<int:package_id>/balasan/", answers.give, name="give"),
    path("<int:package_id>/balasan/baca/<str:staged_as>/", answers.look, name="look"),
    path("balasan/<int:reply_id>/", answers.reply_page, name="reply"),
    path("<int:package_id>/akibat/", settling.settle_page, name="settle"),
]
