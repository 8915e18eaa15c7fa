"""Who is a minor, for whom somebody else receives and signs; who was born too late to be a child of somebody who died. No database."""

from datetime import date, timedelta

from payung.law.benefit import years_after
from payung.law.figure import figure


def is_minor(birth_date: date | None, on: date) -> bool:
    """Whether somebody is not of age on that day; False where the day of birth is not known."""
    return birth_date is not None and on < years_after(birth_date, figure("heirs.adult_age").on(on).number)


def born_too_late(birth_date: date | None, died_on: date) -> bool:
    """Whether so long passed between death and birth that this is no child of theirs, as the law's scholarship has it."""
    days = figure("scholarship.born_after_days")
    longest = (days.find(died_on) or days.values[0]).number
    return birth_date is not None and birth_date > died_on + timedelta(days=longest)
