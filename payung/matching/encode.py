"""People as keyed hashes and Bloom filters, so that two agencies can find who is on both their lists without showing each other a NIK or a name.

Nothing is encoded by itself that few people would tell apart by counting: what has few values (names, mother, sex, village) goes together with the
birth date or the NIK of the same row, so that whoever has no key finds nothing to count. docs/private-matching.md says what each column still tells.

    id                 sixteen letters; in their order, which is no order of the list
    nik, phone         hash of the whole number
    nik_near           hashes of the NIK without two neighbouring digits, fifteen of eight letters: one wrong digit or two exchanged leave some equal
    birth_date, date   hash of the birth date; of the birth date with the smaller of day and month first
    key_...            hashes of what keys.KEYS brings together, to look for pairs under
    name_month_year, name_day_year   hash of the name together with two parts of the birth date (key_name_day has the third two)
    sex, village, birth_place   hash together with `date`
    given, family, whole, mother   Bloom filters of the first and last part, of the whole name and of the mother's, made with a key of that `date`:
                       comparable where `date` is equal, and only there
    name               Bloom filter of the whole name, masked with a key of that NIK: comparable where `nik` is equal
"""

import base64
import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

import polars as pl

from payung.matching.keys import KEYS
from payung.matching.prepare import FIELDS, prepared
from payung.matching.secret import Key, Purpose, letters

ENCODED = tuple(name for name in FIELDS if name not in ("address", "postcode"))  # free text that says little and gives much away
KEYED = tuple(key for key in KEYS if key.name != "nik" and not {"address", "postcode"} & set(key.parts))
NEAR = 15  # places at which two neighbouring digits are left out of sixteen
NEAR_LETTERS = 8
BITS = 256
FILTERS = ("given", "family", "whole", "mother", "name")
COLUMNS = (
    "id",
    "nik",
    "nik_near",
    "phone",
    "birth_date",
    "date",
    *(f"key_{key.name}" for key in KEYED),
    "name_month_year",
    "name_day_year",
    "sex",
    "village",
    "birth_place",
    *FILTERS,
)
_BASE64 = "[A-Za-z0-9+/]"
SHAPES = {
    **dict.fromkeys(COLUMNS, f"^{_BASE64}{{8}}$"),
    "id": "^[a-p]{16}$",
    "nik": f"^{_BASE64}{{16}}$",
    "nik_near": f"^{_BASE64}{{{NEAR * NEAR_LETTERS}}}$",
    **dict.fromkeys(FILTERS, f"^{_BASE64}{{43}}=$"),
}  # column -> what stands in it where anything does
_HASHES = 12  # bits for each pair of letters
_SHORTEST = 4  # letters; shorter names are the same or not, never near
_NIK_BYTES = 12
_AT_ONCE = 50_000  # rows
# a to z, the edge of a name, anything else
_CLASSES = 28
_CLASS = bytes(27 if not (97 <= byte <= 122 or byte == 32) else 26 if byte == 32 else byte - 97 for byte in range(256))
_BIT = [1 << at for at in range(BITS)]


def encode(people: pl.DataFrame, key: Key, on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The encoded rows (COLUMNS, all text, null where nothing is known) and who they are (`encoded_id`, `id`), which stays at home.

    In: `id` (text) and any of ENCODED. `on`: a day after every birth. The same list and key give the same rows in the same order.
    """
    ready = prepared(people.select("id", pl.col(name for name in ENCODED if name in people.columns)), on)
    local = pl.DataFrame(
        {"encoded_id": _row_ids(ready, key), "id": people["id"].cast(pl.String)}, schema=dict.fromkeys(("encoded_id", "id"), pl.String)
    )
    by_date = ready.with_columns(local["encoded_id"]).sort("turned")  # the tables of a date are made once, and forgotten
    filters = _Filters(key)
    portions = [_rows(by_date.slice(at, _AT_ONCE), key, filters) for at in range(0, max(ready.height, 1), _AT_ONCE)]
    return pl.concat(portions).sort("id"), local


def _rows(ready: pl.DataFrame, key: Key, filters: "_Filters") -> pl.DataFrame:
    nik = ready["nik"].to_list()
    columns = {
        "id": ready["encoded_id"],
        "nik": _tags(ready["nik"], key.purpose("nik"), _NIK_BYTES),
        "nik_near": _near(nik, key),
        "phone": _tags(ready["phone"], key.purpose("phone")),
        "birth_date": _tags(ready["birth_date"], key.purpose("birth date")),
        "date": _tags(ready["turned"], key.purpose("date")),
        **{f"key_{one.name}": _tags(_together(ready, *one.parts), key.purpose(f"key {one.name}")) for one in KEYED},
        "name_month_year": _tags(_together(ready, "letters", "year", pl.col("month_day").str.slice(0, 2)), key.purpose("name month year")),
        "name_day_year": _tags(_together(ready, "letters", "year", pl.col("month_day").str.slice(2, 2)), key.purpose("name day year")),
        "sex": _tags(_together(ready, "sex", "turned"), key.purpose("sex")),
        "village": _tags(_together(ready, "place", "turned"), key.purpose("village")),
        "birth_place": _tags(_together(ready, "birth_place", "turned"), key.purpose("birth place")),
        **dict(zip(FILTERS, filters.by_date(ready.select("turned", "given", "family", "joined", "mother")), strict=False)),
        "name": filters.by_nik(ready["joined"].to_list(), nik),
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(COLUMNS, pl.String))


def _row_ids(ready: pl.DataFrame, key: Key) -> list[str]:
    """Another list, be it by one letter, has other ids: pairs can only be resolved with what was written beside the very file that was compared."""
    hashed = hashlib.sha256(ready.select(sorted(ready.columns)).write_csv().encode()).hexdigest()
    purpose = key.purpose("row")
    return [letters(purpose.digest(f"{hashed} {at}")) for at in range(ready.height)]


def _together(ready: pl.DataFrame, *parts: str | pl.Expr) -> pl.Series:
    """All parts as one text; null where one is not known."""
    return ready.select(pl.concat_str(parts, separator="\x1f")).to_series()


def _tags(values: pl.Series, purpose: Purpose, size: int = 6) -> list[str | None]:
    return [purpose.tag(value, size) for value in values.to_list()]


def _near(niks: Iterable[str | None], key: Key) -> list[str | None]:
    purposes = [key.purpose(f"nik without {at}") for at in range(NEAR)]

    def one(nik: str) -> str:
        digests = (purpose.digest(nik[:at] + nik[at + 2 :])[: NEAR_LETTERS * 3 // 4] for at, purpose in enumerate(purposes))
        return base64.b64encode(b"".join(digests)).decode()

    return [one(nik) if nik and len(nik) == NEAR + 1 else None for nik in niks]


class _Filters:
    """Bloom filters of names: for each pair of neighbouring letters, edges included, _HASHES bits that only the key knows.

    HMAC makes a key of the salt, SHAKE-256 stretches it to a table of bits for every pair of letters. Over the filter lies a mask, so that half its
    bits are set however long the name is: two filters with one salt and mask differ exactly where the names' filters do.
    """

    def __init__(self, key: Key) -> None:
        self._short, self._masks, self._tables = key.purpose("short name"), key.purpose("mask"), key.purpose("letter pairs")
        self._of_date = lru_cache(maxsize=1)(self._of_salt)  # rows come by date
        self._masks_of_date = lru_cache(maxsize=1)(self._four_masks)
        self._of_nik = cache(self._of_salt("nik"))

    def by_date(self, names: pl.DataFrame) -> list[list[str | None]]:
        """A list for each column of `names` but the first, which is the date. First and last part have one mask, so that they can be held against
        each other where a clerk turned them round.
        """
        made: list[list[str | None]] = [[], [], [], []]
        for born, *values in names.iter_rows():
            masks = self._masks_of_date(born)
            for column, value, mask in zip(made, values, masks, strict=True):
                column.append(_text(self._of_date(born)(value) ^ mask) if value and born else None)
        return made

    def by_nik(self, names: list[str | None], niks: list[str | None]) -> list[str | None]:
        pairs = zip(names, niks, strict=True)
        return [_text(self._of_nik(name) ^ self._mask(f"nik {nik}")) if name and nik else None for name, nik in pairs]

    def _four_masks(self, born: str) -> tuple[int, int, int, int]:
        part, whole, mother = (self._mask(f"{role} {born}") for role in ("part", "whole", "mother"))
        return part, part, whole, mother

    def _mask(self, salt: str) -> int:
        return int.from_bytes(self._masks.digest(salt))

    def _of_salt(self, salt: str) -> Callable[[str], int]:
        table = hashlib.shake_256(self._tables.digest(salt)).digest(_CLASSES * _CLASSES * _HASHES)

        def bits(name: str) -> int:
            if len(name) < _SHORTEST:
                return int.from_bytes(self._short.digest(f"{salt} {name}"))
            at = f" {name} ".encode("ascii", "replace").translate(_CLASS)
            starts = {(one * _CLASSES + next_one) * _HASHES for one, next_one in pairwise(at)}
            return sum(map(_BIT.__getitem__, set(b"".join(table[start : start + _HASHES] for start in starts))))

        return bits


def _text(bits: int) -> str:
    return base64.b64encode(bits.to_bytes(BITS // 8)).decode()
