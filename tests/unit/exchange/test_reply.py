"""Replies: the equation of a package, consequences in rank order, golden runs of real regencies, and the same act twice."""

from datetime import date

import openpyxl
import pytest
from branch import answers, replied
from django.db import IntegrityError, transaction
from invented import JANUARY, TODAY, nik

from payung.billing.actions import make_bill
from payung.exchange.actions import make_package
from payung.exchange.models import Package, Participation, Reply, ReplyRow, Settlement
from payung.exchange.queries import accepted_count, answered, branch_of, differences, remembered, sent_frame
from payung.exchange.replies import preview_settlement, remember_reply_columns, settle
from payung.exchange.reply_file import read_reply, says_nothing
from payung.places.models import Office
from payung.planning.models import Decided
from payung.registry.models import Person
from payung.roster.models import Change, Membership
from payung.roster.queries import roster_on
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db
MONTHLY = 16_800
PRICE = 12 * MONTHLY


def first_package(programme, places: int, waiting: int) -> Package:
    programme.candidates(places + waiting)
    fund = programme.started(amount=places * PRICE)
    return make_package(fund=fund, month=JANUARY, by=None, on=TODAY).package


def in_rank_order(fund, count: int) -> list[int]:
    """People of the waiting list by their position."""
    waiting = Decided.objects.filter(determination__fund=fund, outcome="waiting").order_by("position")
    return list(waiting.values_list("candidate__person", flat=True)[:count])


def test_mukomuko_1800_places_1616_accepted_184_filled_from_the_reserve(programme, tmp_path):
    package = first_package(programme, 1800, 200)
    fund = package.fund
    refused = {at: "Usia lebih dari 65 tahun" if at % 2 else "NIK tidak ditemukan" for at in range(1, 185)}
    replied(package, answers(package, refused, tmp_path / "jawaban.csv"))
    told = answered(package)
    assert (told.sent, told.accepted, told.rejected, told.elsewhere, told.unanswered) == (1800, 1616, 184, 0, 0)
    assert accepted_count(fund) == 1616
    effect = preview_settlement(package=package, by=None, on=TODAY)
    assert (effect.gone, effect.came, effect.free, effect.monthly, effect.month) == ({"nik_unknown": 92, "too_old": 92}, 184, 0, 0, JANUARY)
    assert roster_on(fund, JANUARY).count() == 1800
    assert not Change.objects.filter(direction="out").exists(), "a look changes nothing"

    expected = in_rank_order(fund, 184)
    done = settle(package=package, by=None, on=TODAY)
    assert (done.gone, done.came, done.free, done.month) == (184, 184, 0, JANUARY)
    out = Change.objects.filter(fund=fund, direction="out")
    assert {reason: out.filter(reason=reason).count() for reason in ("too_old", "not_eligible")} == {"too_old": 92, "not_eligible": 92}
    assert out.first().note.startswith("BPJS, paket 1: ")
    came = list(Change.objects.filter(fund=fund, reason="replacement").order_by("pk").values_list("person", flat=True))
    assert came == expected
    assert roster_on(fund, JANUARY).count() == 1800

    # whom BPJS refused was never registered there: the delta names the new, and nobody to take off
    assert (done.delta.number, done.delta.come, done.delta.gone) == (2, 184, 0)
    assert sorted(done.delta.lines.values_list("person", flat=True)) == sorted(expected)
    open_ = differences(fund, JANUARY)
    assert (open_.height, set(open_["why"]), set(open_["side"])) == (184, {""}, {"list"})
    replied(done.delta, answers(done.delta, {}, tmp_path / "susulan.csv"))
    assert differences(fund, JANUARY).is_empty()
    assert accepted_count(fund) == roster_on(fund, JANUARY).count() == 1800
    assert Participation.objects.count() == 1616 + 184


def test_60_rejections_of_2829(programme, tmp_path):
    """J5. Without a reserve for all: fifty wait, ten places stay free, and the month costs ten contributions less."""
    package = first_package(programme, 2829, 50)
    replied(package, answers(package, dict.fromkeys(range(100, 160), "Data tidak sesuai Dukcapil"), tmp_path / "j.csv"))
    told = answered(package)
    assert told.accepted + told.rejected + told.elsewhere + told.unanswered == 2829
    assert (told.accepted, told.rejected) == (2769, 60)
    effect = preview_settlement(package=package, by=None, on=TODAY)
    assert (effect.left, effect.came, effect.free, effect.monthly, effect.whole) == (60, 50, 10, -10 * MONTHLY, -10 * PRICE)
    done = settle(package=package, by=None, on=TODAY)
    assert (done.gone, done.came, done.free, done.delta.come) == (60, 50, 10, 50)


def test_any_file_any_order_of_columns_one_sheet_for_each_answer(programme, tmp_path):
    programme.candidates(4)
    for at, name in enumerate(("Siti Aminah", "La Ode Budi", "Nurhayati", "Wayan Sari")):
        Person.objects.filter(nik=nik(at)).update(name=name)
    package = make_package(fund=programme.started(amount=4 * PRICE), month=JANUARY, by=None, on=TODAY).package
    names = dict(package.lines.values_list("nik", "name"))
    book = openpyxl.Workbook()
    good, bad = book.active, book.create_sheet("Ditolak")
    good.title = "Diterima"
    good.append(["HASIL UPLOAD SIPP"])
    good.append(["Nomor Peserta", "Tgl Lahir", "NAMA TK"])
    good.append(["26 001 234 567", "17/05/1985", names[nik(0)].upper()])
    good.append(["26001234568", date(1985, 5, 17), "Laode Budi, S.Pd"])
    bad.append(["ALASAN DITOLAK", "NIK", "NAMA"])
    bad.append(["Sudah aktif di PT Tambang Jaya", nik(2), names[nik(2)]])
    bad.append(["NIK tidak padan", "9999999999999999", "Orang Lain"])
    path = tmp_path / "balasan cabang.xlsx"
    book.save(path)
    taken = replied(package, path)
    assert (taken.reply.rows, taken.reply.counted) == (4, 3)
    told = answered(package)
    assert (told.accepted, told.rejected, told.elsewhere, told.unanswered) == (2, 0, 1, 1)
    rows = list(ReplyRow.objects.order_by("number").values_list("found_by", "answer", "code", "fate"))
    assert rows == [
        ("name_birth", "accepted", "", "counts"),
        ("name_birth", "accepted", "", "counts"),
        ("nik", "elsewhere", "employed", "counts"),
        ("", "rejected", "nik_unknown", "unknown"),
    ]
    assert list(Participation.objects.order_by("member_no").values_list("member_no", "person__nik")) == [
        ("26001234567", nik(0)),
        ("26001234568", nik(1)),
    ]
    done = settle(package=package, by=None, on=TODAY)
    assert Change.objects.get(direction="out").reason == "employed"
    assert (done.gone, done.came, done.free, done.delta) == (1, 0, 1, None), "nobody waits, so there is nothing to send"


def test_columns_are_said_once_and_remembered_for_the_branch(programme, tmp_path):
    package = first_package(programme, 2, 0)
    path = tmp_path / "j.csv"
    path.write_text(f"nik;nama;kode balasan;catatan\n{nik(0)};a;DITERIMA;\n{nik(1)};b;DITOLAK;umur lebih 65\n", encoding="utf-8")
    read = read_reply(path)
    assert dict(read.seen)["kode balasan"] is None
    assert not says_nothing(read)  # the note says why one was refused
    remember_reply_columns(package=package, columns={"kode balasan": "answer"}, by=None, on=TODAY)
    again = read_reply(path, remembered(branch_of(package.fund.round.place)))
    assert again.rows["answer"].to_list() == ["accepted", "rejected"]
    assert Office.objects.filter(kind="bpjs_branch").count() == 1
    with pytest.raises(InputError, match=r"reply\.unknown_field"):
        remember_reply_columns(package=package, columns={"nik": "salary"}, by=None, on=TODAY)


def test_the_same_file_again_changes_nothing_and_a_later_answer_replaces_an_earlier_one(programme, tmp_path):
    package = first_package(programme, 3, 1)
    path = answers(package, {1: "NIK tidak ditemukan"}, tmp_path / "j.csv")
    first, again = replied(package, path), replied(package, path, on=date(2026, 2, 1))
    assert (first.fresh, again.fresh, again.reply) == (True, False, first.reply)
    assert (Reply.objects.count(), ReplyRow.objects.count(), Participation.objects.count()) == (1, 3, 2)
    replied(package, answers(package, {}, tmp_path / "ralat.csv"))
    assert answered(package).accepted == 3
    assert Participation.objects.count() == 3
    with pytest.raises(RefusedError, match=r"settlement\.nothing"):
        settle(package=package, by=None, on=TODAY)


def test_consequences_are_drawn_once(programme, tmp_path):
    package = first_package(programme, 3, 2)
    replied(package, answers(package, {1: "NIK tidak ditemukan"}, tmp_path / "j.csv"))
    settle(package=package, by=None, on=TODAY)
    with pytest.raises(RefusedError, match=r"settlement\.nothing") as told:
        settle(package=package, by=None, on=TODAY)
    assert "1 orang keluar, 1 cadangan masuk" in told.value.words.id
    assert (Settlement.objects.count(), Package.objects.count(), Membership.objects.filter(last_month=None).count()) == (1, 2, 3)


def test_only_the_chosen_reasons_leave(programme, tmp_path):
    package = first_package(programme, 4, 4)
    replied(package, answers(package, {1: "umur lebih dari 65", 2: "Nama tidak sesuai"}, tmp_path / "j.csv"))
    done = settle(package=package, codes={"too_old"}, by=None, on=TODAY)
    assert (done.gone, done.came) == (1, 1)
    stays = sent_frame(package).filter(code="data_differs")["person_id"][0]
    assert roster_on(package.fund, JANUARY).filter(person=stays).exists()


def test_after_the_first_bill_consequences_begin_with_the_next_open_month(programme, tmp_path):
    package = first_package(programme, 3, 2)
    make_bill(fund=package.fund, month=JANUARY, by=None, on=TODAY)
    replied(package, answers(package, {1: "NIK tidak ditemukan"}, tmp_path / "j.csv"))
    done = settle(package=package, by=None, on=TODAY)
    assert (done.month, done.gone, done.came, done.delta.month) == (JANUARY + 1, 1, 1, JANUARY + 1)
    assert roster_on(package.fund, JANUARY).filter(person=package.lines.get(number=1).person).exists()
    for each in range(1, 12):
        make_bill(fund=package.fund, month=JANUARY + each, by=None, on=TODAY)
    with pytest.raises(RefusedError, match=r"settlement\.over"):
        preview_settlement(package=package, by=None, on=TODAY)


def test_a_reply_is_closed_and_is_its_rows(programme, tmp_path):
    package = first_package(programme, 2, 0)
    reply = replied(package, answers(package, {}, tmp_path / "j.csv")).reply
    row = ReplyRow.objects.first()
    row.pk, row.number = None, 9
    with pytest.raises(IntegrityError, match=r"exchange\.reply_is_closed"), transaction.atomic():
        row.save(force_insert=True)
    reply.pk, reply.number, reply.sha256 = None, 2, "other"
    with pytest.raises(IntegrityError, match=r"exchange\.reply_is_not_its_rows"), transaction.atomic():
        reply.save(force_insert=True)
