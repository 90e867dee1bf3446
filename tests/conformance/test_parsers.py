"""feedparser and podcastparser read every element that our feeds carry, as it was written."""

from __future__ import annotations

import pytest

from feeds.formats import rss
from tests.conformance import everything, fields, readings, written
from tests.conformance.readings import IN_PROCESS

DOCUMENTS = [rss.write(channel) for channel in (everything.channel(), everything.without_owner())]


def test_the_table_has_every_element_of_our_feeds_and_no_other() -> None:
    elements = set()
    for document in map(written.rss, DOCUMENTS):
        elements |= set(document.channel).union(*document.items.values())
    assert {field.element for field in fields.FIELDS} == elements


@pytest.mark.parametrize("document", DOCUMENTS, ids=["everything", "without owner"])
@pytest.mark.parametrize("reader", IN_PROCESS)
def test_a_reader_gets_everything_out_that_it_has_a_word_for(reader: str, document: bytes) -> None:
    assert readings.differences(reader, *IN_PROCESS[reader](document), written.rss(document)) == []
