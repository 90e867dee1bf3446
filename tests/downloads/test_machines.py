"""Who counts as a listener and who does not."""

from __future__ import annotations

import re

import pytest

from downloads.machines import DATA, LISTS, is_machine

LISTENERS = """
AntennaPod/3.4.0
Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0
AppleCoreMedia/1.0.0.21F79 (iPhone; U; CPU OS 17_5_1 like Mac OS X; en_us)
iTunes/12.9.5 (Windows; Microsoft Windows 10 x64) AppleWebKit/7607
Pocket Casts
PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)
gPodder/3.11.1 (http://gpodder.org/) Linux
Spotify/8.9.52 Android/34 (SM-A546B)
Overcast/3.0 (+http://overcast.fm/; iOS podcast app)
PodcastAddict/v5 (+https://podcastaddict.com/; Android podcast app)
Podcast Addict/v5 (Linux; Android 13)
CastBox/8.10
Castro 2022.1
Player FM
Podverse/Android Mobile App
Kasts/24.02
VLC/3.0.20 LibVLC/3.0.20
AlexaMediaPlayer/2.1
stagefright/1.2 (Linux;Android 9)
AndroidDownloadManager/13 (Linux; U; Android 13)
Dalvik/2.1.0 (Linux; U; Android 13; SM-A145F Build/TP1A)
KaiOS Downloader
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36
Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36
Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0
Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0
""".strip().splitlines()  # noqa: E501

MACHINES = """
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)
facebookexternalhit/1.1
GPTBot/1.2
curl/8.5.0
Wget/1.21.4
python-requests/2.32.3
Go-http-client/2.0
okhttp/4.12.0
axios/1.7.2
Spotify/1.0
Overcast/1.0 Podcast Sync (123 subscribers; feed-id=1; +http://overcast.fm/)
Podcastindex.org/v1.0
atc/1.0 watchOS/10.1 model/Watch6,1 hwp/t8310 build/21S71 (6; dt:247)
Podcasts/1 (null) watchOS/9.1
""".strip().splitlines()


@pytest.mark.parametrize("agent", LISTENERS)
def test_people_are_counted(agent: str) -> None:
    assert not is_machine(agent)


@pytest.mark.parametrize("agent", MACHINES)
def test_programs_that_nobody_listens_with_are_not_counted(agent: str) -> None:
    assert is_machine(agent)


@pytest.mark.parametrize("agent", ["", "  "])
def test_who_says_nothing_is_not_counted(agent: str) -> None:
    assert is_machine(agent)


def test_looking_for_words_finds_what_the_patterns_find() -> None:
    patterns = [re.compile(line) for name in LISTS for line in (DATA / name).read_text().splitlines()]
    for agent in LISTENERS + [each for each in MACHINES if "(null)" not in each]:
        assert is_machine(agent) == any(pattern.search(agent) for pattern in patterns), agent


def test_the_lists_stand_beside_their_source_and_licence() -> None:
    said = (DATA / "README.md").read_text()
    assert all(name in said for name in LISTS)
    assert said.count("Copyright (c)") == len(LISTS)
