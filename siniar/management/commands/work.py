"""`manage.py work`: the worker process."""

from django.core.management.base import BaseCommand, CommandParser

from siniar.jobs.worker import Worker


class Command(BaseCommand):
    help = "Runs the steps that wait and what the clock brings, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="stop when nothing is left to do")

    def handle(self, *, batch: bool, **options: object) -> None:
        worker = Worker(batch=batch)
        worker.configure_signals()
        worker.run()
