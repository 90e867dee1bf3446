#!/usr/bin/env python
"""Django's entry: every command of Siniar starts here."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siniar.settings")
    from django.core.management import execute_from_command_line

    from siniar.config import ConfigError

    try:
        execute_from_command_line(sys.argv)
    except (ConfigError, PermissionError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
