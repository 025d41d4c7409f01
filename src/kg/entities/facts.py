"""What sources assert, in words and with the passages that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from kg.entities.entity import Entity
from kg.errors import UnknownNameError, did_you_mean
from kg.markup import Cell, paragraph, table
from kg.portrait import View, facts_of
from kg.terms import dkg
from kg.wording import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.terms import Term

__all__ = ["Fact", "Facts", "Source", "facts_about"]

_SHOWN = 20  # facts in a notebook
_COLUMNS = ("source", "place", "as written", "hedges", "basis", "note")


class Fact(Entity):
    """What a source asserts: a tenure, a membership, a participation, an act, a clause, a position, a figure, a claim.

    `str` is the fact in words.
    """

    __slots__ = ()

    @property
    def label(self) -> str:
        """The fact in words."""
        return self.summary

    @property
    def class_(self) -> str:
        """Its class: `Tenure`, `Membership`, `Participation`, `Act`, `Clause`, `Position`, `Figure` or `Claim`."""
        return self._view().fact_class(self.node)

    @property
    def summary(self) -> str:
        """The fact in words, as `kg show` puts it, without its date and sources."""
        return self._view().fact(self.node)

    @property
    def when(self) -> str:
        """Its date in words; empty where nothing dates it, and for a claim, of which a date is the content."""
        view = self._view()
        values = view.values(self.node)
        return "" if "claimProperty" in values else view.when(values)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The passages and references that it rests on, in the order of documents and of their texts."""
        cites = (each for each in self._objects(dkg("evidence")) if isinstance(each, NamedNode))
        found = (_source(self._store, cite) for cite in cites)
        return tuple(sorted(found, key=lambda each: (each.document.slug, each.start or 0, each.end or 0, each.written)))

    def _repr_html_(self) -> str:
        when = f" ({self.when})" if self.when else ""
        rows = [[Cell(text) for text in source.cells()] for source in self.sources]
        return paragraph(f"{self.class_}: {self.summary}{when}") + table(_COLUMNS, rows)


class Source(NamedTuple):
    """Where a fact is stated: a passage of a document, or a reference as a whole.

    `start` and `end` count Unicode code points of the document's text, the end exclusive; a reference has none.
    `written` is how the text writes a date, a number or a name; `hedges` are its reservations; `basis` says whether the
    passage itself states the fact; `note` is the curator's.
    """

    document: Entity
    title: str
    start: int | None
    end: int | None
    written: str
    hedges: tuple[str, ...]
    basis: str
    note: str

    def __str__(self) -> str:
        if self.start is None:
            return self.title
        return f"{self.document.slug} {self.start}–{self.end}{''.join(f', {each.lower()}' for each in self.hedges)}"

    def cells(self) -> tuple[str, ...]:
        """Return what it says, a text for each: title, place, as written, hedges, basis, note."""
        place = "" if self.start is None else f"{self.start}–{self.end}"
        return self.title, place, self.written, ", ".join(self.hedges), self.basis, self.note


class Facts(tuple[Fact, ...]):
    """Facts, in order; a notebook shows the first of them as a table.

    >>> [fact.class_ for fact in g["alexander-maryasov"].facts.of("Tenure")]
    ['Tenure']
    """

    __slots__ = ()

    def of(self, *classes: str) -> Facts:
        """Return the facts of some classes: `of("Tenure", "Membership")`."""
        for name in classes:
            if name not in SECTIONS:
                hint = did_you_mean(name, SECTIONS) or f"use one of {', '.join(SECTIONS)}"
                raise UnknownNameError(f"there is no class of facts {name}", remedy=hint)
        return Facts(fact for fact in self if fact.class_ in classes)

    def __repr__(self) -> str:
        return "\n".join(f"{fact.summary}{f'  ({fact.when})' if fact.when else ''}" for fact in self) or "no facts"

    def _repr_html_(self) -> str:
        rows = (
            (Cell(fact.class_), Cell(fact.summary, fact.iri), Cell(fact.when), Cell("; ".join(map(str, fact.sources))))
            for fact in self[:_SHOWN]
        )
        caption = f"the first {_SHOWN} of {len(self)} facts" if len(self) > _SHOWN else ""
        return table(("class", "fact", "when", "sources"), rows, caption)


def facts_about(store: Store, node: NamedNode) -> Facts:
    """Return every fact that mentions a thing, by class, those with a date in the order of time."""
    view, order = View(store, node), list(SECTIONS)
    found = []
    for each in facts_of(store, node):
        key, _ = view.line(each)
        found.append((order.index(view.fact_class(each)), key, Fact(store, each)))
    return Facts(fact for _, _, fact in sorted(found, key=lambda each: each[:2]))


def _source(store: Store, cite: NamedNode) -> Source:
    """Return what a citation or a reference says."""
    view = View(store, cite)
    values = view.values(cite)
    documents = [node for node in values.get("inDocument", [cite]) if isinstance(node, NamedNode)]
    document = Entity(store, documents[0] if documents else cite)
    start, end = (_offset(values, name) for name in ("startOffset", "endOffset"))
    hedges = tuple(view.label(each) for each in values.get("hedge", ()))
    written, basis, note = (view.labels(values, name) for name in ("asWritten", "basis", "skos:note"))
    return Source(document, document.label, start, end, written, hedges, basis, note)


def _offset(values: Mapping[str, Iterable[Term]], name: str) -> int | None:
    found = [int(term.value) for term in values.get(name, ()) if isinstance(term, Literal)]
    return found[0] if found else None
