"""Setting a letterhead and its rules, taking the next number. `by` is who acts (None: the command line), `on` the day of the act."""

from datetime import date

from django.db.models import Max

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.correspondence.models import RULED_KINDS, Letterhead, PaperRule, TakenNumber
from payung.correspondence.numbering import checked_pattern, written
from payung.places.models import Office, Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_LONGEST = {"government": 120, "name": 150, "address": 200, "contact": 200, "town": 80}
_NEEDED = ("government", "name", "address", "town")
_CALLED = {
    "government": Words("nama pemerintah daerah", "the name of the government"),
    "name": Words("nama kantor", "the name of the office"),
    "address": Words("alamat", "the address"),
    "contact": Words("telepon dan surel", "telephone and e-mail"),
    "town": Words("tempat penandatanganan", "the town of signing"),
    "title": Words("jabatan", "the title"),
    "staff_number": Words("NIP", "the NIP"),
}


def set_letterhead(*, place: Place, office: Office | None = None, by: User | None, on: date, **parts: str) -> Letterhead:
    """`parts`: government, name, address, contact, town. The same again changes nothing. InputError for a part that is missing or too long."""
    require(by, "letterhead.set", place.code, on)
    given = {part: _clean(parts.get(part, ""), part, _LONGEST[part], needed=part in _NEEDED) for part in _LONGEST}
    with acting("letterhead.set", by=by):
        known = Letterhead.objects.select_for_update().filter(place=place, office=office).first()
        if known is None:
            return Letterhead.objects.create(place=place, office=office, **given)
        if any(getattr(known, part) != value for part, value in given.items()):
            for part, value in given.items():
                setattr(known, part, value)
            known.save(update_fields=list(given))
        return known


def set_paper_rule(
    *, letterhead: Letterhead, kind: str, title: str = "", name: str = "", staff_number: str = "", pattern: str = "", by: User | None, on: date
) -> PaperRule:
    """Who signs papers of this kind and how they are numbered; numbers that were given stay. InputError for a pattern that cannot be."""
    require(by, "letterhead.set", letterhead.place_id, on)
    if kind not in dict(RULED_KINDS):
        raise ValueError(kind)
    given = {
        "title": _clean(title, "title", 120),
        "name": _clean(name, "name", 120),
        "staff_number": _clean(staff_number, "staff_number", 30),
        "pattern": checked_pattern(pattern) if pattern.strip() else "",
    }
    with acting("letterhead.set", by=by):
        Letterhead.objects.select_for_update().get(pk=letterhead.pk)
        rule, made = PaperRule.objects.get_or_create(letterhead=letterhead, kind=kind, defaults=given)
        if not made and any(getattr(rule, part) != value for part, value in given.items()):
            for part, value in given.items():
                setattr(rule, part, value)
            rule.save(update_fields=list(given))
    return rule


def take_number(*, letterhead: Letterhead, kind: str, by: User | None, on: date) -> TakenNumber:
    """The next number of the kind's series: a part of the act of another package, which has asked for the right to it.

    Whoever comes second waits for the first and has the number after. RefusedError `paper.no_pattern` where the kind has no pattern.
    """
    return take_numbers(letterhead=letterhead, kind=kind, count=1, by=by, on=on)[0]


def take_numbers(*, letterhead: Letterhead, kind: str, count: int, by: User | None, on: date) -> list[TakenNumber]:
    """The same for many papers at once, in one series and in its order."""
    with acting("paper.number", by=by):
        Letterhead.objects.select_for_update().get(pk=letterhead.pk)
        pattern = PaperRule.objects.filter(letterhead=letterhead, kind=kind).values_list("pattern", flat=True).first()
        if not pattern:
            raise RefusedError(
                "paper.no_pattern",
                Words(
                    "Pola nomor untuk naskah ini belum diatur. Isi di halaman kop surat, atau ketik nomornya.",
                    "There is no number pattern for this paper yet. Set it on the letterhead page, or type the number.",
                ),
            )
        series = TakenNumber.objects.filter(letterhead=letterhead, pattern=pattern, year=on.year)
        n, made = series.aggregate(last=Max("n"))["last"] or 0, list[TakenNumber]()
        while len(made) < count:
            following = range(n + 1, n + 1 + count - len(made))
            # another pattern may have written the same number already
            wanted = [written(pattern, one, on) for one in following]
            known = set(TakenNumber.objects.filter(letterhead=letterhead, number__in=wanted).values_list("number", flat=True))
            for n in following:
                if (number := written(pattern, n, on)) not in known:
                    made.append(TakenNumber(letterhead=letterhead, kind=kind, pattern=pattern, year=on.year, n=n, number=number, on=on, by=by))
        return TakenNumber.objects.bulk_create(made)


def _clean(value: str, part: str, most: int, *, needed: bool = False) -> str:
    value, called = " ".join(value.split()), _CALLED[part]
    if needed and not value:
        raise InputError("letterhead.part", Words(f"Isi {called.id}.", f"Give {called.en}."))
    if len(value) > most:
        raise InputError(
            "letterhead.part", Words(f"Panjang {called.id} paling banyak {most} huruf.", f"For {called.en} there are at most {most} characters.")
        )
    return value
