"""The server as its owner starts it."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from payung.cli.serve import secret_key
from tests import installed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(url: str, seconds: int = 60) -> tuple[int, str]:
    """Status and text, as soon as anybody answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    first = secret_key(tmp_path)
    assert len(first) > 50
    assert secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_it_answers_and_ends_with_all_its_processes(tmp_path, installed_folder):
    shutil.copy(installed.sqlite(installed_folder), tmp_path / "payung.sqlite3")
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PAYUNG_SECRET")}
    server = subprocess.Popen(
        [sys.executable, "-m", "payung", "serve", "--port", str(port), "--workers", "1"],
        env={**environment, "PAYUNG_HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        status, text = asked(f"http://127.0.0.1:{port}/siap")
        assert (status, json.loads(text)) == (200, {"ready": True, "tables": True, "places": True})
        assert asked(f"http://127.0.0.1:{port}/sehat")[0] == 200
        status, text = asked(f"http://127.0.0.1:{port}/")
        assert status == 200
        assert "Masuk ke Payung" in text  # whoever is not signed in
        running = children(server.pid)
        assert len(running) in (2, 3)  # pages, background work, and for some seconds the figures of the day
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        assert [pid for pid in running if alive(pid)] == []
    finally:
        server.kill()
