"""How rows and files of an upload are said on the pages: findings in the words of the catalog, NIK masked as they were written."""

from collections.abc import Iterable
from dataclasses import dataclass

from payung.intake.checks.catalog import FINDINGS, VERDICTS, sentence
from payung.intake.models import Finding, Row, UploadedFile
from payung.values.nik import digits_of, mask
from payung.values.problem import VERDICT_OF, Severity, Verdict
from payung.values.words import Words

_SHORT = 9  # digits that a text must have to be taken for somebody's number
_ORDER = list(FINDINGS)

FILE_STATES: dict[str, tuple[str, Words]] = {
    UploadedFile.State.WAITING: ("waiting", Words("menunggu", "waiting")),
    UploadedFile.State.ASKING: ("fix", Words("kolom perlu dipastikan", "columns to be confirmed")),
    UploadedFile.State.CHECKED: ("ok", Words("diperiksa", "checked")),
    UploadedFile.State.REFUSED: ("no", Words("tidak dapat diterima", "refused")),
    UploadedFile.State.THERE: ("waiting", Words("sudah ada", "there already")),
}


@dataclass(frozen=True)
class Said:
    """One finding: `state` colours it."""

    code: str
    column: str
    state: str
    title: Words
    what: Words
    do: Words


def masked_text(written: str) -> str:
    """What stood in a NIK cell, with what could tell somebody's number hidden: "740501120677084" -> "7405•••••••7084"."""
    bare = digits_of(written)
    if len(bare) == 16:
        return mask(bare)
    if sum(ch.isdigit() for ch in bare) < _SHORT:
        return written
    return f"{bare[:4]}{'•' * (len(bare) - 8)}{bare[-4:]}"


def said_of(finding: Finding) -> Said:
    known = FINDINGS[finding.code]
    what = sentence(finding.code, finding.value or None, finding.evidence or None)
    if known.column == "nik" and finding.value:
        hidden = masked_text(finding.value)
        what = Words(what.id.replace(finding.value, hidden), what.en.replace(finding.value, hidden))
    state = "warning" if known.severity == Severity.WARNING else VERDICT_OF[known.severity].value
    return Said(finding.code, known.column, state, known.title, what, known.do)


def findings_of(row: Row) -> list[Said]:
    """What a row was told, what weighs most first."""
    return [said_of(finding) for finding in sorted(row.findings.all(), key=lambda each: _ORDER.index(each.code))]


def joined(parts: Iterable[Words]) -> Words:
    """Sentences one after the other, each once."""
    each = list(dict.fromkeys(parts))
    return Words(" ".join(words.id for words in each), " ".join(words.en for words in each))


def verdict_of(row: Row) -> tuple[str, Words]:
    """For the badge."""
    return row.verdict, VERDICTS[Verdict(row.verdict)]
