"""The papers of an edition: each is set from its frozen facts alone, and carries its number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from payung.claims.models import Consent
from payung.filing.kinds import DOCX, PDF, XLSX
from payung.reports.briefing_book import write_book
from payung.reports.briefing_deck import Told, write_deck
from payung.reports.briefing_press import write_press, write_text
from payung.reports.edition_actions import freeze
from payung.reports.edition_facts import way_to
from payung.reports.models import Edition, EditionFacts, Paper
from payung.reports.one_page import OnePage, write_one_page
from payung.reports.parts import Content, read
from payung.reports.report_paper import write_report
from payung.reports.told import Told as Progress
from payung.values.errors import InputError
from payung.values.words import Lang, Words

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TEXT = "text/plain; charset=utf-8"
KIND_WORDS: dict[str, Words] = {
    Edition.Kind.BRIEFING: Words("Paparan", "Briefing"),
    Edition.Kind.MONTHLY: Words("Laporan bulanan", "Monthly report"),
    Edition.Kind.QUARTERLY: Words("Laporan triwulan", "Quarterly report"),
    Edition.Kind.HALF_CLAIMS: Words("Laporan klaim semester", "Half-year report of claims"),
    Edition.Kind.HALF_MONEV: Words("Monev semester", "Half-year monitoring"),
    Edition.Kind.PARITRANA: Words("Paket Paritrana", "Paritrana pack"),
}


@dataclass(frozen=True)
class Form:
    """One form of an edition: what it is called, the ending and the media type of its file, and who writes it."""

    title: Words
    ending: str
    media_type: str
    write: Callable[[Edition, EditionFacts, Path, Lang], None]


def _told(edition: Edition, content: Content) -> Told:
    return Told(edition.number, edition.signed, edition.on, _names(content), way_to(edition))


def _names(content: Content) -> dict[int, str]:
    """Of the families in it those who agree on the day that the paper is made: key -> name."""
    keys = {one.relative for section in content.sections for one in section.families}
    newest: dict[int, Consent] = {}
    for consent in Consent.objects.filter(relative__in=keys).select_related("relative").order_by("pk"):
        newest[consent.relative_id] = consent
    return {key: one.relative.name for key, one in newest.items() if one.name_public}


def _of_content(write: Callable[[Content, Told, Path, Lang], None]) -> Callable[[Edition, EditionFacts, Path, Lang], None]:
    def made(edition: Edition, facts: EditionFacts, path: Path, lang: Lang) -> None:
        content = content_of(facts)
        write(content, _told(edition, content), path, lang)

    return made


def _page(edition: Edition, facts: EditionFacts, path: Path, lang: Lang) -> None:
    write_one_page(read(OnePage, facts.content["page"]), path, lang)


def content_of(facts: EditionFacts) -> Content:
    return read(Content, facts.content["content"])


_BRIEFING = {
    "deck": Form(Words("Paparan (PowerPoint)", "Deck (PowerPoint)"), ".pptx", PPTX, _of_content(write_deck)),
    "page": Form(Words("Ringkasan satu halaman (PDF)", "One page (PDF)"), ".pdf", PDF, _page),
    "book": Form(Words("Buku kerja (Excel)", "Workbook (Excel)"), ".xlsx", XLSX, _of_content(write_book)),
    "press": Form(Words("Catatan pers (Word)", "Press note (Word)"), ".docx", DOCX, _of_content(write_press)),
    "text": Form(Words("Teks WhatsApp", "WhatsApp text"), ".txt", TEXT, _of_content(write_text)),
}
_REPORT = {
    "paper": Form(Words("Laporan (PDF)", "Report (PDF)"), ".pdf", PDF, _of_content(write_report)),
    "book": Form(Words("Laporan (Excel)", "Report (Excel)"), ".xlsx", XLSX, _of_content(write_book)),
}


def forms_of(kind: str) -> dict[str, Form]:
    """Key -> form, in the order in which they are offered."""
    return _BRIEFING if kind == Edition.Kind.BRIEFING else _REPORT


def form_of(kind: str, key: str) -> Form:
    found = forms_of(kind).get(key)
    if found is None:
        raise InputError("edition.form", Words(f"Pilihan bentuk: {', '.join(forms_of(kind))}.", f"Forms: {', '.join(forms_of(kind))}."))
    return found


def write_edition(edition: Edition, form: str, path: Path, lang: Lang = "id") -> Form:
    """One paper of the edition; freezes its facts where nobody has yet."""
    found = form_of(edition.kind, form)
    found.write(edition, freeze(edition), path, lang)
    return found


def paper_name(edition: Edition, form: Form, lang: Lang) -> str:
    """The name of the file: what, which place, which month, which version, which language."""
    what = form.title.said(lang).split(" (")[0].lower()
    kind = "" if edition.kind == Edition.Kind.BRIEFING else f" {KIND_WORDS[edition.kind].said(lang).lower()}"
    months = str(edition.first_month) if edition.first_month == edition.last_month else f"{edition.first_month} {edition.last_month}"
    return f"{kind.strip() or what} {edition.place_id} {months} v{edition.version} {lang}{form.ending}"


def write_ordered_edition(paper: Paper, path: Path, told: Progress) -> tuple[str, str]:
    """The maker of orders of the kind "edition"."""
    edition = Edition.objects.select_related("place", "by").get(pk=paper.given["edition"])
    form = write_edition(edition, paper.given["form"], path, paper.language)
    told(1, 1)
    return paper_name(edition, form, paper.language), form.media_type


def write_all(edition: Edition, folder: Path, langs: Iterable[Lang]) -> list[Path]:
    """Every form of the edition in these languages."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for lang in langs:
        for key, form in forms_of(edition.kind).items():
            path = folder / paper_name(edition, form, lang)
            write_edition(edition, key, path, lang)
            made.append(path)
    return made
