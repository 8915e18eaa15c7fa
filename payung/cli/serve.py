"""payung serve: the screens, with the process that checks lists in the background."""

import os
import secrets
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.cli.answer import Answer, command
from payung.cli.machine import prepare
from payung.values.words import Lang, Words

_KEY_FILE = "secret.key"
_ENOUGH = 5  # seconds that a process may take to end


def secret_key(home: Path) -> str:
    """The key of this installation, made once; only its owner may read it."""
    path = home / _KEY_FILE
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{_KEY_FILE}.{os.getpid()}.part")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        os.replace(draft, path)
    return path.read_text(encoding="utf-8").strip()


def run_server(host: str, port: int, workers: int) -> int:
    """Until it is interrupted: granian with `workers` processes, and one that does the background work; where one ends, all end.

    Once a day, and at the start, coverage is prepared (coverage/cube_actions.py): what is known of that day can then be told later.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "payung.config.settings"}
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    server += ["--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "payung.config.wsgi:application"]
    background = [sys.executable, "-m", "django", "db_worker", "--interval", "0.5"]
    figures = [sys.executable, "-m", "payung", "prepare-figures"]
    running = [subprocess.Popen(words, env=environment) for words in (server, background)]
    daily, day = list[subprocess.Popen[bytes]](), date.min
    stop = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(process.poll() is None for process in running):
            if date.today() != day and all(process.poll() is not None for process in daily):
                day, daily = date.today(), [subprocess.Popen(figures, env=environment, stdout=subprocess.DEVNULL)]
            time.sleep(0.5)
        return next(process.returncode for process in running if process.poll() is not None) or 1
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        signal.signal(signal.SIGTERM, stop)
        for process in (*running, *daily):
            process.terminate()
        for process in (*running, *daily):
            try:
                process.wait(_ENOUGH)
            except subprocess.TimeoutExpired:
                process.kill()


def ready_to_serve() -> None:
    """Key, tables, the files that pages load, and what an earlier worker left undone in the queue again."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from payung.intake.tasks import requeue_uploads
    from payung.reports.actions import clear_papers
    from payung.reports.tasks import requeue_papers

    os.environ["PAYUNG_SECRET"] = settings.SECRET_KEY = os.environ.get("PAYUNG_SECRET") or secret_key(Path(settings.HOME))
    prepare()
    call_command("collectstatic", interactive=False, verbosity=0)
    requeue_uploads(on=settings.TODAY or date.today())
    requeue_papers()
    clear_papers(now=timezone.now())


def add_to(app: typer.Typer) -> None:
    @command(app, "serve")
    def serve(
        host: Annotated[str, typer.Option("--host", help="Alamat yang didengarkan.")] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", help="Nomor port.")] = 8000,
        workers: Annotated[int, typer.Option("--workers", help="Berapa proses yang melayani.")] = 2,
        lang: Lang = "id",
    ) -> Answer:
        """Jalankan layar Payung di peramban; berhenti dengan Ctrl+C."""
        ready_to_serve()
        told = Words("Payung berjalan di http://{host}:{port}", "Payung runs at http://{host}:{port}").filled(host=host, port=port)
        typer.echo(told.said(lang), err=True)
        code = run_server(host, port, workers)
        data: dict[str, Any] = {"host": host, "port": port}
        return Answer(data, [], code=code)
