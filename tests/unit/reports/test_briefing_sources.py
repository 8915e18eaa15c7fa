"""What the registers of promises, regulations, enrolment and official figures say comes into the briefing; where nothing, where to record it."""

from datetime import date

import pytest
from briefed import ON, briefed
from entities import desa, enrol, office, owe

from payung.compliance.follow_up_actions import Promised, promise
from payung.compliance.meeting_actions import Plan, plan_meeting
from payung.compliance.regulation_actions import Terms, enter_instrument
from payung.coverage.actions import Source, record_official, set_target
from payung.coverage.definitions import Pair
from payung.reports.edition_actions import freeze
from payung.reports.edition_papers import content_of
from payung.reports.parts import Content, Section

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(programme):
    return briefed(programme)


def content(told) -> Content:
    return content_of(freeze(told.edition()))


def section(told, key: str) -> Section:
    return content(told).section(key)


def rows(one: Section, at: int = 0) -> list[list[str]]:
    return [[value.said() for value in row] for row in one.grids[at].rows]


def test_what_nobody_recorded_is_said_with_where_to_record_it(told):
    found = content(told)
    for key, where in (("enrolment", "papan"), ("rules", "Kewajiban & peraturan"), ("asks", "Paparan")):
        missing = found.section(key).missing
        assert missing, key
        assert where.casefold() in " ".join(one.where.id for one in missing).casefold()


def test_regulations_and_agreements_with_the_one_that_ends_first_as_the_message(told):
    terms = {"place": told.place, "by": None, "on": ON}
    enter_instrument(kind="perbup", terms=Terms("Jaminan sosial", "24", 2021, signed_on=date(2021, 8, 1), starts_on=date(2021, 8, 1)), **terms)
    days = {"signed_on": date(2024, 6, 1), "starts_on": date(2024, 6, 1), "ends_on": date(2026, 5, 10)}
    agreed = Terms("Kerja sama", "1/PKS", 2024, parties="Dinas\nBPJS", **days)
    enter_instrument(kind="pks", terms=agreed, **terms)
    one = section(told, "rules")
    assert rows(one)[0][:2] == ["Perbup 24/2021", "Jaminan sosial"]
    assert rows(one, 1)[0][2:] == ["10 Mei 2026", "berakhir 20 hari lagi, 10 Mei 2026"]
    assert one.title.id.endswith("berakhir 20 hari lagi, 10 Mei 2026")
    assert one.missing == []


def test_open_promises_stand_before_what_the_figures_suggest(told):
    plan = Plan("Rakor", date(2026, 3, 12))
    meeting = plan_meeting(place=told.place, kind="rakor", plan=plan, guests=["Sekda"], by=None, on=date(2026, 3, 12))
    promise(meeting=meeting, promised=Promised("Daftar non-ASN", "BKPSDM", date(2026, 4, 1)), by=None, on=date(2026, 3, 12))
    one = section(told, "asks")
    assert rows(one)[0] == ["Daftar non-ASN", "BKPSDM", "1 April 2026", "lewat 19 hari"]
    assert one.title.id == "1 janji lewat batas"


def test_offices_and_villages_that_enrolled_among_all(told):
    opd = office("Dinas Kesehatan")
    for code in desa(84):
        enrol(code)
    owe(desa(1)[0], 2, 33_600)
    enrol(opd, workers=40, registered=31)
    one = section(told, "enrolment")
    assert one.tiles[0].value.said() == "25,00 %"
    assert one.tiles[0].note.id == "84 dari 336"
    assert one.tiles[2].value.said() == "Rp33.600"
    assert rows(one)[0] == ["Dinas Kesehatan", "40", "31", "9", "terdaftar"]
    assert "84 dari 336 desa terdaftar, 1 menunggak" in one.title.id


def test_segments_and_the_target_of_the_same_definitions(told):
    terms = {"place": told.place, "source": Source("BPJS Cabang Kendari"), "as_of": date(2026, 3, 31), "by": None, "on": ON}
    for segment, active, whole in (("PU", 30, 40), ("BPU", 15, 100)):
        record_official(definition="active_bpjs", segment=segment, value=active, **terms)
        record_official(definition="universe_bpjs", segment=segment, value=whole, **terms)
    for scheme, numerator, hundredths in (("RPJMD", "paid", 2500), ("UCJ", "active_bpjs", 5000)):
        pair = Pair(numerator, "universe_bpjs")
        set_target(place=told.place, scheme=scheme, year=2026, pair=pair, hundredths=hundredths, source=Source("RPJMD"), by=None, on=ON)
    one = section(told, "condition")
    assert [row[1:] for row in rows(one)] == [["30", "40", "75,00 %"], ["15", "100", "15,00 %"]]
    target = next(tile for tile in one.tiles if tile.label.id.startswith("Target"))
    assert (target.value.said(), target.note.id) == ("25,00 %", "kurang 2")
    assert "50" not in " ".join(tile.value.said() for tile in one.tiles)  # of other definitions: never beside it
    assert "BPJS Cabang Kendari" in " ".join(note.id for note in one.notes)
