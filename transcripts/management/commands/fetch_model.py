"""`manage.py fetch_model`: brings the speech model into the data folder, unless it is there."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.progress import Progress

from transcripts import speech
from transcripts.engines.protocol import EngineUnavailable


class Command(BaseCommand):
    help = "Fetches the speech model that the settings name, verified by its hash; does nothing if it is there."

    def handle(self, *args: object, **options: object) -> None:
        if speech.chosen() == "file":
            self.stdout.write(_("No machine writes transcripts here, so that no model is needed."))
            return
        try:
            if speech.weights() is None:
                with Progress(transient=True) as bars:
                    bar = bars.add_task("Whisper", total=1.0)
                    speech.fetch(lambda share: bars.update(bar, completed=share))
            self.stdout.write(str(speech.weights()))
        except EngineUnavailable as error:
            raise CommandError(speech.sentence(error)) from error
