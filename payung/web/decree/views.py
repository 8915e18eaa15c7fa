"""Papers of a determination: what to print, what was signed, and how the versions differ."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.correspondence.models import PAPER_WORDS, PaperKind
from payung.correspondence.queries import rule_of
from payung.filing.kinds import DOCX
from payung.planning.models import Determination, Signing
from payung.planning.queries import determination_in_force
from payung.planning.signed import list_state, number_of, papers_letterhead, short, signed_determination, versions_of
from payung.planning.signing import number_paper, open_scan, sign
from payung.reports.decided import Moved, amendment_changes, moved_counts
from payung.reports.decided_papers import paper_name, paper_of
from payung.reports.paper import Paper, first_page, paper_pages, paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.values.words import Words
from payung.web.decree.forms import SignForm
from payung.web.decree.steps import steps_of
from payung.web.download import PDF, attachment
from payung.web.language import lang
from payung.web.money.seen import answer_badge, the_determination
from payung.web.page import PageRequest, page, say

_MOST_BYTES = (20 << 20) + 1  # one more than is taken, so that a larger file is noticed
_SHOWN = 25  # people of each side of a comparison
_VERSIONS = 12


@dataclass(frozen=True)
class Row:
    """One paper on the page; `may_number` where its letterhead has a pattern, `form` where a scan may be handed in."""

    kind: str
    words: Words
    number: str
    signing: Signing | None
    may_number: bool
    form: SignForm | None


@dataclass(frozen=True)
class Version:
    """One version beside the one before it: how many came in and went out, and the first of them with why."""

    one: Determination
    badge: tuple[str, Words]
    counts: tuple[int, int]
    came: list[Moved]
    went: list[Moved]


@page("fund.read")
def papers_page(request: PageRequest, determination_id: int) -> HttpResponse:
    """Steps, papers and versions of one determination."""
    one = the_determination(request, determination_id)
    scope, place, state = request.scope, one.fund.place_id, list_state(one)
    in_force = determination_in_force(one.fund)
    signed = signed_determination(one.fund)
    context = {
        "one": one,
        "fund": one.fund,
        "badge": answer_badge(one),
        "steps": steps_of(one),
        "rows": _rows(request, one, stands=in_force == one),
        "in_force": in_force,
        "fingerprint": short(state.now),
        "signed_fingerprint": short(state.signed) if state.changed and state.signed else "",
        "letterhead": papers_letterhead(one.fund),
        "may_set": scope.may("letterhead.set", place),
        "may_open": scope.may("scan.read", place),
        "may_amend": signed == one and in_force == one and scope.may("determination.freeze", place),
        "versions": _versions(one, in_force),
    }
    return render(request, "decree/papers.html", context)


@page("fund.read")
def pdf(request: PageRequest, determination_id: int, kind: str) -> HttpResponse:
    """To sign; ?lihat=1 in the browser."""
    one, paper = _paper(request, determination_id, kind)
    return attachment(paper_pdf(paper), PDF, f"{paper_name(one, kind)}.pdf", shown=bool(request.GET.get("lihat")))


@page("fund.read")
def docx(request: PageRequest, determination_id: int, kind: str) -> HttpResponse:
    """To edit."""
    one, paper = _paper(request, determination_id, kind)
    return attachment(paper_docx(paper), DOCX, f"{paper_name(one, kind)}.docx")


@page("fund.read")
def preview(request: PageRequest, determination_id: int, kind: str) -> HttpResponse:
    """The first page as a picture."""
    _, paper = _paper(request, determination_id, kind)
    return attachment(paper_pages(first_page(paper), ppi=96)[0], "image/png", f"{kind}.png", shown=True)


@page("fund.read", writes="paper.number")
@require_POST
def take(request: PageRequest, determination_id: int, kind: str) -> HttpResponse:
    """The next number of the paper's series."""
    one = the_determination(request, determination_id)
    number = number_paper(determination=one, kind=_kind(kind), by=request.user, on=request.scope.on)
    told = Words("Nomor {paper}: {number}.", "Number of {paper}: {number}.")
    words = PAPER_WORDS[kind]
    say(request, Words(told.said("id", paper=words.id, number=number), told.said("en", paper=words.en, number=number)))
    return redirect("decree:papers", one.pk)


@page("fund.read", writes="determination.sign")
@require_POST
def hand_in(request: PageRequest, determination_id: int, kind: str) -> HttpResponse:
    """The signed scan."""
    one = the_determination(request, determination_id)
    form = SignForm(request.POST, request.FILES)
    if not form.is_valid():
        first = str(next(iter(form.errors.values()))[0])
        say(request, Words(first, first), wrong=True)
        return redirect("decree:papers", one.pk)
    given = form.cleaned_data
    sign(
        determination=one,
        kind=_kind(kind),
        number=given["nomor"],
        signed_on=given["tanggal"],
        signer=given["penanda_tangan"],
        content=given["berkas"].read(_MOST_BYTES),
        name=given["berkas"].name,
        by=request.user,
        on=request.scope.on,
    )
    say(request, Words("Pindaian disimpan. Naskah ini tidak berubah lagi.", "The scan is kept. This paper does not change any more."))
    return redirect("decree:papers", one.pk)


@page("scan.read")
def scan(request: PageRequest, determination_id: int, kind: str) -> HttpResponse:
    """The signed scan as it was handed in; that it was opened is recorded."""
    one = the_determination(request, determination_id)
    signing = one.signings.filter(kind=_kind(kind)).select_related("document", "determination__fund").first()
    if signing is None:
        say(request, Words("Naskah ini belum ditandatangani.", "This paper is not signed yet."), wrong=True)
        return redirect("decree:papers", one.pk)
    content = open_scan(signing=signing, by=request.user, on=request.scope.on)
    return attachment(content, signing.document.media_type, signing.document.name)


def _paper(request: PageRequest, determination_id: int, kind: str) -> tuple[Determination, Paper]:
    one = the_determination(request, determination_id)
    return one, paper_of(one, _kind(kind), on=request.scope.on, lang=lang())


def _kind(kind: str) -> str:
    if kind not in PaperKind.values:
        raise Http404("kind")
    return kind


def _rows(request: PageRequest, one: Determination, *, stands: bool) -> list[Row]:
    scope, place = request.scope, one.fund.place_id
    letterhead = papers_letterhead(one.fund)
    held = {signing.kind: signing for signing in one.signings.select_related("document", "by")}
    found = []
    for kind in PaperKind.values:
        rule, number, signing = rule_of(letterhead, kind), number_of(one, kind), held.get(kind)
        may_sign = stands and signing is None and scope.may("determination.sign", place)
        initial = {"nomor": number, "penanda_tangan": rule.name if rule else ""}
        found.append(
            Row(
                kind,
                PAPER_WORDS[kind],
                number,
                signing,
                bool(not number and rule and rule.pattern and scope.may("paper.number", place)),
                SignForm(initial=initial, auto_id=f"{kind}_%s") if may_sign else None,
            )
        )
    return found


def _versions(one: Determination, in_force: Determination | None) -> list[Version]:
    versions = list(versions_of(one.fund)[: _VERSIONS + 1])
    found = []
    for at, version in enumerate(versions[:_VERSIONS]):
        before = versions[at + 1] if at + 1 < len(versions) else None
        came, went = amendment_changes(version, before, most=_SHOWN) if before else ([], [])
        counts = moved_counts(version, before) if before else (0, 0)
        found.append(Version(version, _badge(version, in_force), counts, came, went))
    return found


def _badge(version: Determination, in_force: Determination | None) -> tuple[str, Words]:
    state, words = answer_badge(version)
    if state == "passes" and in_force and version.version < in_force.version:
        return "waiting", Words("digantikan versi baru", "replaced by a newer version")
    return state, words
