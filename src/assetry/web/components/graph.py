"""What hangs together, drawn in layers: columns of nodes from left to right, lines between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from assetry.web.components.blocks import Block
from assetry.web.components.parts import Words

WIDE, HIGH, GAP_X, GAP_Y = 172, 44, 52, 12
LETTERS: Final = 22  # that fit into a node


@dataclass(frozen=True, kw_only=True)
class Node:
    """One thing: its name, what it is to the one in the middle, its page. `layer` 0: the middle; below: left of it."""

    id: int
    label: str
    note: str
    url: str
    layer: int


@dataclass(frozen=True)
class Drawn:
    """A node in its place."""

    node: Node
    x: int
    y: int

    @property
    def label(self) -> str:
        """The name as far as it fits."""
        return _cut(self.node.label)

    @property
    def note(self) -> str:
        """The second line as far as it fits."""
        return _cut(self.node.note, LETTERS + 4)

    @property
    def is_middle(self) -> bool:
        """Whether it is the one that the drawing is about."""
        return self.node.layer == 0

    @property
    def lines(self) -> tuple[int, int, int]:
        """Where its text begins, and the feet of its two lines."""
        return (self.x + 12, self.y + 19, self.y + 35)


@dataclass(frozen=True, kw_only=True)
class Graph(Block):
    """Nodes and lines (from, to, what the line says). The same stands in a list beside it, for who does not see it."""

    component: ClassVar[str] = "graph"
    label: Words
    nodes: Sequence[Node]
    ties: Sequence[tuple[int, int, str]]
    more: Words = ""
    more_url: str = ""

    @property
    def drawn(self) -> "Picture":
        """Everything in its place."""
        places = {place.node.id: place for place in _places(self.nodes)}
        lines = [_line(places[a], places[b], said) for a, b, said in self.ties if a in places and b in places]
        return Picture(
            nodes=tuple(places.values()),
            lines=lines,
            width=max((place.x for place in places.values()), default=0) + WIDE + 2,
            height=max((place.y for place in places.values()), default=0) + HIGH + 2,
        )


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Placed nodes and lines as paths, and the size of all."""

    nodes: Sequence[Drawn]
    lines: Sequence[tuple[str, str]]
    width: int
    height: int


def _places(nodes: Iterable[Node]) -> list[Drawn]:
    """A column per layer, each as high as it has nodes and centered beside the highest."""
    layers: dict[int, list[Node]] = {}
    for node in nodes:
        layers.setdefault(node.layer, []).append(node)
    highest = max((len(column) for column in layers.values()), default=0)
    return [
        Drawn(node, 1 + place * (WIDE + GAP_X), 1 + _top(len(layers[layer]), highest) + row * (HIGH + GAP_Y))
        for place, layer in enumerate(sorted(layers))
        for row, node in enumerate(layers[layer])
    ]


def _top(count: int, highest: int) -> int:
    return (highest - count) * (HIGH + GAP_Y) // 2


def _line(start: Drawn, end: Drawn, said: str) -> tuple[str, str]:
    """A curve from the right side of one to the left side of the other; within a layer around the left."""
    y1, y2 = start.y + HIGH // 2, end.y + HIGH // 2
    if start.x == end.x:
        out = start.x - GAP_X // 2
        return (f"M{start.x} {y1} C{out} {y1} {out} {y2} {end.x} {y2}", said)
    if start.x > end.x:
        start, end, y1, y2 = end, start, y2, y1
    right, left = start.x + WIDE, end.x
    middle = (right + left) // 2
    return (f"M{right} {y1} C{middle} {y1} {middle} {y2} {left} {y2}", said)


def _cut(text: str, letters: int = LETTERS) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
