"""An installation to walk through in a browser: python tests/browser/ground.py FOLDER PORT

The regency of the demo, smaller, with an account for each role, served as `payung serve` does it: on SQLite, or in the database of DATABASE_URL.
PAYUNG_HOME, PAYUNG_TODAY, PAYUNG_MFA and PAYUNG_DEMO_PASSWORD are set by who starts it.
"""

import sys
from pathlib import Path

from payung.config.start import start

PEOPLE, LISTS = 600, 12


def main(folder: Path, port: int) -> int:
    start()
    from payung.cli.serve import ready_to_serve, run_server
    from payung.demo.accounts import make_accounts
    from payung.demo.journey import run
    from payung.demo.regency import TODAY

    run(folder, seed=1, people=PEOPLE, lists=LISTS, told=lambda _: None)
    make_accounts(TODAY)
    ready_to_serve()
    return run_server("127.0.0.1", port, 2)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
