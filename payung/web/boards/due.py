"""How a deadline is said."""

from datetime import date

from payung.values.words import Words, day


def due_words(due_on: date | None, on: date) -> Words | None:
    """Until when lists are expected and how many days are left; None where no day was set."""
    if due_on is None:
        return None
    left = (due_on - on).days
    until = Words(f"Daftar ditunggu sampai {day(due_on)}", f"Lists are expected until {day(due_on, 'en')}")
    if left > 0:
        return Words(f"{until.id}: {left} hari lagi.", f"{until.en}: {left} {'day' if left == 1 else 'days'} left.")
    if left == 0:
        return Words(f"{until.id}: hari ini yang terakhir.", f"{until.en}: today is the last day.")
    return Words(f"{until.id}: sudah lewat {-left} hari.", f"{until.en}: {-left} {'day' if left == -1 else 'days'} overdue.")
