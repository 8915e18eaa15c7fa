"""Writing letters 1, 2 and 3 to many entities at once, and noting that they were sent and received. `by` acts (None: the command line)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.enrolment import EntityLine
from payung.compliance.enrolment_actions import lines_for, rows_of
from payung.compliance.enrolment_models import ArrearsLetter, Entity, LetterStep
from payung.compliance.following import Followed, Next, follow, letters_seen
from payung.correspondence.actions import take_numbers
from payung.correspondence.models import Letterhead, LetterKind
from payung.correspondence.queries import letterhead_of, rule_of
from payung.places.models import Office, OfficeKind, Place
from payung.values.errors import InputError, OutOfScopeError
from payung.values.words import Words

WRITE = "arrears.letter"
DAYS = 14  # until an answer is expected, unless somebody says otherwise
_LONGEST_DAYS, _LONGEST_NOTE = 90, 150


@dataclass(frozen=True)
class WrittenLetters:
    """`letters`: made now; `again`: entities that had one that day already; of the others how many by what holds them up (Next)."""

    letters: list[ArrearsLetter]
    again: int
    held_up: dict[Next, int]


def head_of(place: Place) -> Letterhead | None:
    """The letterhead of the labour office of the place, else that of the place."""
    return letterhead_of(place, Office.objects.filter(kind=OfficeKind.LABOUR, place=place).order_by("pk").first())


def numbers(place: Place, kind: LetterKind, count: int, *, by: User | None, on: date) -> Sequence[str]:
    """So many numbers of letters of that kind; empty ones, to be written by hand, where the place has no pattern for them. Inside an act."""
    head = head_of(place)
    rule = rule_of(head, kind)
    if head is None or rule is None or not rule.pattern or not count:
        return [""] * count
    return [taken.number for taken in take_numbers(letterhead=head, kind=kind, count=count, by=by, on=on)]


def write_arrears_letters(*, place: Place, entities: Collection[str], days: int = DAYS, by: User | None, on: date) -> WrittenLetters:
    """The next letter to each of these entities (keys) of the place that owes something or is not enrolled; the same day again nothing more.

    Which letter, follows from what was sent before. Whoever has time left, has promised, was written to three times or is with the prosecutor's
    office gets none. `days`: until an answer is expected. InputError `letter.days` outside of 1 to 90.
    """
    if not 1 <= days <= _LONGEST_DAYS:
        raise InputError(
            "letter.days", Words(f"Batas jawaban 1 sampai {_LONGEST_DAYS} hari.", f"An answer is expected within 1 to {_LONGEST_DAYS} days.")
        )
    with acting(WRITE, by=by):
        lines = lines_for(entities, place=place.code, right=WRITE, by=by, on=on)
        rows = rows_of(lines)
        # of two officers at once the second waits here, and then sees the letters of the first
        list(Entity.objects.select_for_update().filter(pk__in=[row.pk for row in rows.values()]).order_by("pk").values_list("pk", flat=True))
        today = set(ArrearsLetter.objects.filter(on=on, entity__in=[row.pk for row in rows.values()]).values_list("entity", flat=True))
        fresh = [line for line in lines if rows[line.key].pk not in today]
        found = follow([_with_row(line, rows) for line in fresh], on)
        due = [one for one in found.values() if one.next == Next.LETTER]
        made = [_letter(one, rows[one.line.key], on, on + timedelta(days), by) for one in due]
        for letter, reference in zip(made, numbers(place, LetterKind.ARREARS, len(made), by=by, on=on), strict=True):
            letter.reference = reference
        held_up: Counter[Next] = Counter(one.next for one in found.values() if one.next != Next.LETTER)
        return WrittenLetters(ArrearsLetter.objects.bulk_create(made), len(lines) - len(fresh), dict(held_up))


def _with_row(line: EntityLine, rows: dict[str, Entity]) -> EntityLine:
    return replace(line, pk=rows[line.key].pk)


def _letter(one: Followed, row: Entity, on: date, due_on: date, by: User | None) -> ArrearsLetter:
    line = one.line
    pays = one.kind == ArrearsLetter.Kind.PAY
    return ArrearsLetter(
        entity=row,
        kind=one.kind or "",
        number=len(one.letters) + 1,
        on=on,
        due_on=due_on,
        npp=line.npp,
        paid_through=line.paid_through if pays else None,
        months=line.months if pays else 0,
        owed=line.owed if pays else 0,
        as_of=line.as_of,
        source=line.source,
        by=by,
        signed=str(by) if by else "Payung",
    )


def note_letters(*, place: str, letters: Collection[int], kind: LetterStep.Kind, happened_on: date, note: str = "", by: User | None, on: date) -> int:
    """These letters (keys) were sent, or received, on a day; how many are newly so. What is noted already stays as it is.

    Errors: OutOfScopeError `letter.unknown`; InputError `letter.step` for a day before the letter's, before it was sent, or that has not come.
    """
    note = " ".join(note.split())[:_LONGEST_NOTE]
    with acting("arrears.letter_step", by=by):
        found = list(letters_seen(place=place, visible_to=by, on=on).filter(pk__in=set(letters)))
        if len(found) != len(set(letters)):
            raise OutOfScopeError("letter.unknown", Words("Surat itu tidak ada di wilayah ini.", "There is no such letter in this place."))
        for code in {letter.entity.place_id for letter in found}:
            require(by, WRITE, code, on)
        held = {letter.pk: {step.kind: step.happened_on for step in letter.steps.all()} for letter in found}
        fresh = [letter for letter in found if kind not in held[letter.pk]]
        for letter in fresh:
            if not max(letter.on, held[letter.pk].get(LetterStep.Kind.SENT, letter.on)) <= happened_on <= on:
                raise InputError(
                    "letter.step",
                    Words(
                        "Tanggal kirim atau terima harus sejak tanggal surat (diterima: sejak dikirim) dan sudah lewat.",
                        "The day must not lie before the letter’s own, received not before sent, nor ahead.",
                    ),
                )
        steps = [LetterStep(letter=letter, kind=kind, happened_on=happened_on, note=note, on=on, by=by) for letter in fresh]
        return len(LetterStep.objects.bulk_create(steps, ignore_conflicts=True))
