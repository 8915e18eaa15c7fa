"""What the guards look at: the files that are, or are about to be, in the repository."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def files(*suffixes: str) -> list[Path]:
    """Every file that git keeps or would keep, of these suffixes (none: all)."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in sorted(listed.stdout.decode().split("\0")) if name)
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


@cache
def texts() -> dict[str, str]:
    """Path below the root -> text, of every file that is text."""
    found = {}
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[str(path.relative_to(ROOT))] = content.decode("utf-8", errors="replace")
    return found


def package_files(*packages: str) -> list[Path]:
    """Python files of payung (of these packages of it; none: all), without migrations."""
    inside = (path for path in files(".py") if path.is_relative_to(ROOT / "payung") and "migrations" not in path.parts)
    return [path for path in inside if not packages or path.relative_to(ROOT / "payung").parts[0] in packages]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def said(path: Path, line: int = 0) -> str:
    """A place as a reader finds it: payung/roster/actions.py:25."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
