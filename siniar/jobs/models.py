"""Job: one step on one subject, with everything that is known of how it goes.

The row is the truth; queue messages only wake.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from siniar.jobs.pipeline import STEPS, Step


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, subject: object) -> Self:
        """The jobs on one subject, in the order in which the pipeline names their steps."""
        return self._in_order().filter(subject=str(subject))

    def _in_order(self) -> Self:
        order = models.Case(
            *(models.When(step=name, then=place) for place, name in enumerate(STEPS)), default=len(STEPS)
        )
        return self.alias(place=order).order_by("place", "created_at")

    def by_subject(self, subjects: Iterable[object]) -> dict[str, list[Job]]:
        """The current jobs on many subjects in one query, each subject's in the order of the pipeline."""
        names = [str(subject) for subject in subjects]
        found: dict[str, list[Job]] = {name: [] for name in names}
        for job in self._in_order().current().filter(subject__in=names):
            found[job.subject].append(job)
        return found

    def current(self) -> Self:
        """Without the jobs whose input has been replaced by a newer one, or whose step the pipeline no longer has."""
        return self.filter(step__in=STEPS).exclude(state=Job.State.REPLACED)

    def due(self) -> Self:
        """Waiting, and its time has come. (It may still have to wait for another step.)"""
        return self.filter(state=Job.State.WAITING, run_after__lte=timezone.now())

    def abandoned(self) -> Self:
        """Said to be running, but whoever ran it has stopped saying so."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now())


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("given up")
        STOPPED = "stopped", _("stopped by a person")
        REPLACED = "replaced", _("replaced")

    #: States in which nothing more happens without a person.
    ENDED: ClassVar = frozenset({State.DONE, State.FAILED, State.STOPPED, State.REPLACED})
    #: States without a result, from which `retry` goes on.
    UNDONE: ClassVar = frozenset({State.FAILED, State.STOPPED})

    step = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, help_text="Id of what the step works on.")
    input_hash = models.CharField(max_length=64, help_text="Hash of what the step reads.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    lease_holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    reason = models.TextField(blank=True, help_text="Why it failed or waits, in words for editors.")
    trace = models.TextField(blank=True, help_text="Where it failed, for developers.")
    created_at = models.DateTimeField(auto_now_add=True)
    wanted_at = models.DateTimeField(default=timezone.now, help_text="When this result was last asked for.")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(fields=["step", "subject", "input_hash"], name="one_job_per_input"),
        ]
        indexes = [
            models.Index(fields=["state", "run_after"], name="jobs_due"),
            models.Index(fields=["subject"], name="jobs_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.subject}: {self.state}"

    @property
    def definition(self) -> Step:
        """The pipeline's step of this job."""
        return STEPS[self.step]

    @property
    def seconds(self) -> float | None:
        """How long the last attempt took, in seconds; None while it has not ended."""
        return (self.ended_at - self.started_at).total_seconds() if self.started_at and self.ended_at else None

    def blockers(self) -> tuple[Step, ...]:
        """The steps that must be done first and are not."""
        if not self.definition.after:
            return ()
        states: dict[str, str] = dict(
            Job.objects.current()
            .filter(subject=self.subject, step__in=self.definition.after)
            .order_by("wanted_at")
            .values_list("step", "state")
        )
        return tuple(STEPS[name] for name in self.definition.after if states.get(name) != Job.State.DONE)


class ScheduledRun(models.Model):
    """When a thing of siniar.jobs.schedule is due next; claimed by one worker at a time."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
