"""A reading process: takes jobs on standard input, answers on standard output, both pickled, until the input ends.

It lives apart because a hostile file may exhaust memory or never end: limits are set on this process only, and if it dies the
reader knows which file did it.
"""

import pickle
import signal
import sys
from pathlib import Path

MEMORY, SECONDS = 850 << 20, 60  # 250,000 rows of 14 columns were measured at 660 MiB and 12 seconds


def limit() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has no such limits; a system may forbid them
        return


def main() -> None:
    from payung.intake.read.one import read_one

    limit()
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    vocabulary, wanted = pickle.load(jobs)  # noqa: S301 - both ends are this program
    while True:
        try:
            path, remembered = pickle.load(jobs)  # noqa: S301
        except EOFError:
            return
        if hasattr(signal, "alarm"):
            signal.alarm(SECONDS)  # nobody handles it: a file that takes longer ends this process
        answer = read_one(Path(path), vocabulary.remembering(remembered), wanted)
        pickle.dump(answer, answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    main()
