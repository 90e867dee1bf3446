"""Which episodes may this editor change, and which recordings see? Wagtail's page permissions decide.

Here they are asked as queries, the same for lists and for single pages.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from episodes.models import AudioFile, Episode, Show
from siniar.models import User


def editable_episodes(user: User | AnonymousUser) -> QuerySet[Episode]:
    """The episodes that the user may change."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return Episode.objects.filter(pk__in=pages.values("pk"))


def open_shows(user: User | AnonymousUser) -> QuerySet[Show]:
    """The shows to which the user may add episodes, by title."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "add")
    return Show.objects.filter(pk__in=pages.values("pk")).order_by("title")


def let_editors_keep_people() -> None:
    """Gives Wagtail's groups of editors the right to add people and to note their consent."""
    permissions = Permission.objects.filter(
        content_type__app_label="episodes", codename__in=("add_person", "change_person", "view_person")
    )
    for group in Group.objects.filter(name__in=("Editors", "Moderators")):
        group.permissions.add(*permissions)


def visible_recordings(user: User | AnonymousUser) -> QuerySet[AudioFile]:
    """The recordings of episodes that the user may change, and the user's own that no episode has yet; newest first."""
    if user.is_superuser:
        return AudioFile.objects.all()
    episodes = editable_episodes(user).values("pk")
    mine = Q(uploaded_by=user.pk, uploaded_for=None, episodes=None) & ~Q(uploaded_by=None)
    return AudioFile.objects.filter(mine | Q(episodes__in=episodes) | Q(uploaded_for__in=episodes)).distinct()
