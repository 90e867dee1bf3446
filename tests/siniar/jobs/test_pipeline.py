"""The list of steps: what it names exists, and leads nowhere in a circle."""

from __future__ import annotations

import importlib
import inspect
from graphlib import TopologicalSorter

import pytest

from siniar.jobs import pipeline
from siniar.jobs.models import Job

# The product's own steps, taken when this module is loaded: the fixture of this folder puts others in their place.
STEPS = dict(pipeline.STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_names_a_function_that_takes_a_subject_and_its_progress(name: str) -> None:
    assert list(inspect.signature(STEPS[name].load()).parameters) == ["subject", "progress"]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_lives_in_the_steps_module_of_its_app(name: str) -> None:
    assert STEPS[name].function.split(".")[1:] == ["steps", name]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_waits_for_steps_that_exist(name: str) -> None:
    assert set(STEPS[name].after) <= set(STEPS)


def test_no_step_waits_for_itself_by_way_of_others() -> None:
    order = TopologicalSorter({step.name: step.after for step in STEPS.values()}).static_order()
    assert set(order) == set(STEPS)


def test_steps_are_listed_after_those_that_they_wait_for() -> None:
    names = list(STEPS)
    assert all(names.index(before) < names.index(name) for name, step in STEPS.items() for before in step.after)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_listed_under_its_own_name(name: str) -> None:
    assert STEPS[name].name == name


@pytest.mark.parametrize("name", STEPS)
def test_the_name_of_a_step_fits_its_column(name: str) -> None:
    assert len(name) <= (Job._meta.get_field("step").max_length or 0)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_has_a_label_for_editors(name: str) -> None:
    assert str(STEPS[name].label).strip()


@pytest.mark.parametrize("event", ["RECORDING_RECEIVED", "EPISODE_PUBLISHED"])
def test_what_an_event_starts_is_in_the_list(event: str) -> None:
    assert all(STEPS[step.name] is step for step in getattr(pipeline, event))


def test_what_follows_a_recording_needs_nothing_that_only_a_publication_starts() -> None:
    started = {step.name for step in pipeline.RECORDING_RECEIVED}
    assert {name for step in pipeline.RECORDING_RECEIVED for name in step.after} <= started


def test_the_page_that_newcomers_read_imports_nothing_above_it() -> None:
    source = inspect.getsource(importlib.import_module("siniar.jobs.pipeline"))
    assert not any(f"import {app}" in source or f"from {app}" in source for app in ("episodes", "transcripts"))
