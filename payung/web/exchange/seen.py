"""What the pages of the exchange share: the package or reply that an address names, if the person sees it, and how states are worded."""

from django.http import Http404

from payung.exchange.models import Package, Reply
from payung.exchange.queries import Answered, packages_seen
from payung.values.words import Words
from payung.web.page import PageRequest

ANSWER_BADGES: dict[str, tuple[str, Words]] = {
    "accepted": ("passes", Words("diterima", "accepted")),
    "rejected": ("rejected", Words("ditolak", "rejected")),
    "elsewhere": ("duplicate", Words("aktif di tempat lain", "member elsewhere")),
    "": ("waiting", Words("belum dijawab", "not answered")),
}
PARTS: dict[str, Words] = {"new": Words("baru", "new"), "left": Words("keluar", "left")}


def the_package(request: PageRequest, package_id: int) -> Package:
    """404 for one of a place that the person does not see, as for one that is not there."""
    found = packages_seen(visible_to=request.user, on=request.scope.on).filter(pk=package_id).first()
    if found is None:
        raise Http404("package")
    return found


def the_reply(request: PageRequest, reply_id: int) -> Reply:
    """The same of a reply, by its package."""
    seen = packages_seen(visible_to=request.user, on=request.scope.on)
    found = (
        Reply.objects.filter(pk=reply_id, package__in=seen.order_by().values("pk")).select_related("package__fund__place", "by", "document").first()
    )
    if found is None:
        raise Http404("reply")
    return found


def state_of(package: Package, told: Answered) -> tuple[str, Words]:
    """The badge of a package: how far it is."""
    if told.unanswered == 0:
        return "passes", Words("dijawab semua", "all answered")
    if told.unanswered < told.sent:
        return "needs_fixing", Words("dijawab sebagian", "partly answered")
    if hasattr(package, "handover"):
        return "active", Words("diterima cabang", "received by the branch")
    return "waiting", Words("belum diterima cabang", "not received yet")
