"""payung demo and payung bench."""

import os
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, table
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number


def add_to(app: typer.Typer) -> None:
    @command(app, "demo")
    def demo(
        folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder untuk daerah karangan dan semua hasilnya.")] = Path("build/demo"),
        seed: Annotated[int, typer.Option("--seed", help="Angka lain memberi daerah karangan lain.")] = 1,
        people: Annotated[int, typer.Option("--people", help="Berapa orang.")] = 5000,
        lists: Annotated[int, typer.Option("--lists", help="Berapa berkas.")] = 40,
        serve: Annotated[bool, typer.Option("--serve", help="Sesudah itu jalankan layarnya, dengan satu akun untuk tiap peran.")] = False,
        port: Annotated[int, typer.Option("--port", help="Nomor port layar.")] = 8000,
        lang: Lang = "id",
    ) -> Answer:
        """Karang satu daerah dan jalankan seluruh pekerjaan: dari empat puluh berkas sampai laporan satu halaman."""
        folder = folder.absolute()
        os.environ["PAYUNG_HOME"] = str(folder / "payung-data")  # a database of its own, whatever this machine uses otherwise
        os.environ.pop("DATABASE_URL", None)
        if serve:
            from payung.demo.regency import TODAY

            os.environ.update({"PAYUNG_TODAY": str(TODAY), "PAYUNG_MFA": "optional"})
        from payung.config.start import start

        start()
        from payung.demo.journey import run

        files = run(folder, seed=seed, people=people, lists=lists, told=lambda words: typer.echo(words.said(lang), err=True), lang=lang)
        if serve:
            return _serve(port, lang)
        return Answer(
            {"files": [str(path) for path in files]}, ["", Words("Yang dihasilkan:", "What was made:").said(lang), *(f"  {path}" for path in files)]
        )

    @command(app, "bench")
    def bench(
        kinds: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="[check|receive|rank|rerank|optimise|bill|reconcile|audit|search|silent|briefing|letters|coverage|law|matching]…",
                help="Apa yang diukur; kosong: semua kecuali matching.",
            ),
        ] = None,
        large: Annotated[bool, typer.Option("--large", help="Juga satu juta baris (beberapa menit).")] = False,
        runs: Annotated[int, typer.Option("--runs", help="Berapa kali diukur; yang dicatat nilai tengahnya.")] = 3,
        openfisca: Annotated[
            bool, typer.Option("--against-openfisca", help="Bandingkan law dengan openfisca-core, yang dipasang sementara untuk itu.")
        ] = False,
        only: Annotated[str | None, typer.Option("--only", metavar="KUMPULAN", help="matching: hanya kumpulan (atau kelompok) ini.")] = None,
        spark: Annotated[bool, typer.Option("--spark", help="matching: bandingkan juga dengan Spark di dua pekerja.")] = False,
        out: Annotated[Path | None, typer.Option("--out", help="matching: folder untuk tabel (csv) dan gambar ketepatan peluang (svg).")] = None,
        lang: Lang = "id",
    ) -> Answer:
        """Ukur kecepatan di mesin ini dengan data karangan; tumbuh dari N ke 8N. matching: juga seberapa benar orang yang sama ditemukan."""
        if kinds == ["matching"]:
            return _bench_matching(only, spark, out, lang)
        if "matching" in (kinds or []) or only or spark or out:
            raise InputError(
                "bench.matching_alone",
                Words(
                    "Jalankan “payung bench matching” tersendiri. --only, --spark, dan --out hanya berlaku di sana.",
                    "Run “payung bench matching” by itself. --only, --spark and --out belong to it alone.",
                ),
            )
        from payung.demo.bench import machine, measure

        found = measure(kinds or [], large=large, runs=runs, told=lambda text: typer.echo(text, err=True), openfisca=openfisca)
        head = (
            ["Pekerjaan", "Basis data", "Baris", "Detik", "Baris/detik", "Memori MB", "SQL/baris", "N → 8N"]
            if lang == "id"
            else ["Work", "Database", "Rows", "Seconds", "Rows/second", "Memory MB", "SQL/row", "N → 8N"]
        )
        lines = [
            [
                each["work"],
                each["database"],
                number(each["rows"], lang),
                f"{each['seconds']:.2f}",
                number(round(each["rows"] / each["seconds"]), lang),
                "–" if each["memory_mb"] is None else number(each["memory_mb"], lang),
                "–" if each["sql_per_row"] is None else f"{each['sql_per_row']:.4f}",
                "–" if each["growth"] is None else f"{each['growth']:.1f} ×",
            ]
            for each in found
        ]
        return Answer({"machine": machine(), "measurements": found}, [machine(), "", *table([head, *lines], right=set(range(2, 8)))])


def _serve(port: int, lang: Lang) -> Answer:
    """The screens of the demo; who may sign in is printed first."""
    from payung.cli.serve import ready_to_serve, run_server
    from payung.demo.accounts import make_accounts
    from payung.demo.regency import TODAY

    ready_to_serve()
    head = ["Nama pengguna", "Kata sandi", "Peran"] if lang == "id" else ["User name", "Password", "Role"]
    made = [[account.username, account.password, account.role.label] for account in make_accounts(TODAY)]
    for line in ["", *table([head, *made]), "", f"http://127.0.0.1:{port}"]:
        typer.echo(line)
    return Answer({"port": port}, [], code=run_server("127.0.0.1", port, 2))


def _bench_matching(only: str | None, spark: bool, out: Path | None, lang: Lang) -> Answer:
    from payung.demo.bench import machine
    from payung.demo.bench_matching import chosen, measure_matching, table_of, write_answers

    found = measure_matching(chosen(only, spark=spark), told=lambda words: typer.echo(words.said(lang), err=True))
    files = write_answers(found, out, lang) if out else []
    lines = [machine(), "", *table(table_of(found, lang), right=set(range(1, 12)))] if found else [machine()]
    data = [{**line, "title": line["title"].said(lang)} for line in found]
    return Answer({"machine": machine(), "measurements": data, "files": [str(path) for path in files]}, [*lines, "", *map(str, files)])
