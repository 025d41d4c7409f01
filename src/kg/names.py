"""Names of things: from what a user types to a node, and from a node to what a user reads.

A name may be a slug, an IRI, a prefixed name or a label in any language. It reads labels from a store and must not
know where the store lies or what the question is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.terms import DATA, PREFIXES, dkg, expand, is_slug, local_name, shrink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Store

__all__ = ["Hit", "are_alike", "find_entity", "fold_name", "label_of", "labels", "languages_of", "search"]

_LABELS = ("skos:prefLabel", "skos:altLabel", "dcterms:title")  # rdfs:label copies them, or describes a fact
_ENOUGH = 0.55  # similarity from which a misspelt name counts as found
_WORD = 0.75  # the same for each of its words
_FULL = 2  # words of a name that says who is meant
_SLIP = 0.8  # the same for a slip within a word
_LONG = 4  # letters of a name that may stand anywhere in another
_IN_PART = 0.9  # similarity of what has all the words in its name


class Hit(NamedTuple):
    """An entity that a search found, by which of its names, and how near (1 is the name itself)."""

    node: NamedNode
    name: str
    score: float


def label_of(store: Store, node: NamedNode, languages: Iterable[str] = ("en",)) -> str:
    """Return the label of a node in the first of the languages that it has, in any other, or its prefixed name."""
    found = [q.object for p in ("skos:prefLabel", "dcterms:title", "rdfs:label") for q in _statements(store, node, p)]
    by_language = {o.language or "": o.value for o in found if isinstance(o, Literal)}
    for language in (*languages, "en", ""):
        if language in by_language:
            return by_language[language]
    return next(iter(by_language.values()), shrink(node))


def labels(store: Store) -> Iterator[tuple[NamedNode, str]]:
    """Return every name of every entity, in a stable order."""
    pairs = {
        (q.subject.value, q.object.value)
        for name in _LABELS
        for q in store.quads_for_pattern(None, expand(name), None, None)
        if isinstance(q.subject, NamedNode) and isinstance(q.object, Literal) and q.subject.value.startswith(DATA)
    }
    return ((NamedNode(iri), name) for iri, name in sorted(pairs))


def languages_of(store: Store) -> set[str]:
    """Return the languages in which anything has a name or title to show."""
    names = (q.object for p in _LABELS[::2] for q in store.quads_for_pattern(None, expand(p), None, None))
    return {name.language for name in names if isinstance(name, Literal) and name.language}


def find_entity(store: Store, name: str, classes: Iterable[str] = ()) -> NamedNode:
    """Return the node that a user means by a slug, an IRI, a prefixed name or a label.

    `classes` are local names of the ontology; one of them must fit. Raises `KgError` where nothing bears the name, and
    where several do: then the message lists them.
    """
    wanted = {dkg(c) for c in classes}
    direct = _direct(name)
    if direct and next(store.quads_for_pattern(direct, None, None, None), None):
        if wanted and not _has_class(store, direct, wanted):
            raise _wrong_class(store, direct, wanted)
        return direct
    key = fold_name(name)
    called = {node.value for node, text in labels(store) if fold_name(text) == key} if key else set()
    found = sorted(iri for iri in called if _fits(store, NamedNode(iri), wanted))
    if len(found) == 1:
        return NamedNode(found[0])
    if called and not found:
        raise _wrong_class(store, NamedNode(min(called)), wanted)
    if found:
        listed = ", ".join(local_name(NamedNode(iri)) for iri in found)
        raise KgError(f"{name!r} names {len(found)} things: {listed}", remedy="write the one that you mean")
    raise KgError(f"nothing here is called {name!r}", remedy=_suggest(store, name, wanted))


def search(store: Store, text: str, limit: int = 10) -> list[Hit]:
    """Find entities by any name in any script, misspelt too; the nearest first. A slug counts as a name."""
    wanted = fold_name(text)
    if not wanted:
        return []
    found: dict[str, tuple[float, bool, Hit]] = {}
    for node, name in labels(store):
        for known, is_name in ((name, True), (local_name(node), False)):
            score = _similarity(wanted, fold_name(known))
            if score >= _ENOUGH and (score, is_name) > found.get(node.value, (0.0, False))[:2]:
                found[node.value] = (score, is_name, Hit(node, known, score))
    hits = (hit for _, _, hit in found.values())
    return sorted(hits, key=lambda hit: (-hit.score, len(hit.name), hit.node.value))[:limit]


def _direct(name: str) -> NamedNode | None:
    """Read a name that is an IRI, a prefixed name or a slug."""
    inner = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    if "://" in inner:
        try:
            return NamedNode(inner)
        except ValueError:
            return None
    prefix, colon, _ = name.partition(":")
    if colon and prefix in PREFIXES:
        return expand(name) if " " not in name else None
    return NamedNode(DATA + name) if is_slug(name) else None


def _has_class(store: Store, node: NamedNode, wanted: set[NamedNode]) -> bool:
    return any(q.object in wanted for q in _statements(store, node, "rdf:type"))


def _fits(store: Store, node: NamedNode, wanted: set[NamedNode]) -> bool:
    return not wanted or _has_class(store, node, wanted)


def _statements(store: Store, node: NamedNode, predicate: str) -> Iterator[Quad]:
    return store.quads_for_pattern(node, expand(predicate), None, None)


def _wrong_class(store: Store, node: NamedNode, wanted: set[NamedNode]) -> KgError:
    kinds = " or ".join(sorted(local_name(c) for c in wanted))
    has = ", ".join(
        sorted(local_name(q.object) for q in _statements(store, node, "rdf:type") if isinstance(q.object, NamedNode))
    )
    return KgError(f"{label_of(store, node)} is no {kinds} ({has})", remedy="`kg search` finds names")


def _suggest(store: Store, name: str, wanted: set[NamedNode]) -> str:
    """Name the nearest thing of the wanted classes, or all that are called so in part ("Ali Akbar")."""
    hits = [hit for hit in search(store, name, 50) if _fits(store, hit.node, wanted)]
    if not hits:
        return "`kg search` finds names"
    listed = [f"{local_name(hit.node)} ({hit.name})" for hit in hits if hit.score >= _IN_PART][:5] or [
        f"{local_name(hits[0].node)} ({hits[0].name})"
    ]
    return f"did you mean {' or '.join(listed)}?"


def _similarity(wanted: str, name: str) -> float:
    """Compare folded names: equal, one in the other at a word, or alike by their letters, whole or word by word."""
    if wanted == name:
        return 1.0
    if f" {wanted}" in f" {name}":
        return _IN_PART + 0.09 * len(wanted) / len(name)
    closed, open_ = wanted.replace(" ", ""), name.replace(" ", "")
    if len(closed) >= _LONG and closed in open_:  # words that some write apart, as in Persian
        return 0.8 + 0.09 * len(closed) / len(open_)
    words = wanted.split()
    each = [max((_ratio(word, other, _WORD) for other in name.split()), default=0.0) for word in words]
    return max(0.85 * _ratio(wanted, name, _ENOUGH), 0.8 * sum(each) / len(words) if all(each) else 0.0)


def _ratio(one: str, other: str, least: float) -> float:
    """Return the share of letters that two strings have in common in order, or 0 below the least."""
    import difflib

    if one == other:
        return 1.0
    if 2 * min(len(one), len(other)) < least * (len(one) + len(other)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    ratio = matcher.ratio() if matcher.quick_ratio() >= least else 0.0
    return ratio if ratio >= least else 0.0


def are_alike(one: str, other: str, *, part: bool = False) -> bool:
    """Tell whether two folded names may name one thing: their words are the same, in any order, but for slips.

    With `part`, one of the names may lack words that the other has, but for two: many share a surname. A word with
    digits has no slips.

    >>> are_alike("hassan rohani", "rouhani hassan"), are_alike("bank of iran", "bank of iraq")
    (True, False)
    >>> are_alike("mohammad zarif", "mohammad javad zarif")
    False
    >>> are_alike("mohammad zarif", "mohammad javad zarif", part=True)
    True
    """
    shorter, longer = sorted((one.split(), other.split()), key=len)
    if not shorter or (len(shorter) < len(longer) and (not part or len(shorter) < _FULL)):
        return False
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        near = max(left, key=lambda known: _word_ratio(word, known))
        if not _word_ratio(word, near):
            return False
        left.remove(near)
    return True


def _word_ratio(word: str, other: str) -> float:
    """Return how near two words are, 0 where no slip explains the difference: short ones, and those with digits."""
    if word == other:
        return 1.0
    if min(len(word), len(other)) < _LONG or any(c.isdigit() for c in word + other):
        return 0.0
    return _ratio(word, other, _SLIP)


def fold_name(text: str) -> str:
    """Fold case, diacritics, punctuation and the Arabic forms of letters that Persian writes differently."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.casefold()).translate({0x64A: 0x6CC, 0x643: 0x6A9, 0x200C: " "})
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())
