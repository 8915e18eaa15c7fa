"""Check files of a folder against each other and the registers, without a database."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from payung.intake.checks.check import Checked, Registers, Rules, check
from payung.intake.corrections import apply_corrections, corrections_frame
from payung.intake.frame import rows_frame
from payung.intake.read.files import read_files
from payung.intake.read.header import Vocabulary
from payung.intake.read.one import ReadFile
from payung.values.errors import InputError
from payung.values.words import Words


@dataclass
class FolderChecked:
    """`files` are the lists that gave rows, `refused` those that did not, `notes` what else the sender should know (file name, sentence)."""

    checked: Checked
    files: list[str] = field(default_factory=list)
    refused: list[ReadFile] = field(default_factory=list)
    notes: list[tuple[str, Words]] = field(default_factory=list)
    corrected: int = 0


def list_files(paths: Sequence[Path], but: Path | None = None) -> list[Path]:
    """Every file given or lying in a folder given, in name order; hidden and Excel's own lock files are left out, and of a folder what lies in its
    part `but`, where an earlier run left its results.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
            results = but.absolute() if but is not None and path.absolute() in but.absolute().parents else None
            found += [p for p in inside if results not in p.absolute().parents]
        elif path.is_file() and os.access(path, os.R_OK):
            found.append(path)
        else:
            raise InputError(
                "path.unreadable",
                Words(
                    f"“{path}” tidak ditemukan atau tidak boleh dibaca. Periksa nama berkas atau foldernya.",
                    f"“{path}” does not exist or may not be read. Check the name of the file or folder.",
                ),
            )
    if not found:
        raise InputError(
            "path.no_files",
            Words(
                "Tidak ada berkas di folder itu. Sebutkan folder yang berisi daftar xlsx, xls, ods, atau csv.",
                "There is no file in that folder. Name a folder with lists in xlsx, xls, ods or csv.",
            ),
        )
    return sorted(dict.fromkeys(found), key=lambda path: (path.name, str(path)))


def names_of(paths: Sequence[Path]) -> dict[Path, str]:
    """The file name, or the path below the common folder where two files share a name; bytes that are no text become “�”."""
    seen: dict[str, int] = {}
    for path in paths:
        seen[path.name] = seen.get(path.name, 0) + 1
    common = Path(os.path.commonpath([path.absolute() for path in paths])) if len(paths) > 1 else Path()
    names = {path: path.name if seen[path.name] == 1 else path.absolute().relative_to(common).as_posix() for path in paths}
    return {path: os.fsencode(name).decode("utf-8", errors="replace") for path, name in names.items()}


def check_folder(
    files: Sequence[Path], rules: Rules, registers: Registers, *, words: Vocabulary | None = None, told: Callable[[int], None] = lambda _: None
) -> FolderChecked:
    """Reads `files` as `list_files` gives them, applies correction sheets among them, and checks. `told` hears how many have been read."""
    names = names_of(files)
    taken: list[str] = []
    refused: list[ReadFile] = []
    corrections: list[ReadFile] = []
    notes: list[tuple[str, Words]] = []

    def lists() -> Iterator[ReadFile]:
        for done, file in enumerate(read_files(files, words=words), 1):
            file.name = names[file.path]
            told(done)
            notes.extend((file.name, note) for note in file.notes)
            if file.refusal is not None:
                refused.append(file)
            elif file.corrects:
                corrections.append(file)
            else:
                taken.append(file.name)
                yield file

    before = rows_frame(lists())
    corrected = apply_corrections(before, corrections_frame(corrections))
    rows = corrected.rows
    if corrected.applied:
        # a row that was corrected comes after all others: of two equal NIKs it must not push out one that passed before
        again = rows.join(before, on=rows.columns, how="anti", nulls_equal=True, maintain_order="left")
        rows = pl.concat([rows.join(again, on=rows.columns, how="anti", nulls_equal=True, maintain_order="left"), again])
    return FolderChecked(check(rows, rules, registers), taken, refused, notes, corrected.applied)
