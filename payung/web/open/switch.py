"""The switch by which an owner opens the figures of their regency to everybody, and closes them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from payung.coverage.disclosure import FEWEST
from payung.coverage.models import Publication
from payung.coverage.open_actions import publish, withdraw
from payung.coverage.opened import publication_of
from payung.places.models import Place
from payung.values.errors import InputError
from payung.values.place import Level, parent_of
from payung.values.words import Words
from payung.web.page import PageRequest, page, say

USUAL = "CC BY 4.0"


@page("open.publish", writes="open.publish")
@require_http_methods(["GET", "POST"])
def switch(request: PageRequest) -> HttpResponse:
    """Of the regency that the person works in."""
    scope = request.scope
    code = scope.here and parent_of(scope.here + ".", Level.REGENCY)
    place = Place.objects.filter(code=code, level=Level.REGENCY).first()
    if place is None or not scope.may("open.publish", place.code):
        if request.method == "POST":
            raise Http404("open")
        return render(request, "open/switch.html", {"place": None})
    wrong = None
    if request.method == "POST":
        try:
            if request.POST.get("buka") == "tidak":
                withdraw(place=place, by=scope.user, on=scope.on)
                say(request, Words(f"Data terbuka {place.name} ditutup.", f"The open data of {place.name} are closed."))
            else:
                publish(place=place, licence=request.POST.get("lisensi", ""), by=scope.user, on=scope.on)
                say(request, Words(f"Data {place.name} kini terbuka untuk umum.", f"The data of {place.name} are now open to everybody."))
            return redirect("open:switch")
        except InputError as error:
            wrong = error.words
    context = {
        "place": place,
        "now": publication_of(place.code),
        "acts": Publication.objects.filter(place=place).select_related("by").order_by("-pk"),
        "licence": request.POST.get("lisensi", USUAL),
        "wrong": wrong,
        "fewest": FEWEST,
    }
    return render(request, "open/switch.html", context, status=422 if wrong else 200)
