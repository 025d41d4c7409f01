"""Compares what `kg draft` finds in the texts of its trial with what a curator would find: precision and recall.

    python benchmarks/draft.py             a table for the texts by which the rules were mended, one for those held out
    python benchmarks/draft.py --misses    also each thing that was missed (-) or found and not there (+)
    python benchmarks/draft.py --texts     also a table for each text

A find is right where the annotation has it in the same sentence. The rows set in under a kind count those whose detail
is right too: a position is found, and so is its holder.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotations import DETAILS, KINDS, Annotated, Item, Region, read_annotated, regions_of_draft

from kg.building import read_ontology
from kg.dates import parse_when
from kg.mapping.authorities import read_authorities
from kg.mapping.nodes import Problems, read_yaml
from kg.mapping.vocabulary import read_vocabulary
from kg.project import find_project
from kg.texts.draft import KnownName, draft_text

__all__ = ["ROWS", "TEXTS", "Counts", "Score", "read_known", "report", "score", "scores"]

TEXTS = Path(__file__).parents[1] / "tests" / "texts" / "drafts"
ROWS = tuple(row for kind in KINDS for row in (kind, *(f"{kind}.{detail}" for detail in DETAILS.get(kind, ()))))
_TITLES = {
    "known": "known names",
    "unknown": "unknown names",
    "unknown.guess": "what it names",
    "dates.edtf": "as EDTF",
}


@dataclass(slots=True)
class Counts:
    """How many finds are right, how many are missed, and how many are false."""

    right: int = 0
    missed: int = 0
    false: int = 0

    @property
    def precision(self) -> float:
        """The share of finds that are right."""
        return self.right / max(1, self.right + self.false)

    @property
    def recall(self) -> float:
        """The share of things that are found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.false)

    def add(self, other: Counts) -> None:
        """Add the counts of other texts."""
        self.right += other.right
        self.missed += other.missed
        self.false += other.false


@dataclass(slots=True)
class Score:
    """The counts of a text by row, and each difference in words."""

    text: Annotated
    counts: dict[str, Counts] = field(default_factory=lambda: {row: Counts() for row in ROWS})
    differences: list[str] = field(default_factory=list)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--misses", action="store_true", help="list what was missed and what was found and is not there"
    )
    parser.add_argument("--texts", action="store_true", help="print a table for each text as well")
    parser.add_argument("--part", choices=["development", "held-out"], help="only one part of the texts")
    args = parser.parse_args()
    found = scores()
    for part in ("held-out", "development"):
        if args.part in (None, part):
            print("\n".join(report(found, part, texts=args.texts, misses=args.misses)))


def scores() -> list[Score]:
    """Return the scores of every text of the trial, by name."""
    known = read_known()
    return [score(read_annotated(path), known) for path in sorted(TEXTS.glob("*.yaml")) if path.stem != "authorities"]


def read_known() -> list[KnownName]:
    """Return what the trial takes as known."""
    vocabulary = read_vocabulary(read_ontology(find_project(TEXTS)))
    path = TEXTS / "authorities.yaml"
    authorities = read_authorities([read_yaml(path, path.name, Problems())], vocabulary, Problems())
    return [KnownName(slug, entry.class_name, entry.shown_by) for slug, entry in authorities.items()]


def score(text: Annotated, known: Iterable[KnownName]) -> Score:
    """Draft a text and compare the draft with its annotation."""
    made = Score(text)
    found = regions_of_draft(draft_text(text.text, known, now=parse_when(text.published)), text)
    for wanted, region in zip(text.regions, found, strict=True):
        kinds = ("headings",) if wanted.items["headings"] else KINDS  # what stands in a heading is not asked for
        differences = [line for kind in kinds for line in _compare(made.counts, kind, wanted, region.items[kind])]
        if differences:
            made.differences += [" ".join(text.text.text[wanted.start :][:90].split()), *differences]
    return made


# Comparing one kind in one sentence


def _compare(counts: Mapping[str, Counts], kind: str, wanted: Region, found: Iterable[Item]) -> Iterator[str]:
    """Count what agrees and yield what does not, as lines for `--misses`."""
    left = list(found)
    same = _SAME.get(kind, _equal)
    for want in sorted(wanted.items[kind], key=lambda item: (item.maybe, "" in item.alike)):
        match = _best(want, [item for item in left if same(want, item)], kind)
        if match is not None:
            left.remove(match)
        if want.maybe:
            continue
        if match is None:
            yield f"  - {kind}: {want}"
        counts[kind].add(Counts(right=1) if match else Counts(missed=1))
        yield from _details(counts, kind, want, match)
    for extra in left:
        if not any(word.lower() in _shown(extra) or _shown(extra) in word.lower() for word in wanted.maybe):
            counts[kind].false += 1
            for detail in DETAILS.get(kind, ()):
                counts[f"{kind}.{detail}"].false += extra.details[detail][0] not in _NEUTRAL
            yield f"  + {kind}: {extra}"


def _details(counts: Mapping[str, Counts], kind: str, want: Item, match: Item | None) -> Iterator[str]:
    for detail in DETAILS.get(kind, ()):
        row, wishes = counts[f"{kind}.{detail}"], want.details[detail]
        given = match.details[detail][0] if match else None
        right = given in wishes
        if match and not right:
            yield f"  ~ {kind}: {'|'.join(match.alike)}: {detail} {given or '–'}, not {'|'.join(wishes) or '–'}"
        if detail in _ONLY_NAMED and any(wish in _NEUTRAL for wish in wishes):
            row.false += bool(match) and not right and given not in _NEUTRAL
        elif right:
            row.right += 1
        else:
            row.missed += 1
            row.false += given is not None and not (detail in _ONLY_NAMED and given in _NEUTRAL)


_WITHOUT_VERB = ("turn", "quotation", "?")  # the cues of what a draft finds without a verb of saying
_NEUTRAL = ("", "none")
_ONLY_NAMED = ("holder", "quoted", "guess")  # where nothing is to be named, naming nothing earns nothing


def _best(want: Item, found: list[Item], kind: str) -> Item | None:
    """Return the find that agrees in most details, or None where there is none."""
    details = DETAILS.get(kind, ())
    return max(found, key=lambda item: sum(item.details[d][0] in want.details[d] for d in details), default=None)


def _equal(want: Item, found: Item) -> bool:
    return found.alike[0] in want.alike


def _same_cue(want: Item, found: Item) -> bool:
    """Tell whether the words of two cues overlap; a statement without a verb of saying may be found by any word."""
    cue = found.alike[0]
    if cue in _WITHOUT_VERB:
        return True
    return any(not wish or (cue and (wish in cue or cue in wish)) for wish in want.alike)


def _same_event(want: Item, found: Item) -> bool:
    key, _, cue = found.alike[0].partition(" ")
    wishes = [wish.partition(" ") for wish in want.alike]
    return any(key == wish and (words in cue or cue in words) for wish, _, words in wishes)


_SAME: Mapping[str, Callable[[Item, Item], bool]] = {
    "positions": _same_cue, "agreements": _same_cue, "events": _same_event,
}  # fmt: skip


def _shown(item: Item) -> str:
    return (item.words or item.alike[0]).lower()


# Printing


def report(scored: Iterable[Score], part: str, *, texts: bool = False, misses: bool = False) -> Iterator[str]:
    """Yield the lines of a report on the texts of one part, `held-out` or `development`."""
    found = [s for s in scored if s.text.held_out == (part == "held-out")]
    yield f"{part}: {len(found)} texts\n"
    yield from _table("kind of find", ((_title(row), _sum(s.counts[row] for s in found)) for row in ROWS))
    yield ""
    whole = ((f"{s.text.name} ({s.text.genre})", _sum(s.counts[kind] for kind in KINDS)) for s in found)
    yield from _table("text, all kinds", whole)
    for one in found:
        if texts:
            yield f"\n{one.text.name}\n"
            yield from _table("kind of find", ((_title(row), one.counts[row]) for row in ROWS))
        if misses:
            yield from (f"\n{one.text.name}", *one.differences)
    yield ""


def _table(first: str, rows: Iterable[tuple[str, Counts]]) -> Iterator[str]:
    """Yield a table in Markdown."""
    yield f"| {first:<42} | precision | recall |   F1 | right | missed | false |"
    yield f"|{'-' * 44}|----------:|-------:|-----:|------:|-------:|------:|"
    for title, c in rows:
        rates = f"{c.precision:9.2f} | {c.recall:6.2f} | {c.f1:4.2f}"
        yield f"| {title:<42} | {rates} | {c.right:5} | {c.missed:6} | {c.false:5} |"


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for one in counts:
        total.add(one)
    return total


def _title(row: str) -> str:
    kind, _, detail = row.partition(".")
    return _TITLES.get(row) or (f"… {detail}" if detail else kind)


if __name__ == "__main__":
    main()
