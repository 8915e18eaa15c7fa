"""How long letters to villages in arrears take: python -m payung.demo.bench_letters ROWS prints one line of JSON.

ROWS villages with a debt each, in as many regencies as it takes; written with numbers of one series, then set as PDF, DOCX and a text each.
"""

import json
import resource
import sys
import time
from datetime import date
from typing import Any

from payung.config.start import start

_ON, _AS_OF = date(2026, 4, 20), date(2026, 3, 31)


def main(rows: int) -> dict[str, Any]:
    """`seconds` from the press to the PDF and the texts; `docx_seconds` for the same to edit."""
    from pypdf import PdfReader

    from payung.audit.actions import acting
    from payung.cli.machine import prepare
    from payung.compliance.enrolment_models import ArrearsFact, Entity
    from payung.compliance.following import letters_seen
    from payung.compliance.letter_actions import write_arrears_letters
    from payung.correspondence.actions import set_letterhead, set_paper_rule
    from payung.correspondence.models import LetterKind
    from payung.places.models import Place
    from payung.reports.arrears_letters import letters_docx, letters_pdf, sender_of, texts_of, whatsapp
    from payung.values.month import Month

    prepare()
    place = Place.objects.get(code="74.05")
    codes = list(Place.objects.within("74.05").desa().order_by("code").values_list("code", flat=True)[:rows])
    head = set_letterhead(place=place, government="Pemerintah Karangan", name="Dinas", address="Jalan 1", town="Andoolo", by=None, on=_ON)
    set_paper_rule(letterhead=head, kind=LetterKind.ARREARS, pattern="560/{n}/{year}", by=None, on=_ON)
    with acting("bench", by=None):
        entities = Entity.objects.bulk_create(Entity(kind="village", place_id=code) for code in codes)
        said = {"as_of": _AS_OF, "source": "BPJS", "on": _ON, "months": 3, "paid_through": Month.at(2025, 11)}
        ArrearsFact.objects.bulk_create(ArrearsFact(entity=each, owed=75_000 * (at + 1), **said) for at, each in enumerate(entities))
    began = time.perf_counter()
    made = write_arrears_letters(place=place, entities=[each.key for each in entities], by=None, on=_ON)
    sender = sender_of(place)
    texts = texts_of(list(letters_seen(place="74.05", visible_to=None, on=_ON)), sender)
    pdf = letters_pdf(texts, sender, made_by="Payung", on=_ON)
    messages = {whatsapp(one, sender) for one in texts}
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    letters_docx(texts, sender, on=_ON)
    docx_seconds = time.perf_counter() - began
    import io

    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    if not len(made.letters) == len(messages) == pages == len(codes):
        raise AssertionError((len(made.letters), len(messages), pages))
    return {"rows": len(codes), "seconds": seconds, "docx_seconds": round(docx_seconds, 2)}


if __name__ == "__main__":
    start()
    answer = main(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
