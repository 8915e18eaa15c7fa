"""Writes docs/rights.md from RIGHTS: python scripts/write_rights.py"""

from pathlib import Path

from payung.config.start import start

start()

from payung.accounts.models import Role  # noqa: E402  needs Django
from payung.accounts.rights import RIGHTS  # noqa: E402

TARGET = Path(__file__).parents[1] / "docs" / "rights.md"
TEXT = """# Who may do what

Written by `scripts/write_rights.py` from `RIGHTS` in `payung/accounts/rights.py`, the one table that every page and every action
asks; a test compares them. Change the code, then run the script.

- A role counts **at the places its assignment holds for**: a place with all that lies in it, the territory of a BPJS branch, the
  nation where no place is named. An OPD's officer sees the people and lists of the office itself, wherever they live, and no place.
- Reading is narrowed to what is seen in the same way on pages, in counts, choices, downloads and searches
  (`payung/accounts/sight.py`). What lies outside is not found (404), a right that is not held is refused (403).
- **Two people**: whoever freezes a determination does not approve it; `determination.approve` takes another person. Nobody both
  freezes and records a payment.
- **Nobody decides over themselves**: own roles, own account. Nobody gives a role for more than their own places. Whoever also works
  elsewhere is invited again or switched off by the administrator of the wider place only.
- **NIK**: masked everywhere; `nik.reveal` shows one at a time (or fills a letter) and writes an act with the person's key.
- The owner of the machine may do everything at the command line; the trail then names no person.

{table}
"""


def table() -> str:
    """Rights × roles, in the order of the code."""
    roles = list(Role)
    lines = ["| right | " + " | ".join(role.value for role in roles) + " |", "|---|" + "---|" * len(roles)]
    lines += [f"| `{right}` | " + " | ".join("●" if role in held else "" for role in roles) + " |" for right, held in RIGHTS.items()]
    return "\n".join(line.replace("|  |", "| |").replace("|  |", "| |") for line in lines)


def text() -> str:
    return TEXT.format(table=table())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
