"""payung match key, encode, compare, resolve: two agencies find whom both have, without showing each other a NIK or a name."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from payung.cli.answer import Answer, command
from payung.cli.match import UNDATED, check_map, read_list, write_pairs
from payung.matching.compare_encoded import compare
from payung.matching.encode import ENCODED, encode
from payung.matching.encoded_file import check_comparable, read_encoded, resolved, write_encoded, write_whole
from payung.matching.secret import Key, make_key, read_key
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number

_ENDS = ".enc.csv"
_PARTS = {"given_name": "name", "surname": "name"}  # a name is a name, however many columns it came in
_READABLE = Words(
    "• Berkas kunci ini dapat dibaca orang lain di komputer ini. Batasi dengan chmod 600.",
    "• Others on this computer can read this key file. Restrict it with chmod 600.",
)
_BLIND = Words(
    "• {rows} baris tidak dapat dicocokkan: tanpa NIK, dan tanpa nama yang lengkap dengan tanggal lahir, nama ibu, desa, atau nomor HP.",
    "• {rows} rows cannot be compared: no NIK, and no name together with birth date, mother's name, village or phone.",
)

KeyOption = Annotated[Path, typer.Option("--key-file", help="Berkas kunci, sama di kedua instansi.")]
OutOption = Annotated[Path, typer.Option("--out", help="Berkas hasil.")]


def home_of(out: Path) -> Path:
    """ "asn.enc.csv" -> "asn.local.csv": beside it, and never sent."""
    return out.with_name((out.name.removesuffix(_ENDS) if out.name.endswith(_ENDS) else out.stem) + ".local.csv")


def keep(out: Path, *given: Path) -> None:
    """InputError `encode.over_itself` where the answer would be written over what it is made of."""
    written = {out.resolve(), home_of(out).resolve()}
    over = next((path for path in given if path.resolve() in written), None)
    if over is not None:
        raise InputError(
            "encode.over_itself",
            Words(
                f"Hasil akan menimpa “{over.name}”. Pilih nama lain untuk --out.",
                f"The answer would be written over “{over.name}”. Choose another --out.",
            ),
        )


def encode_list(people: pl.DataFrame, name: str, key: Key, out: Path, *, only: str, on: date) -> dict[str, Any]:
    """Writes both files; how many rows, which fields. `only`: fields with commas between them, empty: all that are there.

    InputError `encode.empty`, `encode.field`, `encode.nothing_to_compare`: then nothing is written.
    """
    if not people.height:
        raise InputError("encode.empty", Words(f"“{name}” tidak berisi baris data.", f"“{name}” holds no rows."))
    fields = [field.strip() for field in only.split(",")] if only else [field for field in ENCODED if field in people.columns]
    wrong = [field for field in fields if field not in ENCODED or field not in people.columns]
    if wrong:
        raise InputError(
            "encode.field",
            Words(
                f"Tidak disandikan, atau tidak ada di “{name}”: {', '.join(wrong)}. Yang dapat disandikan: {', '.join(ENCODED)}.",
                f"Not encoded, or not in “{name}”: {', '.join(wrong)}. What can be encoded: {', '.join(ENCODED)}.",
            ),
        )
    rows, local = encode(people.select("id", *fields), key, on)
    blind = rows.filter(pl.all_horizontal(pl.col("nik", "^key_.*$").is_null())).height
    if blind == rows.height:
        raise InputError(
            "encode.nothing_to_compare",
            Words(
                f"Tidak ada baris “{name}” yang dapat dicocokkan: perlu NIK, atau nama dengan tanggal lahir, nama ibu, desa, atau nomor HP.",
                f"No row of “{name}” can be compared: it takes a NIK, or a name with birth date, mother's name, village or phone.",
            ),
        )
    home = home_of(out)
    head = write_encoded(rows, local, out=out, home=home, key=key, fields={_PARTS.get(field, field) for field in fields}, on=on)
    return {"rows": head.rows, "fields": head.fields, "key": key.id, "not_compared": blind, "out": str(out), "local": str(home)}


def add_to(match: typer.Typer) -> None:
    @command(match, "key")
    def key(out: OutOption, lang: Lang = "id") -> Answer:
        """Buat kunci bersama untuk satu pencocokan. Berikan langsung kepada instansi lain, tidak kepada siapa pun selain itu."""
        made = make_key(out)
        told = Words(
            "Kunci ditulis ke {out}. Tanda pengenalnya {id}: bacakan lewat telepon untuk memastikan kedua kantor memegang kunci yang sama.",
            "Key written to {out}. Its id is {id}: read it out by telephone to be sure that both offices hold the same key.",
        )
        return Answer({"key": made.id, "file": str(out)}, [told.said(lang, out=out, id=made.id)])

    @command(match, "encode")
    def encode(
        path: Annotated[Path, typer.Argument(metavar="DAFTAR", help="Daftar sendiri (csv, xlsx, xls, ods).")],
        key_file: KeyOption,
        out: OutOption,
        map: Annotated[
            list[str] | None, typer.Option("--map", metavar="ISI=KOLOM", help="Arti sebuah kolom, misalnya name=Pemilik; boleh diulang.")
        ] = None,
        id: Annotated[str, typer.Option("--id", metavar="KOLOM", help="Kolom pengenal baris (bila kosong: nomor baris di lembar).")] = "",
        fields: Annotated[str, typer.Option("--fields", help="Hanya isian ini, dipisahkan koma, sama di kedua instansi.")] = "",
        lang: Lang = "id",
    ) -> Answer:
        """Sandikan daftar: tanpa NIK, nama, atau tanggal lahir yang terbaca. Berkas .local.csv di sampingnya tetap di kantor."""
        keep(out, path, key_file)
        secret = read_key(key_file)
        people = read_list(path, map or [], id)
        check_map(map or [], [people])
        data = encode_list(people.rows, path.name, secret, out, only=fields, on=date.today())
        told = Words(
            "{rows} baris disandikan ke {out}. Isian: {fields}. Kunci: {key}.", "{rows} rows encoded to {out}. Fields: {fields}. Key: {key}."
        )
        stays = Words("Kirim berkas itu saja. {local} tetap di kantor.", "Send only that file. {local} stays in the office.")
        lines = [told.said(lang, **{**data, "rows": number(data["rows"], lang), "fields": ", ".join(data["fields"])}), stays.said(lang, **data)]
        lines += [UNDATED.said(lang, file=path.name, rows=number(people.undated, lang))] if people.undated else []
        lines += [_BLIND.said(lang, rows=number(data["not_compared"], lang))] if data["not_compared"] else []
        lines += [_READABLE.said(lang)] if secret.readable else []
        return Answer({**data, "undated": people.undated, "key_readable": secret.readable}, lines)

    @command(match, "compare")
    def compare_files(
        left: Annotated[Path, typer.Argument(metavar="KIRI.enc.csv", help="Daftar yang disandikan.")],
        right: Annotated[Path, typer.Argument(metavar="KANAN.enc.csv", help="Daftar yang disandikan dengan kunci yang sama.")],
        out: OutOption,
        key_file: Annotated[Path | None, typer.Option("--key-file", help="Periksa juga apakah berkas diubah dengan sengaja.")] = None,
        threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Peluang paling kecil.")] = 0.5,
        lang: Lang = "id",
    ) -> Answer:
        """Cari siapa yang ada di kedua daftar yang disandikan. Tidak perlu kunci: sebaiknya dikerjakan kantor ketiga."""
        keep(out, left, right)
        secret = read_key(key_file) if key_file else None
        one, other = read_encoded(left, secret), read_encoded(right, secret)
        check_comparable((left, one[0]), (right, other[0]))
        pairs = compare(one[1], other[1], threshold=threshold)
        write_pairs(pairs, out, lang)
        told = Words("{pairs} pasangan dari {left} × {right} baris: {out}", "{pairs} pairs of {left} × {right} rows: {out}")
        data = {"pairs": pairs.height, "left_rows": one[0].rows, "right_rows": other[0].rows, "out": str(out), "checked_with_key": secret is not None}
        counted = {"pairs": number(pairs.height, lang), "left": number(one[0].rows, lang), "right": number(other[0].rows, lang)}
        return Answer(data, [told.said(lang, out=out, **counted)])

    @command(match, "resolve")
    def resolve(
        pairs: Annotated[Path, typer.Argument(metavar="PASANGAN.csv", help="Hasil payung match compare.")],
        local: Annotated[Path, typer.Option("--local", help="Berkas .local.csv dari penyandian sendiri.")],
        out: OutOption,
        lang: Lang = "id",
    ) -> Answer:
        """Tulis pengenal baris sendiri di pasangan itu. Sisi instansi lain tetap tersandi."""
        keep(out, pairs, local)
        found, own = resolved(pairs, local)
        write_whole({out: found.write_csv().encode()}, private={out})
        told = Words("{own} baris sendiri dalam {pairs} pasangan: {out}", "{own} own rows in {pairs} pairs: {out}")
        counted = {"own": number(own, lang), "pairs": number(found.height, lang)}
        return Answer({"pairs": found.height, "own_rows": own, "out": str(out)}, [told.said(lang, out=out, **counted)])
