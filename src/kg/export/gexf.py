"""A network as GEXF 1.3, the format of Gephi: dated edges, typed nodes, the same bytes for the same network.

The time of writing (`lastmodifieddate`) is left out. Spells are inclusive and never overlap, as section 5 of the
primer of GEXF 1.3 demands; what is not dated on both sides has none. The file needs no network to be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kg.export.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attribute, Of, single_line
from kg.export.network import Network
from kg.export.xml import Xml

__all__ = ["write_gexf"]

_NAMESPACE = "http://gexf.net/1.3"


def write_gexf(network: Network, out: TextIO) -> None:
    """Write a network as GEXF 1.3. The file must be opened as UTF-8 with `newline="\\n"`.

    Raises `KgError` for characters that XML cannot hold.
    """
    xml = Xml(out)
    with xml.element("gexf", {"xmlns": _NAMESPACE, "version": "1.3"}):
        with xml.element("meta"):
            xml.leaf("creator", text="kg")
            xml.leaf("description", text=f"{network.name}: {network.description}")
        form = {"defaultedgetype": "undirected", "mode": "dynamic", "timeformat": "date"}
        with xml.element("graph", form | {"timerepresentation": "interval", "idtype": "string"}):
            _declare(xml, "node", NODE_ATTRIBUTES)
            _declare(xml, "edge", EDGE_ATTRIBUTES)
            _nodes(xml, network)
            _edges(xml, network)


def _declare(xml: Xml, of: str, attributes: Iterable[Attribute[Of]]) -> None:
    with xml.element("attributes", {"class": of, "mode": "static"}):
        for each in attributes:
            xml.leaf("attribute", {"id": each.name, "title": each.name, "type": each.type})


def _nodes(xml: Xml, network: Network) -> None:
    with xml.element("nodes", {"count": str(len(network.nodes))}):
        for node in network.nodes:
            with xml.element("node", {"id": node.id, "label": single_line(node.label)}):
                _values(xml, node, NODE_ATTRIBUTES)


def _edges(xml: Xml, network: Network) -> None:
    with xml.element("edges", {"count": str(len(network.edges))}):
        for edge in network.edges:
            ends = {"id": f"{edge.one}--{edge.other}", "source": edge.one, "target": edge.other}
            with xml.element("edge", ends | {"weight": str(float(edge.weight)), "kind": edge.relation}):
                _values(xml, edge, EDGE_ATTRIBUTES)
                if edge.spells:
                    with xml.element("spells"):
                        for begin, end in edge.spells:
                            xml.leaf("spell", {"start": begin, "end": end})


def _values(xml: Xml, of: Of, attributes: Iterable[Attribute[Of]]) -> None:
    with xml.element("attvalues"):
        for each in attributes:
            value = each.value(of)
            if value is not None:
                xml.leaf("attvalue", {"for": each.name, "value": value})
