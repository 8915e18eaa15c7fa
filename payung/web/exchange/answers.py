"""BPJS's reply: the file is given, what was understood of it is shown, and only then is it recorded."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from payung.exchange.answers import ANSWERS, REASONS
from payung.exchange.match_reply import COUNTS, FATES, FOUND_BY
from payung.exchange.models import Package, ReplyRow
from payung.exchange.queries import branch_of, remembered
from payung.exchange.replies import look_at_reply, record_reply, remember_reply_columns
from payung.exchange.reply_file import FIELDS, ReadReply, read_reply, says_nothing
from payung.intake.read.header import UNUSED, header_key
from payung.values.errors import InputError
from payung.values.words import Words, day
from payung.web.exchange.seen import ANSWER_BADGES, the_package, the_reply
from payung.web.exchange.staged import Staged, forget, stage, staged
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_MOST_BYTES = 20 << 20
_NO_FILE = Words("Pilih berkas balasan dari BPJS (xlsx, xls, ods, atau csv).", "Choose BPJS's reply (xlsx, xls, ods or csv).")
_TOO_BIG = Words("Berkas ini lebih dari 20 MB. Bagi menjadi beberapa bagian.", "This file is over 20 MB. Split it.")
_GONE = Words("Berkas itu sudah dicatat atau dibatalkan.", "That file was recorded or cancelled already.")
_ROWS = [
    Column("row", Words("Baris", "Row"), "number", sort="number"),
    Column("sheet", Words("Lembar", "Sheet"), extra=True),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="name"),
    Column("birth_date", Words("Tanggal lahir", "Birth date"), "date"),
    Column("answer", Words("Jawaban", "Answer"), "badge", sort="answer"),
    Column("member_no", Words("Nomor peserta", "Participant number")),
    Column("reason", Words("Kata cabang", "In the branch's words")),
    Column("code", Words("Alasan", "Reason"), "words", sort="code"),
    Column("elsewhere", Words("Aktif di", "Member at")),
    Column("found_by", Words("Dikenali", "Known"), "words"),
    Column("fate", Words("Dipakai", "Used"), "words", sort="fate"),
]


@page("reply.record", writes="reply.record")
def give(request: PageRequest, package_id: int) -> HttpResponse:
    """The form; posted, the file is kept aside and read."""
    one = the_package(request, package_id)
    wrong: Words | None = None
    if request.method == "POST":
        file = request.FILES.get("file")
        wrong = _NO_FILE if file is None or not file.size else _TOO_BIG if file.size > _MOST_BYTES else None
        if file is not None and wrong is None:
            kept = stage(file, one.pk, request.user.pk)
            try:
                read_reply(kept.path, remembered(branch_of(one.fund.round.place)))
                return redirect("exchange:look", one.pk, kept.token)
            except InputError as error:
                forget(kept)
                wrong = error.words
    return render(request, "exchange/give.html", {"one": one, "wrong": wrong}, status=422 if wrong else 200)


@page("reply.record", writes="reply.record")
def look(request: PageRequest, package_id: int, staged_as: str) -> HttpResponse:
    """What was understood; posted, the columns are said, the reply is recorded, or thrown away."""
    one = the_package(request, package_id)
    kept = staged(staged_as, one.pk, request.user.pk)
    if kept is None:
        say(request, _GONE, wrong=request.method == "GET")
        return redirect("exchange:package", one.pk)
    if "batal" in request.POST:
        forget(kept)
        say(request, Words("Berkas tidak jadi dicatat. Tidak ada yang berubah.", "The file was not recorded. Nothing changed."))
        return redirect("exchange:package", one.pk)
    if "kolom" in request.POST:
        remember_reply_columns(package=one, columns=_said(request.POST), by=request.user, on=request.scope.on)
        return redirect("exchange:look", one.pk, kept.token)
    read = read_reply(kept.path, remembered(branch_of(one.fund.round.place)))
    if request.method == "POST":
        return _recorded(request, one, kept, read)
    told = look_at_reply(package=one, read=read)
    counts = dict(read.rows.group_by("answer").len().iter_rows())
    fates = dict(told.group_by("fate").len().iter_rows())
    ways = dict(told.filter(fate=COUNTS).group_by("found_by").len().iter_rows())
    context = {
        "one": one,
        "kept": kept,
        "rows": read.rows.height,
        "answers": [(words, counts.get(answer, 0)) for answer, words in ANSWERS.items() if answer],
        "titles": [(f"k{at}", text, name or UNUSED) for at, (text, name) in enumerate(read.seen)],
        "recognised": sum(name is not None for _, name in read.seen),
        "choices": list(FIELDS.items()),
        "notes": read.notes,
        "silent": says_nothing(read),
        "counted": fates.get(COUNTS, 0),
        "fates": [(words, fates[fate]) for fate, words in FATES.items() if fate != COUNTS and fates.get(fate)],
        "ways": [(words, ways[way]) for way, words in FOUND_BY.items() if ways.get(way)],
        "known": one.replies.filter(sha256=kept.sha256).first(),
        "lines": [{**line, "answer": ANSWER_BADGES[line["answer"]]} for line in told.head(8).iter_rows(named=True)],
    }
    return render(request, "exchange/look.html", context)


@page("package.read")
def reply_page(request: PageRequest, reply_id: int) -> HttpResponse:
    """Every row of a recorded reply with its fate; ?nasib= narrows to one."""
    one = the_reply(request, reply_id)
    rows, wanted = ReplyRow.objects.filter(reply=one), request.GET.get("nasib", "")
    chips = [Chip("", Words("semua", "all"), one.rows), Chip(COUNTS, FATES[COUNTS], one.counted)]
    if one.rows > one.counted:
        chips.append(Chip("not", Words("tidak dapat dipakai", "cannot be used"), one.rows - one.counted))
    shown = rows.exclude(fate=COUNTS) if wanted == "not" else rows.filter(fate=wanted) if wanted else rows

    def row(line: ReplyRow) -> dict[str, Any]:
        told = {name: getattr(line, name) for name in ("row", "sheet", "nik", "name", "birth_date", "member_no", "reason", "elsewhere")}
        code = REASONS[line.code].words if line.code else None
        return {**told, "answer": ANSWER_BADGES[line.answer], "code": code, "found_by": FOUND_BY.get(line.found_by), "fate": FATES[line.fate]}

    name = Words(f"Balasan {one.number} atas paket {one.package.number}", f"Reply {one.number} to package {one.package.number}")
    filters = [Filter("nasib", Words("Baris", "Rows"), chips, wanted)]
    table = Table(request, name, _ROWS, shown.order_by("number"), row=row, filters=filters, sort="row")
    return table.xlsx() if table.wants_xlsx else render(request, "exchange/reply.html", {"one": one, "name": name, "table": table})


def _said(given: Mapping[str, str]) -> dict[str, str]:
    """Header key -> field, of each title in the form and the choice beside it."""
    titles = {key.removeprefix("judul-"): text for key, text in given.items() if key.startswith("judul-")}
    return {header_key(text)[:120]: given[name] for name, text in titles.items() if given.get(name) in FIELDS and header_key(text)}


def _recorded(request: PageRequest, one: Package, kept: Staged, read: ReadReply) -> HttpResponse:
    content, on = kept.path.read_bytes(), request.scope.on
    taken = record_reply(package=one, read=read, content=content, sha256=kept.sha256, name=kept.name, by=request.user, on=on)
    forget(kept)
    reply = taken.reply
    if taken.fresh:
        words = Words("Balasan dicatat: {a} dari {n} baris dipakai.", "Reply recorded: {a} of {n} rows count.")
        say(request, words.counting(a=reply.counted, n=reply.rows))
    else:
        who = str(reply.by) if reply.by else "payung"
        say(
            request,
            Words(
                f"Berkas ini sudah dicatat oleh {who} pada {day(reply.on)}. Tidak ada yang berubah.",
                f"{who} recorded this file already on {day(reply.on, 'en')}. Nothing changed.",
            ),
        )
    return redirect("exchange:package", one.pk)
