"""What may be said at all: of which subjects, and with which words.

New statements describe things of the data namespace under slugs; the ontology and the controlled values that the graph
has are not described anew; and only words that the ontology or the graph knows are understood. What breaks these rules
is a fault with a remedy, and goes on under the name that the remedy gives, so that one slip is told once.
"""

from __future__ import annotations

from itertools import chain, count

from pyoxigraph import NamedNode

from kg.gate.draft import Draft, Node, name_of
from kg.terms import DATA, NS, PREFIXES, RDF_TYPE, expand, is_slug, local_name, shrink, slugify

__all__ = ["INSTEAD", "admit", "free_slug"]

_LABELS = frozenset(map(expand, ("skos:prefLabel", "skos:altLabel", "skos:note", "schema:sameAs")))
_CONTROLLED = ("Kind", "Topic", "Issue")
_SCHEME = expand("skos:ConceptScheme")
# Words of other vocabularies that the shapes know; the graph may have no statement with them yet.
_UNDERSTOOD = frozenset(
    map(
        expand,
        (
            "rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:note", "skos:definition", "skos:broader",
            "skos:related", "skos:inScheme", "skos:notation", "skos:topConceptOf", "schema:sameAs", "schema:url",
            "schema:releasedEvent", "dcterms:title", "dcterms:publisher", "dcterms:language", "dcterms:date",
            "dcterms:issued", "dcterms:creator",
        ),
    )
)  # fmt: skip
_OF_THE_LANGUAGE = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "sh"))
INSTEAD = {
    "name": "skos:prefLabel, with a language as in \"Iran\"@en",
    "label": "skos:prefLabel, with a language as in \"Iran\"@en",
    "alternateName": "skos:altLabel",
    "nick": "skos:altLabel",
    "title": "skos:prefLabel of a thing, dcterms:title of a source",
    "description": "skos:note",
    "comment": "skos:note",
    "startDate": "dkg:edtf",
    "endDate": "dkg:edtf, as an interval: 2013-02-21/2013-02-28",
    "date": "dkg:edtf",
    "location": "dkg:heldAt",
    "attendee": "dkg:hasParticipant",
    "participant": "dkg:hasParticipant",
    "jobTitle": "dkg:post",
    "hasOccupation": "dkg:post",
    "knows": "dkg:hasParticipant of the meeting at which the two met",
    "sameAs": "schema:sameAs",
    "Person": "dkg:Person",
    "Organization": "dkg:Organization",
    "Country": "dkg:State",
    "Event": "dkg:Meeting, dkg:Visit or dkg:Event",
    "Place": "dkg:Place",
    "Agent": "dkg:Person or dkg:Organization",
    "Role": "dkg:Post",
}  # fmt: skip

_FIRST = expand("rdf:first")
_LIST = (_FIRST, expand("rdf:rest"))


def admit(draft: Draft) -> None:
    """Find what may not be said; go on without what describes the ontology, and with slugs for all else."""
    _keep_the_ontology(draft)
    _unpack_no_lists(draft)
    _understand(draft)
    _say_what_it_is(draft)
    _name_in_our_namespace(draft)


def free_slug(draft: Draft, slug: str, taken: frozenset[str] = frozenset()) -> str:
    """Return a slug that neither the graph nor the files use: itself, or with the next number behind it."""
    tried = chain([slug], (f"{slug}-{number}" for number in count(2)))
    nodes = ((each, NamedNode(DATA + each)) for each in tried)
    return next(
        each for each, node in nodes if each not in taken and not draft.is_known(node) and not draft.about(node)
    )


def _keep_the_ontology(draft: Draft) -> None:
    for node in draft.subjects():
        new = [said for said in draft.about(node) if not draft.holds(said.triple)]
        if not new or not isinstance(node, NamedNode):
            continue
        if node.value.startswith(NS) or node.value == NS.rstrip("#"):
            message = f"{shrink(node)} belongs to the ontology, which new facts do not change; describe your own thing"
            draft.blame_first(new, f"{message}, or edit ontology/ and build")
        elif draft.is_known(node) and _is_controlled(draft, node):
            more = [said for said in new if said.triple.predicate not in _LABELS]
            if more:
                message = f"{shrink(node)} is a value of the graph, which new facts may name in other languages only"
                draft.blame_first(more, f"{message}; add a value of your own, under another name")
    draft.take(lambda said: isinstance(s := said.triple.subject, NamedNode) and s.value.startswith(NS.rstrip("#")))


def _is_controlled(draft: Draft, node: Node) -> bool:
    types = set(draft.known_values(node, RDF_TYPE))
    return _SCHEME in types or any(NamedNode(NS + name) in types for name in _CONTROLLED)


def _unpack_no_lists(draft: Draft) -> None:
    """Blame each list where it is named, once, and go on without it."""
    told = draft.take(lambda said: said.triple.predicate in _LIST)
    lists = {said.triple.subject for said in told}
    naming = draft.take(lambda said: said.triple.object in lists)
    found = {said.triple.object for said in (*naming, *told)}
    first = (said for said in told if said.triple.predicate == _FIRST and said.triple.subject not in found)
    for said in (*naming, *first):
        draft.blame(said, "a list is no value here; give its members one by one, in Turtle with commas and no ( )")


def _understand(draft: Draft) -> None:
    """Blame words of other vocabularies that nothing here understands; those of our own are told elsewhere."""
    understood: dict[NamedNode, bool] = {}
    for said in draft.said:
        if isinstance(said.triple.subject, NamedNode) and not said.triple.subject.value.startswith(DATA):
            continue  # blamed as a whole, below
        is_type = said.triple.predicate == RDF_TYPE
        word = said.triple.object if is_type else said.triple.predicate
        if not isinstance(word, NamedNode) or word.value.startswith(NS):
            continue
        if word not in understood:
            understood[word] = _is_understood(draft, word, is_type)
        if not understood[word] and not draft.holds(said.triple):
            use = INSTEAD.get(local_name(word))
            message = f"{shrink(word)} is no word of the ontology"
            draft.blame(said, f"{message}; {f'write {use}' if use else 'leave it out, or say it with a word of dkg:'}")


def _is_understood(draft: Draft, word: NamedNode, is_type: bool) -> bool:
    if is_type:
        if word.value.startswith(_OF_THE_LANGUAGE):
            return False
        return word == _SCHEME or draft.is_known(word)
    if word in _UNDERSTOOD or draft.is_known(word):
        return True
    if word.value.startswith(_OF_THE_LANGUAGE):
        return False
    return next(draft.known.quads_for_pattern(None, word, None, None), None) is not None


def _say_what_it_is(draft: Draft) -> None:
    """Blame what has a name and no class, neither in the files nor in the graph: mostly a slip in the name."""
    for node in draft.subjects():
        if not isinstance(node, NamedNode) or not is_slug(node.value.removeprefix(DATA)):
            continue
        if draft.given(node, RDF_TYPE) or draft.is_known(node):
            continue
        near = draft.near(node)
        hint = f"did you mean {shrink(near)}?" if near else "give its class, as in a dkg:Meeting"
        draft.blame_first(draft.about(node), f"nothing says what {name_of(node)} is; {hint}")


def _name_in_our_namespace(draft: Draft) -> None:
    """Blame names that are no slugs, and subjects of other namespaces; give each the slug that it should have."""
    names: dict[Node, NamedNode] = {}
    taken: set[str] = set()
    for node in sorted((n for n in draft.subjects() if isinstance(n, NamedNode)), key=lambda node: node.value):
        local = node.value.removeprefix(DATA)
        if is_slug(local) or all(draft.holds(said.triple) for said in draft.about(node)):
            continue
        ours = local != node.value
        slug = slugify(local if ours else draft.english(node) or local_name(node)) or "thing"
        known = draft.is_known(NamedNode(DATA + slug))
        slug = slug if known else free_slug(draft, slug, frozenset(taken))
        taken.add(slug)
        names[node] = NamedNode(DATA + slug)
        draft.blame_first(draft.about(node), _how_to_name(node, slug, ours=ours, known=known))
    draft.rename(names)


def _how_to_name(node: NamedNode, slug: str, *, ours: bool, known: bool) -> str:
    if known:
        return f"{name_of(node)} is no name of this graph; did you mean :{slug}?"
    if ours:
        return f"{name_of(node)} is no name: write lower-case letters, digits and hyphens, as in :{slug}"
    return f"{name_of(node)} lies outside {DATA}; call it :{slug}, and add schema:sameAs {name_of(node)} to it"
