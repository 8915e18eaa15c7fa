from datetime import date

from payung.law.due import due, next_working_day
from payung.law.given import Programme, Segment
from payung.values.month import Month


def test_a_working_day_stays() -> None:
    assert next_working_day(date(2026, 7, 15)) == date(2026, 7, 15)


def test_a_weekend_and_a_national_holiday_are_passed_over() -> None:
    assert next_working_day(date(2026, 5, 30)) == date(2026, 6, 2)  # Saturday, Vesak on Sunday, Pancasila Day on Monday


def test_the_steps_tell_the_rule_and_the_day_off() -> None:
    found = due(Segment.BPU, Programme.JKM, Month.at(2026, 2))
    assert [step.words.id for step in found.steps] == [
        "Iuran JKM bulan Februari 2026 dibayar paling lambat 15 Februari 2026.",
        "15 Februari 2026 hari libur, jadi hari kerja berikutnya: 16 Februari 2026.",
    ]
    assert found.steps[0].source == "PP 44/2015 Pasal 24(3-4)"
