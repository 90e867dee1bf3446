"""The editors' pages of numbers: which have to be dialled, and cards and posters to print. Thin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from episodes.models import Topic
from reporting import actions, due, printing, storing
from reporting.models import Channel, Service
from siniar.models import User

MAY = "reporting.change_channel"


def _may(request: HttpRequest) -> User:
    """The editor who asks, if numbers are theirs to keep."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(MAY):
        raise PermissionDenied
    return user


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """All public numbers, the most pressing first, each with two buttons: answered (or opened), or not."""
    _may(request)
    reasons = {each.channel: each for each in due.now()}
    rows = list(Channel.objects.verified().select_related("service"))
    order = {channel: place for place, channel in enumerate(reasons)}
    rows.sort(key=lambda row: (order.get(row.pk, len(order)), due.order(row)))
    days = settings.CONFIG.call_test_days
    context: dict[str, Any] = {
        "page_title": _("Test the numbers"),
        "rows": [(row, reasons.get(row.pk), row.state(timezone.localdate(), days)) for row in rows],
        "days": days,
        "waiting": Channel.objects.filter(verified=False).count(),
    }
    return render(request, "reporting/admin/numbers.html", context)


@require_POST
def tested(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Notes a test call of today. That nobody answered is asked again before it takes a number away."""
    user = _may(request)
    channel = get_object_or_404(Channel.objects.verified().select_related("service"), pk=channel_id)
    outcome = request.POST.get("outcome")
    if outcome not in (Channel.Outcome.ANSWERED, Channel.Outcome.UNANSWERED):
        raise Http404
    if outcome == Channel.Outcome.UNANSWERED and request.POST.get("sure") != "1":
        context = {"page_title": _("Really not?"), "row": channel, "stays": _stays(channel)}
        return render(request, "reporting/admin/unanswered.html", context)
    actions.record_call_test(channel, answered=outcome == Channel.Outcome.ANSWERED, by=user)
    messages.success(request, _noted(channel))
    return redirect("help-numbers")


@require_POST
def taken_back(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Forgets the last test call, which was noted by mistake."""
    user = _may(request)
    channel = get_object_or_404(Channel.objects.verified().select_related("service"), pk=channel_id)
    if actions.take_back_call_test(channel, by=user):
        messages.success(request, _("Taken back: the last test of %(number)s.") % {"number": channel.value})
    return redirect("help-numbers")


def _stays(channel: Channel) -> bool:
    """Whether people see it even if nobody answers."""
    return channel.service.kind == Service.Kind.EMERGENCY


def _noted(channel: Channel) -> str:
    """What was noted, and what people see from now on."""
    number = {"number": channel.value}
    noted = _("Noted: %(number)s was tried today.") % number
    if channel.outcome == Channel.Outcome.ANSWERED:
        return noted
    if _stays(channel):
        return noted + " " + _("It stays on the page, marked as being checked.")
    return noted + " " + _("It is hidden now: people do not see it any more.")


def say_what_was_lost(request: HttpRequest, channel: Channel) -> None:
    """After an edit: a number that changed is verified no longer."""
    if channel.lost_verification:
        text = _(
            "%(number)s changed: it is not verified any more, so it is not public, and its test call is forgotten."
        )
        again = _("Check it at its source, then tick “verified” anew, with the source and the day.")
        messages.warning(request, f"{text % {'number': channel.value or '–'}} {again}")


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """What may be printed, for all topics and for each."""
    _may(request)
    found = storing.present()
    context = {
        "page_title": _("Cards and posters"),
        "topics": Topic.objects.order_by("order"),
        "regions": found.regions,
        "region": _region(request),
        "sheet": printing.sheet(None, _region(request)),
    }
    return render(request, "reporting/admin/cards.html", context)


@require_safe
def card_file(request: HttpRequest, kind: str) -> HttpResponse:
    """A card, a sheet of cards or a poster as PDF. Its name tells no topic."""
    _may(request)
    draw = printing.KINDS.get(kind)
    if draw is None:
        raise Http404
    code = request.GET.get("topic", "")
    topic = get_object_or_404(Topic, code=code) if code else None
    reply = HttpResponse(draw(printing.sheet(topic, _region(request))), content_type="application/pdf")
    reply["Content-Disposition"] = f'attachment; filename="siniar-{kind}.pdf"'
    return reply


def _region(request: HttpRequest) -> str:
    code = request.GET.get("region", "")
    return code if storing.present().region(code) else ""
