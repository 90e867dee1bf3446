from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Numbers for help")

    def ready(self) -> None:
        from reporting import checks, signals  # noqa: F401 - connects the receivers, registers the check
        from reporting.counting.signals import on_chosen
        from reporting.handoff import checks as handoff_checks  # noqa: F401 - registers them
        from reporting.handoff.signals import chosen

        chosen.connect(on_chosen, dispatch_uid="help counts")
