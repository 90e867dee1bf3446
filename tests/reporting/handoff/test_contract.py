"""What is written for the builders of the other side is what the code does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource

from reporting.handoff import adapters, codes, fields, tokens, vocabulary
from reporting.handoff.fields import Carried, Entry, Language, Role
from tests.reporting.handoff.conftest import Configure
from tests.reporting.handoff.receiver import VERIFIER, verifying
from tests.reporting.handoff.receiving import KEY

FOLDER = VERIFIER.parent
FULL = Carried("KDRT", "bungo", "id", "qr", "alami", "abcd2345", "12")


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


CONTEXT, TOKEN, API = read("context-1.schema.json"), read("token-1.schema.json"), read("openapi-1.json")
REGISTRY = Registry().with_resources(
    [
        (CONTEXT["$id"], Resource.from_contents(CONTEXT)),
        ("context-1.schema.json", Resource.from_contents(CONTEXT)),
    ]
)


def fits(said: Any, schema: dict[str, Any]) -> bool:
    try:
        Draft202012Validator(schema, registry=REGISTRY, format_checker=FormatChecker()).validate(said)
    except ValidationError:
        return False
    return True


def described(name: str) -> dict[str, Any]:
    """A schema of the OpenAPI document."""
    return {"$schema": CONTEXT["$schema"], **API["components"]["schemas"][name]}


def test_the_documents_are_what_they_say() -> None:
    OpenAPIV31SpecValidator(API, base_uri=(FOLDER / "openapi-1.json").as_uri()).validate()
    for schema in (CONTEXT, TOKEN):
        Draft202012Validator.check_schema(schema)


def test_everything_that_can_go_along_is_described() -> None:
    assert set(CONTEXT["properties"]) == {"src", *fields.NAMES}
    assert fits(FULL.context(), CONTEXT)
    assert all(fits(Carried(**{name: getattr(FULL, name)}).context(), CONTEXT) for name in fields.NAMES[:-1])


@pytest.mark.parametrize("extra", [{"name": "Siti"}, {"position": 754.2}, {"chapter": "12"}, {"chapter": 0}])
def test_nothing_else_is(extra: dict[str, Any]) -> None:
    assert not fits(FULL.context() | extra, CONTEXT)


def test_the_lists_are_those_of_the_code() -> None:
    known, said = vocabulary.known(), CONTEXT["properties"]
    assert set(said["region"]["enum"]) == set(known.regions)
    assert [set(said[name]["enum"]) for name in ("role", "channel", "lang")] == [set(Role), set(Entry), set(Language)]
    assert all(fits({"src": "siniar", "topic": code}, CONTEXT) for code in known.topics)


def test_the_example_shows_everything_that_goes_along_in_any_words_of_ours() -> None:
    shown = verifying().shown
    assert shown(FULL.context()) == FULL.context()
    known = vocabulary.known()
    every = [{"topic": code} for code in known.topics] + [{"region": each} for each in known.regions]
    every += [{"role": each} for each in Role] + [{"channel": each} for each in Entry]
    assert all(shown(each) == each for each in every)


def test_a_token_is_what_is_described(hand_off: Configure) -> None:
    hand_off("token")
    parcel = adapters.parcel(FULL)
    assert parcel
    assert fits(parcel.value, described("Token"))
    claims = jwt.decode(parcel.value, options={"verify_signature": False})
    assert fits({"header": jwt.get_unverified_header(parcel.value), "claims": claims}, TOKEN)
    assert claims["exp"] - claims["iat"] == verifying().LIFE == tokens.LIFE.total_seconds()


def test_a_code_and_what_it_brings_are_what_is_described(hand_off: Configure, db: None) -> None:
    hand_off("code")
    code = codes.issue(FULL)
    assert fits(code, described("Code"))
    path = next(path for path in API["paths"] if "exchangeCode" in str(API["paths"][path]))
    assert path == reverse("hand-off-exchange")
    answers = API["paths"][path]["post"]["responses"]
    for key, given in (("salah", code), (KEY, code), (KEY, code)):
        reply = Client().post(
            path, f"code={given}", content_type="application/x-www-form-urlencoded", HTTP_AUTHORIZATION=f"Bearer {key}"
        )
        name = answers[str(reply.status_code)]["content"][reply["Content-Type"]]["schema"]["$ref"].split("/")[-1]
        assert fits(reply.json(), described(name)), reply.content


def test_the_keys_are_what_is_described(hand_off: Configure) -> None:
    hand_off("token")
    path = next(path for path in API["paths"] if "publishedKeys" in str(API["paths"][path]))
    reply = Client().get(path)
    assert path == reverse("hand-off-keys")
    assert reply["Content-Type"] in API["paths"][path]["get"]["responses"]["200"]["content"]
    assert fits(reply.json(), described("KeySet"))


def test_the_version_is_said_everywhere() -> None:
    assert TOKEN["properties"]["claims"]["properties"]["v"]["const"] == fields.VERSION == verifying().VERSION
    assert API["info"]["version"].split(".")[0] == str(fields.VERSION)
    assert all(f"-{fields.VERSION}." in path.name for path in FOLDER.glob("*.json"))


def test_the_example_stands_for_itself() -> None:
    """Whoever copies it needs nothing else of ours."""
    lines = VERIFIER.read_text().splitlines()
    modules = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert modules == {"__future__", "re", "threading", "time", "collections", "typing", "jwt"}


def test_the_page_for_builders_names_every_file() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"({path.name})" in page for path in Path(FOLDER).iterdir() if path.suffix in {".json", ".py"})
