"""A network as GraphML 1.1, which most tools for networks read: typed attributes, the same bytes for the same network.

GraphML has no notion of time: the bounds of an edge are attributes. Names of nodes are of the type NMTOKEN there, so
that what has no slug is named by a hash of its IRI, which the attribute `iri` holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kg.export.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attribute, Of, single_line
from kg.export.network import Network
from kg.export.xml import Xml
from kg.terms import is_slug

__all__ = ["write_graphml"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {"string": "string", "integer": "int"}


def write_graphml(network: Network, out: TextIO) -> None:
    """Write a network as GraphML 1.1. The file must be opened as UTF-8 with `newline="\\n"`.

    Raises `KgError` for characters that XML cannot hold.
    """
    xml = Xml(out)
    with xml.element("graphml", {"xmlns": _NAMESPACE}):
        xml.leaf("desc", text=f"{network.name}: {network.description}")
        _key(xml, "node", "label", "string")
        _declare(xml, "node", NODE_ATTRIBUTES)
        _key(xml, "edge", "weight", "double")
        _declare(xml, "edge", EDGE_ATTRIBUTES)
        with xml.element("graph", {"id": network.name, "edgedefault": "undirected"}):
            for node in network.nodes:
                with xml.element("node", {"id": _token(node.id)}):
                    xml.leaf("data", {"key": "node-label"}, single_line(node.label))
                    _values(xml, "node", node, NODE_ATTRIBUTES)
            for edge in network.edges:
                one, other = _token(edge.one), _token(edge.other)
                with xml.element("edge", {"id": f"{one}--{other}", "source": one, "target": other}):
                    xml.leaf("data", {"key": "edge-weight"}, str(float(edge.weight)))
                    _values(xml, "edge", edge, EDGE_ATTRIBUTES)


def _token(name: str) -> str:
    """Return the name of a node as an NMTOKEN."""
    if is_slug(name):
        return name
    import hashlib

    return f"iri-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _key(xml: Xml, of: str, name: str, type_: str) -> None:
    xml.leaf("key", {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": type_})


def _declare(xml: Xml, of: str, attributes: Iterable[Attribute[Of]]) -> None:
    for each in attributes:
        _key(xml, of, each.name, _TYPES[each.type])


def _values(xml: Xml, kind: str, of: Of, attributes: Iterable[Attribute[Of]]) -> None:
    for each in attributes:
        value = each.value(of)
        if value is not None:
            xml.leaf("data", {"key": f"{kind}-{each.name}"}, value)
