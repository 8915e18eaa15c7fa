"""Documents at rest: each encrypted under a key that lies apart from them, whole or not at all, and readable by the server's own account only.

The key is PAYUNG_DOCUMENT_KEY, or else the file documents.key in PAYUNG_HOME, made when it is first needed. Several keys with commas between them:
the first encrypts, every one of them opens, so that a key can be changed. Whoever loses the key loses the documents: back it up apart from them.
The cipher is Fernet (AES-128-CBC with HMAC-SHA256), so a file that was changed does not open.
"""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from payung.values.errors import ServiceError
from payung.values.words import Words

_KEY_NAME = "documents.key"
_UNREADABLE = Words(
    "Dokumen ini tidak dapat dibuka: berkasnya atau kuncinya tidak ada lagi. Hubungi pengelola server.",
    "This document cannot be opened: its file or its key is gone. Ask whoever runs the server.",
)


def put_away(content: bytes, sha256: str) -> None:
    """Keeps the content encrypted under its fingerprint; what is kept already stays as it is."""
    kept = _at(sha256)
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = kept.with_name(f"{sha256}.{os.getpid()}.part")
    _write_alone(draft, _cipher().encrypt(content))
    os.replace(draft, kept)


def take_out(sha256: str) -> bytes:
    """The content as it came. ServiceError `document.unreadable` where the file or its key is gone, or somebody changed the file."""
    try:
        return _cipher().decrypt(_at(sha256).read_bytes())
    except (OSError, InvalidToken) as error:
        raise ServiceError("document.unreadable", _UNREADABLE) from error


def _at(sha256: str) -> Path:
    return Path(settings.HOME) / "documents" / sha256[:2] / sha256


def _cipher() -> MultiFernet:
    keys = [key for key in os.environ.get("PAYUNG_DOCUMENT_KEY", "").split(",") if key] or [_own_key()]
    return MultiFernet([Fernet(key) for key in keys])


def _own_key() -> str:
    path = Path(settings.HOME) / _KEY_NAME
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{_KEY_NAME}.{os.getpid()}.part")
        _write_alone(draft, Fernet.generate_key())
        # a link, not a move: of two processes that make one at once the first wins, and nobody encrypts with a key that is not kept
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("ascii")


def _write_alone(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
