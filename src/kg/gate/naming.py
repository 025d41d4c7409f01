"""Names for what the files leave without one, the same that a mapping would give.

Entities are called by their English names; citations, tenures, memberships and acts by what they join; participations,
positions, figures, claims and clauses by a hash of what defines them, whatever a file calls them, so that a fact that
the graph has already is met again and gets one more source. No name depends on the order of a file or on the labels of
its blank nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.gate.admission import free_slug
from kg.gate.draft import Draft, Namesake, Node, Said
from kg.mapping.citations import citation_name
from kg.terms import DATA, RDF_TYPE, Term, decimal, dkg, entity, expand, is_slug, local_name, mint, shrink, slugify

__all__ = ["blame_namesakes", "join", "name_facts", "name_things"]

_ENTITIES = ("Actor", "Post", "Pair", "Event", "Agreement", "Topic", "Issue", "Kind", "Place")
_JOINED = {"Tenure": ("holder", "post"), "Membership": ("member", "memberOf", "kind"), "Act": ("ofAgreement", "kind")}
_DEFINING: Mapping[str, tuple[str, ...]] = {
    "Participation": ("inEvent", "participant", "role", "inCapacity"),
    "Clause": ("ofAgreement", "kind", "summary", "about"),
    "Position": ("heldBy", "statedIn", "stance", "mode", "summary", "about", "toward", "onIssue"),
    "Figure": (
        "measure", "unit", "about", "value", "lowerBound", "upperBound", "strict", "asOf", "edtf", "reading",
        "calendarYear",
    ),
    "Claim": ("claimOf", "claimProperty", "claimValue", "edtf", "reading", "calendarYear"),
}  # fmt: skip
# Without these a fact is not told apart from others of its class.
_NEEDED = {
    "Participation": ("inEvent", "participant", "role"),
    "Clause": ("ofAgreement", "summary"),
    "Position": ("summary",),
    "Figure": ("measure", "about"),
    "Claim": ("claimOf", "claimProperty"),
}
_QUALIFIED = ("dkg:basis", "dkg:hedge", "skos:note", "dkg:asWritten")
_REFERENCE = ("dcterms:title", "dcterms:publisher", "schema:url", "dcterms:date")
_AMOUNTS = frozenset(map(dkg, ("value", "lowerBound", "upperBound")))


def name_things(draft: Draft, *, insist: bool = False) -> None:
    """Name entities, sources, tenures, memberships and acts; `insist` that an entity is new where its name is known."""
    _name_entities(draft, insist)
    for class_name, naming in (("Reference", _reference), ("Citation", _citation)):
        _name_each(draft, class_name, naming)
    for class_name in _JOINED:
        _name_each(draft, class_name, _joined(class_name))


def name_facts(draft: Draft) -> None:
    """Name the facts that a hash names, those first that others are defined by.

    What is still without a name is blamed and goes no further.
    """
    for class_name in _DEFINING:
        if class_name == "Figure":
            _write_amounts(draft)
        new = (node for node in _of_class(draft, class_name) if not draft.is_known(node))
        told = [node for node in new if _is_told(draft, node, class_name)]
        names = [f"dkg:{name}" for name in _DEFINING[class_name]]
        draft.rename({node: mint(class_name, _pairs(draft, node, names)) for node in told})
    for node in draft.subjects():
        own = [said for said in draft.about(node) if said.origin.subject == said.triple.subject]
        if isinstance(node, BlankNode) and own:
            draft.blame_first(own, _how_to_tell(draft, node))
    described = set(draft.subjects())
    for said in draft.said:
        if isinstance(said.triple.object, BlankNode) and said.triple.object not in described and said.is_given:
            draft.blame(said, "[] stands for nothing; give the name of a thing, or say there what it is")
    draft.take(lambda said: isinstance(said.triple.subject, BlankNode) or isinstance(said.triple.object, BlankNode))


def _name_entities(draft: Draft, insist: bool) -> None:
    """Call entities by slugs of their English names."""
    bearers: dict[str, list[Node]] = {}
    for node in draft.subjects():
        name = draft.english(node)
        if isinstance(node, BlankNode) and name and slugify(name) and draft.is_a(node, *_ENTITIES, "Document"):
            bearers.setdefault(slugify(name), []).append(node)
    for slug, nodes in sorted(bearers.items()):
        if len(nodes) > 1:
            told = [said for node in nodes for said in draft.about(node)]
            draft.blame_first(told, f"{len(nodes)} things without names would be called :{slug}; give them names")
        namesake = NamedNode(DATA + slug)
        is_same = draft.classes(namesake) & draft.classes(nodes[0]) and _alike(draft, namesake, nodes[0])
        if is_same and not insist:
            message = f"{draft.english(nodes[0])} is known as :{slug}, and this says more; write :{slug} if you mean it"
            first = tuple(draft.about(nodes[0]))
            draft.namesakes.append(Namesake(frozenset(nodes), first, f"{message}, or insist with --new"))
        called = namesake if is_same and not insist else entity(free_slug(draft, slug))
        draft.rename(dict.fromkeys(nodes, called))


def blame_namesakes(draft: Draft) -> None:
    """Blame each node without a name that bears a known one, where anything that is said with it is new.

    Where all of it is known, the file says again what it said before.
    """
    for nodes, told, message in draft.namesakes:
        made = (s.triple for s in draft.said if s.origin.subject in nodes or s.origin.object in nodes)
        if not all(map(draft.holds, made)):
            draft.blame_first(told, message)


def _alike(draft: Draft, one: Node, other: Node) -> bool:
    return (draft.english(one) or "").casefold() == (draft.english(other) or "").casefold()


def _name_each(draft: Draft, class_name: str, naming: Callable[[Draft, Node], NamedNode | None]) -> None:
    nameless = [node for node in _of_class(draft, class_name) if isinstance(node, BlankNode)]
    draft.rename({node: name for node in nameless if (name := naming(draft, node))})


def _of_class(draft: Draft, class_name: str) -> list[Node]:
    return [node for node in draft.subjects() if dkg(class_name) in draft.given(node, RDF_TYPE)]


def _reference(draft: Draft, node: Node) -> NamedNode | None:
    pairs = _pairs(draft, node, _REFERENCE)
    return mint("Reference", pairs) if pairs else None


def _citation(draft: Draft, node: Node) -> NamedNode | None:
    """Return the name of a citation by its document and offsets, and what else is said of it."""
    found = [draft.given(node, dkg(name)) for name in ("inDocument", "startOffset", "endOffset")]
    if any(len(values) != 1 for values in found):
        return None
    document, start, end = (values[0] for values in found)
    numbers = [int(each.value) for each in (start, end) if isinstance(each, Literal) and each.value.isdecimal()]
    if not isinstance(document, NamedNode) or not is_slug(local_name(document)) or len(numbers) != 2:
        return None
    return citation_name(local_name(document), numbers[0], numbers[1], _pairs(draft, node, _QUALIFIED))


def _joined(class_name: str) -> Callable[[Draft, Node], NamedNode | None]:
    def naming(draft: Draft, node: Node) -> NamedNode | None:
        values = [draft.given(node, dkg(name)) for name in _JOINED[class_name]]
        parts = [each[0] for each in values if len(each) == 1 and isinstance(each[0], NamedNode)]
        return join(draft, class_name, parts) if len(parts) == len(values) else None

    return naming


def join(draft: Draft, class_name: str, parts: Sequence[NamedNode]) -> NamedNode | None:
    """Return the tenure, membership or act that joins some things: the one that there is, or its new name.

    None where there are several, as of a person who held a post twice, or one that is named as one of several.
    """
    found = set(_joining(draft, class_name, parts))
    if found:
        only = found.pop()
        return None if found or local_name(only).rpartition("--")[2].isdecimal() else only
    words = [local_name(part) for part in parts]
    if class_name != "Tenure":
        words[-1] = words[-1].removeprefix(f"{class_name.lower()}-")
    name = "--".join(words)
    return entity(name) if is_slug(name) else None


def _joining(draft: Draft, class_name: str, parts: Sequence[NamedNode]) -> Iterator[NamedNode]:
    first, *others = (dkg(name) for name in _JOINED[class_name])
    known = (quad.subject for quad in draft.known.quads_for_pattern(None, first, parts[0], None))
    for node in {*known, *draft.with_value(first, parts[0])}:
        others_fit = (part in draft.values(node, name) for name, part in zip(others, parts[1:], strict=True))
        if isinstance(node, NamedNode) and draft.is_a(node, class_name) and all(others_fit):
            yield node


def _several(draft: Draft, node: Node, class_name: str) -> str:
    """Return the names of those that a nameless tenure, membership or act may be, where it joins what they join."""
    values = [draft.given(node, dkg(name)) for name in _JOINED[class_name]]
    parts = [each[0] for each in values if len(each) == 1 and isinstance(each[0], NamedNode)]
    return " or ".join(sorted(map(shrink, _joining(draft, class_name, parts)))) if len(parts) == len(values) else ""


def _pairs(draft: Draft, node: Node, names: Sequence[str]) -> list[tuple[str, Term]]:
    return [(name, value) for name in names for value in draft.given(node, expand(name))]


def _is_told(draft: Draft, node: Node, class_name: str) -> bool:
    """Tell whether a fact has all that tells it apart, in terms that have names."""
    values = [draft.given(node, dkg(name)) for name in _DEFINING[class_name]]
    has_names = not any(isinstance(value, BlankNode) for each in values for value in each)
    return has_names and all(draft.given(node, dkg(name)) for name in _NEEDED[class_name])


def _write_amounts(draft: Draft) -> None:
    """Write the numbers of new figures as the graph does, so that 2000000000 and 2000000000.0 are one fact."""
    new = {node for node in _of_class(draft, "Figure") if not draft.is_known(node)}
    draft.replace([_written(said) if said.triple.subject in new else said for said in draft.said])


def _written(said: Said) -> Said:
    subject, predicate, value = said.triple
    if predicate not in _AMOUNTS or not isinstance(value, Literal):
        return said
    if value.datatype not in (expand("xsd:integer"), expand("xsd:decimal")):
        return said
    try:
        return said._replace(triple=Triple(subject, predicate, decimal(Decimal(value.value))))
    except InvalidOperation:
        return said


def _how_to_tell(draft: Draft, node: BlankNode) -> str:
    """Say what a node lacks to get a name."""
    classes = draft.classes(node)
    for class_name, names in _JOINED.items():
        if class_name in classes:
            if several := _several(draft, node, class_name):
                return f"there is more than one such {class_name.lower()}, {several}; name the one that is meant"
            parts = ", ".join(f"dkg:{name}" for name in names)
            return f"this {class_name.lower()} has no name; give {parts} once each, or a name where there are several"
    for class_name, needed in _NEEDED.items():
        if class_name in classes:
            return f"this {class_name.lower()} has no name; give {', '.join(f'dkg:{name}' for name in needed)}"
    if "Citation" in classes:
        return (
            "this citation has no name; give dkg:inDocument, dkg:startOffset and dkg:endOffset, or take it from kg cite"
        )
    if classes:
        class_ = min(draft.given(node, RDF_TYPE), key=str)
        return f"this {shrink(class_)} has no name; give skos:prefLabel in English, or a name"  # type: ignore[arg-type]
    return "a node has neither class nor name; say what it is, as in a dkg:Person"
