"""Files that a list check meets and must refuse in one sentence: each `put_…` writes one into a folder. Invented people only."""

import struct
import zipfile
from pathlib import Path

import xlsxwriter
import xlwt

HEADER = ["No", "NIK", "Nama Lengkap", "Tempat Lahir", "Tanggal Lahir", "JK", "Alamat", "Pekerjaan", "No HP", "Nama Ibu Kandung"]
PERSON = [1, "7405011206770841", "Suharto Saleh", "Andoolo", "12-06-1977", "L", "Dusun I RT 001", "Petani", "081234567890", "Ramlah"]
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
_RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_BOOK_RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
SHEET_HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_TAIL = "</sheetData></worksheet>"
_NO_STRINGS = '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"></sst>'


def text_row(number: int, values: list[object]) -> str:
    """One row of a sheet with its texts in the cells."""
    cells = "".join(f'<c r="{column_name(i)}{number}" t="inlineStr"><is><t>{value}</t></is></c>' for i, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def column_name(index: int) -> str:
    return xlsxwriter.utility.xl_col_to_name(index)


def raw_xlsx(path: Path, sheet: str | bytes, strings: str = _NO_STRINGS, more: dict[str, bytes] | None = None) -> Path:
    """A workbook of hand-written parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "xl/workbook.xml": _BOOK,
            "xl/_rels/workbook.xml.rels": _BOOK_RELS,
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": strings,
            **(more or {}),
        }.items():
            archive.writestr(name, data)
    return path


def put_good(path: Path, *, sheet: str = "Data", name: str = "Suharto Saleh", nik: str = "7405011206770841") -> Path:
    """A list of one person who passes."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for row, line in enumerate([HEADER, [PERSON[0], nik, name, *PERSON[3:]]]):
            for column, value in enumerate(line):
                page.write_string(row, column, str(value))
    return path


def put_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    for row, line in enumerate([HEADER, PERSON]):
        for column, value in enumerate(line):
            page.write(row, column, value)
    book.save(str(path))
    return path


def ole_container(stream: str, data: bytes = b"\0" * 4096) -> bytes:
    """A compound file of one stream: what Excel wraps a workbook with a password in, under the stream name EncryptedPackage."""
    end, fat_mark, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    data += b"\0" * (-len(data) % 512)
    count = len(data) // 512
    header = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + struct.pack("<108I", *[free] * 108)
    fat = [fat_mark, end, *range(3, 2 + count), end]
    fat += [free] * (128 - len(fat))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child) + b"\0" * 36 + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, len(data)) + b"\0" * 256
    return header[:512] + struct.pack("<128I", *fat) + directory + data


def biff_with_password() -> bytes:
    """An .xls whose workbook begins with FILEPASS, as Excel 97 to 2003 writes it."""
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    filepass = struct.pack("<HH", 0x2F, 54) + struct.pack("<HHH", 1, 1, 1) + b"\x11" * 48
    return ole_container("Workbook", (start + filepass + struct.pack("<HH", 0x0A, 0)).ljust(4096, b"\0"))


def truncated(path: Path) -> Path:
    data = put_good(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def billion_laughs(path: Path) -> Path:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<?xml version="1.0"?><!DOCTYPE sst [{entities}]><sst xmlns="{main}"><si><t>&a9;</t></si></sst>'
    return raw_xlsx(path, SHEET_HEAD + text_row(1, HEADER) + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>' + SHEET_TAIL, strings)


def zip_bomb(path: Path, size: int, *, lie: bool = False, into: str = "xl/worksheets/sheet1.xml") -> Path:
    """`size` zero bytes in one part; `lie`: the archive says that the part unpacks to 100 bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "xl/workbook.xml": _BOOK,
            "xl/_rels/workbook.xml.rels": _BOOK_RELS,
            "xl/sharedStrings.xml": _NO_STRINGS,
            "xl/worksheets/sheet1.xml": SHEET_HEAD + SHEET_TAIL,
        }
        for name, data in parts.items():
            if name != into:
                archive.writestr(name, data)
        info = zipfile.ZipInfo(into)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as part:
            part.write(SHEET_HEAD.encode())
            for _ in range(size >> 20):
                part.write(b"\0" * (1 << 20))
    if lie:
        data = bytearray(path.read_bytes())
        at = data.rfind(b"PK\x01\x02")
        while at >= 0:
            name = bytes(data[at + 46 : at + 46 + struct.unpack_from("<H", data, at + 28)[0]]).decode()
            if name == into:
                struct.pack_into("<I", data, at + 24, 100)
            at = data.rfind(b"PK\x01\x02", 0, at)
        path.write_bytes(data)
    return path
