"""payung family, papers and handover: the family of a case, its papers, and what is told when the money is handed over."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.audit.actions import acting
from payung.claims.family import Told, add_relative, cross_out, family_of, prove_relative, set_guardian
from payung.claims.handover import agreed_figures, give_consent, handed_over
from payung.claims.heirs import RELATION_WORDS
from payung.claims.known import known_of
from payung.claims.models import Case, Relative
from payung.claims.papers import PAPER_STATE_WORDS, Line, checklist, file_scan, open_scan, set_paper_state
from payung.claims.queries import the_case
from payung.claims.words import case_name
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.where import PlaceOption, the_place
from payung.law.read_case import UnreadableError
from payung.law.relation import relation
from payung.reports.claim_handover import Occasion, ceremony_book, press_note, thanks_letter
from payung.reports.claim_letters import LETTERS, letter_paper, letters_for
from payung.reports.claim_told import ClaimTold
from payung.reports.explained import MARKS
from payung.reports.family_page import family_pdf, family_text
from payung.reports.paper import Paper, paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day, number, rupiah

families = typer.Typer(help="Keluarga dan ahli waris sebuah kasus.", no_args_is_help=True)
case_papers = typer.Typer(help="Berkas sebuah kasus: daftar, pindaian, surat.", no_args_is_help=True)
handovers = typer.Typer(help="Penyerahan santunan.", no_args_is_help=True)
CaseArgument = Annotated[int, typer.Argument(metavar="KASUS", help="Nomor kasus.")]
LineOption = Annotated[int, typer.Option("--line", help="Nomor baris keluarga, lihat “payung family show”.")]
FileArgument = Annotated[Path, typer.Argument(metavar="BERKAS", help="Pindaian: PDF, JPG, PNG, atau WEBP.")]
KeyArgument = Annotated[str, typer.Argument(metavar="KUNCI", help="Kunci berkas, lihat “payung papers show”.")]
FromOption = Annotated[str, typer.Option("--from", help="Dibayar BPJS mulai tanggal (bila kosong: awal tahun).")]
ToOption = Annotated[str, typer.Option("--to", help="Sampai tanggal (bila kosong: hari ini).")]
OutOption = Annotated[Path, typer.Option("--out", help="Tulis ke berkas ini; .docx untuk Word, selain itu PDF.")]


def _case(wanted: int) -> Case:
    return the_case(wanted, visible_to=None, on=date.today())


def _relative(case: Case, wanted: int) -> Relative:
    found = case.relatives.filter(pk=wanted).first()
    if found is None:
        raise InputError("relative.none", Words("Baris keluarga itu tidak ada di kasus ini.", "This case has no such line of the family."))
    return found


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise InputError("document.none", Words(f"Berkas “{path}” tidak ada.", f"There is no file “{path}”."))
    return path.read_bytes()


def _said(one: Relative, lang: Lang) -> str:
    guardian = f", wali: {one.guardian.name}" if one.guardian else ""
    return f"{one.pk}  {one.name}, {RELATION_WORDS[one.relation].said(lang)}{guardian}"


@command(families, "show")
def show_family(case: CaseArgument, lang: Lang = "id") -> Answer:
    """Keluarga yang tercatat, siapa yang menerima menurut undang-undang, dan apa yang harus dibuktikan."""
    one, today = _case(case), date.today()
    heirs = known_of(one, today).heirs
    if heirs is None:
        raise InputError("case.no_heirs", Words("Kecelakaan tidak punya ahli waris.", "An accident has no heirs."))
    lines = [case_name(one), *(_said(each, lang) for each in family_of(one))]
    lines += [f"→ {each.relative.name}: {each.proof.said(lang)}" for each in heirs.heirs]
    lines += [f"  {words.said(lang)}" for words in (*heirs.prove, *heirs.open)]
    lines += [f"  {step[lang]} ({step['source']})" for step in heirs.steps]
    data = {"case": one.pk, "heirs": [each.relative.pk for each in heirs.heirs], "step": heirs.step, "empty": heirs.empty, "court": heirs.court}
    return Answer({**data, "funeral_to": heirs.funeral_to, "rest_to": heirs.rest_to, "mark": heirs.mark}, lines)


@command(families, "add")
def add(
    case: CaseArgument,
    related: Annotated[str, typer.Argument(metavar="HUBUNGAN", help="istri, suami, anak, ibu, ayah, saudara, mertua, … atau lainnya.")],
    name: Annotated[str, typer.Argument(metavar="NAMA")],
    nik: Annotated[str, typer.Option("--nik")] = "",
    born: Annotated[str, typer.Option("--born", help="Tanggal lahir, misalnya 2012-02-01.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Telepon.")] = "",
    dead: Annotated[bool, typer.Option("--dead", help="Sudah meninggal lebih dulu.")] = False,
    will: Annotated[bool, typer.Option("--will", help="Disebut dalam wasiat akta notaris.")] = False,
    lang: Lang = "id",
) -> Answer:
    """Tambah seorang anggota keluarga."""
    try:
        code = relation(related)
    except UnreadableError as wanted:
        raise InputError("relative.relation", Words(f"Hubungan itu tidak dikenal: {wanted}.", f"That relation is not known: {wanted}.")) from wanted
    told = Told(code.value, name, nik, read_day(born) if born else None, phone, not dead, named_in_will=will)
    made = add_relative(case=_case(case), told=told, by=None, on=date.today())
    return Answer({"line": made.pk}, [_said(made, lang)])


@command(families, "cross")
def cross(case: CaseArgument, line: LineOption, reason: Annotated[str, typer.Option("--reason", help="Alasannya.")], lang: Lang = "id") -> Answer:
    """Coret baris yang salah; tidak ada yang dihapus."""
    made = cross_out(relative=_relative(_case(case), line), reason=reason, by=None, on=date.today())
    return Answer({"line": made.pk}, [Words("Dicoret: {name}.", "Crossed out: {name}.").said(lang, name=made.name)])


@command(families, "guardian")
def guardian_(
    case: CaseArgument, line: LineOption, by: Annotated[int, typer.Option("--by", help="Nomor baris walinya.")], lang: Lang = "id"
) -> Answer:
    """Catat wali seorang anak."""
    one = _case(case)
    made = set_guardian(relative=_relative(one, line), guardian=_relative(one, by), by=None, on=date.today())
    return Answer({"line": made.pk, "guardian": made.guardian_id}, [_said(made, lang)])


@command(families, "prove")
def prove(case: CaseArgument, file: FileArgument, line: LineOption, lang: Lang = "id") -> Answer:
    """Simpan dokumen bukti hubungan, terenkripsi."""
    made = prove_relative(relative=_relative(_case(case), line), content=_content(file), name=file.name, by=None, on=date.today())
    return Answer({"line": made.pk, "document": made.proven_id}, [_said(made, lang)])


@command(families, "page")
def page(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Option("--out", help="Tulis PDF ke berkas ini; bila kosong, tampilkan teks WhatsApp.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Lembar untuk keluarga: satu halaman PDF, atau teks WhatsApp."""
    told = ClaimTold(checklist(_case(case), date.today()), date.today())
    if out:
        out.write_bytes(family_pdf(told))
        return Answer({"case": case, "file": str(out)}, [str(out)])
    text = family_text(told)
    return Answer({"case": case, "text": text}, [text])


@command(case_papers, "show")
def show_papers(case: CaseArgument, lang: Lang = "id") -> Answer:
    """Daftar berkas: apa, dari siapa, formulir, keadaan, dan seberapa pasti dasarnya."""
    papers = checklist(_case(case), date.today())
    head = ["Kunci", "Baris", "Berkas", "Dari", "Formulir", "Keadaan"] if lang == "id" else "Key Line Paper From Form State".split()
    rows = [_row(line, lang) for line in papers.lines]
    doubt = sorted({MARKS[line.kind.mark].said(lang) for line in papers.lines})
    data = [{"key": line.kind.key, "line": line.relative.pk if line.relative else None, "state": line.state} for line in papers.lines]
    return Answer({"case": case, "complete": papers.complete, "papers": data}, [*table([head, *rows]), ", ".join(doubt)])


def _row(line: Line, lang: Lang) -> list[str]:
    kind, whose = line.kind, line.relative
    title = kind.title.said(lang) + (f": {whose.name}" if whose else "")
    return [kind.key, str(whose.pk) if whose else "", title, kind.issuer.said(lang), kind.form, PAPER_STATE_WORDS[line.state].said(lang)]


@command(case_papers, "set")
def set_state(
    case: CaseArgument,
    key: KeyArgument,
    state: Annotated[str, typer.Argument(metavar="KEADAAN", help="missing, asked, here, accepted, atau not_needed.")],
    line: LineOption = 0,
    note: Annotated[str, typer.Option("--note", help="Catatan; perlu untuk not_needed.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat keadaan satu berkas."""
    made = set_paper_state(case=_case(case), key=key, relative=line or None, state=state, note=note, by=None, on=date.today())
    return Answer({"paper": made.pk, "state": made.state}, [f"{key}: {PAPER_STATE_WORDS[made.state].said(lang)}"])


@command(case_papers, "scan")
def scan(case: CaseArgument, key: KeyArgument, file: FileArgument, line: LineOption = 0, lang: Lang = "id") -> Answer:
    """Simpan pindaian satu berkas, terenkripsi."""
    content = _content(file)
    made = file_scan(case=_case(case), key=key, relative=line or None, content=content, name=file.name, by=None, on=date.today())
    return Answer({"paper": made.pk, "document": made.document_id}, [f"{key}: {PAPER_STATE_WORDS[made.state].said(lang)}"])


@command(case_papers, "open")
def open_(case: CaseArgument, key: KeyArgument, out: OutOption, line: LineOption = 0, lang: Lang = "id") -> Answer:
    """Ambil pindaian; pembukaannya dicatat."""
    found = _case(case).papers.select_related("case__office", "document").filter(key=key, relative=line or None).first()
    if found is None:
        raise InputError("paper.not_here", Words("Berkas ini belum dipindai.", "There is no scan of this paper yet."))
    out.write_bytes(open_scan(paper=found, by=None, on=date.today()))
    return Answer({"paper": found.pk, "file": str(out)}, [str(out)])


@command(case_papers, "letter")
def letter(
    case: CaseArgument,
    which: Annotated[str, typer.Argument(metavar="SURAT", help=", ".join(LETTERS))],
    out: OutOption,
    full: Annotated[bool, typer.Option("--full-nik", help="Dengan NIK lengkap; dicatat.")] = False,
    lang: Lang = "id",
) -> Answer:
    """Tulis surat siap isi."""
    told = ClaimTold(checklist(_case(case), date.today()), date.today(), full=full)
    if which not in (known := letters_for(told)):
        names = ", ".join(known)
        raise InputError("letter.none", Words(f"Surat itu tidak ada di sini. Yang ada: {names}.", f"There is no such letter here, but: {names}."))
    with acting("nik.reveal" if full else "case.letter", by=None, note=f"case {case}, letter {which}"):
        pass
    _write(letter_paper(which, told), out)
    return Answer({"case": case, "file": str(out)}, [known[which].said(lang), str(out)])


def _write(paper: Paper, out: Path) -> None:
    out.write_bytes(paper_docx(paper) if out.suffix == ".docx" else paper_pdf(paper))


def _occasion(place: str, first: str, last: str) -> Occasion:
    today, where = date.today(), the_place(place)
    from_, to = read_day(first) if first else date(today.year, 1, 1), read_day(last) if last else today
    return Occasion(where, from_, to, handed_over(first=from_, last=to, place=where.code, visible_to=None, on=today), today)


@command(handovers, "list")
def list_(
    out: Annotated[Path | None, typer.Option("--out", help="Tulis juga sebagai xlsx ke berkas ini.")] = None,
    from_: FromOption = "",
    to: ToOption = "",
    place: PlaceOption = "",
    lang: Lang = "id",
) -> Answer:
    """Siapa menerima dan siapa boleh disebut, dan angka yang disepakati. Tanpa data bank."""
    occasion = _occasion(place, from_, to)
    figures = agreed_figures(occasion.handed)
    rows = [
        [
            str(one.case.pk),
            case_name(one.case),
            ", ".join(who.relative.name for who in one.receivers),
            rupiah(one.rupiah, lang),
            day(one.paid_on, lang),
        ]
        for one in occasion.handed
    ]
    head = ["Kasus", "Almarhum", "Penerima", "Santunan", "Dibayar"] if lang == "id" else ["Case", "The late", "Receiver", "Benefit", "Paid"]
    agreed = Words("{cases} kasus, {heirs} ahli waris, {sum} diakui penerimanya.", "{cases} cases, {heirs} heirs, {sum} confirmed.")
    counts = {"cases": number(figures.cases, lang), "heirs": number(figures.heirs, lang), "sum": rupiah(figures.rupiah, lang)}
    lines = [*table([head, *rows], right={0, 3}), agreed.said(lang, **counts)]
    if out:
        out.write_bytes(ceremony_book(occasion, lang))
        lines.append(str(out))
    return Answer({"cases": figures.cases, "heirs": figures.heirs, "rupiah": figures.rupiah, "left_out": figures.left_out}, lines)


@command(handovers, "press")
def press(out: OutOption, from_: FromOption = "", to: ToOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Catatan pers: hanya angka yang disepakati, hanya nama yang disetujui."""
    _write(press_note(_occasion(place, from_, to)), out)
    return Answer({"file": str(out)}, [str(out)])


@command(handovers, "thanks")
def thanks(out: OutOption, from_: FromOption = "", to: ToOption = "", place: PlaceOption = "", lang: Lang = "id") -> Answer:
    """Surat ucapan terima kasih kepada cabang BPJS."""
    _write(thanks_letter(_occasion(place, from_, to)), out)
    return Answer({"file": str(out)}, [str(out)])


@command(handovers, "consent")
def consent(
    case: CaseArgument,
    line: LineOption,
    named: Annotated[bool, typer.Option("--name/--no-name", help="Nama boleh disebut.")] = False,
    pictured: Annotated[bool, typer.Option("--picture/--no-picture", help="Gambar boleh dimuat.")] = False,
    file: Annotated[Path | None, typer.Option("--file", help="Surat persetujuan yang sudah ditandatangani.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Catat pernyataan keluarga tentang nama dan gambar; setuju perlu surat bertanda tangan."""
    relative, content = _relative(_case(case), line), _content(file) if file else b""
    made = give_consent(
        relative=relative,
        name_public=named,
        picture_public=pictured,
        content=content,
        name=file.name if file else "",
        by=None,
        on=date.today(),
    )
    return Answer({"consent": made.pk}, [Words("Pernyataan {name} tercatat.", "The word of {name} is recorded.").said(lang, name=relative.name)])


def add_to(app: typer.Typer) -> None:
    app.add_typer(families, name="family")
    app.add_typer(case_papers, name="papers")
    app.add_typer(handovers, name="handover")
