"""A connection on which nothing comes any more is cut off, and only that one."""

from __future__ import annotations

import socket

import pytest

from search.engines.limits import limited


def test_waiting_for_what_does_not_come_ends() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError), limited(ours.fileno(), 0.05):
        assert ours.recv(1) == b""


def test_what_a_cut_makes_others_raise_is_told_as_what_it_is() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError), limited(ours.fileno(), 0.05):
        ours.recv(1)
        raise ValueError


def test_what_goes_wrong_in_time_stays_what_it_is() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(ValueError, match="mine"), limited(ours.fileno(), 60):
        raise ValueError("mine")


def test_what_ends_in_time_is_left_alone() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with limited(ours.fileno(), 60):
            theirs.send(b"a")
            assert ours.recv(1) == b"a"
        theirs.send(b"b")
        assert ours.recv(1) == b"b"


def test_a_connection_that_got_the_same_number_meanwhile_is_left_alone() -> None:
    ours, theirs = socket.socketpair()
    number = ours.fileno()
    with theirs, pytest.raises(TimeoutError), limited(number, 0.05):
        ours.close()
        others = socket.socketpair()
        assert number in {each.fileno() for each in others}
        assert theirs.recv(1) == b""  # cut off
    with others[0], others[1]:
        others[0].send(b"a")
        assert others[1].recv(1) == b"a"
