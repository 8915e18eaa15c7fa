"""What the demo invents of regulations, meetings and outreach: everything there once, and something to do."""

from invented import Programme

from payung.compliance.duties import duty_states
from payung.compliance.duty_state import DutyState
from payung.compliance.follow_ups import follow_ups
from payung.compliance.meetings import agenda_of
from payung.compliance.models import DutyEvidence, FollowUpStep, Instrument, Meeting, Outreach
from payung.compliance.regulations import agreements_of, ending, regulations_of
from payung.demo.promises import promise_some
from payung.demo.regency import TODAY
from payung.reports.export import write_export


def test_there_is_something_of_everything_and_only_once(programme: Programme):
    assert promise_some(programme.place)
    assert promise_some(programme.place) is None
    assert [one.force.alarm for one in ending(agreements_of("74.05", TODAY))] == [60]
    assert any(one.doubtful for one in regulations_of("74.05", TODAY))
    states = {one.state for one in duty_states("74.05", TODAY)}
    assert states >= {DutyState.MET, DutyState.PARTLY, DutyState.LATE, DutyState.OPEN}
    found = follow_ups("74.05", TODAY)
    assert sum(one.overdue for one in found) == 3
    assert any(not one.is_open for one in found)
    planned = Meeting.objects.get(state="planned")
    assert agenda_of(planned, TODAY).overdue
    assert (Meeting.objects.count(), Outreach.objects.get().enrolled) == (3, 37)


def test_all_of_it_says_that_it_is_invented(programme: Programme):
    promise_some(programme.place)
    assert all("(karangan)" in one.title for one in Instrument.objects.all())
    assert all("karangan" in one.reference for one in DutyEvidence.objects.exclude(duty__in=["regulation", "vulnerable"]))


def test_the_export_holds_all_of_it(programme: Programme, tmp_path):
    promise_some(programme.place)
    written = write_export(tmp_path)
    assert {name: written[f"{name}.csv"] for name in ("instruments", "citations", "duty_evidence", "resolutions", "outreach")} == {
        "instruments": 3,
        "citations": 4,
        "duty_evidence": 7,
        "resolutions": 2,
        "outreach": 1,
    }
    assert written["follow_ups.csv"] == FollowUpStep.objects.count() == 8
    assert written["meetings.csv"] == 15
    assert "Dinas Kesehatan" in (tmp_path / "follow_ups.csv").read_text(encoding="utf-8")
