"""Entering a child with a right to the scholarship, its changes of level, its yearly proof and payment, and the end of its right.

`by` is who acts (None: the command line), `on` the day of the act.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.claims.allowed import require_in
from payung.claims.expected import children_of, expected_of, told_children
from payung.claims.free_text import plain
from payung.claims.handling import locked_case
from payung.claims.models import Case, Relative, Scholar, SchoolYear
from payung.claims.payment import unexplained
from payung.claims.scholars import ENDED_WHY, YearOn, YearState, right_ends, year_on
from payung.claims.step_actions import pass_step
from payung.filing.actions import file_document, open_document
from payung.law import scholarship
from payung.law.figure import figure
from payung.law.scholarship import Level, years_from
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day, number


def enter_scholar(*, case: Case, relative: Relative, level: str, grade: int, by: User | None, on: date) -> Scholar:
    """The child was in that year (`grade`, from 1) of the level at the death ("" and 0: not yet at school); its years are planned. Again: no change.

    Errors: InputError `scholar.child`, `scholar.born`, `scholar.level`; RefusedError `scholar.no_right`, `scholar.most`, `scholar.known`,
    `scholar.once`, `case.over`.
    """
    require_in(case, "case.handle", by, on)
    with acting("case.scholar", by=by):
        case = locked_case(case)
        child = _child(case, relative)
        _check_level(level, grade, case)
        known = Scholar.objects.filter(relative=child).first()
        if known is not None:
            return _known(known, level, grade)
        planned = _planned(case, child, level, grade, on)
        made = Scholar.objects.create(case=case, relative=child, level=level, grade=grade)
        SchoolYear.objects.bulk_create(
            SchoolYear(scholar=made, first=int(year["school_year"][:4]), level=year["level"], number=year["year"], expected=year["amount"])
            for year in planned
        )
        pass_step(case, "scholarship", on, by)
        return made


def _child(case: Case, relative: Relative) -> Relative:
    if case.kind != Case.Kind.DEATH or case.state in (Case.State.WITHDRAWN, Case.State.REFUSED):
        raise RefusedError("case.over", Words("Kasus ini tidak membawa beasiswa.", "This case carries no scholarship."))
    child = next((one for one in children_of(case.relatives.all()) if one.pk == relative.pk), None)
    if child is None:
        raise InputError("scholar.child", Words("Pilih anak dari daftar keluarga kasus ini.", "Choose a child of this case's family."))
    if child.birth_date is None:
        raise InputError(
            "scholar.born", Words("Isi dulu tanggal lahir anak ini di halaman keluarga.", "Give the child's birth date on the page Family first.")
        )
    return child


def _check_level(level: str, grade: int, case: Case) -> None:
    if not level and not grade:
        return
    most = _years_of(level, case.happened_on) if level in list(Level) else 0
    if not 1 <= grade <= most:
        raise InputError(
            "scholar.level",
            Words(f"Tahun ke- dari 1 sampai {most}.", f"The year is from 1 to {most}.")
            if most
            else Words("Pilih jenjang sekolahnya.", "Choose the level of school."),
        )


def _years_of(level: str, on: date) -> int:
    rule = figure(f"scholarship.{level}")
    return int((rule.find(on) or rule.values[0]).named["years"])


def _known(known: Scholar, level: str, grade: int) -> Scholar:
    if (known.level, known.grade) == (level, grade):
        return known
    raise RefusedError(
        "scholar.known",
        Words(
            "Anak ini sudah dicatat dengan jenjang lain. Pakai “Ubah jenjang” untuk memperbaikinya.",
            "This child is entered with another level. Use “Change the level” to correct it.",
        ),
    )


def _planned(case: Case, child: Relative, level: str, grade: int, on: date) -> list[dict[str, Any]]:
    """The law's years of this child, once the case carries a scholarship and no more children have it than may."""
    expected = expected_of(case, on=on)
    if expected.answer is None or not expected.answer.scholarship["eligible"]:
        told = [one["id"] for one in (expected.answer.steps if expected.answer else []) if "easiswa" in one["id"]]
        english = [one["en"] for one in (expected.answer.steps if expected.answer else []) if "cholarship" in one["en"]]
        raise RefusedError(
            "scholar.no_right",
            Words(
                f"Menurut data, kasus ini tidak membawa beasiswa. {' '.join(told)}".strip(),
                f"By the data, this case carries no scholarship. {' '.join(english)}".strip(),
            ),
        )
    most = int(figure("scholarship.children").on(case.happened_on).number)
    if figure("scholarship.flat").find(case.happened_on):
        raise RefusedError(
            "scholar.once",
            Words(
                "Menurut aturan pada tanggal itu beasiswa dibayar sekali. Catat di halaman uang.",
                "By the law of that day the scholarship is paid once. Enter it on the page of money.",
            ),
        )
    if case.scholars.count() >= most:
        raise RefusedError(
            "scholar.most",
            Words(f"Beasiswa paling banyak untuk {number(most)} anak.", f"At most {number(most, 'en')} children have the scholarship."),
        )
    asked = {**(told_children(case, [child]) or [{}])[0], **({"level": level, "grade": grade} if level else {})}
    run = expected.cover.run
    law = scholarship.evaluate(
        {
            "died_on": case.happened_on.isoformat(),
            "cause": "WORK" if case.cause == Case.Cause.WORK else "OTHER",
            "months_paid": run.paid if run else 0,
            "children": [asked],
        }
    )
    years: list[dict[str, Any]] = law["children"][0]["years"]
    if not years:
        raise RefusedError("scholar.no_right", Words("Anak ini tidak berhak lagi menurut usianya.", "This child has the right no more, by age."))
    return years


def locked_scholar(scholar: Scholar, by: User | None, right: str, on: date) -> Scholar:
    """The scholar as it is now, its case held until the transaction ends."""
    require_in(scholar.case, right, by, on)
    locked_case(scholar.case)
    return Scholar.objects.select_related("relative", "case").get(pk=scholar.pk)


def change_level(*, scholar: Scholar, first: int, level: str, grade: int, by: User | None, on: date) -> list[SchoolYear]:
    """In the school year that begins in `first` the child is in another year or level than planned (stayed down, skipped, changed): the years from
    there on are planned anew. No level carries more years than the law pays, those before included.

    Errors: InputError `scholar.level`, `scholar.year` for one outside the right; RefusedError `scholar.proven` where a later one is proven.
    """
    with acting("case.scholar", by=by):
        one = locked_scholar(scholar, by, "case.handle", on)
        _check_level(level or "-", grade, one.case)
        years = list(one.years.order_by("first"))
        begins = years[0].first if years else one.case.happened_on.year
        if not begins <= first <= right_ends(one).year:
            raise InputError("scholar.year", Words("Pilih tahun ajaran dari jadwalnya.", "Choose a school year of the plan."))
        later = [year for year in years if year.first >= first]
        if later and (later[0].first, later[0].level, later[0].number) == (first, level, grade):
            return years
        if any(year.state != SchoolYear.State.PLANNED for year in later):
            raise RefusedError(
                "scholar.proven",
                Words(
                    "Tahun ajaran itu atau sesudahnya sudah dibuktikan atau dibayar. Pilih tahun ajaran berikutnya.",
                    "That school year or a later one is proven or paid already. Choose the next one.",
                ),
            )
        kept = [year for year in years if year.first < first]
        one.years.filter(first__gte=first).delete()
        SchoolYear.objects.bulk_create(_again(one, kept, first, level, grade))
        return list(one.years.order_by("first"))


def _again(scholar: Scholar, kept: list[SchoolYear], first: int, level: str, grade: int) -> Iterable[SchoolYear]:
    died = scholar.case.happened_on
    left = {one.value: _years_of(one, died) - sum(year.level == one for year in kept) for one in Level}
    for year in years_from(first, Level(level), grade, died, right_ends(scholar)):
        if left[year.level] > 0:
            left[year.level] -= 1
            yield SchoolYear(scholar=scholar, first=year.first, level=str(year.level), number=year.no, expected=year.amount)


def end_scholar(*, scholar: Scholar, why: str, ended_on: date, by: User | None, on: date) -> Scholar:
    """The right ends before the age of 23: married, works, left school, died. Years that begin later count no more. The same again: no change.

    Errors: InputError `scholar.why`, `scholar.day`; RefusedError `scholar.ended` where another end is entered.
    """
    if why not in ENDED_WHY:
        raise InputError("scholar.why", Words("Pilih sebabnya.", "Choose why."))
    with acting("case.scholar", by=by):
        one = locked_scholar(scholar, by, "case.handle", on)
        if not one.case.happened_on <= ended_on <= on:
            raise InputError("scholar.day", Words("Tanggalnya paling lambat hari ini.", "The day is today at the latest."))
        if one.ended_on:
            if (one.ended_on, one.ended_why) == (ended_on, why):
                return one
            said, english = ENDED_WHY[one.ended_why].id, ENDED_WHY[one.ended_why].en
            raise RefusedError(
                "scholar.ended",
                Words(f"Sudah berakhir {day(one.ended_on)}: {said}.", f"It ended on {day(one.ended_on, 'en')} already: {english}."),
            )
        one.ended_on, one.ended_why = ended_on, why
        one.save(update_fields=["ended_on", "ended_why"])
        return one


def _locked_year(year: SchoolYear, by: User | None, right: str, on: date) -> tuple[SchoolYear, YearOn]:
    scholar = locked_scholar(year.scholar, by, right, on)
    now = SchoolYear.objects.get(pk=year.pk)
    return now, year_on(now, scholar.case, right_ends(scholar), on)


def prove_year(*, year: SchoolYear, content: bytes, name: str, by: User | None, on: date) -> SchoolYear:
    """The school's letter or the report card, kept encrypted. Also late, for BPJS to decide on.

    Errors: InputError of filing; RefusedError `year.too_early`, `year.ended`, `year.proven` where somebody was first.
    """
    with acting("case.school_proof", by=by):
        now, seen = _locked_year(year, by, "case.handle", on)
        if seen.state in (YearState.PROVEN, YearState.PAID):
            raise RefusedError("year.proven", Words("Bukti tahun ini sudah ada.", "The proof of this year is here already."))
        if seen.state == YearState.ENDED:
            raise RefusedError("year.ended", Words("Hak anak ini sudah berakhir sebelum tahun itu.", "The child's right had ended before that year."))
        if seen.state == YearState.PLANNED:
            raise RefusedError(
                "year.too_early",
                Words(f"Tahun ajaran ini baru mulai {day(seen.start)}.", f"This school year begins on {day(seen.start, 'en')} only."),
            )
        now.proof = file_document(content=content, name=name, by=by, on=on)
        now.state = SchoolYear.State.PROVEN
        now.save(update_fields=["proof", "state"])
        return now


def pay_year(*, year: SchoolYear, amount: int, paid_on: date, why: str = "", by: User | None, on: date) -> SchoolYear:
    """What came for a proven year. The same again changes nothing.

    Errors: InputError `year.amount`, `year.day`, `year.why` for a difference from what was expected that nobody explains; RefusedError
    `year.not_proven`, `year.paid` where another amount or day is entered.
    """
    said = plain(why)
    with acting("case.school_pay", by=by):
        now, seen = _locked_year(year, by, "case.pay", on)
        if amount <= 0:
            raise InputError("year.amount", Words("Isi jumlah yang dibayar.", "Give the amount that was paid."))
        if not seen.start <= paid_on <= on:
            raise InputError(
                "year.day",
                Words("Tanggal bayar sesudah tahun ajaran mulai, paling lambat hari ini.", "Paid after the school year began, today at the latest."),
            )
        if seen.state == YearState.PAID:
            if (now.paid, now.paid_on, now.why) == (amount, paid_on, said):
                return now
            raise RefusedError("year.paid", Words("Pembayaran tahun ini sudah dicatat.", "The payment of this year is entered already."))
        if seen.state != YearState.PROVEN:
            raise RefusedError("year.not_proven", Words("Bukti sekolah tahun ini belum ada.", "The school proof of this year is not here yet."))
        if amount != now.expected and not said:
            raise InputError("year.why", unexplained(now.expected))
        now.paid, now.paid_on, now.why, now.state = amount, paid_on, said, SchoolYear.State.PAID
        now.save(update_fields=["paid", "paid_on", "why", "state"])
        return now


def open_school_proof(*, year: SchoolYear, by: User | None, on: date) -> bytes:
    """What the proof holds; that it was opened stands on the trail. RefusedError `year.no_proof` where there is none."""
    require_in(year.scholar.case, "case.read", by, on)
    if year.proof is None:
        raise RefusedError("year.no_proof", Words("Belum ada bukti untuk tahun ini.", "There is no proof for this year yet."))
    return open_document(document=year.proof, by=by)
