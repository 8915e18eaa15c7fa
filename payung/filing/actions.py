"""Handing over a document and opening it again. `by` is who acts (None: the command line), `on` the day of the act.

Both are parts of an act of another package, which knows what the document proves and has asked for the right to it.
"""

from collections.abc import Collection
from datetime import date
from hashlib import sha256 as digest_of
from pathlib import PurePath

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.filing.kinds import DOCX, ENDINGS, JPEG, ODS, PDF, PNG, SCANS, TEXT, WEBP, XLS, XLSX, kind_of
from payung.filing.models import Document
from payung.filing.safe import put_away, take_out
from payung.values.errors import InputError
from payung.values.words import Words

_MOST_BYTES = 20 << 20
_LONGEST_NAME = 150  # characters: what its column holds
_CALLED = {PDF: "PDF", JPEG: "JPG", PNG: "PNG", WEBP: "WEBP", XLSX: "Excel (xlsx)", XLS: "Excel (xls)", ODS: "ODS", TEXT: "CSV", DOCX: "Word (docx)"}


def file_document(*, content: bytes, name: str, by: User | None, on: date, kinds: Collection[str] = SCANS) -> Document:
    """The content kept encrypted, and the row that stands for it. `kinds`: media types that are taken (kinds.py).

    Errors: InputError `document.empty`, `document.too_large` above 20 MB, `document.kind` for another kind than those.
    """
    if not content:
        raise InputError("document.empty", Words("Berkas ini kosong. Pilih berkas lain.", "This file is empty. Choose another one."))
    if len(content) > _MOST_BYTES:
        most = _MOST_BYTES >> 20
        raise InputError(
            "document.too_large",
            Words(
                f"Berkas ini lebih besar dari {most} MB. Pindai ulang dengan mutu lebih rendah, lalu kirim lagi.",
                f"This file is larger than {most} MB. Scan it again at a lower quality and send it once more.",
            ),
        )
    media_type = kind_of(content)
    if media_type is None or media_type not in kinds:
        taken = ", ".join(_CALLED[kind] for kind in _CALLED if kind in kinds)
        raise InputError(
            "document.kind",
            Words(f"Jenis berkas ini tidak diterima. Kirim {taken}.", f"Files of this kind are not taken. Send {taken}."),
        )
    fingerprint = digest_of(content).hexdigest()
    # first the file, then the row: whoever is killed in between leaves a file that no row names, never a row without its file
    put_away(content, fingerprint)
    with acting("document.file", by=by):
        return Document.objects.create(sha256=fingerprint, name=_clean(name, media_type), media_type=media_type, size=len(content), on=on, by=by)


def open_document(*, document: Document, by: User | None) -> bytes:
    """What the document holds; that it was opened, and by whom, stands on the trail."""
    with acting("document.open", by=by, note=f"document {document.pk}"):
        return take_out(document.sha256)


def _clean(name: str, media_type: str) -> str:
    """The name without folders and characters that no file system takes, with the ending of what the file is."""
    stem = "".join(ch for ch in PurePath(name.replace("\\", "/")).stem if ch.isprintable() and ch not in '<>:"/\\|?*').strip()
    ending = ENDINGS[media_type]
    return (stem or "dokumen")[: _LONGEST_NAME - len(ending)] + ending
