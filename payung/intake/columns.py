"""What the columns of a file were taken for, and whether a person has to look at that before its rows are checked.

A title is `remembered` (confirmed for this sender), `known` (a whole title of the vocabulary, or one that no list needs), `guessed` (by the words
in it) or `unknown`. Somebody is asked about the last two, once for each sender.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from payung.intake.checks.catalog import COLUMN_TITLES
from payung.intake.checks.check import FIELDS
from payung.intake.read.header import UNUSED, Vocabulary, header_key
from payung.intake.read.one import ReadFile
from payung.intake.read.refusals import NO_HEADER
from payung.values.words import Words

FIELD_WORDS: dict[str, Words] = {
    **COLUMN_TITLES,
    "birth": Words("Tempat dan tanggal lahir dalam satu kolom", "Birth place and date in one column"),
    "kk": Words("No. KK", "Family card number"),
    "rt_rw": Words("RT/RW", "RT/RW"),
    "email": Words("Surel", "E-mail"),
    "disability": Words("Disabilitas", "Disability"),
}
NOT_USED = Words("Tidak dipakai", "Not used")

# Titles that lists carry for their own ends.
_OF_NO_USE = frozenset(
    "no nomor urut ket keterangan catatan paraf ttd tanda tangan foto umur usia agama status pendidikan kabupaten kota provinsi kab prov "
    "kewarganegaraan golongan darah cek verifikasi tahun bulan".split()
)


@dataclass(frozen=True)
class Title:
    """`field`: what the column was taken for; None: it is not read."""

    text: str
    field: str | None
    how: str

    @property
    def asks(self) -> bool:
        return self.how in ("guessed", "unknown")


def titles_of(file: ReadFile, words: Vocabulary, remembered: Mapping[str, str]) -> list[Title]:
    """Each title of the file once. Of a file in which no header was found: what may be one, all unknown."""
    seen = [pair for sheet in file.sheets for pair in sheet.seen]
    if file.refusal and file.refusal[0] == NO_HEADER.code:
        seen = [(text, None) for text in file.titles]
    found: dict[str, Title] = {}
    for text, name in seen:
        key = header_key(text)
        if key and (key not in found or found[key].field is None):
            found[key] = Title(" ".join(text.split())[:120], name if name in FIELDS else None, _how(text, name, words, remembered))
    return list(found.values())


def _how(text: str, name: str | None, words: Vocabulary, remembered: Mapping[str, str]) -> str:
    key = header_key(text)
    if key in remembered:
        return "remembered"
    if words.exactly(text) or not set(key.split()) - _OF_NO_USE or (name is not None and name not in FIELDS):
        return "known"
    return "guessed" if name else "unknown"


def must_ask(file: ReadFile, titles: Iterable[Title]) -> bool:
    """Whether somebody has to say what a column means; of what Payung wrote itself and of a file refused for anything else, never."""
    if file.corrects or (file.refusal and file.refusal[0] != NO_HEADER.code):
        return False
    named = list(titles)
    return len(named) > 1 and any(title.asks for title in named)


def choices() -> list[tuple[str, Words]]:
    """What a column may be said to mean: NIK and name first, not used last."""
    return [*((name, words) for name, words in FIELD_WORDS.items()), (UNUSED, NOT_USED)]
