"""Open figures as CSV, for programs or for Excel in Indonesia, and what must be known to read them, as JSON. Nobody's name or number is in it."""

import csv
import io
import json
from typing import Any

from payung.coverage.disclosure import FEWEST
from payung.coverage.measure import DENOMINATORS, NUMERATORS
from payung.coverage.opened import OpenFigures, OpenRow
from payung.values.words import Lang, Words, hundredths

COLUMNS: dict[str, Words] = {
    "kode": Words("kode wilayah Kementerian Dalam Negeri", "place code of the Ministry of Home Affairs"),
    "nama": Words("nama wilayah", "name of the place"),
    "tingkat": Words("2 kabupaten/kota, 3 kecamatan, 4 desa/kelurahan", "2 regency or city, 3 district, 4 village"),
    "bulan": Words("bulan kepesertaan, tahun-bulan", "month of cover, year-month"),
    "definisi": Words("siapa yang dihitung, lihat definisi", "who is counted, see the definitions"),
    "orang": Words("jumlah orang; kosong bila ditekan", "number of people; empty where it is hidden"),
    "ditekan": Words(
        f"ya: jumlahnya di bawah {FEWEST} orang, atau dapat dipakai menghitung jumlah seperti itu",
        f"ya (yes): the number is below {FEWEST} people, or one could be worked out from it",
    ),
    "penyebut": Words("dibandingkan dengan apa, lihat definisi", "compared with what, see the definitions"),
    "jumlah_penyebut": Words("angka penyebut menurut sumbernya", "the figure of the denominator as its source gave it"),
    "persen_per_seratus": Words("cakupan dalam perseratus persen, dibulatkan", "coverage in hundredths of a per cent, rounded"),
    "sumber_penyebut": Words("siapa yang menerbitkan penyebut", "who published the denominator"),
    "keadaan_penyebut": Words("tanggal keadaan penyebut", "day of which the denominator speaks"),
}
_FOOTNOTE = Words(
    "Setiap orang dihitung sekali, berapa pun dana atau nomornya, di desa menurut daftar pendataan; orang yang desanya tidak disebut hanya terhitung "
    "di wilayah dananya, sehingga jumlah desa dapat di bawah jumlah kecamatan. Persen = orang ÷ penyebut.",
    "Each person counts once, under however many funds or numbers, in the village that the list of the round names; people whose list named no "
    "village count only at the place of their fund, so that villages may come to less than their district. Percentage = people ÷ denominator.",
)
_SOURCE = Words("catatan Payung pada {office}", "records of Payung at {office}")


def open_csv(figures: OpenFigures, *, excel: bool = False) -> bytes:
    """One line a place, month and definition. `excel`: with semicolons and a mark of the encoding, as Excel in Indonesia opens it right away."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(row) for row in figures.rows)
    return text.getvalue().encode("utf-8-sig" if excel else "utf-8")


def open_metadata(figures: OpenFigures, lang: Lang = "id") -> dict[str, Any]:
    """Source, definitions, footnote, columns, terms of use, and of when the figures are."""
    counted = {row.numerator for row in figures.rows}
    compared = {row.denominator for row in figures.rows if row.whole.value is not None}
    return {
        "wilayah": {"kode": figures.place.code, "nama": figures.place.name},
        "bulan": [str(month) for month in figures.months],
        "sumber": _SOURCE.said(lang, office=figures.place.name),
        "definisi": {
            **{name: NUMERATORS[name].said(lang, month="…") for name in sorted(counted)},
            **{name: DENOMINATORS[name].said(lang) for name in sorted(compared)},
        },
        "catatan": _FOOTNOTE.said(lang),
        "kolom": {name: words.said(lang) for name, words in COLUMNS.items()},
        "ditekan_di_bawah": FEWEST,
        "lisensi": figures.publication.licence,
        "keadaan": figures.state.on.isoformat(),
        "nomor_keadaan": figures.state.pk,
        "diterbitkan": figures.publication.on.isoformat(),
    }


def open_metadata_json(figures: OpenFigures, lang: Lang = "id") -> bytes:
    return json.dumps(open_metadata(figures, lang), ensure_ascii=False, indent=1).encode()


def _line(row: OpenRow) -> list[object]:
    hidden = row.people is None
    divided = hundredths(row.people, row.whole.value) if row.people is not None and row.whole.value else None
    source = row.whole.source.said() if row.whole.source else ""
    return [
        *(row.place, row.name, row.level, row.month, row.numerator),
        *("" if hidden else row.people, "ya" if hidden else "", row.denominator if row.whole.value is not None else ""),
        *("" if row.whole.value is None else row.whole.value, "" if divided is None else divided, source, row.whole.as_of or ""),
    ]
