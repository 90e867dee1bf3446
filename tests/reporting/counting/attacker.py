"""Somebody who has everything that was ever published of a quarter, knows the rule by which numbers are hidden, knows
which parts are nothing anyway, and solves for each hidden number with an integer program.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.counting.disclosure import Breakdown, Figures


class Attacker:
    """What is known, as equations and inequalities over numbers that are named by where they stand."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._least: list[float] = []
        self._most: list[float] = []
        self._lines: list[tuple[dict[int, float], float, float]] = []

    def number(self, name: str) -> int:
        """The place of a number; a new one may be anything from 0 on."""
        if name not in self._places:
            self._places[name] = len(self._least)
            self._least.append(0)
            self._most.append(np.inf)
        return self._places[name]

    def learn(self, name: str, least: int = 0, most: float = np.inf) -> None:
        place = self.number(name)
        self._least[place] = max(self._least[place], least)
        self._most[place] = min(self._most[place], most)

    def add_up(self, names: Collection[str], sums: Collection[str] = (), number: int = 0) -> None:
        """Learns that these numbers have the same sum as those and `number`."""
        line = {self.number(name): 1.0 for name in names} | {self.number(name): -1.0 for name in sums}
        self._lines.append((line, number, number))

    def compare(self, larger: str, smaller: str) -> None:
        """Learns that one number is never larger than another."""
        self._lines.append(({self.number(larger): 1.0, self.number(smaller): -1.0}, 0, np.inf))

    def read(self, measure: str, told: Figures, parts: Mapping[str, Collection[str]]) -> None:
        """Reads all figures of one outcome. `parts`: the names of all parts of “topic”, “entry” and “region”."""
        months = [f"{measure} {place}" for place in range(len(told.months))]
        for name, count in zip(months, told.months, strict=True):
            self.learn(name, *((0, 9) if count is None else (count, count)))
        for kind, several in (("topic", told.topics), ("entry", told.entries)):
            for name, breakdown in zip(months, several, strict=True):
                self._read_parts(f"{name} {kind}", [name], breakdown, parts.get(kind, ()))
        self._read_parts(f"{measure} region", months, told.regions, parts.get("region", ()))

    def _read_parts(self, kind: str, whole: list[str], told: Breakdown | None, parts: Collection[str]) -> None:
        if not parts:
            return
        names = {part: f"{kind} {part}" for part in parts}
        self.add_up(names.values(), whole)
        if told is None:
            return
        hidden = [part for part in parts if part not in told.parts]
        self.add_up([names[part] for part in hidden], number=told.others)
        for part in parts:
            if part in told.parts:
                self.learn(names[part], told.parts[part], told.parts[part])
            elif told.parts:
                self.learn(names[part], most=min(told.parts.values()) - 1)

    def interval(self, name: str) -> tuple[int, int]:
        """The least and the most that a number may be."""
        return self._solve(name, 1), -self._solve(name, -1)

    def _solve(self, name: str, sign: int) -> int:
        size = len(self._least)
        wanted = np.zeros(size)
        wanted[self._places[name]] = sign
        lines = np.zeros((len(self._lines), size))
        for row, (line, _low, _high) in enumerate(self._lines):
            for place, factor in line.items():
                lines[row, place] = factor
        low, high = ([each[side] for each in self._lines] for side in (1, 2))
        found = milp(
            wanted,
            integrality=np.ones(size),
            bounds=Bounds(self._least, np.minimum(self._most, 10_000)),
            constraints=LinearConstraint(lines, low, high),
        )
        assert found.success, found.message
        return round(found.fun)
