"""`manage.py load_domain`: topics, content warnings and age ratings from episodes/data."""

from django.core.management.base import BaseCommand

from episodes import scoping, taxonomy


class Command(BaseCommand):
    help = "Loads topics, content warnings and age ratings; running it again changes nothing that has not changed."

    def handle(self, *args: object, **options: object) -> None:
        counts = taxonomy.load()
        scoping.let_editors_keep_people()
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
