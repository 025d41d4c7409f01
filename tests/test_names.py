"""Names: from what a user types, in any script and misspelt, to the thing that is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import KgError
from kg.names import find_entity, label_of, labels, search
from kg.terms import DATA, dkg, entity, expand, local_name
from support import graph


def store(*names: tuple[str, str, str, str | None]) -> Store:
    made = Store()
    for slug, class_, name, language in names:
        node = entity(slug)
        made.add(Quad(node, expand("rdf:type"), dkg(class_)))
        made.add(Quad(node, expand("skos:prefLabel"), Literal(name, language=language) if language else Literal(name)))
    return made


def found(text: str, limit: int = 10) -> list[str]:
    return [local_name(hit.node) for hit in search(graph().store, text, limit)]


# Finding


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Lavrov", "sergei-lavrov"),
        ("lavrof", "sergei-lavrov"),
        ("Лавров", "sergei-lavrov"),
        ("лавроф", "sergei-lavrov"),
        ("لاوروف", "sergei-lavrov"),
        ("Медведева", "dmitry-medvedev"),
        ("Лукъянов", "fyodor-lukyanov"),
        ("Лукьянов Федор", "fyodor-lukyanov"),
        ("عراقچی", "abbas-araghchi"),
        ("عراقچي", "abbas-araghchi"),  # with the Arabic letter
        ("سنایی", "mehdi-sanaei"),
        ("Aragchi", "abbas-araghchi"),
        ("Bystritsky", "andrey-bystritskiy"),
        ("Pezeshkian, Masoud", "masoud-pezeshkian"),
        ("security agrement", "security-agreement-of-iran-and-russia"),
        ("JCPOA", "jcpoa"),
        ("jpcoa", "jcpoa"),
        ("the Foundation for Valdai", "valdai-foundation"),
        ("TEHRAN", "tehran"),
        ("Téhran", "tehran"),
    ],
)
def test_the_nearest_comes_first(text: str, slug: str) -> None:
    assert found(text)[0] == slug


def test_all_that_share_a_name_are_found() -> None:
    three = {"ali-akbar-salehi", "ali-akbar-velayati", "ali-akbar-hashemi-rafsanjani"}
    assert set(found("Ali Akbar", 3)) == three
    assert set(found("علیاکبر", 3)) == three  # written as one word
    assert set(found("علی‌اکبر", 3)) == three  # with a joiner


def test_each_thing_is_found_once_and_the_limit_holds() -> None:
    everything = found("iran", 1_000)
    assert len(set(everything)) == len(everything)
    assert found("iran", 3) == everything[:3]
    assert everything[0] == "iran"


@pytest.mark.parametrize("text", ["", " ", "???", "qqqqqqqq", "\u200c"])
def test_nothing_is_found_where_nothing_is_like_it(text: str) -> None:
    assert found(text) == []


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(text: str) -> None:
    small = store(("iran", "State", "Iran", "en"), ("sergei-lavrov", "Person", "Сергей Лавров", "ru"))
    assert len(search(small, text)) <= 2


@given(st.sampled_from(sorted({name for _, name in labels(graph().store)})))
def test_every_name_finds_what_bears_it(name: str) -> None:
    best = search(graph().store, name, 5)
    assert best[0].score == 1
    assert any(hit.name == name or hit.score == 1 for hit in best)


# Meaning


@pytest.mark.parametrize(
    "name", ["iran", ":iran", f"{DATA}iran", f"<{DATA}iran>", "Iran", "IRAN", " Iran ", "ایران", "Иран"]
)
def test_a_slug_an_iri_and_any_label_mean_the_same(name: str) -> None:
    assert find_entity(graph().store, name) == entity("iran")


def test_an_ambiguous_name_lists_its_candidates() -> None:
    two = store(("eaeu", "Organization", "Eurasian Union", "en"), ("eurasian-union", "Topic", "Eurasian Union", "en"))
    with pytest.raises(KgError) as caught:
        find_entity(two, "Eurasian Union")
    assert str(caught.value) == ("'Eurasian Union' names 2 things: eaeu, eurasian-union; write the one that you mean")
    assert find_entity(two, "eurasian union", ["Topic"]) == entity("eurasian-union")
    assert find_entity(two, "eurasian union", ["Topic", "Person"]) == entity("eurasian-union")


def test_part_of_a_name_lists_all_that_have_it() -> None:
    with pytest.raises(KgError) as caught:
        find_entity(graph().store, "Ali Akbar", ["Person"])
    message = str(caught.value)
    assert message.startswith(
        "nothing here is called 'Ali Akbar'; did you mean ali-akbar-salehi (Ali Akbar Salehi) or "
    )
    assert message.count("ali-akbar-") == 3


def test_a_slip_is_suggested_among_the_wanted_classes() -> None:
    with pytest.raises(KgError, match=r"nothing here is called 'lavrof'; did you mean sergei-lavrov \(Lavrov\)\?"):
        find_entity(graph().store, "lavrof", ["Actor"])
    with pytest.raises(KgError, match=r"nothing here is called 'qqqq'; `kg search` finds names"):
        find_entity(graph().store, "qqqq", ["Actor"])


def test_a_thing_of_another_class_is_refused() -> None:
    with pytest.raises(KgError, match=r"Tehran is no Actor \(Place\)"):
        find_entity(graph().store, "tehran", ["Actor"])


@pytest.mark.parametrize(
    "name", ["", "???", "http://x y", "http://", "<", "skos:nope", "unknown:x", "no-such-slug", "a/b"]
)
def test_what_names_nothing_is_an_error_in_words(name: str) -> None:
    with pytest.raises(KgError, match="nothing here is called"):
        find_entity(graph().store, name)


# Labels


def test_a_label_is_in_the_language_that_is_asked_where_there_is_one() -> None:
    held = graph().store
    assert label_of(held, entity("iran"), ("fa",)) == "ایران"
    assert label_of(held, entity("iran"), ("ru", "en")) == "Иран"
    assert label_of(held, entity("iran"), ("xx",)) == "Iran"
    assert label_of(held, dkg("heldBy")) == "held by"
    assert label_of(held, NamedNode("urn:x")) == "<urn:x>"


def test_a_label_does_not_depend_on_the_order_of_statements() -> None:
    several = store(("a", "Person", "Б", "ru"), ("a", "Person", "آ", "fa"))
    assert {label_of(several, entity("a"), ("en",)) for _ in range(5)} == {"آ"}
