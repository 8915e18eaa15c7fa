"""payung determine papers, number, sign: what to print of a determination, and what came back signed."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import FundArgument, PlaceOption, the_fund
from payung.correspondence.models import PAPER_WORDS, PaperKind
from payung.planning.models import Determination
from payung.planning.queries import newest_determination
from payung.planning.signed import list_state, number_of, short, signing_of
from payung.planning.signing import number_paper, sign
from payung.reports.decided_papers import paper_name, paper_of
from payung.reports.paper import paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day

_KINDS = "; ".join(PaperKind.values)
KindArgument = Annotated[str, typer.Argument(metavar="NASKAH", help=_KINDS)]
VersionOption = Annotated[int | None, typer.Option("--version", help="Versi penetapan (bila kosong: yang terbaru).")]


def add_to(group: typer.Typer) -> None:
    @command(group, "papers")
    def papers(
        fund: FundArgument,
        out: Annotated[Path | None, typer.Option("--out", help="Folder; tanpa ini hanya ditampilkan keadaannya.")] = None,
        kind: Annotated[str, typer.Option("--kind", help=f"Satu naskah saja: {_KINDS}")] = "",
        version: VersionOption = None,
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Naskah satu penetapan sebagai PDF untuk ditandatangani dan DOCX untuk diedit; nomor, tanda tangan, dan sidik daftarnya."""
        one = _the_determination(fund, place, version)
        kinds = [_kind(kind)] if kind else list(PaperKind.values)
        written = [path for each in kinds for path in _write(one, each, out, lang)] if out else []
        state = list_state(one)
        head = ["Naskah", "Nomor", "Ditandatangani"] if lang == "id" else ["Paper", "Number", "Signed"]
        lines = table([head, *(_row(one, each, lang) for each in kinds)])
        lines.append(Words("Sidik daftar: {s}", "List fingerprint: {s}").said(lang, s=short(state.now)))
        if state.changed:
            lines.append(f"⚠ {_CHANGED.said(lang)}")
        data = {"number": one.number, "version": one.version, "fingerprint": state.now, "changed": state.changed, "files": [str(f) for f in written]}
        return Answer(data, [*lines, *map(str, written)])

    @command(group, "number")
    def number(fund: FundArgument, kind: KindArgument, version: VersionOption = None, place: PlaceOption = "", lang: Lang = "id") -> Answer:
        """Ambil nomor berikutnya untuk satu naskah, menurut pola di kop surat. Diulang: nomor yang sama."""
        one = _the_determination(fund, place, version)
        taken = number_paper(determination=one, kind=_kind(kind), by=None, on=date.today())
        return Answer({"kind": kind, "number": taken}, [f"{PAPER_WORDS[kind].said(lang)}: {taken}"])

    @command(group, "sign")
    def signed(
        fund: FundArgument,
        kind: KindArgument,
        file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Pindaian bertanda tangan: PDF, JPG, atau PNG, paling besar 20 MB.")],
        signer: Annotated[str, typer.Option("--signer", help="Nama penanda tangan.")],
        number_: Annotated[str, typer.Option("--number", help="Nomor pada naskah (bila kosong: nomor yang sudah diambil).")] = "",
        on: Annotated[str, typer.Option("--on", help="Tanggal tanda tangan (bila kosong: hari ini).")] = "",
        version: VersionOption = None,
        place: PlaceOption = "",
        lang: Lang = "id",
    ) -> Answer:
        """Simpan pindaian naskah yang sudah ditandatangani. Setelah SK ditandatangani, perubahan daftar memerlukan SK perubahan."""
        one, today = _the_determination(fund, place, version), date.today()
        made = sign(
            determination=one,
            kind=_kind(kind),
            number=number_ or number_of(one, kind),
            signed_on=read_day(on) if on else today,
            signer=signer,
            content=_read(file),
            name=file.name,
            by=None,
            on=today,
        )
        told = Words("{paper} {number} tersimpan, ditandatangani {on} oleh {who}.", "{paper} {number} is kept, signed {on} by {who}.")
        said = told.said(lang, paper=PAPER_WORDS[kind].said(lang), number=made.number, on=day(made.signed_on, lang), who=made.signed_by)
        return Answer({"kind": kind, "number": made.number, "signed_on": str(made.signed_on), "sha256": made.document.sha256}, [said])


_CHANGED = Words(
    "Daftar yang dicetak sekarang berbeda dari yang ditandatangani. Buat SK perubahan: payung determine … --amending ALASAN.",
    "The list printed now differs from the signed one. Make an amendment: payung determine … --amending REASON.",
)


def _the_determination(fund: str, place: str, version: int | None) -> Determination:
    chosen = the_fund(fund, place)
    found = chosen.determinations.filter(version=version).first() if version else newest_determination(chosen)
    if found is None:
        raise InputError(
            "determination.none",
            Words(f"Dana “{chosen.name}” belum punya penetapan itu.", f"The fund “{chosen.name}” has no such determination."),
        )
    return found


def _kind(kind: str) -> str:
    if kind not in PaperKind.values:
        raise InputError("paper.kind", Words(f"Pilih naskah: {_KINDS}.", f"Choose a paper: {_KINDS}."))
    return kind


def _write(one: Determination, kind: str, out: Path, lang: Lang) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    paper, name = paper_of(one, kind, on=date.today(), lang=lang), "".join(ch if ch not in '<>:"/\\|?*' else "-" for ch in paper_name(one, kind))
    files = [(out / f"{name}.pdf", paper_pdf(paper)), (out / f"{name}.docx", paper_docx(paper))]
    for path, content in files:
        path.write_bytes(content)
    return [path for path, _ in files]


def _row(one: Determination, kind: str, lang: Lang) -> list[str]:
    signing = signing_of(one, kind)
    return [PAPER_WORDS[kind].said(lang), number_of(one, kind) or "–", f"{day(signing.signed_on, lang)}, {signing.signed_by}" if signing else "–"]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("document.file", Words(f"Berkas {file} tidak dapat dibuka.", f"The file {file} cannot be opened.")) from error
