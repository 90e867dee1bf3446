"""Home, show and episode as browsers get them: one heading, a discreet tab, no third party, nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from episodes.models import Chapter, ContentWarning, Episode, EpisodePerson, EpisodeWarning, Person, Rendition, Show
from episodes.templatetags import podcast
from siniar.addresses import absolute
from tests import factories
from transcripts import actions as transcripts
from transcripts.formats.cue import Cue

pytestmark = pytest.mark.django_db

MOST_QUERIES = 14  # what Wagtail needs to find a page is among them
MOST_OF_AN_EPISODE = 8  # found, and shown with all that it has
DATA = "application/ld+json"  # what stands in such an element is no script, and no browser runs it
SENDING = "wa.me"  # the one other host that a link leads to: nothing is asked of it before somebody presses


def path_of(page: Episode | Show | None) -> str:
    return "/" if page is None else podcast.page_path(page)


def page(of: Episode | Show | None) -> BeautifulSoup:
    """The page of an episode or a show, or home, as everybody gets it."""
    reply = Client().get(path_of(of))
    assert reply.status_code == 200
    return BeautifulSoup(reply.content, "html.parser")


def text(of: Episode | Show | None, selector: str) -> str:
    (found,) = page(of).select(selector)
    return " ".join(found.get_text(" ").split())


def full(of: Show | None = None, **values: Any) -> Episode:
    """An episode with everything that its page can show."""
    episode = factories.episode(of, summary="Ringkas", notes="<p>Catatan</p>", **values)
    for number, name in enumerate(("Ibu Ratna", "Ibu Sari", "Bapak Hasan")):
        person = Person.objects.create(name=name, consents_to_be_named=number < 2)
        EpisodePerson.objects.create(episode=episode, person=person)
    for start in ("0", "12.5", "59.999"):
        Chapter.objects.create(episode=episode, start=start, title=f"Bab {start}")
    for warning in ContentWarning.objects.all()[:4]:
        EpisodeWarning.objects.create(episode=episode, warning=warning)
    type(episode.audio).objects.update(peaks=[10, 200, 30])
    return Episode.objects.get(pk=episode.pk)


def queries(path: str) -> int:
    """Of a page that is written anew, in a process that has been asked before."""
    Client().get(path)
    cache.clear()  # pages that are kept
    Site.get_site_root_paths()  # while the address of the site is kept for good
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


@pytest.fixture(params=["home", "show", "empty show", "open episode", "sensitive episode"])
def shown(request: pytest.FixtureRequest) -> Episode | Show | None:
    """Each kind of page, one after the other."""
    if request.param == "empty show":
        return factories.show()
    topic = factories.SENSITIVE if request.param == "sensitive episode" else factories.OPEN
    cover = factories.cover() if request.param in ("home", "show") else None  # named in the page, not fetched
    show = factories.show(cover=cover, summary="Ringkas", description="Satu\n\nDua")
    episode = full(show, topics=(topic,))
    return {"home": None, "show": show}.get(request.param, episode)


# All pages -------------------------------------------------------------------------------------------------------


def test_each_page_has_one_heading_of_the_first_order(shown: Episode | Show | None) -> None:
    assert len(page(shown).find_all("h1")) == 1


def test_headings_skip_no_order(shown: Episode | Show | None) -> None:
    orders = [int(heading.name[1]) for heading in page(shown).find_all(["h1", "h2", "h3", "h4"])]
    assert all(next_ <= order + 1 for order, next_ in zip([0, *orders], orders, strict=False))


def test_each_page_says_its_language(shown: Episode | Show | None) -> None:
    html = page(shown).html
    assert html is not None
    assert html["lang"] == "id"


def test_each_page_leads_out_quickly_without_a_script(shown: Episode | Show | None) -> None:
    (leave,) = page(shown).select(".leave")
    assert leave["href"] == reverse("leave")


def test_nothing_plays_or_loads_by_itself(shown: Episode | Show | None) -> None:
    for player in page(shown).find_all(["audio", "video"]):
        assert (player.get("preload"), player.has_attr("autoplay")) == ("none", False)


def test_no_script_or_style_stands_in_a_page(shown: Episode | Show | None) -> None:
    found = page(shown)
    inline = [tag for tag in found.find_all(["script", "style"]) if not tag.get("src") and tag.get("type") != DATA]
    attributes = [
        tag.name for tag in found.find_all(True) if any(name == "style" or name.startswith("on") for name in tag.attrs)
    ]
    assert (inline, attributes) == ([], [])


def test_no_page_asks_a_third_party_for_anything(shown: Episode | Show | None) -> None:
    own = {"", urlsplit(settings.CONFIG.public_url).netloc}
    links = [
        tag.get(name) for tag in page(shown).find_all(True) for name in ("src", "href", "srcset", "poster", "action")
    ]
    assert {urlsplit(str(link)).netloc for link in links if link} <= own | {SENDING}
    assert all(tag.name == "a" for tag in page(shown).select(f'[href*="{SENDING}"]'))


def test_every_address_in_a_page_is_there(shown: Episode | Show | None) -> None:
    links = {str(tag["href"]).split("#")[0] for tag in page(shown).select("main [href]")}
    missing = []
    for link in sorted(links):
        reply = Client().get(link)
        reply.getvalue()
        missing += [link] if reply.status_code != 200 else []
    assert missing == []


def test_each_picture_has_a_text_or_says_that_it_needs_none(shown: Episode | Show | None) -> None:
    assert all(picture.has_attr("alt") for picture in page(shown).find_all("img"))


def test_no_page_sets_a_cookie(shown: Episode | Show | None) -> None:
    assert not Client().get(path_of(shown)).cookies


def test_no_page_tells_the_next_site_where_one_was(shown: Episode | Show | None) -> None:
    assert Client().get(path_of(shown))["Referrer-Policy"] == "no-referrer"


def test_no_page_needs_many_queries(shown: Episode | Show | None) -> None:
    assert queries(path_of(shown)) <= MOST_QUERIES


# Episodes --------------------------------------------------------------------------------------------------------

REVEALING = "Tetangga memukul istrinya"


def test_the_tab_of_an_open_episode_tells_its_title() -> None:
    assert text(factories.episode(title="Menjaga anak"), "title") == "Menjaga anak"


def test_the_tab_of_a_sensitive_episode_tells_its_neutral_name() -> None:
    episode = factories.episode(title=REVEALING, topics=(factories.SENSITIVE,))
    assert text(episode, "title") == episode.surface_title


@pytest.mark.parametrize("topics", [(factories.SENSITIVE,), ()])
def test_nothing_in_the_head_of_a_discreet_page_tells_its_title(topics: tuple[str, ...]) -> None:
    head = page(factories.episode(title=REVEALING, summary=REVEALING, topics=topics)).head
    assert head is not None
    assert "memukul" not in str(head).lower()


def test_the_heading_of_a_sensitive_episode_is_its_title() -> None:
    assert text(factories.episode(title=REVEALING, topics=(factories.SENSITIVE,)), "h1") == REVEALING


@pytest.mark.parametrize(("topic", "robots"), [(factories.SENSITIVE, 1), (factories.OPEN, 0)])
def test_search_engines_keep_away_from_sensitive_episodes_alone(topic: str, robots: int) -> None:
    assert len(page(factories.episode(topics=(topic,))).select('meta[name="robots"][content="noindex"]')) == robots


def test_the_player_plays_the_main_rendition() -> None:
    episode = factories.episode()
    (player,) = page(episode).find_all("audio")
    reply = Client().get(str(player["src"]))
    main = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    assert len(reply.getvalue()) == main.size


def test_both_renditions_can_be_downloaded() -> None:
    links = page(factories.episode()).select(".downloads a[download]")
    assert [str(link["href"]).rsplit(".", 1)[1] for link in links] == ["mp3", "opus"]


def test_an_episode_without_the_small_rendition_has_a_page() -> None:
    episode = factories.episode()
    Rendition.objects.filter(kind="hemat").delete()
    assert len(page(episode).select(".downloads a")) == 1


def test_each_chapter_leads_to_its_moment() -> None:
    links = page(full()).select(".chapters a")
    assert [link["href"] for link in links] == ["?t=0", "?t=12.5", "?t=59.999"]


@pytest.mark.parametrize("moment", ["0", "12.5", "59.999"])
def test_without_a_script_the_sound_begins_at_the_moment_that_was_chosen(moment: str) -> None:
    """Not at the file itself: there the browser would play at once, on a page without a way out."""
    path = path_of(full())
    sounds = [BeautifulSoup(Client().get(path + asked).content, "html.parser").audio for asked in ("", f"?t={moment}")]
    assert [sound and str(sound["src"]).partition("#")[2] for sound in sounds] == ["", f"t={moment}"]


@pytest.mark.parametrize("moment", ["", "-1", "1e9", "1,5", '1"autoplay x="', "99999999", "٣"])
def test_what_is_no_moment_changes_nothing_in_the_page(moment: str) -> None:
    path = path_of(full())
    assert Client().get(path, {"t": moment}).content == Client().get(path).content


def test_chapters_tell_their_moment_to_machines() -> None:
    times = page(full()).select(".chapters time")
    assert [time["datetime"] for time in times] == ["PT0S", "PT12.5S", "PT59.999S"]


def test_the_warnings_come_before_the_player() -> None:
    episode = full()
    marks = [
        tag for tag in page(episode).find_all(True) if "warning" in (tag.get("class") or []) or tag.name == "audio"
    ]
    assert [mark.name for mark in marks] == ["div", "audio"]


def test_each_warning_is_one_neutral_sentence() -> None:
    episode = full()
    shown = text(episode, ".warning")
    assert all(row.warning.text in shown for row in episode.warnings.all())


def test_only_people_who_agreed_are_named() -> None:
    main = str(page(full()).main)
    assert [name in main for name in ("Ibu Ratna", "Ibu Sari", "Bapak Hasan")] == [True, True, False]


def test_the_article_says_which_language_is_spoken() -> None:
    assert page(factories.episode(language="en")).find("h1")["lang"] == "en"


def test_what_an_editor_typed_is_never_markup() -> None:
    episode = factories.episode(title="<script>alert(1)</script> & Co")
    assert text(episode, "h1") == "<script>alert(1)</script> & Co"


def test_a_script_in_the_notes_does_not_run() -> None:
    episode = factories.episode()
    Episode.objects.filter(pk=episode.pk).update(notes="<p>a</p><script>alert(1)</script>")
    assert "script-src 'self'" in Client().get(path_of(episode))["Content-Security-Policy"]


def test_the_waves_are_drawn() -> None:
    assert len(page(full()).select("svg.wave")) == 1


def test_more_people_and_warnings_cost_no_more_queries() -> None:
    few, many = voiced(full()), voiced(full())
    for number in range(8):
        person = Person.objects.create(name=f"Orang {number}", consents_to_be_named=True)
        EpisodePerson.objects.create(episode=many, person=person)
    for warning in ContentWarning.objects.all()[4:12]:
        EpisodeWarning.objects.create(episode=many, warning=warning)
    assert queries(path_of(many)) == queries(path_of(few))


def voiced(episode: Episode) -> Episode:
    """The same with an approved text, whose voice is that of somebody who may be named."""
    assert episode.audio
    cues = [Cue(0.0, 2.0, "Halo semua.", "Wati"), Cue(3.0, 8.0, "Kita mulai dari rumah sendiri, pelan-pelan.", "Wati")]
    transcript = transcripts.supply(episode.audio, "id", cues, by=None)
    person, _made = Person.objects.get_or_create(name="Ibu Wati", consents_to_be_named=True)
    transcripts.name_speaker(transcript.speakers.get(), person, by=None)
    transcripts.approve(transcript, by=None)
    return episode


@pytest.mark.parametrize("topic", [factories.SENSITIVE, factories.OPEN])
def test_eight_queries_are_enough_for_an_episode_with_all_that_there_is(topic: str) -> None:
    show = factories.show(cover=factories.cover(), neutral_cover=factories.cover())
    episode = voiced(full(show, topics=(topic,), cover=factories.cover()))
    assert "Ibu Wati" in text(episode, ".transcript")
    assert queries(path_of(episode)) <= MOST_OF_AN_EPISODE


# The player ------------------------------------------------------------------------------------------------------


def parted(**values: Any) -> Episode:
    """An episode with two warnings, each about a part, that overlap."""
    episode = factories.episode(**values)
    for warning, start in zip(ContentWarning.objects.all()[:2], ("10", "20.5"), strict=True):
        EpisodeWarning.objects.create(episode=episode, warning=warning, start=start, end="30")
    return Episode.objects.get(pk=episode.pk)


def player(episode: Episode) -> Tag:
    (found,) = page(episode).select("siniar-player")
    return found


def test_the_player_knows_the_sensitive_parts() -> None:
    assert str(player(parted())["data-parts"]).split() == ["10", "30"]


def test_the_warning_names_each_part_and_offers_to_leave_it_out() -> None:
    warning = player(parted()).select_one(".warning")
    assert warning
    assert ("0:10" in warning.get_text(), len(warning.select('[data-do="skipping"]'))) == (True, 1)


def test_a_warning_about_the_whole_offers_no_such_thing() -> None:
    assert player(full()).select('[data-do="skipping"]') == []


def test_a_warning_offers_to_listen_to_read_and_to_get_help() -> None:
    found = player(voiced(full()))
    ways = [str(way.get("href") or way.get("data-do")) for way in found.select(".choices a, .choices button")]
    assert ways == ["listen", "#transcript", f"/lapor/{found['data-episode']}/"]


def test_the_age_rating_is_told_and_nobody_is_asked_for_an_age() -> None:
    found = page(full())
    assert found.select_one(".facts .age")
    assert found.select("form") == []


@pytest.mark.parametrize("topic", [factories.SENSITIVE, factories.OPEN])
def test_the_locked_screen_learns_what_the_tab_tells(topic: str) -> None:
    episode = factories.episode(title=REVEALING, topics=(topic,))
    shown = player(episode)
    assert shown["data-title"] == episode.surface_title
    assert shown.has_attr("data-discreet") == (topic == factories.SENSITIVE)


@pytest.mark.parametrize("neutral", [True, False])
def test_the_locked_screen_of_a_discreet_episode_shows_a_neutral_picture(neutral: bool) -> None:
    show = factories.show("Rumah Aman", cover=factories.cover(), neutral_cover=factories.cover() if neutral else None)
    shown = player(factories.episode(show, topics=(factories.SENSITIVE,), cover=factories.cover()))
    assert ("netral" if neutral else "umum") in str(shown["data-cover"])
    assert shown["data-artist"] == show.surface_title


def test_an_open_episode_shows_its_own_picture_there() -> None:
    episode = factories.episode(factories.show("Obrolan", cover=factories.cover()), cover=factories.cover())
    assert str(episode.guid) in str(player(episode)["data-cover"])


def test_nothing_that_needs_the_script_can_be_pressed_without_it() -> None:
    tools = page(voiced(parted())).select("[data-do], [data-find], [data-next], [data-follow]")
    assert len(tools) > 10
    assert all(tool.has_attr("disabled") or tool.find_parent("fieldset", disabled=True) for tool in tools)


# The text --------------------------------------------------------------------------------------------------------


def test_each_line_has_its_moment() -> None:
    (first, *_more) = page(voiced(full())).select(".turns span[data-t]")
    assert first["data-t"] == "0"
    assert first.get_text().startswith("Halo semua.")


def test_the_moments_of_lines_go_up() -> None:
    moments = [float(str(line["data-t"])) for line in page(voiced(full())).select(".turns span[data-t]")]
    assert moments == sorted(moments)


def test_each_turn_leads_to_its_moment_without_a_script() -> None:
    (link, *_more) = page(voiced(full())).select(".turns a")
    assert link["href"] == "?t=0"


def test_a_sensitive_part_is_announced_where_it_is_read_and_may_be_left_out() -> None:
    episode = parted()
    cues = [Cue(float(start), start + 9.0, f"Menit ini kita bicara tentang hal ke-{start}.", who)
            for start, who in ((0, "A"), (20, "B"), (30, "A"), (45, "B"), (60, "A"))]  # fmt: skip
    transcripts.approve(transcripts.supply(episode.audio, "id", cues, by=None), by=None)
    text_ = page(Episode.objects.get(pk=episode.pk)).select_one(".turns")
    (announced,) = text_.select(".part")
    assert announced.find_next("time").get_text() == "0:00"  # the turn into which the part at 0:10 falls
    assert text_.select_one(str(announced.a["href"])).find("time").get_text() == "0:30"


def test_a_warning_of_a_part_says_from_where_to_where_and_others_do_not() -> None:
    episode = parted()
    whole = ContentWarning.objects.exclude(pk__in=episode.warnings.values("warning"))[0]
    EpisodeWarning.objects.create(episode=episode, warning=whole)
    part = episode.warnings.exclude(start=None)[0]
    shown = text(Episode.objects.get(pk=episode.pk), ".warning")
    span = f"Dari {podcast.clock(part.start)} sampai {podcast.clock(part.end)}: {part.warning.text}"
    assert span in shown
    assert shown.index(whole.text) < shown.index(span)


def test_a_machines_text_is_never_shown() -> None:
    episode = factories.episode()
    factories.transcript(episode, "Halo semua.")
    assert page(episode).select(".transcript") == []


def test_what_was_said_is_never_markup() -> None:
    episode = factories.episode()
    transcripts.approve(factories.transcript(episode, "<b>Halo</b> & <script>salam</script>"), by=None)
    assert text(episode, ".turns span[data-t]") == "<b>Halo</b> & <script>salam</script>"


# Found without Wagtail -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/lain/{signs}/", "/{show}/aaaaaaaa/", "/home/{signs}/"])
def test_an_episode_has_one_address(path: str) -> None:
    episode = factories.episode()
    written = path.format(show=episode.show.slug, signs=episode.slug)
    assert Client().get(written).status_code == 404


def test_an_address_without_its_last_stroke_leads_to_the_page() -> None:
    path = path_of(factories.episode())
    assert Client().get(path.rstrip("/"))["Location"] == path


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_is_only_read(method: str) -> None:
    assert getattr(Client(), method)(path_of(factories.episode())).status_code == 405


def test_a_draft_has_no_page() -> None:
    assert Client().get(path_of(factories.episode(live=False))).status_code == 404


# Shows and home --------------------------------------------------------------------------------------------------


def test_an_empty_show_has_a_page_without_a_list() -> None:
    assert page(factories.show()).select(".episodes") == []


def test_a_show_lists_its_public_episodes_newest_first() -> None:
    show = factories.show()
    factories.episode(show, "Pertama")
    factories.episode(show, "Kedua")
    factories.episode(show, "Naskah", live=False)
    assert [link.get_text() for link in page(show).select(".episodes h3 a")] == ["Kedua", "Pertama"]


def test_a_show_names_its_feed_to_podcast_apps() -> None:
    show = factories.show()
    (link,) = page(show).select('link[type="application/rss+xml"]')
    assert link["href"] == f"/{show.slug}/feed.xml"


def test_the_tab_of_a_show_tells_its_title() -> None:
    assert text(factories.show("Obrolan sore"), "title") == "Obrolan sore"


def test_a_show_with_a_cover_shows_it(cover: Callable[..., Any]) -> None:
    (picture,) = page(factories.show(cover=cover())).find_all("img")
    reply = Client().get(str(picture["src"]))
    assert reply.getvalue()[:3] == b"\xff\xd8\xff"


def test_a_cover_that_is_lost_leaves_the_page_of_its_show(cover: Callable[..., Any]) -> None:
    show = factories.show(cover=cover())
    show.cover.file.storage.delete(show.cover.file.name)
    assert page(show).find_all("img") == []


def test_a_show_needs_the_same_queries_with_one_and_with_ten_episodes() -> None:
    one, ten = factories.show(), factories.show()
    factories.episode(one)
    for _number in range(10):
        factories.episode(ten)
    assert queries(path_of(one)) == queries(path_of(ten))


def test_home_needs_the_same_queries_with_one_and_with_ten_episodes() -> None:
    show = factories.show()
    factories.episode(show)
    before = queries("/")
    for _number in range(9):
        factories.episode(show)
    assert queries("/") == before


def test_home_lists_the_public_shows() -> None:
    show = factories.show("Obrolan sore")
    factories.show("Rahasia").unpublish()
    assert [link["href"] for link in page(None).select(".show-card h3 a")] == [path_of(show)]


def test_home_lists_the_newest_episodes_of_all_shows() -> None:
    first, second = factories.episode(title="Pertama"), factories.episode(title="Kedua")
    links = page(None).select(".episodes h3 a")
    assert [link["href"] for link in links] == [path_of(second), path_of(first)]


def test_home_without_any_show_is_there() -> None:
    found = page(None)
    assert isinstance(found.main, Tag)
    assert found.select(".show-card") == []


@pytest.mark.parametrize("path", ["/tidak-ada/", "/tidak-ada/abc/", "/media/x/y", "/home/"])
def test_what_is_not_there_is_said_not_to_be(path: str) -> None:
    assert Client().get(path, follow=True).status_code == 404


def test_the_page_that_says_so_leads_out_quickly_as_well() -> None:
    found = BeautifulSoup(Client().get("/tidak-ada/").content, "html.parser")
    assert (len(found.find_all("h1")), len(found.select(".leave"))) == (1, 1)


def test_the_page_of_a_show_that_has_moved_leads_to_its_new_home() -> None:
    show = factories.show(moved_to="https://rumah.example/umpan.xml")
    (link,) = page(show).select("a[rel=noreferrer][href^=http]")
    assert (link["href"], link["rel"], link.text) == (show.moved_to, ["noreferrer"], show.moved_to)


@pytest.mark.parametrize("address", ["", absolute("/obrolan/feed.xml")], ids=["not moved", "moved to itself"])
def test_the_page_of_another_show_leads_nowhere_else(address: str) -> None:
    show = factories.show()
    Show.objects.filter(pk=show.pk).update(moved_to=address)  # a form would refuse it
    assert page(show).select("a[rel=noreferrer][href^=http]") == []
