"""Rows for programs: CSV, TSV, JSON and XML as SPARQL 1.1 defines them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import KgError
from kg.results.rows import Source
from kg.results.text import plain
from kg.terms import PREFIXES, Term

__all__ = ["write_csv", "write_json", "write_tsv", "write_xml"]

_STRING = PREFIXES["xsd"] + "string"


def write_csv(source: Source, out: TextIO) -> None:
    """Write CSV: values without their kind, lines end with CRLF (SPARQL 1.1 CSV and TSV, section 3)."""
    import csv

    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(source.variables)
    rows.writerows([term.value if isinstance(term, NamedNode) else plain(term) for term in row] for row in source.rows)


def write_tsv(source: Source, out: TextIO) -> None:
    """Write TSV: terms in the form of Turtle, tabs and line ends escaped (SPARQL 1.1 CSV and TSV, section 4)."""
    out.write("\t".join(f"?{name}" for name in source.variables) + "\n")
    out.writelines("\t".join("" if term is None else str(term) for term in row) + "\n" for row in source.rows)


def write_json(source: Source, out: TextIO) -> None:
    """Write SPARQL 1.1 Query Results JSON, one solution a line. Raises `KgError` for terms of RDF 1.2."""
    from json import JSONEncoder

    encoded = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    out.write('{"head":{"vars":' + encoded(list(source.variables)) + '},"results":{"bindings":[')
    separator = "\n"
    for row in source.rows:
        bound = {name: _binding(term) for name, term in zip(source.variables, row, strict=True) if term is not None}
        out.write(separator + encoded(bound))
        separator = ",\n"
    out.write("\n]}}\n")


def _binding(term: Term) -> dict[str, str]:
    """Return the object of a term (SPARQL 1.1 JSON, section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    literal = _plain_rdf(term)
    found = {"type": "literal", "value": literal.value}
    if literal.language:
        found["xml:lang"] = literal.language
    elif literal.datatype.value != _STRING:
        found["datatype"] = literal.datatype.value
    return found


def _plain_rdf(term: Literal | Triple) -> Literal:
    """Return a literal of RDF 1.1; `KgError` for what SPARQL 1.1 results cannot hold."""
    if isinstance(term, Triple) or term.direction is not None:
        raise KgError(f"results of SPARQL 1.1 cannot hold a term of RDF 1.2: {term}", remedy="use TSV")
    return term


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>\n'
# A bare carriage return would be read as a line feed.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2


def write_xml(source: Source, out: TextIO) -> None:
    """Write SPARQL Query Results XML, one solution a line.

    Raises `KgError` for terms of RDF 1.2 and for control characters, which XML 1.0 cannot hold even when escaped.
    """
    names = [_text(name) for name in source.variables]
    out.write(_HEAD + "".join(f'<variable name="{name}"/>\n' for name in names) + "</head>\n<results>\n")
    for row in source.rows:
        bound = ((name, term) for name, term in zip(names, row, strict=True) if term is not None)
        cells = (f'<binding name="{name}">{_element(term)}</binding>' for name, term in bound)
        out.write(f"<result>{''.join(cells)}</result>\n")
    out.write("</results>\n</sparql>\n")


def _element(term: Term) -> str:
    """Return the element of a term (SPARQL XML results, section 2.3.1)."""
    if isinstance(term, NamedNode):
        return f"<uri>{_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_text(term.value)}</bnode>"
    literal = _plain_rdf(term)
    if literal.language:
        kind = f' xml:lang="{literal.language}"'
    else:
        kind = "" if literal.datatype.value == _STRING else f' datatype="{_datatype(literal.datatype.value)}"'
    return f"<literal{kind}>{_text(literal.value)}</literal>"


def _text(value: str) -> str:
    if value.isalnum():  # as most numbers and many words
        return value
    if _NO_XML.search(value):
        raise KgError(f"XML cannot hold a control character: {value!r}", remedy="use JSON")
    return value.translate(_ENTITIES)


@lru_cache(maxsize=64)
def _datatype(iri: str) -> str:
    return _text(iri)
