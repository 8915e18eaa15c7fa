"""The key that two agencies share, and the keyed hashes made with it.

A key file holds one line: `payung-key-1 `, then at least 64 hexadecimal digits (32 random bytes). Every use of the key has a purpose of its own, so
that no two columns can be held against each other. HMAC-SHA256 throughout, by its two halves, which are begun once for each purpose.
"""

import base64
import hashlib
import os
import secrets
import stat
from functools import cached_property
from pathlib import Path

from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_MARK = b"payung-key-1 "
_BYTES = 32
_BLOCK = 64  # bytes that SHA-256 takes at once
_TAG = 6  # bytes: eight letters; that two different values of 4 million and 450 thousand rows share a tag happens once in 150 comparisons
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")  # no digit: no spreadsheet takes it for a number, nobody for a NIK


class Purpose:
    """A keyed hash for one purpose."""

    def __init__(self, key: bytes) -> None:
        padded = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def digest(self, text: str) -> bytes:
        """The HMAC-SHA256 of the text, 32 bytes."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text.encode())
        outer.update(inner.digest())
        return outer.digest()

    def tag(self, text: str | None, size: int = _TAG) -> str | None:
        """The first bytes of it in base64; null stays null."""
        return None if text is None else base64.b64encode(self.digest(text)[:size]).decode()


class Key:
    """`readable`: others on this computer may read its file."""

    def __init__(self, secret: bytes, *, readable: bool = False) -> None:
        self._secret, self.readable = secret, readable

    def purpose(self, name: str) -> Purpose:
        return Purpose(Purpose(self._secret).digest(f"payung 1 {name}"))

    @cached_property
    def id(self) -> str:
        """Sixteen letters by which two offices see, by telephone even, that they hold the same key; they tell nothing about it."""
        return letters(self.purpose("key id").digest(""))


def letters(digest: bytes) -> str:
    """The first eight bytes as sixteen letters from a to p."""
    return digest[:8].hex().translate(_LETTERS)


def make_key(path: Path) -> Key:
    """A new key in a file that only its owner may read. RefusedError `key.exists`: a key is never written over."""
    secret = secrets.token_bytes(_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise RefusedError(
            "key.exists",
            Words(
                f"“{path.name}” sudah ada dan tidak ditimpa: daftar yang disandikan dengan kunci lama tidak akan cocok lagi. Pilih nama berkas lain.",
                f"“{path.name}” exists and is not written over: lists encoded with the old key would match no more. Choose another file name.",
            ),
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(_MARK + secret.hex().encode() + b"\n")
    return Key(secret)


def read_key(path: Path) -> Key:
    """InputError `key.missing`, `key.not_a_key`, `key.too_short`: what is wrong with the file, without a word of what stands in it."""
    try:
        with path.open("rb") as file:
            text = file.read(4096).strip()
            mode = os.fstat(file.fileno()).st_mode
    except OSError as error:
        raise InputError(
            "key.missing",
            Words(
                f"Berkas kunci “{path.name}” tidak ditemukan atau tidak boleh dibaca.", f"The key file “{path.name}” is not there or may not be read."
            ),
        ) from error
    try:
        if not text.startswith(_MARK):
            raise ValueError
        secret = bytes.fromhex(text.removeprefix(_MARK).decode("ascii"))
    except ValueError as error:
        raise InputError(
            "key.not_a_key",
            Words(
                f"“{path.name}” bukan berkas kunci Payung. Buat kunci dengan “payung match key --out KUNCI”, lalu serahkan ke instansi lain.",
                f"“{path.name}” is no key file of Payung. Make one with “payung match key --out KEY” and hand it to the other agency.",
            ),
        ) from error
    if len(secret) < _BYTES or len(set(secret)) < _BYTES // 4:
        raise InputError(
            "key.too_short",
            Words(
                f"Kunci di “{path.name}” terlalu pendek atau mudah ditebak. Buat kunci baru dengan “payung match key”.",
                f"The key in “{path.name}” is too short or easy to guess. Make a new one with “payung match key”.",
            ),
        )
    return Key(secret, readable=os.name == "posix" and bool(mode & (stat.S_IRGRP | stat.S_IROTH)))
