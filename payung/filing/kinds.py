"""What a handed-over file is, by what is inside it: the name it came with decides nothing."""

import io
import zipfile
from dataclasses import dataclass

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"
TEXT = "text/csv"
ZIP = "application/zip"

SCANS = frozenset({PDF, JPEG, PNG, WEBP})
TABLES = frozenset({XLSX, XLS, ODS, TEXT})

ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", WEBP: ".webp", XLSX: ".xlsx", DOCX: ".docx", ODS: ".ods", XLS: ".xls", TEXT: ".csv"}


@dataclass(frozen=True)
class _Start:
    media_type: str
    bytes: bytes


_STARTS = (
    _Start(PDF, b"%PDF-"),
    _Start(JPEG, b"\xff\xd8\xff"),
    _Start(PNG, b"\x89PNG\r\n\x1a\n"),
    _Start(XLS, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)
_INSIDE = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}


def kind_of(content: bytes) -> str | None:
    """The media type; None for what Payung keeps no file of. Text without a zero byte is a csv."""
    for start in _STARTS:
        if content.startswith(start.bytes):
            return start.media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return TEXT if content and b"\0" not in content and content.lstrip()[:1] != b"<" else None


def _packed(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:  # a short word, not a bomb
                return ODS if packed.read("mimetype").decode("ascii", "replace").strip() == ODS else None
    except (zipfile.BadZipFile, OSError, EOFError):
        return None
    return next((media_type for name, media_type in _INSIDE.items() if name in names), None)
