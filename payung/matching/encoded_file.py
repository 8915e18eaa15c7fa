"""The file an encoded list travels in, the file that stays at home, and the pairs that come back.

An encoded list is one CSV. Its first line says how it was made: version, `recipe` (what an invented list becomes: two versions of Payung that would
encode differently have different ones), `key` (its id, not the key), the fields, the year, how many rows, their SHA-256, and an HMAC over all of it.
So a file that was cut off or changed is refused, by whoever has the key even if somebody changed it with care.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from payung.matching.encode import COLUMNS, SHAPES, encode
from payung.matching.secret import Key
from payung.values.errors import InputError
from payung.values.words import Words

_VERSION = 1
_MARK = b"#payung-encoded "
_LONGEST_HEAD = 10_000
_PAIR = ["left_id", "right_id", "probability", "why"]
_SAMPLE = pl.DataFrame(
    {
        "id": ["1", "2", "3"],
        "nik": ["9901011507800001", "9901015203910002", None],
        "name": ["H. Muh. Sjahrir Daeng Mattola, S.Pd", "Hj. St. Noerhajati", "La Ode Abd. Rachman"],
        "birth_date": [date(1980, 7, 15), None, date(1975, 11, 3)],
        "sex": ["L", "Perempuan", None],
        "mother": ["Wa Ode Tjahaja", "Fatimah binti Ali", "Siti"],
        "birth_place": ["Kendari", None, "Bau-Bau"],
        "village": ["Desa Lapoa", "Kel. Potoro", "Tinanggea"],
        "phone": ["0812 3456 789", None, "+62 852-4100-1234"],
    }
)


@dataclass(frozen=True)
class Head:
    """How an encoded list was made; the last three are of its rows."""

    version: int
    recipe: str
    key: str
    fields: list[str]
    year: int
    rows: int
    sha256: str
    mac: str = field(default="", compare=False)

    def line(self) -> bytes:
        return _MARK + json.dumps(asdict(self), separators=(",", ":")).encode() + b"\n"

    def signed_with(self, key: Key) -> str:
        """What `mac` has to be."""
        rest = {name: value for name, value in asdict(self).items() if name != "mac"}
        return key.purpose("file").digest(json.dumps(rest, sort_keys=True)).hex()


@cache
def recipe() -> str:
    """Changes whenever a list would be encoded otherwise: with the spelling of names, the keys pairs are looked for under, the filters."""
    rows, _ = encode(_SAMPLE, Key(bytes(range(32))), date(2026, 1, 1))
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()[:16]


def write_encoded(rows: pl.DataFrame, local: pl.DataFrame, *, out: Path, home: Path, key: Key, fields: Iterable[str], on: date) -> Head:
    """Both files, whole or neither; only their owner may read `home`. In: what `encode` gives."""
    body = rows.write_csv().encode()
    head = Head(_VERSION, recipe(), key.id, sorted(fields), on.year, rows.height, hashlib.sha256(body).hexdigest())
    head = Head(**{**asdict(head), "mac": head.signed_with(key)})
    write_whole({out: head.line() + body, home: local.write_csv().encode()}, private={home})
    return head


def write_whole(contents: dict[Path, bytes], private: Iterable[Path] = ()) -> None:
    """Each file whole, and none where one could not be written; those in `private` for their owner's eyes only."""
    drafts = {path: path.with_name(path.name + ".part") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(drafts[path], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if path in private else 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        for path, draft in drafts.items():
            os.replace(draft, path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def read_encoded(path: Path, key: Key | None = None) -> tuple[Head, pl.DataFrame]:
    """The head and the rows (COLUMNS). InputError `encoded.missing`, `encoded.not_encoded`, `encoded.other_version`, `encoded.changed`; with the key
    also `encoded.other_key`.
    """
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST_HEAD)
            body = file.read() if first.startswith(_MARK) else b""
    except OSError as error:
        raise InputError(
            "encoded.missing", Words(f"“{path.name}” tidak ditemukan atau tidak boleh dibaca.", f"“{path.name}” is not there or may not be read.")
        ) from error
    head = _head(first, path)
    if hashlib.sha256(body).hexdigest() != head.sha256:
        raise _changed(path)
    if key is not None and head.key != key.id:
        raise _other_key(path.name, "berkas kunci ini", "this key file")
    if key is not None and not hmac.compare_digest(head.mac, head.signed_with(key)):
        raise _changed(path)
    rows = pl.read_csv(body, infer_schema=False)
    if rows.height != head.rows or tuple(rows.columns) != COLUMNS or not _well_formed(rows):
        raise _changed(path)
    return head, rows


def _well_formed(rows: pl.DataFrame) -> bool:
    """Also of a file that somebody made up, sum and all: whatever it holds, comparing can read it."""
    fits = rows.select(pl.col(name).str.contains(shape).all() for name, shape in SHAPES.items())
    return all(fits.row(0)) and rows["id"].null_count() == 0 and rows["id"].is_unique().all()


def _head(first: bytes, path: Path) -> Head:
    if not first.startswith(_MARK):
        raise InputError(
            "encoded.not_encoded",
            Words(
                f"“{path.name}” belum disandikan. Sandikan dahulu: payung match encode “{path.name}” --key-file KUNCI --out HASIL.enc.csv.",
                f"“{path.name}” is not encoded. Encode it first: payung match encode “{path.name}” --key-file KEY --out RESULT.enc.csv.",
            ),
        )
    try:
        read: dict[str, Any] = json.loads(first.removeprefix(_MARK))
        other = (read["version"], read["recipe"]) != (_VERSION, recipe())
        head = None if other else Head(**read)
    except (ValueError, TypeError, KeyError) as error:
        raise _changed(path) from error
    if head is None:
        raise InputError(
            "encoded.other_version",
            Words(
                f"“{path.name}” disandikan dengan versi Payung yang lain. Pakai versi yang sama di semua kantor, lalu sandikan lagi.",
                f"“{path.name}” was encoded by another version of Payung. Use the same version in all offices, then encode again.",
            ),
        )
    return head


def _changed(path: Path) -> InputError:
    return InputError(
        "encoded.changed",
        Words(
            f"“{path.name}” terpotong atau berubah sejak ditulis, misalnya karena disimpan ulang dengan Excel. Minta lagi berkas aslinya.",
            f"“{path.name}” was cut off or changed since it was written, for instance by saving it in a spreadsheet. Ask for the original again.",
        ),
    )


def _other_key(name: str, id: str, en: str) -> InputError:
    return InputError(
        "encoded.other_key",
        Words(
            f"“{name}” tidak disandikan dengan kunci yang sama dengan {id}, jadi tidak ada yang akan cocok. Sandikan lagi dengan satu kunci.",
            f"“{name}” was not encoded with the same key as {en}, so nothing would match. Encode again with one key.",
        ),
    )


def check_comparable(left: tuple[Path, Head], right: tuple[Path, Head]) -> None:
    """InputError `encoded.other_key`, `encoded.other_fields`, `encoded.other_year` where two lists cannot be held against each other."""
    (left_path, one), (right_path, other) = left, right
    if one.key != other.key:
        raise _other_key(right_path.name, f"“{left_path.name}”", f"“{left_path.name}”")
    if one.fields != other.fields:
        only = {path.name: sorted(set(a.fields) - set(b.fields)) for path, a, b in ((left_path, one, other), (right_path, other, one))}
        told = "; ".join(f"“{name}”: {', '.join(fields)}" for name, fields in only.items() if fields)
        both = ",".join(sorted({*one.fields} & {*other.fields}))
        raise InputError(
            "encoded.other_fields",
            Words(
                f"Kedua daftar disandikan dengan kolom yang berbeda (hanya di {told}). Sandikan lagi keduanya dengan --fields {both}.",
                f"The two lists were encoded with different fields (only in {told}). Encode both again with --fields {both}.",
            ),
        )
    if one.year != other.year:
        raise InputError(
            "encoded.other_year",
            Words(
                f"Kedua daftar disandikan pada tahun yang berbeda ({one.year} dan {other.year}). Sandikan lagi yang lama.",
                f"The two lists were encoded in different years ({one.year} and {other.year}). Encode the older one again.",
            ),
        )


def read_csv_with(path: Path, columns: list[str], said: Words) -> pl.DataFrame:
    """A CSV that has these columns, as text. InputError `pairs.unreadable` with the sentence `said` where it has not."""
    try:
        found = pl.read_csv(path, infer_schema=False)
        if set(columns) <= set(found.columns):
            return found.select(columns)
    except (OSError, pl.exceptions.PolarsError):
        pass
    raise InputError("pairs.unreadable", said)


def resolved(pairs_path: Path, local_path: Path) -> tuple[pl.DataFrame, int]:
    """The pairs with the own rows' ids in place of the encoded ones, and of how many own rows; the other list's stay encoded.

    InputError `pairs.unreadable`, `pairs.other_list`: the pairs do not come from the encoded list that this local file was written with.
    """
    pairs = read_csv_with(
        pairs_path,
        _PAIR,
        Words(f"“{pairs_path.name}” bukan hasil “payung match compare”.", f"“{pairs_path.name}” is no result of “payung match compare”."),
    )
    local = read_csv_with(
        local_path,
        ["encoded_id", "id"],
        Words(
            f"“{local_path.name}” bukan berkas yang ditulis bersama daftar yang disandikan.",
            f"“{local_path.name}” was not written beside an encoded list.",
        ),
    )
    own = [name for name in _PAIR[:2] if pairs[name].is_in(local["encoded_id"].implode()).all()]
    if not own:
        raise InputError(
            "pairs.other_list",
            Words(
                f"Pasangan di “{pairs_path.name}” bukan dari daftar yang disandikan bersama “{local_path.name}”. Pakai berkas lokal yang sesuai.",
                f"The pairs in “{pairs_path.name}” are not of the list that was encoded with “{local_path.name}”. Use its own local file.",
            ),
        )
    names = pl.col(own).replace_strict(local["encoded_id"], local["id"], default=None) if pairs.height else pl.col(own)
    return pairs.with_columns(names), pairs[own[0]].n_unique()
