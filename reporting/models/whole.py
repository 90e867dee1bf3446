"""Rows of the directory are saved as a whole: with what the public reads, or not at all."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction


class Whole(models.Model):
    """Saving is one transaction with all that its signals do (reporting.signals). Deleting is so in any case."""

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """As ever; if the stored directory cannot be rebuilt, the row stays as it was and the error comes here."""
        with transaction.atomic():
            super().save_base(*args, **kwargs)
