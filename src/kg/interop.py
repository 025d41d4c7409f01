"""The only bridge between the terms of pyoxigraph and graphs of rdflib.

rdflib takes a fifth of a second to import, so it is imported only inside functions. The two libraries differ: to rdflib
a plain string and an `xsd:string` are two literals, and it rewrites numbers (`07` becomes `7`) unless told not to. Only
`xsd:normalizedString` and `xsd:token` it rewrites in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.terms import PREFIXES, Term

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Identifier, Node

__all__ = ["from_rdflib", "term_from_rdflib", "term_to_rdflib", "to_rdflib"]

_STRING = PREFIXES["xsd"] + "string"


def to_rdflib(statements: Iterable[Triple | Quad]) -> rdflib.Graph:
    """Return a graph of rdflib with the statements, and the project's prefixes bound; names of graphs are dropped.

    Raises `KgError` for terms of RDF 1.2, which rdflib does not know.

    >>> len(to_rdflib([Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))]))
    1
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for each in statements:
        graph.add((term_to_rdflib(each.subject), term_to_rdflib(each.predicate), term_to_rdflib(each.object)))
    return graph


def term_to_rdflib(term: Term) -> Identifier:
    """Return a term as rdflib has it, with the same lexical form. Raises `KgError` for terms of RDF 1.2.

    >>> term_to_rdflib(Literal("a"))
    rdflib.term.Literal('a')
    """
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple) or term.direction is not None:
        raise KgError(f"rdflib cannot hold a term of RDF 1.2: {term}", remedy="leave the statement out")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """Yield the statements of a graph of rdflib.

    Raises `KgError` for what RDF does not allow: literals as subjects, blank nodes as predicates, invalid IRIs or
    language tags, formulas and variables of N3.
    """
    for subject, predicate, value in graph:
        start, link = term_from_rdflib(subject), term_from_rdflib(predicate)
        if isinstance(start, Literal) or not isinstance(link, NamedNode):
            raise KgError(f"RDF does not allow this statement: {start} {link} {value}", remedy="leave it out")
        yield Triple(start, link, term_from_rdflib(value))


def term_from_rdflib(node: Node) -> NamedNode | BlankNode | Literal:
    """Return a term of rdflib as pyoxigraph has it. Raises `KgError` for terms that RDF does not allow.

    >>> import rdflib
    >>> term_from_rdflib(rdflib.Literal("07", datatype=rdflib.XSD.integer, normalize=False))
    <Literal value=07 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    import rdflib

    try:
        if isinstance(node, rdflib.URIRef):
            return NamedNode(str(node))
        if isinstance(node, rdflib.BNode):
            return BlankNode(str(node))
        if isinstance(node, rdflib.Literal):
            datatype = None if node.datatype is None else NamedNode(str(node.datatype))
            return Literal(str(node), datatype=datatype, language=node.language)
    except ValueError as error:
        raise KgError(f"RDF does not allow the term {node!r}: {error}", remedy="correct it in its source") from error
    raise KgError(f"RDF does not know the term {node!r}", remedy="use IRIs, blank nodes and literals only")
