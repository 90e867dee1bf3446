"""Counting what the help page does, so that nobody is known: what to call in a request.

`recording` collects and writes, `disclosure` decides what may be shown, `overview` and `views` show it to the office.
"""

from reporting.counting.recording import count, count_page

__all__ = ["count", "count_page"]
