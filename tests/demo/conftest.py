"""The demo episodes and their decoded masters, read once."""

from functools import cache

import av
import numpy as np
import pytest

from demo.content import DemoEpisode, episodes

RATE = 16_000
EPISODES = episodes()


@pytest.fixture(params=EPISODES, ids=lambda episode: episode.name)
def episode(request: pytest.FixtureRequest) -> DemoEpisode:
    return request.param


@pytest.fixture
def channels(episode: DemoEpisode) -> np.ndarray:
    """What a listener hears at 16 kHz, one row for each channel."""
    return _decode(str(episode.master))


@pytest.fixture
def samples(channels: np.ndarray) -> np.ndarray:
    """What a listener hears at 16 kHz, all channels as one."""
    return channels.mean(axis=0)


@cache
def _decode(path: str) -> np.ndarray:
    with av.open(path) as container:
        resampler = av.AudioResampler("fltp", container.streams.audio[0].layout, RATE)
        frames = [*container.decode(audio=0), None]
        parts = [part.to_ndarray() for frame in frames for part in resampler.resample(frame)]
        return np.concatenate(parts, axis=1)
