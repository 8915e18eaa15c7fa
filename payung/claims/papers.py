"""The checklist of one case: which papers it needs, how far each is, its scan.

`by` is who acts (None: the command line), `on` the day of the act. A scan is kept encrypted (payung.filing); whoever opens one stands on the trail.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.claims.allowed import require_in
from payung.claims.handling import locked
from payung.claims.known import Known, known_of
from payung.claims.models import Case, Paper, Relative
from payung.claims.paper_kinds import PaperKind, Wanted, paper_kinds, wanted
from payung.filing.actions import file_document, open_document
from payung.filing.models import Document
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

State = Paper.State
_LONGEST_NOTE = 300
THERE = frozenset({State.HERE, State.ACCEPTED})
_SETTLED = THERE | {State.NOT_NEEDED}

PAPER_STATE_WORDS: Mapping[str, Words] = {
    State.MISSING: Words("belum ada", "missing"),
    State.ASKED: Words("sudah diminta", "asked for"),
    State.HERE: Words("sudah ada", "here"),
    State.ACCEPTED: Words("diterima", "accepted"),
    State.NOT_NEEDED: Words("tidak perlu", "not needed"),
}
PAPER_STATE_LOOKS: Mapping[str, str] = {
    State.MISSING: "needs_fixing",
    State.ASKED: "waiting",
    State.HERE: "passes",
    State.ACCEPTED: "paid",
    State.NOT_NEEDED: "duplicate",
}


@dataclass(frozen=True)
class Line:
    """One line of the checklist. `paper`: what is recorded of it (None: nothing yet); `document`: its scan."""

    kind: PaperKind
    relative: Relative | None
    paper: Paper | None
    state: str
    document: Document | None

    @property
    def open(self) -> bool:
        """Whether the case waits for it."""
        return self.state not in _SETTLED and not self.kind.optional

    @property
    def note(self) -> str:
        return self.paper.note if self.paper else ""


@dataclass(frozen=True)
class Checklist:
    """`lines`: what the case needs; `kept`: papers with a scan or a note that it does not need (any more), so that none is lost from sight."""

    known: Known
    lines: Sequence[Line]
    kept: Sequence[Paper]

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.open]

    @property
    def complete(self) -> bool:
        """Nothing is waited for, and the family is recorded, without which nobody knows what is needed."""
        return not self.open and not (self.known.heirs and self.known.heirs.empty)

    @property
    def needed(self) -> int:
        return sum(not line.kind.optional for line in self.lines)


def checklist(case: Case, on: date, known: Known | None = None) -> Checklist:
    """The papers of the case as they are needed and recorded on that day."""
    return checklist_by(known or known_of(case, on), case.papers.select_related("document", "relative"))


def checklist_by(known: Known, papers: Iterable[Paper]) -> Checklist:
    """The same of papers that were read before. No database."""
    there = {(one.key, one.relative_id): one for one in papers}
    lines = [_line(each, there.pop((each.kind.key, each.relative.pk if each.relative else None), None)) for each in wanted(known)]
    return Checklist(known, lines, [one for one in there.values() if one.document_id or one.note])


def _line(each: Wanted, paper: Paper | None) -> Line:
    proof = each.relative.proven if each.kind.proves and each.relative else None
    document = (paper.document if paper else None) or proof
    state = paper.state if paper else State.MISSING
    return Line(each.kind, each.relative, paper, State.HERE if state == State.MISSING and proof else state, document)


def set_paper_state(*, case: Case, key: str, relative: int | None, state: str, note: str = "", by: User | None, on: date) -> Paper:
    """How far a paper is. Accepting one, and taking that back, takes the right `case.pay`: BPJS, or the operator who hands the papers over.

    Errors: InputError `paper.unknown` for one that this case does not need, `paper.state`, `paper.note` where it is not needed and nobody says why.
    """
    require_in(case, "case.papers", by, on)
    if state not in State.values:
        raise InputError("paper.state", Words("Pilih keadaan berkasnya.", "Choose how far the paper is."))
    said = " ".join(note.split())[:_LONGEST_NOTE]
    if state == State.NOT_NEEDED and not said:
        raise InputError("paper.note", Words("Tulis mengapa berkas ini tidak perlu.", "Write why this paper is not needed."))
    with acting("case.paper", by=by):
        line = _wanted_line(locked(case), key, relative, on)
        if State.ACCEPTED in (state, line.state) and state != line.state:
            require_in(case, "case.pay", by, on)
        return _kept(case, line, state=state, note=said)


def file_scan(*, case: Case, key: str, relative: int | None, content: bytes, name: str, by: User | None, on: date) -> Paper:
    """Keeps a scan or a picture of the paper, encrypted; the one before stays in the archive.

    Errors as `set_paper_state` and `file_document`; RefusedError `paper.accepted` for one that BPJS has taken, `paper.no_scan` for bank books, of
    which no copy is kept.
    """
    require_in(case, "case.papers", by, on)
    with acting("case.paper", by=by):
        line = _wanted_line(locked(case), key, relative, on)
        if not line.kind.scan:
            raise RefusedError(
                "paper.no_scan",
                Words(
                    "Payung tidak menyimpan buku tabungan, nomor rekening, atau kartu ATM. Tandai saja bahwa sudah ada.",
                    "Payung keeps no bank book, account number or bank card. Only mark that it is there.",
                ),
            )
        if line.state == State.ACCEPTED:
            raise RefusedError(
                "paper.accepted", Words("Berkas ini sudah diterima BPJS dan tidak diganti lagi.", "BPJS has accepted this paper; it is not replaced.")
            )
        document = file_document(content=content, name=name, by=by, on=on)
        if line.kind.proves and line.relative:
            Relative.objects.filter(pk=line.relative.pk).update(proven=document)
        return _kept(case, line, state=State.HERE, document=document)


def open_scan(*, paper: Paper, by: User | None, on: date) -> bytes:
    """What the scan holds; opening it stands on the trail. InputError `paper.not_here`."""
    require_in(paper.case, "case.scan", by, on)
    if paper.document is None:
        raise InputError("paper.not_here", Words("Berkas ini belum dipindai.", "There is no scan of this paper yet."))
    return open_document(document=paper.document, by=by)


def _wanted_line(case: Case, key: str, relative: int | None, on: date) -> Line:
    if key in paper_kinds():
        for line in checklist(case, on).lines:
            if line.kind.key == key and (line.relative.pk if line.relative else None) == relative:
                return line
    raise InputError(
        "paper.unknown",
        Words("Kasus ini tidak memerlukan berkas itu. Muat ulang halamannya.", "This case needs no such paper. Load the page again."),
    )


def _kept(case: Case, line: Line, **given: object) -> Paper:
    paper = line.paper or Paper(case=case, key=line.kind.key, relative=line.relative, document=line.document)
    for name, value in given.items():
        setattr(paper, name, value)
    paper.save()
    return paper
