"""Names in Persian and Russian: each in the letters of its language, one a language, and told apart within a scheme."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from pyoxigraph import Literal, NamedNode

from kg.terms import dkg, expand, local_name
from support import LANGUAGES, SHOWN, answer, built, graph, in_language, rows, run_kg

_ZWNJ = "\u200c"
# Arabic yeh and kaf look like the Persian letters and are others; vowel signs and the kashida are not written
_LETTERS = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_NOT_JOINING = "ءآأؤادذرزژو"  # no zero-width non-joiner follows them: they join nothing to their left
_PERSIAN = re.compile(f"[{_LETTERS}{_ZWNJ}۰-۹ ،«»+–]+")
_RUSSIAN = re.compile("[А-Яа-яЁё0-9 ,«»+—-]+")
_CLASSES = ("State", "Person", "Organization", "Group", "Post", "Pair", "Place", "Topic", "Kind")


class Name(NamedTuple):
    node: str
    language: str
    text: str
    among: str  # the scheme of a kind or topic, the class of anything else


@functools.cache
def names() -> tuple[Name, ...]:
    """Return every name in Persian and Russian of the built graph."""
    return tuple(_names())


def _names() -> Iterator[Name]:
    store = graph().store
    among = {
        quad.subject: local_name(quad.object)
        for predicate, values in (("rdf:type", map(dkg, _CLASSES)), ("skos:inScheme", [None]))
        for value in values
        for quad in store.quads_for_pattern(None, expand(predicate), value, None)
        if isinstance(quad.object, NamedNode)
    }
    for quad in store.quads_for_pattern(None, expand("skos:prefLabel"), None, None):
        if isinstance(quad.object, Literal) and quad.object.language in LANGUAGES:
            assert isinstance(quad.subject, NamedNode)
            where = among.get(quad.subject, "none")
            yield Name(local_name(quad.subject), quad.object.language, quad.object.value, where)


def faults(language: str, text: str) -> list[str]:
    """Return what is wrong with the writing of a name."""
    found = [] if re.fullmatch(r"\S+( \S+)*", text) else ["white space"]
    if unicodedata.normalize("NFC", text) != text:
        found.append("not in normal form C")
    if not (_PERSIAN if language == "fa" else _RUSSIAN).fullmatch(text):
        found.append("foreign characters")
    if not any(map(str.isalpha, text)):
        found.append("no letter")
    for match in re.finditer(_ZWNJ, text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if not before or before not in _LETTERS or before in _NOT_JOINING or not after or after not in _LETTERS:
            found.append("a non-joiner that parts nothing")
    return found


def test_each_name_is_written_in_the_letters_of_its_language() -> None:
    assert {name.language for name in names()} == set(LANGUAGES)
    assert [(name, wrong) for name in names() for wrong in faults(name.language, name.text)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "سفير"), ("fa", "كره"), ("fa", "دقیقاً"), ("fa", "ایــران"), ("fa", "سفیر "), ("fa", " سفیر"),
        ("fa", ""), ("fa", "سفیر  ایران"), ("fa", "ایران\n"), ("fa", "سال 1391"), ("fa", "Iran"),
        ("fa", "Иран"), ("fa", "سفیر\u200c"), ("fa", "ا\u200cی"), ("fa", "هیئت\u200c ها"),
        ("fa", "هیئت\u200c\u200cها"), ("fa", "۱۳۹۱"), ("fa", "س\u00a0ی"), ("ru", "Poссия"), ("ru", "Cаммит"),
        ("ru", "Визит "), ("ru", "Ре\u0301гион"), ("ru", "е\u0308лка"), ("ru", "Иран\u200c"), ("ru", "ایران"),
        ("ru", "«»"), ("ru", "Київ"),
    ],
)  # fmt: skip
def test_what_is_written_wrongly_is_found(language: str, text: str) -> None:
    assert faults(language, text)


def test_nothing_has_two_names_in_a_language() -> None:
    assert [pair for pair, count in Counter((n.node, n.language) for n in names()).items() if count > 1] == []


def test_no_two_things_of_a_scheme_or_class_share_a_name() -> None:
    shared = Counter((name.among, name.language, name.text) for name in names() if name.among != "none")
    assert [each for each, count in shared.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_have_names_and_most_kinds_and_posts(language: str) -> None:
    store = graph().store
    for class_name, least in (("Topic", 1.0), ("Kind", 0.9), ("Post", 0.8)):
        every = {
            local_name(quad.subject)
            for quad in store.quads_for_pattern(None, expand("rdf:type"), dkg(class_name), None)
            if isinstance(quad.subject, NamedNode)
        }
        named = every & {name.node for name in names() if name.language == language}
        assert len(named) >= least * len(every), sorted(every - named)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_answers_show_kinds_topics_and_posts_in_the_language(name: str, language: str) -> None:
    example = [f"{key}={value}" for key, value in graph().question(name).example.items()]
    options = [word for each in example for word in ("-p", each)]
    done = run_kg(built(), "ask", name, *options, "--lang", language)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == in_language(name, language).read_text(encoding="utf-8"), (
        "python tests/support.py writes the answers anew"
    )
    assert len(rows(done.stdout)) == len(rows(answer(graph(), name)))
