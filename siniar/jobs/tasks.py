"""The one message that queues carry: “look at job N”. It may arrive twice, late or never; the Job row decides."""

from django_tasks import task


@task()
def run_job(job_id: int) -> bool:
    """Runs the job if it is due and free; see siniar.jobs.runner.run."""
    from siniar.jobs import runner  # the runner sends this message, hence not at the top

    return runner.run(job_id)
