"""All papers of an edition, ordered at once: they are made in the background from its frozen facts."""

from payung.reports.actions import Order, order_paper
from payung.reports.edition_papers import KIND_WORDS, forms_of
from payung.reports.edition_queries import READ_BY
from payung.reports.models import Edition, Paper
from payung.values.words import Lang, Words
from payung.web.scope import Scope


def about(edition: Edition) -> str:
    """What its papers are about, see Paper."""
    return f"edition:{edition.pk}"


def order_all(edition: Edition, scope: Scope, lang: Lang) -> list[Paper]:
    """One order for each form, the first form last, so that it stands on top; the same again gives the papers that are there.

    Errors as `order_paper`.
    """
    return [order_paper(_order(edition, form, lang), by=scope.user, on=scope.on, lang=lang) for form in reversed(forms_of(edition.kind))]


def _order(edition: Edition, form: str, lang: Lang) -> Order:
    return Order(
        "edition",
        {"edition": edition.pk, "form": form},
        _title(edition, form, lang),
        right=READ_BY.get(Edition.Kind(edition.kind), "report.read"),
        about=about(edition),
        places=[edition.place_id],
    )


def _title(edition: Edition, form: str, lang: Lang) -> Words:
    what = forms_of(edition.kind)[form].title
    tongue = Words("bahasa Indonesia", "in Indonesian") if lang == "id" else Words("bahasa Inggris", "in English")
    if edition.kind == Edition.Kind.BRIEFING:
        return Words(f"{what.id}, {tongue.id}", f"{what.en}, {tongue.en}")
    kind = KIND_WORDS[edition.kind]
    return Words(f"{kind.id} v{edition.version}: {what.id}, {tongue.id}", f"{kind.en} v{edition.version}: {what.en}, {tongue.en}")
