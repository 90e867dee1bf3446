"""The rules of the house that a machine can hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps

from siniar.config import Config, ConfigError, table
from siniar.jobs import schedule
from siniar.jobs.pipeline import STEPS

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = (
    "siniar",
    "episodes",
    "transcripts",
    "feeds",
    "downloads",
    "transfer",
    "listening",
    "search",
    "reporting",
    "demo",
)
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
LONGEST = 350  # lines

#: The only modules that write rows. Everybody else calls an action.
WRITERS = {
    "episodes/actions.py",
    "episodes/chapters.py",  # a draft's
    "episodes/mirroring.py",  # which copy lies in the object store
    "feeds/actions.py",
    "feeds/benchmarks/content.py",  # thousands of episodes at once, in a folder of its own
    "downloads/actions.py",
    "reporting/handoff/codes.py",  # one-time codes of the hand-off
    "reporting/counting/actions.py",
    "transfer/actions.py",
    "episodes/taxonomy.py",  # loads the domain's own data
    "reporting/actions.py",
    "reporting/loading.py",  # the same for services and their numbers
    "search/actions.py",
    "siniar/jobs/runner.py",  # every change of a Job
    "siniar/jobs/schedule.py",
    "siniar/pages/actions.py",
    "siniar/management/commands/first_admin.py",
    *(
        f"transcripts/actions/{name}.py"
        for name in ("attending", "correcting", "hearing", "judging", "keeping", "supplying")
    ),
    "demo/management/commands/demo.py",  # builds content as an editor would
}
WRITES = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create", "add_child"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 60


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_longer_than_a_person_can_hold(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.name not in {"__init__.py", "apps.py", "urls.py"}], ids=name
)
def test_each_module_says_what_it_answers_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def test_no_module_is_a_bag() -> None:
    bags = {"utils", "helpers", "common", "core", "base", "misc"}
    assert [name(path) for path in MODULES if path.stem in bags or bags & set(path.parent.parts)] == []


def test_only_actions_write_to_the_database() -> None:
    """Rows change where a reader looks for it. Dicts, sets and hashes also know `update`: only managers are meant."""
    found = set()
    for path in MODULES:
        for call in calls(path):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
                continue
            source = ast.unparse(call.func)
            if source == "form.save" or source.startswith("actions."):
                continue
            if ".objects." in source or call.func.attr in {"save", "bulk_create", "add_child", "get_or_create"}:
                found.add(name(path))
    pure = {path for path in found if path.startswith(("episodes/audio/", "transcripts/engines/"))} | {
        "demo/cover.py",
        "siniar/pictures.py",
        "reporting/paper.py",
    }  # files, not rows
    assert found - WRITERS - pure == set()


def test_only_config_reads_the_environment() -> None:
    readers = [name(path) for path in MODULES if re.search(r"os\.(environ|getenv)", path.read_text())]
    assert set(readers) <= {"siniar/config.py", "siniar/wsgi.py"} | {
        path for path in readers if path.startswith(("episodes/audio/", "transcripts/engines/"))
    }


def test_the_settings_page_says_what_the_code_says() -> None:
    assert table() in (ROOT / "docs/settings.md").read_text()


def test_every_setting_has_a_meaning() -> None:
    assert all(item.metadata["sentence"].endswith(".") for item in fields(Config))


def test_a_wrong_value_names_its_variable() -> None:
    with pytest.raises(ConfigError, match="PORT"):
        Config.read({"PORT": "eighty"})


def test_every_model_has_its_word_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    words = set(re.findall(r"^\| (\w+) \|", glossary, re.MULTILINE))
    models = {
        model.__name__
        for app in (*PACKAGES, "jobs", "pages")
        if app != "demo"
        for model in apps.get_app_config(app).get_models()
    }
    assert models - words == set()


def test_the_readme_names_only_commands_that_exist() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for command in re.findall(r"`(?:\w+=\S+ )?make ([a-z]+)`", readme):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE), command


def test_links_between_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_step_of_the_pipeline_can_be_loaded() -> None:
    assert all(callable(step.load()) for step in STEPS.values())


def test_every_recurring_thing_has_a_name_of_its_own() -> None:
    names = [recurring.name for recurring in schedule.RECURRING]
    assert len(names) == len(set(names))


def test_templates_have_no_inline_script_or_style() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), path.name


def test_templates_and_styles_name_no_other_host() -> None:
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "siniar/static").rglob("*")]
    for path in (path for path in files if path.is_file() and path.suffix not in {".jpg", ".png"}):
        hosts = set(re.findall(r"https?://([^/\"'\s>]+)", path.read_text())) - {"www.w3.org"}
        assert hosts == set(), path.name
