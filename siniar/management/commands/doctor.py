"""`manage.py doctor`: what works, what is missing, how to mend it."""

from typing import IO, cast

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table
from rich.text import Text

from siniar.health import Verdict, examine

COLOURS = {Verdict.GOOD: "green", Verdict.WARNING: "yellow", Verdict.BAD: "red"}


class Command(BaseCommand):
    help = "Says what works, what is missing and how to mend it. Exit status 1 if something must be mended."
    requires_system_checks: list[str] = []  # it must speak when the rest cannot

    def handle(self, *args: object, **options: object) -> None:
        table = Table(show_header=False, box=None, pad_edge=False)
        findings = examine()
        for finding in findings:
            colour = COLOURS[finding.verdict]
            remedy = f"→ {finding.remedy}" if finding.remedy else ""
            # As Text, because errors of programs and systems carry brackets that would be read as markup.
            table.add_row(Text(finding.verdict.value, colour), *map(Text, (finding.name, finding.text, remedy)))
        Console(file=cast("IO[str]", self.stdout), soft_wrap=True, width=None if self.stdout.isatty() else 200).print(
            table
        )
        if any(finding.verdict is Verdict.BAD for finding in findings):
            raise SystemExit(1)
