"""`manage.py first_admin`: an editor-in-chief for a fresh installation, with a password that nobody chose."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand

from siniar.models import User
from siniar.secret import kept


class Command(BaseCommand):
    help = "Makes the account “admin” with a random password, noted in the data folder, unless any account exists."

    def handle(self, *args: object, **options: object) -> None:
        if User.objects.exists():
            return
        name, password = kept(settings.DATA_DIR / "first-admin", f"admin {secrets.token_urlsafe(12)}").split()
        User.objects.create_superuser(name, password=password)
        self.stdout.write(f"{name} / {password}")
