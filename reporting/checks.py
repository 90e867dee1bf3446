"""What `manage.py check --deploy` asks for: test calls to the numbers that everybody sees."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.db import Error as DatabaseFailed

from reporting import due
from reporting.due import Reason


@checks.register("numbers", deploy=True)
def call_tests(**kwargs: Any) -> list[checks.CheckMessage]:
    """Were all public numbers dialled, and not too long ago?"""
    try:
        missing = [each for each in due.now() if each.reason != Reason.SOON]
    except DatabaseFailed:
        return [checks.Warning("The numbers for help cannot be read.", hint="manage.py set_up", id="reporting.W002")]
    if not missing:
        return []
    names = "; ".join(f"{each.name} {each.value} ({each.reason})" for each in missing)
    hint = "Dial each of them, and note in the admin under “Uji nomor” whether anybody answered."
    return [
        checks.Warning(f"{len(missing)} numbers for help need a test call: {names}", hint=hint, id="reporting.W001")
    ]
