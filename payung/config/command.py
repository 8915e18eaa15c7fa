"""The console command: what cli/ offers, and the demo and benchmarks, which stand above everything."""

import sys

import typer

from payung.cli import main as cli


def build(asked: str) -> typer.Typer:
    app = cli.build(with_database=asked not in cli.WITHOUT_DATABASE)
    from payung.demo.command import add_to

    add_to(app)
    return app


def main() -> None:
    build(next((word for word in sys.argv[1:] if not word.startswith("-")), ""))()


if __name__ == "__main__":
    main()
