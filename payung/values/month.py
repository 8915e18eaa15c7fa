"""A month of cover (BLTH): counted, compared and added as a whole number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from payung.values.errors import InputError
from payung.values.words import MONTHS, Lang, Words

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class Month:
    """`no` counts months since January of the year 0, so that months are added and subtracted as integers."""

    no: int

    @classmethod
    def at(cls, year: int, month: int) -> "Month":
        if not (1 <= year <= 9999 and 1 <= month <= 12):
            raise ValueError(f"no such month: {year}-{month}")
        return cls(year * 12 + month - 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls.at(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """ "2026-01" -> Month; anything else is an InputError that says how to write it."""
        match = _WRITTEN.fullmatch(text.strip())
        if match and int(match[1]) >= 1 and 1 <= int(match[2]) <= 12:
            return cls.at(int(match[1]), int(match[2]))
        raise InputError(
            "month.unreadable",
            Words(
                f"Bulan “{text}” tidak terbaca. Tulis tahun-bulan, misalnya 2026-01.",
                f"The month “{text}” cannot be read. Write year-month, such as 2026-01.",
            ),
        )

    @property
    def year(self) -> int:
        return self.no // 12

    @property
    def month(self) -> int:
        return self.no % 12 + 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return (self + 1).first_day - timedelta(days=1) if self < Month.at(9999, 12) else date.max

    def __add__(self, months: int) -> "Month":
        return Month(self.no + months)

    def __sub__(self, other: "Month") -> int:
        """Whole months from `other` to this one."""
        return self.no - other.no

    def upto(self, last: "Month") -> Iterator["Month"]:
        """This month and every later one up to and including `last`."""
        return (Month(no) for no in range(self.no, last.no + 1))

    def said(self, lang: Lang = "id") -> str:
        """ "Januari 2026"."""
        return f"{MONTHS[lang][self.month - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
