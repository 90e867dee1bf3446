"""The transcript desk as these tests handle it: by the names of its fields, whatever language they are labelled in."""

from __future__ import annotations

import json
import uuid
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.browser.serving import Site


class Desk:
    """One editor's page of one transcript."""

    def __init__(self, page: Page, site: Site, audio_id: str) -> None:
        self.page = page
        self.path = f"/admin/transcripts/{audio_id}/"
        self._site, self._audio = site, uuid.UUID(audio_id).hex

    def open(self) -> Response | None:
        return self.page.goto(self.path)

    @classmethod
    def beside(cls, other: Desk) -> Desk:
        """A second, still empty tab of the same browser."""
        return cls(other.page.context.new_page(), other._site, str(uuid.UUID(other._audio)))

    @property
    def ready(self) -> Locator:
        """The form, once its script has taken over."""
        return self.page.locator("[data-desk].js")

    @property
    def paragraphs(self) -> Locator:
        return self.page.locator("[data-paragraph]")

    @property
    def texts(self) -> Locator:
        """The boxes of all paragraphs, in order."""
        return self.page.locator("textarea[name^=text-]")

    @property
    def speakers(self) -> Locator:
        """The lists of speakers of all paragraphs, in order."""
        return self.page.locator("select[name^=speaker-]")

    @property
    def conflicts(self) -> Locator:
        return self.page.locator(".desk-conflict")

    @property
    def sound(self) -> Locator:
        return self.page.locator("[data-bar] audio")

    @property
    def tick(self) -> Locator:
        """The box that says that all doubts were looked at; it is to be seen only if there are any."""
        return self.page.locator("[name=doubts-checked]")

    def moment(self) -> float:
        """Where the sound is, in seconds."""
        seconds: float = self.sound.evaluate("sound => sound.currentTime")
        return seconds

    def until_playing(self) -> None:
        """Waits until the sound has gone on."""
        self.sound.evaluate("sound => new Promise(heard => { sound.ontimeupdate = () => !sound.paused && heard(); })")

    def text(self, place: int) -> str:
        return self.texts.nth(place).input_value()

    def write(self, place: int, text: str) -> None:
        self.texts.nth(place).fill(text)

    @property
    def news(self) -> Locator:
        """What screen readers are told."""
        return self.page.locator("[data-news]")

    @property
    def held(self) -> Locator:
        """The lines that offer the way back from what was just done."""
        return self.page.locator(".desk-held")

    def phrase(self, name: str) -> str:
        """What the desk says under that name, whatever language it is in."""
        phrase: str = self.page.locator("template[data-texts]").evaluate(
            "(texts, name) => texts.content.querySelector(`[data-text=${name}]`).textContent", name
        )
        return phrase

    def save_behind(self) -> None:
        """Has the script save what it would save by itself now, and waits for the answer."""
        with self.page.expect_response("**/save/") as answer:
            self.page.evaluate("dispatchEvent(new Event('online'))")
        answer.value.finished()

    def join(self, place: int) -> None:
        """Marks a paragraph to be hung on the one before; only without script."""
        self.page.locator("[name^=joins-]").nth(place).check()

    def save(self) -> None:
        """Sends the whole form."""
        self.page.locator("[data-desk] button[name=do][value=save]").first.click()

    def approve(self) -> None:
        """Says that all doubts were looked at, if there are any, and approves."""
        if self.tick.is_visible():
            self.tick.check()
        self.page.locator("button[name=do][value=approve]").click()

    def stored(self) -> list[str]:
        """What the paragraphs say in the database."""
        rows = self._rows("SELECT words FROM transcripts_segment WHERE transcript_id = {id} ORDER BY start, id")
        return [" ".join(word[0] for word in json.loads(words)) for (words,) in rows]

    def voices(self) -> int:
        """How many speakers there are in the database."""
        ((count,),) = self._rows("SELECT count(*) FROM transcripts_speaker WHERE transcript_id = {id}")
        return int(count)

    def state(self) -> str:
        """The state of the transcript in the database."""
        ((state,),) = self._rows("SELECT state FROM transcripts_transcript WHERE id = {id}")
        return str(state)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        found = f"(SELECT id FROM transcripts_transcript WHERE audio_file_id = '{self._audio}')"
        return self._site.installation.rows(query.replace("{id}", found))
