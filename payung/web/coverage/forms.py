"""The forms of figures that others published: what people type is kept, and what is wrong with it stands at its field."""

from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from payung.coverage.actions import Source, read_percent
from payung.values.errors import InputError
from payung.values.money import number_of
from payung.values.words import Words

_NO_DATE = Words("Isi tanggal keadaan angka ini, misalnya 31 Agustus.", "Give the day of which the figure speaks, such as 31 August.")
_BAD_DATE = Words("Tanggal ini tidak terbaca.", "This day cannot be read.")
_AHEAD = Words("Tanggal itu belum tiba.", "That day is still ahead.")
_NO_SOURCE = Words(
    "Tulis dari mana angka ini, misalnya Sakernas Agustus 2025, BPS.", "Write where the figure is from, such as Sakernas August 2025, BPS."
)
_NO_FILE = Words("Pilih berkasnya (xlsx, xls, ods, atau csv).", "Choose the file (xlsx, xls, ods or csv).")
_TOO_BIG = Words("Berkas ini lebih dari 20 MB. Simpan hanya tabelnya.", "This file is over 20 MB. Keep only the table.")
_NO_YEAR = Words("Isi tahunnya, misalnya 2026.", "Give the year, such as 2026.")
_NOTHING = Words("Isi persentase atau jumlah orangnya.", "Give the percentage or the people.")
FIELD_OF = {
    "universe.differs": "value",
    "universe.unreadable": "value",
    "official.unreadable": "value",
    "official.ahead": "as_of",
    "official.segment": "segment",
    "coverage.segment_unknown": "segment",
    "coverage.side": "denominator",
    "target.unreadable": "percent",
    "target.differs": "percent",
    "share.unreadable": "percent",
    "percent.unreadable": "percent",
    "coverage.units": "denominator",
    "coverage.goes": "denominator",
    "coverage.segment": "segment",
    "coverage.segment_of_all": "segment",
    "coverage.segment_only": "segment",
}
_LENGTHS = {"source": 200, "page": 300, "quote": 300, "publisher": 120}
_MOST_BYTES = 20 << 20


@dataclass
class _Form:
    """Every field as typed; `wrong`: field -> sentence."""

    place: str = ""
    source: str = ""
    publisher: str = ""
    published_on: str = ""
    page: str = ""
    as_of: str = ""
    segment: str = ""
    wrong: dict[str, Words] = field(default_factory=dict)

    def fill(self, request: HttpRequest) -> None:
        """What was posted, cut to what the tables hold."""
        for name, value in vars(self).items():
            if isinstance(value, str):
                setattr(self, name, " ".join(request.POST.get(name, "").split())[: _LENGTHS.get(name, 120)])

    def day(self, on: date, name: str = "as_of", *, needed: bool = True) -> date | None:
        text = getattr(self, name)
        if not text and not needed:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.wrong[name] = _NO_DATE if needed else _BAD_DATE
            return None
        if day > on:
            self.wrong[name] = _AHEAD
        return day

    def told(self, on: date) -> Source:
        """Where it was published."""
        if not self.source:
            self.wrong["source"] = _NO_SOURCE
        return Source(self.source, self.publisher, self.day(on, "published_on", needed=False), self.page)

    def number(self, name: str) -> int | None:
        text = getattr(self, name)
        if not text:
            return None
        try:
            return number_of(text)
        except InputError as error:
            self.wrong[name] = error.words
            return None


@dataclass
class FigureForm(_Form):
    """One figure by hand."""

    definition: str = ""
    value: str = ""
    correction: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "FigureForm":
        form = cls()
        form.fill(request)
        return form

    def read(self, on: date) -> tuple[int, date, Source] | None:
        """Value, day and source; None where one cannot be read, which `wrong` then tells."""
        value = 0
        try:
            value = number_of(self.value)
        except InputError as error:
            self.wrong["value"] = error.words
        day, source = self.day(on), self.told(on)
        return None if self.wrong or day is None else (value, day, source)


@dataclass
class TableForm(_Form):
    """A table of figures: what holds for rows that do not say it themselves."""

    definition: str = ""
    file: "UploadedFile[bytes] | None" = None

    @classmethod
    def of(cls, request: HttpRequest) -> "TableForm":
        form = cls(file=request.FILES.get("file"))
        form.fill(request)
        return form

    def read(self, on: date) -> tuple[date, Source] | None:
        if self.file is None or not self.file.size:
            self.wrong["file"] = _NO_FILE
        elif self.file.size > _MOST_BYTES:
            self.wrong["file"] = _TOO_BIG
        day, source = self.day(on), self.told(on)
        return None if self.wrong or day is None else (day, source)


@dataclass
class TargetForm(_Form):
    """What a plan wants."""

    scheme: str = ""
    year: str = ""
    numerator: str = ""
    denominator: str = ""
    percent: str = ""
    correction: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "TargetForm":
        form = cls()
        form.fill(request)
        return form

    def read(self, on: date) -> tuple[int, int, Source] | None:
        """Year, hundredths of a per cent and source."""
        year, hundredths = 0, 0
        if self.year.isascii() and self.year.isdecimal() and len(self.year) == 4:
            year = int(self.year)
        else:
            self.wrong["year"] = _NO_YEAR
        try:
            hundredths = read_percent(self.percent)[0]
        except InputError as error:
            self.wrong["percent"] = error.words
        source = self.told(on)
        return None if self.wrong else (year, hundredths, source)


@dataclass
class ShareForm(_Form):
    """A percentage as it was published."""

    numerator: str = ""
    denominator: str = ""
    percent: str = ""
    part: str = ""
    rest: str = ""
    whole: str = ""
    quote: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "ShareForm":
        form = cls()
        form.fill(request)
        return form

    def read(self, on: date) -> tuple[date, Source, dict[str, int | None]] | None:
        """Day, source and the people that were said."""
        people = {name: self.number(name) for name in ("part", "rest", "whole")}
        if self.percent:
            try:
                read_percent(self.percent)
            except InputError as error:
                self.wrong["percent"] = error.words
        elif not self.part:
            self.wrong["percent"] = _NOTHING
        day, source = self.day(on), self.told(on)
        return None if self.wrong or day is None else (day, source, people)
