"""A reading process: takes jobs on standard input, answers on standard output, both pickled, until the input ends.

It lives apart because a hostile file may exhaust memory or never end: limits are set on this process only, and if it dies the
reader knows which file did it.
"""

import pickle
import signal
import sys
from pathlib import Path


def limit(memory: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has no such limits; a system may forbid them
        return


def main() -> None:
    from payung.intake.read.one import read_one

    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    vocabulary, wanted, limits = pickle.load(jobs)
    limit(limits.memory)
    while True:
        try:
            path, remembered = pickle.load(jobs)
        except EOFError:
            return
        if hasattr(signal, "alarm"):
            signal.alarm(limits.seconds)  # nobody handles it: a file that takes longer ends this process
        answer = read_one(Path(path), vocabulary.remembering(remembered), wanted, limits.rows)
        pickle.dump(answer, answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    main()
