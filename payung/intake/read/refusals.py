"""Why a file as a whole cannot be taken: one sentence that says what to do. Light: the reading processes import it."""

from dataclasses import dataclass
from typing import Any

from payung.values.words import Lang, Words, number


@dataclass(frozen=True)
class Reason:
    """`code` is kept and counted; `words` may have blanks that the Refusal fills."""

    code: str
    words: Words


EMPTY = Reason(
    "file.empty",
    Words("Berkas ini kosong. Minta pengirim mengirim ulang berkas aslinya.", "This file is empty. Ask the sender for the original file."),
)
STRANGER = Reason(
    "file.not_a_list",
    Words(
        "Isi berkas ini {kind}, bukan tabel. Minta daftar aslinya dalam bentuk Excel (xlsx, xls, ods) atau csv.",
        "This file is {kind}, not a table. Ask for the original list as a spreadsheet (xlsx, xls, ods) or csv.",
    ),
)
WEB_PAGE = Reason(
    "file.web_page",
    Words(
        "Berkas ini sebenarnya halaman web. Buka di Excel, pilih Simpan Sebagai “Buku Kerja Excel (.xlsx)”, lalu kirim lagi.",
        "This file is really a web page. Open it in Excel, save it as an Excel workbook (.xlsx) and send it again.",
    ),
)
NOT_A_TABLE = Reason(
    "file.not_a_table",
    Words(
        "Isi berkas ini tidak terbaca sebagai tabel. Buka di Excel, simpan sebagai .xlsx, lalu kirim lagi.",
        "This file cannot be read as a table. Open it in Excel, save it as .xlsx and send it again.",
    ),
)
WRONG_NAME = Reason(
    "file.wrong_name",
    Words(
        "Isi berkas ini {kind}, tetapi akhiran namanya {suffix}. Ganti akhirannya menjadi .{kind}, lalu kirim lagi.",
        "This file holds {kind} but its name ends in {suffix}. Change the ending to .{kind} and send it again.",
    ),
)
PASSWORD = Reason(
    "file.password",
    Words(
        "Berkas ini terkunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu kirim lagi.",
        "This file is locked with a password. Open it in Excel, remove the password, save and send it again.",
    ),
)
DAMAGED = Reason(
    "file.damaged",
    Words(
        "Berkas ini rusak atau terpotong saat dikirim. Minta pengirim mengirim ulang berkas aslinya.",
        "This file is damaged or was cut off on its way. Ask the sender to send the original again.",
    ),
)
TOO_BIG = Reason(
    "file.too_big",
    Words(
        "Berkas ini terlalu besar untuk dibaca dengan aman. Bagi daftarnya per kecamatan, lalu kirim lagi.",
        "This file is too large to be read safely. Split the list by district and send it again.",
    ),
)
TOO_MANY_ROWS = Reason(
    "file.too_many_rows",
    Words(
        "Satu lembar berisi {rows} baris; paling banyak {most}. Bagi daftarnya per kecamatan, lalu kirim lagi.",
        "One sheet has {rows} rows; the most is {most}. Split the list by district and send it again.",
    ),
)
TOO_MANY_COLUMNS = Reason(
    "file.too_many_columns",
    Words(
        "Satu lembar berisi {columns} kolom; paling banyak {most}. Hapus kolom yang tidak perlu, lalu kirim lagi.",
        "One sheet has {columns} columns; the most is {most}. Delete the columns that are not needed and send it again.",
    ),
)
NO_HEADER = Reason(
    "file.no_header",
    Words(
        "Judul kolom tidak ditemukan. Tulis satu baris judul, paling sedikit NIK, Nama, dan Tanggal Lahir, lalu kirim lagi.",
        "No row of column titles was found. Write one, at least NIK, Nama and Tanggal Lahir, and send it again.",
    ),
)
ONLY_HIDDEN = Reason(
    "file.only_hidden",
    Words(
        "Semua baris orang ada di lembar tersembunyi. Tampilkan lembarnya di Excel, simpan, lalu kirim lagi.",
        "All rows of persons are on a hidden sheet. Unhide the sheet, save the file and send it again.",
    ),
)
FORBIDDEN = Reason(
    "file.forbidden",
    Words("Berkas ini tidak boleh dibaca. Periksa izin berkasnya, lalu ulangi.", "This file may not be read. Check its permissions and try again."),
)
NO_ROWS = Reason(
    "file.no_rows",
    Words(
        "Berkas ini berisi judul kolom, tetapi tidak ada satu pun baris orang. Bila isinya rumus, buka di Excel, simpan, lalu kirim lagi.",
        "This file has column titles but not one row of a person. If it is filled by formulas, open it in Excel, save and send it again.",
    ),
)
CRASHED = Reason(
    "file.unreadable",
    Words(
        "Berkas ini tidak dapat dibaca dengan aman: terlalu besar setelah dibuka, atau rusak. Simpan ulang di "
        "Excel dan bagi per kecamatan, lalu kirim lagi.",
        "This file cannot be read safely: too large once unpacked, or damaged. Save it anew in Excel, split by district, and send it again.",
    ),
)


class Refusal(Exception):
    """Raised while one file is read; the reader turns it into a refusal of that file alone."""

    def __init__(self, reason: Reason, **blanks: Any) -> None:
        super().__init__(reason.code)
        self.code = reason.code
        self.words = Words(_filled(reason.words.id, "id", blanks), _filled(reason.words.en, "en", blanks))


def _filled(text: str, lang: Lang, blanks: dict[str, Any]) -> str:
    return text.format(**{name: number(value, lang) if isinstance(value, int) else value for name, value in blanks.items()})
