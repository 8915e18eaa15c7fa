"""The archive: every number of the summary equals the rows behind it, fingerprints hold, NIKs are masked unless somebody may see them."""

import io
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from checked_programme import ON, Checked, good_nik, register
from invented import JANUARY
from python_calamine import CalamineWorkbook

from payung.accounts.models import Assignment, Role, User
from payung.assurance.actions import Wanted, draw_sample, reveal_in_pack
from payung.assurance.catalog import TESTS
from payung.assurance.scope import asked_for
from payung.audit.models import Act
from payung.reports.audit_pack import pack_of, write_pack
from payung.values.errors import OutOfScopeError

pytestmark = pytest.mark.django_db


def opened(checked: Checked, **more) -> dict[str, bytes]:
    one = draw_sample(fund=checked.fund, first=JANUARY, last=JANUARY, strata="village", wanted=Wanted(size=2), seed="s", by=None, on=ON)
    made = pack_of(asked_for(visible_to=None, on=ON), [one], made_by="Auditor", **more)
    with zipfile.ZipFile(io.BytesIO(write_pack(made))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_object(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_the_summary_is_its_sheets_and_the_fingerprints_hold(checked: Checked):
    register(checked.programme, "deaths", good_nik(0), on=date(2026, 1, 31))
    register(checked.programme, "taspen", good_nik(1), good_nik(2))
    files = opened(checked)
    sums = dict(reversed(line.split("  ", 1)) for line in files.pop("SHA256SUMS.txt").decode().splitlines())
    assert sums == {name: sha256(content).hexdigest() for name, content in files.items()}
    tests, paper = files.values()
    held = sheets(tests)
    assert len(held) == len(TESTS) + 3
    found = {}
    for row in held["Ringkasan"][4:]:
        rows = [line for line in held[row[0]][4:] if line[0] != ""]
        assert (row[6], row[8]) == (len(rows), sum(line[8] for line in rows))
        assert not rows or row[7] == pytest.approx(100 * len(rows) / row[4], abs=0.005)
        found |= {row[2]: len(rows)} if rows else {}
    assert found == {"Meninggal tetapi di daftar": 1, "Meninggal tetapi ditagih": 1, "Data acuan yang menolak": 2}
    assert {row[0] for row in held["Data acuan"][4:]} == {"deaths", "civil_servants", "taspen", "population"}
    assert len(sheets(paper)["Kertas kerja"]) == 8 + 1 + 2


def test_numbers_are_masked_unless_asked_for(checked: Checked):
    register(checked.programme, "taspen", good_nik(1))
    for full in (False, True):
        text = "".join(str(sheets(content)) for name, content in opened(checked, full=full).items() if name.endswith("xlsx"))
        assert (good_nik(1) in text) == full
        assert ("7405••••••••0001" in text) != full


def test_full_numbers_take_the_right_and_leave_an_act(checked: Checked):
    asked = asked_for(visible_to=None, on=ON)
    users = {role: User.objects.create(username=role.value) for role in (Role.AUDITOR, Role.OWNER)}
    for role, user in users.items():
        Assignment.objects.create(user=user, role=role, place=checked.programme.place, since=date(2026, 1, 1))
    reveal_in_pack(asked=asked, by=users[Role.AUDITOR], on=ON)
    with pytest.raises(OutOfScopeError):
        reveal_in_pack(asked=asked, by=users[Role.OWNER], on=ON)
    (act,) = Act.objects.filter(command="nik.reveal")
    assert (act.actor, act.note) == (users[Role.AUDITOR], f"audit pack, funds {checked.fund.pk}, 2026-01 to 2026-04")


def test_a_village_sees_its_people_and_no_sums(checked: Checked):
    register(checked.programme, "taspen", good_nik(1))
    for village, findings in (("74.05.01", 1), ("74.05.02", 0)):
        made = checked.outcomes(place=village)
        assert (made["registers"].findings, made["registers"].population) == (findings, 4 * findings)
        assert made["payment"].not_tested is not None
        assert made["paid_after_leaving"].population == 12 * findings
    auditor = User.objects.create(username="auditor")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, place_id="74.06", since=date(2026, 1, 1))
    assert asked_for(visible_to=auditor, on=ON).funds == ()
    with pytest.raises(OutOfScopeError):
        asked_for(visible_to=auditor, on=ON, place="74.05.01")
