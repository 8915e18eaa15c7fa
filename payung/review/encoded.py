"""Pairs with another agency's encoded list (docs/private-matching.md) in the same queue: our side with its rows, theirs only by its letters."""

from datetime import date
from pathlib import Path

import polars as pl

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.intake.actions import import_register
from payung.intake.registers import COLUMNS
from payung.matching.words import read_back
from payung.registry.models import Person, RegisterEntry, Round, Standing
from payung.review.actions import record_pairs
from payung.review.models import MatchRun
from payung.review.search import PAIRS
from payung.values.errors import InputError
from payung.values.words import Words

_NIK = "^[0-9]{16}$"
_IDS = ("left_id", "right_id")


def add_encoded(
    *, round: Round, kind: str, pairs: pl.DataFrame, path: Path, source: str, as_of: date, by: User | None, on: date
) -> tuple[MatchRun, int]:
    """The search that holds these pairs, and how many name a NIK that is nobody's here. The same file again asks nothing again.

    `pairs`: left_id, right_id, probability, why, all text, as `payung match resolve` writes them of a list encoded with `--id` its NIK column.
    Errors: InputError `encoded.kind` for a register whose word decides nothing, `encoded.no_niks` where neither side is NIKs.
    """
    if kind not in Standing.Kind.values:
        known = ", ".join(Standing.Kind.values)
        raise InputError("encoded.kind", Words(f"Pilih jenis daftar acuan: {known}.", f"Choose a kind of register: {known}."))
    ours = next((name for name in _IDS if pairs.height and pairs[name].str.contains(_NIK).all()), None)
    if ours is None:
        raise InputError(
            "encoded.no_niks",
            Words(
                f"“{path.name}” tidak menyebut NIK warga sendiri. Sandikan daftar dengan --id kolom NIK, lalu jalankan “payung match resolve”.",
                f"“{path.name}” names no NIK of ours. Encode the list with --id its NIK column, then run “payung match resolve”.",
            ),
        )
    theirs = _IDS[1 - _IDS.index(ours)]
    letters = pairs[theirs].unique().sort()
    lines = pl.DataFrame({"name": letters, "evidence": letters}).with_columns(
        pl.lit(None, kind_).alias(name) for name, kind_ in COLUMNS.items() if name not in ("name", "evidence")
    )
    people = dict(Person.objects.filter(nik__in=pairs[ours].unique().to_list()).values_list("nik", "pk"))
    with acting("pair.add", by=by):
        register = import_register(
            place=round.place, kind=kind, frame=lines.select(list(COLUMNS)), path=path, source=source, as_of=as_of, by=by, encoded=True
        )
        entries = dict(RegisterEntry.objects.filter(register=register).values_list("evidence", "pk"))
        found = pairs.select(
            person_id=pl.col(ours).replace_strict(people, default=None, return_dtype=pl.Int64) if people else pl.lit(None, pl.Int64),
            other_id=pl.lit(None, pl.Int64),
            entry_id=pl.col(theirs).replace_strict(entries, return_dtype=pl.Int64),
            probability=pl.col("probability").cast(pl.Float64),
            why=pl.Series([read_back(text or "") for text in pairs["why"]], dtype=pl.String),
        )
        here = found.filter(pl.col("person_id").is_not_null()).select(list(PAIRS))
        run = record_pairs(round=round, pairs=here, by=by, on=on)
    return run, found.height - here.height
