"""Counting what the help page does, so that nobody is known.

`recording` has what to call in a request (`count`, `count_page`) and writes; `disclosure` decides what may be shown;
`overview`, `tables` and `views` show it to the office.
"""
