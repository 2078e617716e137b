"""The leaders of a Word file: dots, tabs, placeholders and empty cells, each cut out into runs of its own."""

import copy
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from benchmarks.filled_forms.places import DOTS, MIDDLE

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
BODY = "word/document.xml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
OTHER = "\ufffc"
"""Stands for whatever is neither letter nor tab: breaks, drawings, fields."""
_DOT = "".join(re.escape(sign) for sign in sorted(DOTS))
LEADER = re.compile(rf"(?P<brace>\{{[A-Za-z_]+\}}[ .…]*)|(?P<tab>\t)|(?P<dots>[{_DOT}](?:[{_DOT} \u00a0]*[{_DOT}])?)")
FULL = frozenset(W + name for name in ("drawing", "pict", "tab", "sym"))
WRAPPERS = frozenset(W + name for name in ("hyperlink", "smartTag", "ins", "sdt", "sdtContent"))


@dataclass
class Leader:
    """Room to write in the text of a Word file.

    Attributes:
        kind: "dots", "tab", "brace" or "cell".
        paragraph: Where it stands.
        runs: Its own runs; nothing else is in them.
        before: The text before it in its paragraph, from the leader before it on.
        after: The text after it, up to the next leader.
    """

    kind: str
    paragraph: Element
    runs: list[Element] = field(default_factory=list)
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return "".join(each.text or "" for run in self.runs for each in run.iter(W + "t"))


@dataclass
class WordFile:
    """A docx file: its parts, the tree of its text, and the leaders in it."""

    parts: dict[str, bytes]
    tree: Element
    leaders: list[Leader]
    parents: dict[Element, Element]

    def saved(self) -> bytes:
        """The file with the tree as it is now."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in self.parts.items():
                packed.writestr(name, ElementTree.tostring(self.tree, "UTF-8") if name == BODY else content)
        return out.getvalue()


def word_file(path: Path) -> WordFile:
    """Open a docx file and cut out its leaders."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for _, (prefix, address) in ElementTree.iterparse(BytesIO(parts[BODY]), ["start-ns"]):  # noqa: S314 - a blank form
        if not re.fullmatch(r"ns\d+", prefix):
            ElementTree.register_namespace(prefix, address)
    tree = ElementTree.fromstring(parts[BODY])  # noqa: S314
    tree.attrib.pop(IGNORABLE, None)
    parents = {child: parent for parent in tree.iter() for child in parent}
    leaders = [leader for paragraph in list(tree.iter(W + "p")) for leader in _cut_out(paragraph, parents)]
    leaders += [Leader("cell", cell[0]) for cell in map(_empty_paragraphs, tree.iter(W + "tc")) if cell]
    return WordFile(parts, tree, leaders, {child: parent for parent in tree.iter() for child in parent})


def _empty_paragraphs(cell: Element) -> list[Element]:
    """The paragraphs of a cell that holds nothing."""
    paragraphs = list(cell.iter(W + "p"))
    held = [each for paragraph in paragraphs for run in runs_of(paragraph) for each in run.iter()]
    full = any((each.text or "").strip() or each.tag in FULL for each in held)
    return [] if full else paragraphs


def runs_of(parent: Element) -> Iterator[Element]:
    """The runs of a paragraph itself, not those of text boxes in it."""
    for child in parent:
        if child.tag == W + "r":
            yield child
        elif child.tag in WRAPPERS:
            yield from runs_of(child)


def _signs(run: Element) -> list[tuple[str, Element]]:
    """What a run holds, sign by sign."""
    signs: list[tuple[str, Element]] = []
    for child in run:
        if child.tag == W + "t":
            signs += [(letter, child) for letter in child.text or ""]
        elif child.tag != W + "rPr":
            signs.append(("\t" if child.tag == W + "tab" else OTHER, child))
    return signs


def _cut_out(paragraph: Element, parents: dict[Element, Element]) -> list[Leader]:
    runs = list(runs_of(paragraph))
    signs = [_signs(run) for run in runs]
    text = "".join(sign for group in signs for sign, _ in group)
    found = [match for match in LEADER.finditer(text) if _counts(match)]
    if not found:
        return []
    owner: list[int | None] = [None] * len(text)
    leaders = []
    for number, match in enumerate(found):
        owner[match.start() : match.end()] = [number] * (match.end() - match.start())
        begun = found[number - 1].end() if number else 0
        ended = found[number + 1].start() if number + 1 < len(found) else len(text)
        before, after = text[begun : match.start()], text[match.end() : ended]
        leaders.append(Leader(str(match.lastgroup), paragraph, [], before, after))
    place = 0
    for run, group in zip(runs, signs, strict=True):
        parts = _split(run, group, owner[place : place + len(group)])
        place += len(group)
        _replace(parents[run], run, [part for part, _ in parts])
        for part, mine in parts:
            if mine is not None:
                leaders[mine].runs.append(part)
    return leaders


def _counts(match: re.Match[str]) -> bool:
    if match.lastgroup != "dots":
        return True
    signs = [sign for sign in match[0] if not sign.isspace()]
    middle = all(sign in MIDDLE for sign in signs)
    return len(signs) >= (6 if middle else 2) or signs[0] in "…_"


def _split(
    run: Element, signs: Sequence[tuple[str, Element]], owner: Sequence[int | None]
) -> list[tuple[Element, int | None]]:
    """A run as runs that hold one leader or none each."""
    parts: list[tuple[Element, int | None]] = []
    last: Element | None = None
    for (sign, child), number in zip(signs, owner, strict=True):
        if not parts or parts[-1][1] != number:
            parts.append((like(run), number))
            last = None
        if child.tag != W + "t":
            parts[-1][0].append(child)
        elif last is child:
            parts[-1][0][-1].text = (parts[-1][0][-1].text or "") + sign
        else:
            parts[-1][0].append(text_element(sign))
        last = child
    return parts or [(run, None)]


def like(run: Element) -> Element:
    """An empty run with the look of another."""
    new = ElementTree.Element(W + "r")
    look = run.find(W + "rPr")
    if look is not None:
        new.append(copy.deepcopy(look))
    return new


def text_element(text: str) -> Element:
    """Letters of a run."""
    element = ElementTree.Element(W + "t", {SPACE: "preserve"})
    element.text = text
    return element


def _replace(parent: Element, old: Element, new: Sequence[Element]) -> None:
    place = list(parent).index(old)
    parent[place : place + 1] = list(new)


LOOK_ORDER = tuple(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "  # noqa: SIM905
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs".split()
)
"""Properties of a run in the order of its schema (ISO/IEC 29500-1, 17.3.2.28)."""


def set_look(run: Element, name: str, attributes: dict[str, str] | None) -> None:
    """Set one property of a run, or take it away."""
    look = run.find(W + "rPr")
    if look is None:
        look = ElementTree.Element(W + "rPr")
        run.insert(0, look)
    for old in look.findall(W + name):
        look.remove(old)
    if attributes is None:
        return
    new = ElementTree.Element(W + name, {W + key: value for key, value in attributes.items()})
    rank = LOOK_ORDER.index(name)
    later = [place for place, each in enumerate(look) if _rank(each) > rank]
    look.insert(later[0] if later else len(look), new)


def _rank(element: Element) -> int:
    name = element.tag.removeprefix(W)
    return LOOK_ORDER.index(name) if name in LOOK_ORDER else len(LOOK_ORDER)
