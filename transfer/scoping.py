"""Who may bring a podcast here, and who may see how an import goes: who may add what it adds."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from episodes.scoping import open_shows
from siniar.models import User
from siniar.pages.models import HomePage
from transfer.models import FeedImport


def may_add_shows(user: User | AnonymousUser) -> bool:
    """Whether the user may add a show to the site."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "add")
    return HomePage.objects.filter(pk__in=pages.values("pk")).exists()


def may_import(user: User | AnonymousUser) -> bool:
    """Whether there is anything into which the user may import."""
    return may_add_shows(user) or open_shows(user).exists()


def visible_imports(user: User | AnonymousUser) -> QuerySet[FeedImport]:
    """The user's own imports, and those into shows to which the user may add; newest first."""
    if user.is_superuser:
        return FeedImport.objects.all()
    mine = Q(started_by=user.pk) & ~Q(started_by=None)
    return FeedImport.objects.filter(mine | Q(show__in=open_shows(user)))


def may_start(user: User | AnonymousUser, feed_import: FeedImport) -> bool:
    """Whether the user may add what this import adds: rights may have changed since it was looked at."""
    if feed_import.show_id is None:
        return may_add_shows(user)
    return open_shows(user).filter(pk=feed_import.show_id).exists()


def may_publish(user: User | AnonymousUser, feed_import: FeedImport) -> bool:
    """Whether the user may publish what this import adds."""
    page = feed_import.show or HomePage.objects.get()
    return bool(page.permissions_for_user(user).can_publish_subpage())
