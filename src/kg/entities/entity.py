"""A thing of the graph: its names and what is said of it.

An entity is a name and a store to look it up in: nothing is read before it is asked for.
"""

from __future__ import annotations

from functools import total_ordering
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import UnknownNameError, did_you_mean
from kg.markup import paragraph
from kg.names import label_of
from kg.portrait import View
from kg.terms import DATA, NS, RDF_TYPE, Term, dkg, expand, local_name, shrink
from kg.values import Plain, literal_value

if TYPE_CHECKING:
    from kg.entities.facts import Facts

__all__ = ["Entity", "Value", "entity_of", "value_of"]

_KINDS = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")


@total_ordering
class Entity:
    """Something that the graph names: an actor, a meeting, a topic, a class, a web address.

    Two entities are equal where their IRIs are; they sort by label.

    >>> lavrov = g["Sergei Lavrov"]
    >>> lavrov, str(lavrov), lavrov.classes
    (Entity('sergei-lavrov'), 'Sergei Lavrov', ('Person',))
    """

    __slots__ = ("_store", "node")

    def __init__(self, store: Store, node: NamedNode) -> None:
        self._store, self.node = store, node

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.slug!r})"

    def __str__(self) -> str:
        return self.label

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and self.node == other.node

    def __lt__(self, other: Entity) -> bool:
        if not isinstance(other, Entity):
            return NotImplemented
        return (self.label, self.iri) < (other.label, other.iri)

    def __hash__(self) -> int:
        return hash(self.node)

    @property
    def iri(self) -> str:
        """The IRI."""
        return self.node.value

    @property
    def slug(self) -> str:
        """The short name, `sergei-lavrov`; outside the data a prefixed name or the IRI."""
        local = self.iri.removeprefix(DATA)
        return local if local != self.iri else shrink(self.node).strip("<>")

    @property
    def label(self) -> str:
        """The English name, or one in another language; the short name where there is none."""
        label = label_of(self._store, self.node)
        return self.slug if label == shrink(self.node) else label

    @property
    def labels(self) -> dict[str, str]:
        """The name in each language that it is known in.

        >>> g["iran"].labels["fa"]
        'ایران'
        """
        found = [*self._literals("rdfs:label"), *self._literals("dcterms:title"), *self._literals("skos:prefLabel")]
        return {each.language or "": each.value for each in found}

    @property
    def also(self) -> tuple[str, ...]:
        """Other names and spellings, sorted."""
        return tuple(sorted({each.value for each in self._literals("skos:altLabel")}))

    @property
    def classes(self) -> tuple[str, ...]:
        """The most specific classes, by local name: `("Meeting",)`."""
        return tuple(local_name(each) for each in self._view().classes(self.node))

    @property
    def kind(self) -> str:
        """What it is, in a word: its kind where it has one ("Think tank"), else its class.

        >>> g["valdai-club"].kind, g["iran"].kind
        ('Think tank', 'State')
        """
        view = self._view()
        return view.labels(view.values(self.node), "kind") or ", ".join(self.classes)

    @property
    def when(self) -> str:
        """Its date in words, where there is one.

        >>> g["russian-iranian-dialogue-2018"].when
        '2018-04-09'
        """
        view = self._view()
        return view.when(view.values(self.node))

    @property
    def properties(self) -> dict[str, tuple[Value, ...]]:
        """What is said straight of it, derived statements included: values by local name of the property.

        Names of other vocabularies keep their prefix: `skos:prefLabel`.
        """
        found = sorted(self._view().values(self.node).items())
        return {name: tuple(value_of(self._store, term) for term in terms) for name, terms in found}

    def __getitem__(self, name: str) -> tuple[Value, ...]:
        """Return the values of a property, none where nothing is said; `UnknownNameError` for a name that is none.

        >>> g["valdai-club"]["ofState"]
        (Entity('russia'),)
        """
        link = expand(name) if ":" in name else dkg(name)
        terms = self._objects(link)
        if not terms and not any(Quad(link, RDF_TYPE, expand(kind)) in self._store for kind in _KINDS):
            hint = did_you_mean(name, self._known()) or "`properties` lists those that it has"
            raise UnknownNameError(f"there is no property {name}", remedy=hint)
        return tuple(value_of(self._store, term) for term in sorted(terms, key=str))

    @property
    def facts(self) -> Facts:
        """Every fact that mentions it, by class, those with a date in the order of time.

        >>> for fact in g["alexander-maryasov"].facts:
        ...     print(fact, fact.when, *fact.sources, sep=" | ")  # doctest: +ELLIPSIS
        Alexander Maryasov: Ambassador of Russia to Iran | 2001/2005 | ...
        """
        from kg.entities.facts import facts_about

        return facts_about(self._store, self.node)

    def _view(self) -> View:
        return View(self._store, self.node, ("en",))

    def _literals(self, name: str) -> list[Literal]:
        return sorted((each for each in self._objects(expand(name)) if isinstance(each, Literal)), key=str)

    def _objects(self, link: NamedNode) -> list[Term]:
        return [quad.object for quad in self._store.quads_for_pattern(self.node, link, None, None)]

    def _known(self) -> list[str]:
        quads = (q for kind in _KINDS for q in self._store.quads_for_pattern(None, RDF_TYPE, expand(kind), None))
        iris = (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
        return [iri.removeprefix(NS) for iri in iris if iri.startswith(NS)]

    def _repr_html_(self) -> str:
        heading, *more = self._view().heading()
        facts = self.facts
        return "".join([paragraph(heading), *map(paragraph, more), facts._repr_html_() if facts else ""])


Value = Plain | Entity | Triple
"""What a cell may hold: a value of Python, an entity for an IRI, a term of RDF 1.2 as it is."""


def entity_of(store: Store, node: NamedNode) -> Entity:
    """Return a node as an entity, or as a fact where it is one."""
    from kg.entities.facts import Fact

    return (Fact if Quad(node, RDF_TYPE, dkg("Fact")) in store else Entity)(store, node)


def value_of(store: Store, term: Term) -> Value:
    """Return a term as a value of Python: an entity for an IRI, `_:name` for a blank node."""
    if isinstance(term, Literal):
        return literal_value(term)
    if isinstance(term, NamedNode):
        return Entity(store, term)
    return str(term) if isinstance(term, BlankNode) else term
