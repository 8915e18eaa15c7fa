"""A programme as large as a province's, for load tests: python -m payung.demo.crowd --people 1000000

Goes into the database of DATABASE_URL (else the one in PAYUNG_HOME), which must have no round yet.
"""

import sys
from typing import Annotated

import typer

from payung.config.start import start


def main(people: Annotated[int, typer.Option("--people", help="Berapa calon.")] = 1_000_000) -> None:
    """Karang program besar di basis data yang kosong, untuk uji beban."""
    start()
    from payung.demo.crowd_work import make_crowd

    made = make_crowd(people, told=lambda line: print(line, file=sys.stderr, flush=True))
    for name, rows in made.rows.items():
        print(f"{rows:>12,}  {name}")
    print(f"{made.seconds:>12,.0f}  seconds")


if __name__ == "__main__":
    typer.run(main)
