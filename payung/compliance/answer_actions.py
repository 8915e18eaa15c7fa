"""What entities answer: promises and payments; and the prosecutor's register. `by` is who acts (None: the command line), `on` the day of the act."""

from collections.abc import Collection
from datetime import date

from django.db.models import Sum

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.enrolment import EntityLine
from payung.compliance.enrolment_actions import RECORD, lines_for, rows_of
from payung.compliance.enrolment_models import ArrearsLetter, ArrearsPayment, Commitment, Entity, Referral, Skk, SkkStep
from payung.compliance.following import Next, follow
from payung.compliance.letter_actions import numbers
from payung.correspondence.models import LetterKind
from payung.places.models import Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, number, rupiah

SKK = "skk.record"
MOST_PARTS, MOST_SUMMONSES = 60, 3
_LONGEST = 150
_LONGEST_NOTE = 300


def record_commitment(
    *,
    entity: str,
    place: str,
    promised_on: date,
    amount: int,
    due_on: date,
    parts: int = 1,
    said_by: str = "",
    right: str = RECORD,
    by: User | None,
    on: date,
) -> Commitment:
    """It promised to pay so much, the first of `parts` a month apart by `due_on`; the same again changes nothing. InputError `promise.terms`."""
    _refuse(
        "promise.terms",
        amount <= 0 or not 1 <= parts <= MOST_PARTS or parts > amount or not promised_on <= due_on or promised_on > on,
        Words(
            f"Isi jumlah di atas nol, 1 sampai {MOST_PARTS} kali bayar, hari janji yang sudah lewat, dan hari bayar pertama sesudahnya.",
            f"Give an amount above nought, 1 to {MOST_PARTS} parts, a day of the promise that has come, and a first day of payment after it.",
        ),
    )
    with acting("entity.promise", by=by):
        line, row = _locked(entity, place, right, by, on)
        _refuse("promise.terms", not line.owed, Words("Tidak ada tunggakan yang tercatat.", "No arrears are on record."))
        letter = ArrearsLetter.objects.filter(entity=row, on__lte=promised_on).order_by("-on").first()
        said = {"promised_on": promised_on, "amount": amount, "due_on": due_on, "parts": parts}
        made, _ = Commitment.objects.get_or_create(entity=row, **said, defaults={"letter": letter, "said_by": _clean(said_by), "on": on, "by": by})
        return made


def record_arrears_payment(
    *, entity: str, place: str, amount: int, paid_on: date, reference: str, right: str = RECORD, by: User | None, on: date
) -> ArrearsPayment:
    """It paid so much of what it owes, into the open SKK where there is one; the same slip again changes nothing.

    Errors: InputError `arrears.payment` for an amount or day that cannot be; RefusedError `arrears.overpaid` for more than what is owed,
    `arrears.slip` for a slip that was recorded with another amount.
    """
    reference = _clean(reference)
    _refuse(
        "arrears.payment",
        amount <= 0 or paid_on > on or not 1 <= len(reference) <= 100,
        Words(
            "Isi jumlah di atas nol, tanggal yang sudah lewat, dan nomor buktinya.",
            "Give an amount above nought, a day that has come, and the slip’s number.",
        ),
    )
    with acting("entity.pay", by=by):
        line, row = _locked(entity, place, right, by, on)
        known = ArrearsPayment.objects.filter(entity=row, reference=reference).first()
        if known is not None:
            if (known.amount, known.paid_on) == (amount, paid_on):
                return known
            raise RefusedError(
                "arrears.slip",
                Words(
                    f"Bukti {reference} sudah dicatat {rupiah(known.amount)}. Periksa nomornya.",
                    f"The slip {reference} is on record with {rupiah(known.amount, 'en')}. Check its number.",
                ),
            )
        skk = Skk.objects.filter(entity=row, closed_on=None).first()
        if skk is None and line.from_bills:
            raise RefusedError(
                "arrears.of_a_bill",
                Words(
                    "Tunggakan ini dari tagihan di Payung. Catat SP2D-nya di tagihan itu.",
                    "These arrears are of bills in Payung. Record the SP2D with the bill.",
                ),
            )
        left = _left(skk) if skk else line.owed
        if amount > left:
            raise RefusedError(
                "arrears.overpaid",
                Words(
                    f"Sisa tunggakan {rupiah(left)}; pembayaran tidak boleh lebih. Perbarui dulu data tunggakannya.",
                    f"{rupiah(left, 'en')} are left; a payment may not be more. Bring the arrears up to date first.",
                ),
            )
        made = ArrearsPayment.objects.create(entity=row, skk=skk, amount=amount, paid_on=paid_on, reference=reference, on=on, by=by)
        if skk and amount == left:
            skk.closed_on = paid_on
            skk.save(update_fields=["closed_on"])
        return made


def hand_over(*, place: Place, entities: Collection[str], to: str, by: User | None, on: date) -> Referral:
    """These entities, all of them ready, go to the prosecutor's office `to` by one letter.

    Errors: InputError `referral.nobody`; RefusedError `referral.not_ready` where one has time left, has promised, or is handed over already.
    """
    require(by, SKK, place.code, on)
    to = _clean(to)
    _refuse("referral.nobody", not entities, Words("Pilih dulu siapa yang diserahkan.", "Choose first who is handed over."))
    _refuse("referral.to", not to, Words("Isi nama kejaksaannya.", "Give the name of the prosecutor’s office."))
    with acting("skk.hand_over", by=by):
        lines = lines_for(entities, place=place.code, right=SKK, by=by, on=on)
        rows = rows_of(lines)
        list(Entity.objects.select_for_update().filter(pk__in=[row.pk for row in rows.values()]).order_by("pk").values_list("pk", flat=True))
        found = follow(lines, on)
        waiting = [one for one in found.values() if one.next != Next.READY]
        if waiting:
            raise RefusedError(
                "referral.not_ready",
                Words(
                    f"{number(len(waiting))} dari yang dipilih belum siap diserahkan: suratnya belum tiga, batasnya belum lewat, janjinya masih "
                    "berjalan, atau sudah diserahkan.",
                    f"{number(len(waiting), 'en')} of the chosen ones are not ready: fewer than three letters, days left, a promise that runs, or "
                    "handed over already.",
                ),
            )
        reference = numbers(place, LetterKind.REFERRAL, 1, by=by, on=on)[0]
        referral = Referral.objects.create(place=place, to=to, reference=reference, on=on, by=by, signed=str(by) if by else "Payung")
        Skk.objects.bulk_create(
            Skk(
                referral=referral,
                entity=rows[key],
                npp=one.line.npp,
                months=one.line.months,
                amount=one.line.owed,
                letters=[letter.on.isoformat() for letter in one.letters],
            )
            for key, one in found.items()
        )
        return referral


def number_skk(*, skk: Skk, number: str, dated: date, by: User | None, on: date) -> Skk:
    """The SKK was issued under a number on a day. Again: nothing changes. InputError `skk.number`."""
    number = _clean(number)[:100]
    _refuse(
        "skk.number",
        not number or not skk.referral.on <= dated <= on,
        Words("Isi nomor SKK dan tanggalnya, sejak hari penyerahan.", "Give the number of the SKK and its day, not before the handing over."),
    )
    with acting("skk.number", by=by):
        held = _held(skk, by, on)
        if (held.number, held.dated) != (number, dated):
            held.number, held.dated = number, dated
            held.save(update_fields=["number", "dated"])
        return held


def summon(*, skk: Skk, happened_on: date, came: bool | None = None, who: str = "", note: str = "", by: User | None, on: date) -> SkkStep:
    """The next summons, at most three, for a day, and who came. Errors: InputError `skk.step`, RefusedError `skk.three`, `skk.closed`."""
    with acting("skk.summon", by=by):
        held = _open(skk, happened_on, by, on)
        same = held.steps.filter(kind=SkkStep.Kind.SUMMONS, happened_on=happened_on).first()
        if same:
            return same
        count = held.steps.filter(kind=SkkStep.Kind.SUMMONS).count()
        if count >= MOST_SUMMONSES:
            raise RefusedError(
                "skk.three", Words("Panggilan ketiga sudah dicatat; tidak ada yang keempat.", "The third summons is on record; there is no fourth.")
            )
        said = {"came": came, "who": _clean(who), "note": _clean(note, _LONGEST_NOTE)}
        return SkkStep.objects.create(skk=held, kind=SkkStep.Kind.SUMMONS, number=count + 1, happened_on=happened_on, on=on, by=by, **said)


def agree_instalments(*, skk: Skk, parts: int, due_on: date, happened_on: date, note: str = "", by: User | None, on: date) -> SkkStep:
    """What remains is paid in `parts` a month apart, the first by `due_on`; kept as a promise too, so that a broken one is seen."""
    _refuse("skk.step", not 2 <= parts <= MOST_PARTS, Words(f"Angsuran 2 sampai {MOST_PARTS} kali.", f"2 to {MOST_PARTS} instalments."))
    with acting("skk.instalments", by=by):
        held = _open(skk, happened_on, by, on)
        same = held.steps.filter(kind=SkkStep.Kind.INSTALMENTS, happened_on=happened_on, parts=parts).first()
        if same:
            return same
        record_commitment(
            entity=held.entity.key,
            place=held.entity.place_id,
            promised_on=happened_on,
            amount=_left(held),
            due_on=due_on,
            parts=parts,
            said_by="SKK",
            right=SKK,
            by=by,
            on=on,
        )
        count = held.steps.filter(kind=SkkStep.Kind.INSTALMENTS).count()
        said = {"parts": parts, "note": _clean(note, _LONGEST_NOTE)}
        return SkkStep.objects.create(skk=held, kind=SkkStep.Kind.INSTALMENTS, number=count + 1, happened_on=happened_on, on=on, by=by, **said)


def close_skk(*, skk: Skk, happened_on: date, note: str, by: User | None, on: date) -> SkkStep:
    """It ends without everything being paid, for a reason. InputError `skk.step` without one; RefusedError `skk.closed`."""
    _refuse("skk.step", not note.strip(), Words("Isi alasan penutupan.", "Give the reason for closing."))
    with acting("skk.close", by=by):
        held = _open(skk, happened_on, by, on)
        held.closed_on = happened_on
        held.save(update_fields=["closed_on"])
        said = {"note": _clean(note, _LONGEST_NOTE), "on": on, "by": by}
        return SkkStep.objects.create(skk=held, kind=SkkStep.Kind.CLOSED, number=1, happened_on=happened_on, **said)


def _held(skk: Skk, by: User | None, on: date) -> Skk:
    require(by, SKK, skk.entity.place_id, on)
    return Skk.objects.select_for_update(of=("self",)).select_related("entity", "referral").get(pk=skk.pk)


def _open(skk: Skk, happened_on: date, by: User | None, on: date) -> Skk:
    held = _held(skk, by, on)
    _refuse(
        "skk.step",
        not held.referral.on <= happened_on <= on,
        Words("Tanggalnya harus sejak hari penyerahan dan sudah lewat.", "The day must not be before the handing over, nor ahead."),
    )
    if held.closed_on:
        raise RefusedError("skk.closed", Words("SKK ini sudah selesai.", "This SKK has ended."))
    return held


def _left(skk: Skk) -> int:
    return int(skk.amount) - (skk.payments.aggregate(sum=Sum("amount"))["sum"] or 0)


def _locked(key: str, place: str, right: str, by: User | None, on: date) -> tuple[EntityLine, Entity]:
    (line,) = lines_for([key], place=place, right=right, by=by, on=on)
    row = Entity.objects.select_for_update().get(pk=rows_of([line])[key].pk)
    return lines_for([key], place=place, right=right, by=by, on=on)[0], row  # what it owes as known under the lock


def _clean(text: str, most: int = _LONGEST) -> str:
    return " ".join(text.split())[:most]


def _refuse(code: str, wrong: bool, words: Words) -> None:
    if wrong:
        raise InputError(code, words)
