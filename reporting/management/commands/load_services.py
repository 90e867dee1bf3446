"""`manage.py load_services`: regions, services and their numbers from reporting/data."""

from django.core.management.base import BaseCommand

from reporting import loading


class Command(BaseCommand):
    help = "Loads regions, services and numbers; what editors have touched stays as they left it."

    def handle(self, *args: object, **options: object) -> None:
        counts = loading.load()
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
