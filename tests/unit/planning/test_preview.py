"""A ranking that is shown is that of the data as it is now, whichever process changed it."""

import os
import shutil
import subprocess
import sys

from tests import installed

# One process ranks and goes on; another accepts more people meanwhile; the first ranks again.
_RANKS = """
from payung.config.start import start
start()
import subprocess, sys
from payung.demo.bench_work import candidates_with_a_fund
from payung.planning.preview import tried_ranking
from payung.planning.queries import criteria_of

fund = candidates_with_a_fund(20)
counts = [tried_ranking(fund, criteria_of(fund)).frame.height for _ in range(2)]
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
print(*counts, tried_ranking(fund, criteria_of(fund)).frame.height)
"""
_CHANGES = """
from payung.config.start import start
start()
from payung.audit.actions import acting
from payung.registry.models import Candidate

with acting("list.again", by=None):
    Candidate.objects.filter(pk__lte=5).update(stands=False)
"""


def test_what_another_process_changed_is_ranked_at_once(tmp_path, installed_folder):
    shutil.copy(installed.sqlite(installed_folder), tmp_path / "payung.sqlite3")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PAYUNG_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", _RANKS, _CHANGES], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["20", "20", "15"]
