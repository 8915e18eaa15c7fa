"""payung audit run, findings, sample, pack: the tests that auditors run, what they found, and samples to look at."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.assurance.actions import Wanted, draw_sample, reveal_in_pack
from payung.assurance.catalog import KINDS, POPULATIONS, TESTS
from payung.assurance.finding import told
from payung.assurance.queries import Outcome, dressed, register_names, run_tests, sample_lines, samples_seen
from payung.assurance.scope import Asked, asked_for
from payung.cli.answer import Answer, command, progress, table
from payung.cli.where import FundArgument, PlaceOption, the_fund, the_place
from payung.reports.audit_pack import pack_of, write_pack
from payung.reports.working_paper import write_working_paper
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, number, percent, rupiah

First = Annotated[str, typer.Option("--first", help="Bulan pertama, misalnya 2026-01.")]
Last = Annotated[str, typer.Option("--last", help="Bulan terakhir, misalnya 2026-12.")]
FundOption = Annotated[str, typer.Option("--fund", help="Nama sumber dana. Kosong: semua dana wilayah itu.")]
_SHOWN = 50
audits = typer.Typer(no_args_is_help=True, help="Uji audit: jalankan, lihat temuan, undi sampel, buat paket lengkap.")


def _asked(place: str, fund: str, first: str, last: str) -> Asked:
    one = the_fund(fund, place) if fund else None
    where = one.place if one else the_place(place)
    begins, ends = (Month.parse(text) if text else None for text in (first, last))
    return asked_for(visible_to=None, on=date.today(), place=where.code, fund=one, first=begins, last=ends)


def _data(one: Outcome, lang: Lang) -> dict[str, object]:
    return {
        "test": one.key,
        "title": one.test.title.said(lang),
        "kind": one.test.kind,
        "population": one.population,
        "findings": one.findings,
        "rupiah": one.rupiah,
        "seconds": round(one.seconds, 2),
        "not_tested": one.not_tested.said(lang) if one.not_tested else None,
    }


@command(audits, "run")
def run(place: PlaceOption = "", fund: FundOption = "", first: First = "", last: Last = "", lang: Lang = "id") -> Answer:
    """Jalankan semua uji: berapa yang diuji, berapa temuan, berapa rupiah."""
    asked = _asked(place, fund, first, last)
    with progress() as bar:
        work = bar.add_task("Uji audit" if lang == "id" else "Audit tests", total=len(TESTS))
        made = run_tests(asked, told=lambda _: bar.advance(work))
    head = ["Uji", "Sifat", "Diuji", "Temuan", "%", "Rupiah"] if lang == "id" else ["Test", "Kind", "Tested", "Findings", "%", "Rupiah"]
    rows = [
        [
            f"{one.key}: {one.test.title.said(lang)}", KINDS[one.test.kind].said(lang),
            one.not_tested.said(lang) if one.not_tested else f"{number(one.population, lang)} {POPULATIONS[one.test.population].said(lang)}",
            number(one.findings, lang), percent(one.findings, one.population, lang), rupiah(one.rupiah, lang),
        ]
        for one in made
    ]  # fmt: skip
    data = {
        "first": str(asked.first),
        "last": str(asked.last),
        "funds": [one.name for one in asked.funds],
        "tests": [_data(one, lang) for one in made],
    }
    return Answer(data, table([head, *rows], right={3, 4, 5}))


@command(audits, "findings")
def findings(
    test: Annotated[str, typer.Argument(metavar="UJI", help="; ".join(TESTS))],
    place: PlaceOption = "",
    fund: FundOption = "",
    first: First = "",
    last: Last = "",
    lang: Lang = "id",
) -> Answer:
    """Temuan satu uji, dengan buktinya. NIK disamarkan."""
    asked = _asked(place, fund, first, last)
    (one,) = run_tests(asked, [test])
    names = register_names([one])
    rows = [
        {
            "nik": mask(row["nik"]) if row["nik"] else None, "name": row["name"], "village": row["village"], "fund": row["fund"],
            "month": str(Month(row["month"])), "until": str(Month(row["until"])), "amount": row["amount"], "evidence": told(row, names).said(lang),
        }
        for row in dressed(one.found, asked).iter_rows(named=True)
    ]  # fmt: skip
    none = Words(f"Tidak ada temuan; {number(one.population)} diuji.", f"No finding; {number(one.population, 'en')} tested.")
    lines = [f"{row['month']}  {row['nik'] or '–'}  {row['name'] or row['fund']}  {rupiah(row['amount'], lang)}  {row['evidence']}" for row in rows]
    return Answer({**_data(one, lang), "rows": rows}, (lines[:_SHOWN] + ["…"] * (len(lines) > _SHOWN)) or [(one.not_tested or none).said(lang)])


@command(audits, "sample")
def sample(
    fund: FundArgument,
    seed: Annotated[str, typer.Option("--seed", help="Benih undian, misalnya nomor surat tugas.")],
    out: Annotated[Path, typer.Option("--out", help="Tulis kertas kerja (xlsx) ke berkas ini.")],
    strata: Annotated[str, typer.Option("--by", help="village atau month.")] = "village",
    size: Annotated[int | None, typer.Option("--size", help="Ukuran sampel; kosong: dihitung dari keyakinan dan kesalahan.")] = None,
    confidence: Annotated[int, typer.Option("--confidence", help="Keyakinan dalam persen: 90, 95, 99.")] = 95,
    error: Annotated[int, typer.Option("--error", help="Kesalahan paling banyak, persen: 1, 2, 3, 5, 10.")] = 5,
    place: PlaceOption = "",
    first: First = "",
    last: Last = "",
    lang: Lang = "id",
) -> Answer:
    """Undi sampel: benih dan daftar yang sama selalu memberi sampel yang sama."""
    chosen = the_fund(fund, place)
    asked = _asked(place, fund, first, last)
    wanted = Wanted(size, confidence, error)
    drawn = draw_sample(
        fund=chosen, first=asked.first, last=asked.last, strata=strata, wanted=wanted, seed=seed, by=None, on=date.today()
    )  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(write_working_paper(drawn, list(sample_lines(drawn)), lang=lang))
    said = Words("{n} dari {all} diundi; kertas kerja: {file}.", "{n} of {all} drawn; working paper: {file}.")
    data = {"sample": drawn.pk, "size": drawn.size, "population": drawn.population, "fingerprint": drawn.fingerprint, "file": str(out)}
    return Answer(data, [said.said(lang, n=number(drawn.size, lang), all=number(drawn.population, lang), file=out)])


@command(audits, "pack")
def pack(
    out: Annotated[Path, typer.Option("--out", help="Arsip zip yang dibuat.")],
    full: Annotated[bool, typer.Option("--full", help="Dengan NIK lengkap; dicatat sebagai perbuatan.")] = False,
    place: PlaceOption = "",
    fund: FundOption = "",
    first: First = "",
    last: Last = "",
    lang: Lang = "id",
) -> Answer:
    """Paket audit: ringkasan, satu lembar per uji, sampel, arti uji, data acuan, dan SHA-256 setiap berkas."""
    asked, today = _asked(place, fund, first, last), date.today()
    if full:
        reveal_in_pack(asked=asked, by=None, on=today)
    samples = list(samples_seen(visible_to=None, on=today).filter(fund__in=asked.funds))
    made = pack_of(asked, samples, made_by="Payung", full=full)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(write_pack(made, lang))
    found = sum(one.findings for one in made.outcomes)
    said = Words("{tests} uji, {n} temuan, {s} sampel: {file}.", "{tests} tests, {n} findings, {s} samples: {file}.")
    data = {"file": str(out), "tests": len(made.outcomes), "findings": found, "samples": len(samples)}
    return Answer(data, [said.said(lang, tests=len(made.outcomes), n=number(found, lang), s=len(samples), file=out)])


def add_to(app: typer.Typer) -> None:
    app.add_typer(audits, name="audit")
