"""payung meeting, payung followup, payung outreach: meetings, what was promised in them, and events at which people were told."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from payung.cli.answer import Answer, command, read_day, table
from payung.cli.duties import OnOption, on_day
from payung.compliance.follow_up_actions import Promised, promise, step
from payung.compliance.follow_ups import FollowUpOn, the_follow_up
from payung.compliance.meeting_actions import (
    Plan,
    cancel_meeting,
    count_enrolled,
    enter_outreach,
    invite,
    number_invitation,
    offices_named,
    plan_meeting,
    resolve,
    write_minutes,
)
from payung.compliance.meetings import (
    MEETING_STATE_WORDS,
    MEETING_WORDS,
    agenda_of,
    follow_ups,
    meetings_seen,
    outreach_seen,
    the_meeting,
    the_outreach,
)
from payung.places.queries import place as find_place
from payung.reports.meeting_papers import PAPERS, meeting_paper
from payung.reports.paper import paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day, number

meetings = typer.Typer(no_args_is_help=True, help="Audiensi, rapat koordinasi, FGD, monev: undangan, daftar hadir, keputusan, notulen.")
promises = typer.Typer(no_args_is_help=True, help="Tindak lanjut rapat dan perjanjian: siapa mengerjakan apa sampai kapan; yang lewat batas dulu.")
events = typer.Typer(no_args_is_help=True, help="Sosialisasi dan berapa yang mendaftar sesudahnya.")
PlaceArgument = Annotated[str, typer.Argument(metavar="WILAYAH", help="Kode wilayah, misalnya 74.05.")]
MeetingArgument = Annotated[int, typer.Argument(metavar="RAPAT", help="Nomor seperti di “meeting list”.")]


@command(meetings, "list")
def listed(place: PlaceArgument, lang: Lang = "id") -> Answer:
    """Rapat satu wilayah, yang terbaru dulu."""
    found = list(meetings_seen(visible_to=None, on=date.today()).filter(place=find_place(place)))
    data = [{"meeting": one.pk, "kind": one.kind, "title": one.title, "held_on": one.held_on, "state": one.state} for one in found]
    rows = [
        [str(one.pk), day(one.held_on, lang), MEETING_WORDS[one.kind].said(lang), one.title, MEETING_STATE_WORDS[one.state].said(lang)]
        for one in found
    ]
    return Answer(data, table([["", "", "", "", ""], *rows], right={0})[2:] if rows else [_NONE.said(lang)])


@command(meetings, "plan")
def plan(
    place: PlaceArgument,
    kind: Annotated[str, typer.Argument(metavar="JENIS", help="audience, rakor, fgd, atau monev.")],
    held_on: Annotated[str, typer.Argument(metavar="TANGGAL")],
    title: Annotated[str, typer.Argument(metavar="JUDUL")],
    time: Annotated[str, typer.Option("--time", help="Jam, seperti di undangan.")] = "",
    room: Annotated[str, typer.Option("--room", help="Tempat.")] = "",
    chair: Annotated[str, typer.Option("--chair", help="Pimpinan rapat.")] = "",
    point: Annotated[list[str] | None, typer.Option("--point", help="Acara; ulangi untuk tiap butir.")] = None,
    guest: Annotated[list[str] | None, typer.Option("--guest", help="Yang diundang: kantor atau jabatan; ulangi.")] = None,
    lang: Lang = "id",
) -> Answer:
    """Rencanakan rapat dan catat siapa yang diundang."""
    terms = Plan(title, read_day(held_on), time, room, chair, "\n".join(point or ()))
    made = plan_meeting(place=find_place(place), kind=kind, plan=terms, guests=guest or (), by=None, on=date.today())
    return Answer({"meeting": made.pk}, [Words("Rapat {n} dicatat.", "Meeting {n} is entered.").said(lang, n=made.pk)])


@command(meetings, "invite")
def invited(meeting: MeetingArgument, guest: Annotated[list[str], typer.Argument(metavar="SIAPA…")], lang: Lang = "id") -> Answer:
    """Tambah yang diundang."""
    fresh = invite(meeting=the_meeting(meeting, visible_to=None, on=date.today()), guests=guest, by=None, on=date.today())
    return Answer({"invited": fresh}, [Words("{n} undangan ditambah.", "{n} more invited.").said(lang, n=fresh)])


@command(meetings, "agenda")
def agenda(meeting: MeetingArgument, lang: Lang = "id") -> Answer:
    """Acara: dibuka dengan yang lewat batas dan belum selesai dari rapat sebelumnya."""
    found = agenda_of(the_meeting(meeting, visible_to=None, on=date.today()), date.today())
    lines = [*_lines(found.open, lang), *(f"•  {point}" for point in found.own)]
    return Answer({"open": [_data(one) for one in found.open], "own": list(found.own)}, lines or [_NONE.said(lang)])


@command(meetings, "resolve")
def resolved(meeting: MeetingArgument, text: Annotated[str, typer.Argument(metavar="KEPUTUSAN")], lang: Lang = "id") -> Answer:
    """Catat satu keputusan."""
    made = resolve(meeting=the_meeting(meeting, visible_to=None, on=date.today()), text=text, by=None, on=date.today())
    return Answer({"resolution": made.number}, [Words("Keputusan {n} dicatat.", "Decision {n} is entered.").said(lang, n=made.number)])


@command(meetings, "minutes")
def minutes(
    meeting: MeetingArgument,
    file: Annotated[Path, typer.Argument(metavar="BERKAS", exists=True, dir_okay=False, help="Teks jalannya rapat, satu baris satu alinea.")],
    lang: Lang = "id",
) -> Answer:
    """Catat jalannya rapat."""
    one = the_meeting(meeting, visible_to=None, on=date.today())
    made = write_minutes(meeting=one, minutes=file.read_text(encoding="utf-8"), by=None, on=date.today())
    return Answer({"meeting": made.pk}, [Words("Notulen dicatat.", "The minutes are entered.").said(lang)])


@command(meetings, "promise")
def promised(
    meeting: MeetingArgument,
    what: Annotated[str, typer.Argument(metavar="APA")],
    owner: Annotated[str, typer.Argument(metavar="SIAPA", help="Kantor atau jabatan.")],
    due: Annotated[str, typer.Option("--due", metavar="TANGGAL", help="Sampai kapan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Siapa mengerjakan apa sampai kapan. Kantor yang dikenal melihatnya sebagai miliknya."""
    one = the_meeting(meeting, visible_to=None, on=date.today())
    terms = Promised(what, owner, read_day(due) if due else None, office=offices_named(one.place_id, [owner]).get(owner))
    made = promise(meeting=one, promised=terms, by=None, on=date.today())
    return Answer({"follow_up": made.pk}, [Words("Tindak lanjut {n} dicatat.", "Follow-up {n} is entered.").said(lang, n=made.pk)])


@command(meetings, "number")
def numbered(
    meeting: MeetingArgument, number: Annotated[str, typer.Argument(metavar="NOMOR", help="Kosong: nomor surat berikutnya.")] = "", lang: Lang = "id"
) -> Answer:
    """Nomor undangan."""
    made = number_invitation(meeting=the_meeting(meeting, visible_to=None, on=date.today()), number=number, by=None, on=date.today())
    return Answer({"reference": made.reference}, [made.reference])


@command(meetings, "cancel")
def cancelled(meeting: MeetingArgument, why: Annotated[str, typer.Argument(metavar="ALASAN")], lang: Lang = "id") -> Answer:
    """Rapat tidak jadi."""
    made = cancel_meeting(meeting=the_meeting(meeting, visible_to=None, on=date.today()), why=why, by=None, on=date.today())
    return Answer({"meeting": made.pk}, [Words("Rapat dibatalkan.", "The meeting is cancelled.").said(lang)])


@command(meetings, "paper")
def paper(
    meeting: MeetingArgument,
    kind: Annotated[str, typer.Argument(metavar="NASKAH", help="undangan, daftar-hadir, atau notulen.")],
    out: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berakhiran .pdf atau .docx.")],
    lang: Lang = "id",
) -> Answer:
    """Buat undangan, daftar hadir, atau notulen."""
    if kind not in PAPERS or out.suffix not in (".pdf", ".docx"):
        raise InputError(
            "meeting.paper", Words("Pilih undangan, daftar-hadir, atau notulen; berkas .pdf atau .docx.", "Choose a paper, and a .pdf or .docx file.")
        )
    made = meeting_paper(kind, the_meeting(meeting, visible_to=None, on=date.today()), on=date.today())
    out.write_bytes(paper_pdf(made) if out.suffix == ".pdf" else paper_docx(made))
    return Answer({"file": str(out)}, [str(out)])


@command(promises, "list")
def open_ones(
    place: PlaceArgument,
    everything: Annotated[bool, typer.Option("--all", help="Juga yang sudah selesai.")] = False,
    on: OnOption = "",
    lang: Lang = "id",
) -> Answer:
    """Yang lewat batas dulu."""
    found = [one for one in follow_ups(find_place(place).code, on_day(on)) if everything or one.is_open]
    return Answer([_data(one) for one in found], _lines(found, lang) or [_NONE.said(lang)])


@command(promises, "step")
def stepped(
    follow_up: Annotated[int, typer.Argument(metavar="NOMOR", help="Seperti di “followup list”.")],
    state: Annotated[str, typer.Argument(metavar="KEADAAN", help="done, moved, dropped, atau open.")],
    due: Annotated[str, typer.Option("--due", metavar="TANGGAL", help="Untuk moved: tanggal barunya.")] = "",
    note: Annotated[str, typer.Option("--note", help="Alasan atau catatan.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Selesai, diundur, tidak diteruskan, atau dibuka lagi."""
    one = the_follow_up(follow_up, visible_to=None, on=date.today())
    made = step(follow_up=one, state=state, due_on=read_day(due) if due else None, note=note, by=None, on=date.today())
    return Answer({"follow_up": one.pk, "state": made.state, "due_on": made.due_on}, [Words("Dicatat.", "Entered.").said(lang)])


@command(events, "list")
def outreach(place: PlaceArgument, lang: Lang = "id") -> Answer:
    """Kegiatan dengan orang yang hadir dan yang mendaftar sesudahnya."""
    inside = find_place(place).code
    found = [one for one in outreach_seen(visible_to=None, on=date.today()) if one.place_id == inside or one.place_id.startswith(f"{inside}.")]
    data = [{"outreach": one.pk, "title": one.title, "held_on": one.held_on, "people": one.people, "enrolled": one.enrolled} for one in found]
    rows = [[str(one.pk), day(one.held_on, lang), number(one.people, lang), _count(one.enrolled, lang), one.title] for one in found]
    return Answer(data, table([["", "", "", "", ""], *rows], right={0, 2, 3})[2:] if rows else [_NONE.said(lang)])


@command(events, "add")
def add(
    place: PlaceArgument,
    held_on: Annotated[str, typer.Argument(metavar="TANGGAL")],
    title: Annotated[str, typer.Argument(metavar="KEGIATAN")],
    people: Annotated[int, typer.Option("--people", help="Orang yang hadir.")],
    villages: Annotated[int, typer.Option("--villages", help="Desa asal mereka.")] = 0,
    host: Annotated[str, typer.Option("--host", help="Penyelenggara.")] = "",
    audience: Annotated[str, typer.Option("--audience", help="Untuk siapa.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Catat satu kegiatan."""
    terms = {"people": people, "villages": villages, "host": host, "audience": audience}
    made = enter_outreach(place=find_place(place), title=title, held_on=read_day(held_on), by=None, on=date.today(), **terms)  # type: ignore[arg-type]
    return Answer({"outreach": made.pk}, [Words("Kegiatan {n} dicatat.", "Event {n} is entered.").said(lang, n=made.pk)])


@command(events, "count")
def counted(
    outreach: Annotated[int, typer.Argument(metavar="KEGIATAN", help="Nomor seperti di “outreach list”.")],
    people: Annotated[int, typer.Argument(metavar="ORANG", help="Yang mendaftar sesudahnya.")],
    source: Annotated[str, typer.Option("--source", help="Siapa yang menghitung.")],
    until: Annotated[str, typer.Option("--until", metavar="TANGGAL", help="Dihitung sampai tanggal ini; kosong: hari ini.")] = "",
    lang: Lang = "id",
) -> Answer:
    """Berapa yang mendaftar sesudah kegiatan."""
    one = the_outreach(outreach, visible_to=None, on=date.today())
    made = count_enrolled(outreach=one, people=people, until=on_day(until), source=source, by=None, on=date.today())
    return Answer({"outreach": made.pk, "enrolled": made.enrolled}, [Words("Dicatat.", "Entered.").said(lang)])


_NONE = Words("Tidak ada.", "None.")


def _count(value: int | None, lang: Lang) -> str:
    return "–" if value is None else number(value, lang)


def _lines(found: list[FollowUpOn], lang: Lang) -> list[str]:
    rows = [
        [str(one.follow_up.pk), day(one.due_on, lang), one.badge[1].said(lang), one.follow_up.owner, one.follow_up.what, one.origin.said(lang)]
        for one in found
    ]
    return table([["", "", "", "", "", ""], *rows], right={0})[2:] if rows else []


def _data(one: FollowUpOn) -> dict[str, object]:
    held = one.follow_up
    return {"follow_up": held.pk, "what": held.what, "owner": held.owner, "due_on": one.due_on, "state": one.last.state, "late_days": one.late}


def add_to(app: typer.Typer) -> None:
    app.add_typer(meetings, name="meeting")
    app.add_typer(promises, name="followup")
    app.add_typer(events, name="outreach")
