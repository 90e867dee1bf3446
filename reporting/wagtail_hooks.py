"""Joins this app to Wagtail's admin."""

from __future__ import annotations

from reporting.counting import hooks as counting_hooks  # noqa: F401 - registers them
