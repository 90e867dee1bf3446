"""The rows of this app, each from the module that answers for them."""

from reporting.handoff.models import HandOffCode

__all__ = ["HandOffCode"]
