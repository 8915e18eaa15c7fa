"""payung scholar: the scholarship of a dead person's children, year after year."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.claims.models import Scholar, SchoolYear
from payung.claims.scholar_actions import change_level, end_scholar, enter_scholar, pay_year, prove_year
from payung.claims.scholars import LEVEL_WORDS, YEAR_WORDS, reminder_text, scholars_seen, to_remind
from payung.cli.answer import Answer, command, read_day, table
from payung.cli.claim_steps import CaseArgument, the_one
from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.words import Lang, Words, day, rupiah

scholars = typer.Typer(no_args_is_help=True, help="Beasiswa anak peserta yang meninggal dunia: jadwal, bukti sekolah, pembayaran, akhir.")
ScholarArgument = Annotated[int, typer.Argument(metavar="ANAK", help="Nomor anak seperti di “scholar list”.")]
YearArgument = Annotated[int, typer.Argument(metavar="TAHUN", help="Tahun mulainya tahun ajaran, misalnya 2026.")]


@command(scholars, "list")
def list_scholars(
    years: Annotated[bool, typer.Option("--years", help="Dengan setiap tahun ajaran.")] = False,
    remind: Annotated[bool, typer.Option("--remind", help="Hanya teks pengingat yang perlu dikirim.")] = False,
    lang: Lang = "id",
) -> Answer:
    """Anak yang berhak, yang sudah diterima dan yang masih akan diterima."""
    found = scholars_seen(visible_to=None, on=date.today())
    if remind:
        texts = [reminder_text(one, year).said(lang) for one, year in to_remind(found, date.today())]
        return Answer(texts, texts)
    data = [
        {
            "scholar": one.scholar.pk,
            "case": one.scholar.case_id,
            "ends": one.ends,
            "received": one.received,
            "still_due": one.still_due,
            "missed": one.missed,
            "years": [{"first": year.year.first, "level": year.year.level, "state": str(year.state)} for year in one.years],
        }
        for one in found
    ]
    lines = []
    for one in found:
        sums = Words("diterima {a}, masih {b}, sampai {c}", "received {a}, still due {b}, until {c}")
        told = sums.said(lang, a=rupiah(one.received, lang), b=rupiah(one.still_due, lang), c=day(one.ends, lang))
        lines.append(f"{one.scholar.pk}  {one.scholar.relative.name}: {told}")
        rows = [
            [
                year.name,
                f"{LEVEL_WORDS[year.year.level].said(lang)} {year.year.number}",
                rupiah(year.year.expected, lang),
                YEAR_WORDS[year.state].said(lang),
            ]
            for year in one.years
        ]
        lines += table([["", "", "", ""], *rows], right={2})[2:] if years and rows else []
    return Answer(data, lines)


@command(scholars, "add")
def add(
    case: CaseArgument,
    child: Annotated[str, typer.Argument(metavar="NAMA", help="Nama anak seperti dicatat dalam keluarga.")],
    level: Annotated[str, typer.Option("--level", help="TK, SD, SMP, SMA, PT saat orang tuanya meninggal; kosong: belum bersekolah.")] = "",
    grade: Annotated[int, typer.Option("--grade", help="Tahun ke- dari jenjang itu.")] = 0,
    lang: Lang = "id",
) -> Answer:
    """Catat seorang anak dan buat jadwalnya."""
    one = the_one(case)
    relative = one.relatives.filter(name__iexact=" ".join(child.split()), crossed_out="").first()
    if relative is None:
        raise InputError(
            "scholar.child", Words("Anak itu belum dicatat dalam keluarga kasus ini.", "That child is not recorded in this case's family.")
        )
    made = enter_scholar(case=one, relative=relative, level=level, grade=grade, by=None, on=date.today())
    planned = made.years.count()
    said = Words("Jadwal {n} tahun ajaran dibuat.", "{n} school years are planned.")
    return Answer({"scholar": made.pk, "years": planned}, [said.said(lang, n=planned)])


@command(scholars, "level")
def level(
    scholar: ScholarArgument,
    first: YearArgument,
    to: Annotated[str, typer.Option("--level", help="Jenjang mulai tahun ajaran itu.")],
    grade: Annotated[int, typer.Option("--grade", help="Tahun ke- dari jenjang itu.")],
    lang: Lang = "id",
) -> Answer:
    """Ubah jenjang mulai satu tahun ajaran; tahun sesudahnya dijadwalkan lagi."""
    years = change_level(scholar=_scholar(scholar), first=first, level=to, grade=grade, by=None, on=date.today())
    return Answer({"years": len(years)}, [Words("Jadwal diubah.", "The plan is changed.").said(lang)])


@command(scholars, "end")
def end(
    scholar: ScholarArgument,
    why: Annotated[str, typer.Argument(metavar="SEBAB", help="married, works, left, atau died.")],
    since: Annotated[str, typer.Option("--since", help="Sejak tanggal ini.")],
    lang: Lang = "id",
) -> Answer:
    """Beasiswa berakhir sebelum umur 23 tahun."""
    made = end_scholar(scholar=_scholar(scholar), why=why, ended_on=read_day(since), by=None, on=date.today())
    return Answer({"scholar": made.pk, "ended_on": made.ended_on}, [Words("Akhirnya dicatat.", "The end is entered.").said(lang)])


@command(scholars, "prove")
def prove(
    scholar: ScholarArgument,
    first: YearArgument,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", exists=True, dir_okay=False, help="Surat sekolah atau rapor: PDF, JPG, PNG.")],
    lang: Lang = "id",
) -> Answer:
    """Simpan bukti sekolah satu tahun ajaran."""
    made = prove_year(year=_year(scholar, first), content=file.read_bytes(), name=file.name, by=None, on=date.today())
    return Answer({"year": made.first, "state": made.state}, [Words("Bukti disimpan.", "The proof is kept.").said(lang)])


@command(scholars, "pay")
def pay(
    scholar: ScholarArgument,
    first: YearArgument,
    amount: Annotated[str, typer.Argument(metavar="RUPIAH")],
    paid_on: Annotated[str, typer.Option("--paid-on", help="Tanggal dibayar.")],
    why: Annotated[str, typer.Option("--why", help="Penjelasan selisih dari perkiraan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat pembayaran BPJS untuk satu tahun ajaran yang sudah dibuktikan."""
    made = pay_year(year=_year(scholar, first), amount=rupiah_of(amount), paid_on=read_day(paid_on), why=why, by=None, on=date.today())
    return Answer({"year": made.first, "paid": made.paid}, [Words("Pembayaran dicatat.", "The payment is entered.").said(lang)])


def _scholar(pk: int) -> Scholar:
    found = Scholar.objects.select_related("case__village", "case__office", "relative").filter(pk=pk).first()
    if found is None:
        raise InputError("scholar.none", Words("Anak itu tidak ada di daftar beasiswa.", "There is no such child with a scholarship."))
    return found


def _year(scholar: int, first: int) -> SchoolYear:
    found = (
        SchoolYear.objects.select_related("scholar__case__village", "scholar__case__office").filter(scholar=_scholar(scholar), first=first).first()
    )
    if found is None:
        raise InputError("scholar.year", Words("Tahun ajaran itu tidak ada di jadwal anak ini.", "That school year is not in this child's plan."))
    return found


def add_to(app: typer.Typer) -> None:
    app.add_typer(scholars, name="scholar")
