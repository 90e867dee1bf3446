"""The account of an editor. Listeners have none."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's user under a name of our own, because that cannot be changed later."""
