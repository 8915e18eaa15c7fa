"""Files as they were received: each under its SHA-256 in PAYUNG_HOME, whole or not at all, only once, and never changed.

Papers that were made for somebody are kept in the same way in a folder of their own (reports/actions.py).
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from hashlib import file_digest
from hashlib import sha256 as digest_of
from pathlib import Path

from django.conf import settings


def kept_at(sha256: str, folder: Path | None = None) -> Path:
    """Where the file of this fingerprint lies, if it is kept; without a folder, among what was received."""
    return (folder or Path(settings.FILES)) / sha256[:2] / sha256


def digest_of_file(path: Path) -> str:
    """Its SHA-256."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def keep_file(path: Path, sha256: str, folder: Path | None = None, *, private: bool = False) -> Path:
    """A copy of the file under its fingerprint; a `private` one can be read by nobody else on the machine."""
    kept = kept_at(sha256, folder)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{sha256}.{os.getpid()}.part")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with path.open("rb") as source, os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        os.replace(draft, kept)
    return kept


def keep_content(content: Iterable[bytes]) -> str:
    """The same of bytes that arrive; their SHA-256."""
    folder = Path(settings.FILES) / "in"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
    draft, digest = Path(name), digest_of()
    try:
        with os.fdopen(handle, "wb") as target:
            for block in content:
                digest.update(block)
                target.write(block)
        keep_file(draft, digest.hexdigest())
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def lay_out(sha256: str, folder: Path, stem: str, named: str) -> Path:
    """The kept file in `folder` with the ending of the name it came with, which a reader compares with what is inside."""
    ending = "".join(ch for ch in Path(named).suffix.lower() if ch.isascii() and (ch.isalnum() or ch == "."))[:6]
    path = folder / f"{stem}{ending}"
    try:
        path.symlink_to(kept_at(sha256).absolute())
    except OSError:  # a system without links
        shutil.copyfile(kept_at(sha256), path)
    return path
