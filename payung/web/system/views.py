"""Language, health and readiness for whoever watches the server, and the page of all parts."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_POST

from payung.places.models import Place
from payung.web.page import back, public
from payung.web.system.patterns import content


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    response = back(request, "home:home")
    wanted = "en" if request.POST.get("language") == "en" else "id"
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86_400, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return response


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside a PDF, which names no icon of its own."""
    return redirect(static("web/payung.svg"), permanent=True)


@public
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, its tables are the present ones, the places are loaded."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    checks = {
        "tables": not executor.migration_plan(executor.loader.graph.leaf_nodes()),
        "places": Place.objects.exists(),
    }
    good = all(checks.values())
    return JsonResponse({"ready": good, **checks}, status=200 if good else 503)


@public
def patterns(request: HttpRequest) -> HttpResponse:
    """Every part of the pages with an example of each state."""
    return render(request, "system/patterns.html", content(request))


language = public(language)
