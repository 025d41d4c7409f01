"""Names in other languages: what is added to a query, that it is standard SPARQL, and that nothing else changes."""

from __future__ import annotations

import io

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kg.errors import UnusableError
from kg.questions import translate
from kg.results import Rows, write
from kg.sparql.labels import in_languages, languages, untranslated
from kg.terms import PREFIXES, expand
from support import GOLDEN, QUESTIONS, answer, built, graph, rows, run_kg

RDFS = f"PREFIX rdfs: <{PREFIXES['rdfs']}> PREFIX skos: <{PREFIXES['skos']}> PREFIX : <urn:> "
NAMES = {
    "a": {"en": "Alpha", "fa": "آ", "ru": "А"},
    "b": {"en": "Beta", "ru": "Б"},
    "c": {"en": "Gamma"},
}


def store() -> Store:
    """Return three named things in a chain, and one of which nothing else is known."""
    found = Store()
    for slug, by_language in NAMES.items():
        node = NamedNode(f"urn:{slug}")
        found.add(Quad(node, NamedNode(PREFIXES["rdfs"] + "label"), Literal(by_language["en"], language="en")))
        for language, name in by_language.items():
            found.add(Quad(node, NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(name, language=language)))
    for one, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        found.add(Quad(NamedNode(f"urn:{one}"), NamedNode("urn:p"), NamedNode(f"urn:{other}")))
    return found


def dumped() -> bytes:
    return store().dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""


def asked(sparql: str, *wanted: str) -> list[tuple[str, ...]]:
    """Return the values of the first columns, as Oxigraph and rdflib both find them."""
    query = in_languages(RDFS + sparql, wanted, PREFIXES)
    found = store().query(query)
    assert isinstance(found, QuerySolutions)
    mine = [tuple(term.value if term else "" for term in row) for row in found]
    other = rdflib.Graph().parse(data=dumped(), format="nt").query(query)
    assert sorted(mine) == sorted(tuple("" if term is None else str(term) for term in row) for row in other)
    return mine


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ((), {"Alpha", "Beta", "Gamma"}),
        (("zz",), {"Alpha", "Beta", "Gamma"}),
        (("fa",), {"آ", "Beta", "Gamma"}),
        (("ru",), {"А", "Б", "Gamma"}),
        (("fa", "ru"), {"آ", "Б", "Gamma"}),
    ],
)
@pytest.mark.parametrize(
    "where",
    [
        "?x rdfs:label ?n",
        "?x :p ?y ; rdfs:label ?n . ?y :p ?z",
        "?y :p/rdfs:label ?n",
        "?y ^:p/rdfs:label ?n . FILTER(BOUND(?n))",
        "?y :p ?x . { ?x rdfs:label ?n } UNION { ?x rdfs:label ?n }",
        "{ SELECT DISTINCT ?n WHERE { ?x (:p|:q)/rdfs:label ?n } ORDER BY ?n }",
        f"?x <{PREFIXES['rdfs']}label> ?n . # ?y rdfs:label ?m }}\n",
        "?x rdfs:label ?n . BIND(STRLEN(?n) AS ?length) FILTER(?length > 0)",
        "{ ?x a ?n . FILTER(false) } UNION { ?x :p ?y OPTIONAL { ?y rdfs:label ?n } FILTER(BOUND(?n)) }",
    ],
)
def test_the_name_is_in_the_first_language_that_has_it(where: str, wanted: tuple[str, ...], names: set[str]) -> None:
    assert {name for (name,) in asked(f"SELECT ?n WHERE {{ {where} }}", *wanted)} == names


def test_what_has_no_name_stays_as_it_was() -> None:
    sparql = "SELECT ?x ?n WHERE { ?x :p ?y OPTIONAL { ?x rdfs:label ?n } }"
    assert ("urn:d", "") in asked(sparql)
    assert [row for row in asked(sparql, "fa") if row[0] == "urn:d"] == [("urn:d", "")]
    assert len(asked(sparql, "fa")) == 4


def test_names_of_the_query_are_not_taken() -> None:
    found = asked("SELECT ?n ?n_fa ?n_en { ?x rdfs:label ?n ; :p ?n_fa . ?n_fa :p ?n_en }", "fa")
    assert ("آ", "urn:b", "urn:c") in found
    assert len(found) == 3


def test_a_document_has_its_title_in_the_language_of_its_text() -> None:
    found, document = Store(), NamedNode("urn:document")
    for term, name, language in (
        ("rdfs:label", "Interview", "en"), ("dcterms:title", "Interview", "en"), ("dcterms:title", "Интервью", "ru"),
    ):  # fmt: skip
        found.add(Quad(document, expand(term), Literal(name, language=language)))
    query = in_languages(f"{RDFS} SELECT ?n {{ ?x rdfs:label ?n }}", ("fa", "ru"), PREFIXES)
    assert [row["n"].value for row in found.query(query)] == ["Интервью"]


def test_two_labels_of_two_things_in_one_group() -> None:
    found = asked("SELECT ?n ?m { ?x :p ?y ; rdfs:label ?n . ?y rdfs:label ?m }", "ru")
    assert sorted(found) == sorted([("А", "Б"), ("Б", "Gamma"), ("Gamma", "А")])


@pytest.mark.parametrize(
    ("sparql", "places"),
    [
        ("SELECT ?n { ?x :p|rdfs:label ?n }", ["q.rq:1:19"]),
        ("SELECT ?n { ?x rdfs:label ?n, ?m }", ["q.rq:1:16"]),
        ("SELECT ?n {\n [ rdfs:label ?n ] :p ?x }", ["q.rq:2:4"]),
        ("SELECT ?n { ?x (:p/rdfs:label) ?n }", ["q.rq:1:20"]),
        ("SELECT ?n { ?x ^rdfs:label ?n }", ["q.rq:1:17"]),
        ("SELECT ?n { ?x rdfs:label ?n . ?y :p/:q/rdfs:label ?m } # rdfs:label 'rdfs:label'", []),
    ],
)
def test_labels_that_cannot_be_translated_are_told(sparql: str, places: list[str]) -> None:
    assert [str(place) for place in untranslated(sparql, PREFIXES, "q.rq")] == places
    if places:
        assert in_languages(sparql, ("fa",), PREFIXES) == sparql


def test_a_query_of_all_columns_is_refused() -> None:
    with pytest.raises(UnusableError, match=r"SELECT \* would show helper columns; name the columns instead"):
        in_languages("SELECT DISTINCT * { ?x rdfs:label ?n }", ("fa",), PREFIXES)
    assert in_languages("SELECT * { ?x :p ?n }", ("fa",), PREFIXES) == "SELECT * { ?x :p ?n }"
    assert "fa" in in_languages("SELECT (COUNT(*) AS ?c) { ?x rdfs:label ?n }", ("fa",), PREFIXES)


@pytest.mark.parametrize("given", ["", "fa_IR", "f a", 'fa"', "fa,,ru", "1"])
def test_what_is_no_language_is_said_in_words(given: str) -> None:
    with pytest.raises(UnusableError, match="is no language; write a code such as fa or ru"):
        languages(given)


@given(st.text(alphabet="abc?x:{}()[];.,/|^*\"'# \nrdfslabel<>SELECTOPTIONALUNION", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    if "*" not in text:
        in_languages(text, ("fa",), PREFIXES)
    list(untranslated(text, PREFIXES, "q"))


# The questions


def in_language(name: str, lang: str) -> str:
    found = graph()
    out = io.StringIO(newline="")
    write(Rows.from_solutions(found.solve(name, found.question(name).example, lang=lang)), "csv", out)
    return out.getvalue().replace("\r\n", "\n")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_language_that_nothing_has_changes_no_answer(name: str) -> None:
    query = graph().question(name).query
    assert list(untranslated(query, PREFIXES, name)) == []
    assert translate(query, "zz") != query
    assert in_language(name, "zz") == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("lang", ["fa", "ru,fa"])
def test_an_answer_in_another_language_has_the_same_rows(name: str, lang: str) -> None:
    found = in_language(name, lang)
    assert found == in_language(name, lang)
    english = rows(answer(graph(), name))
    assert len(rows(found)) == len(english)
    column = "sources" if english and "sources" in english[0] else "document"
    key = [sorted(each.split("; ")) for row in rows(found) for each in (row[column],)]
    assert sorted(key) == sorted(sorted(row[column].split("; ")) for row in english)


def test_names_are_in_persian_and_russian_where_they_are_known() -> None:
    by_language = {lang: rows(in_language("who-met", lang)) for lang in ("en", "fa", "ru")}
    who = {lang: {row["who"] for row in found} for lang, found in by_language.items()}
    assert {"Фёдор Лукьянов"} <= who["ru"]
    assert "Fyodor Lukyanov" in who["en"]
    assert who["fa"] != who["en"]
    fallen_back = {row["meeting"] for row in by_language["fa"]}
    assert fallen_back == {row["meeting"] for row in by_language["en"]}  # meetings have English names alone
    parties = {row["parties"] for row in rows(in_language("agreements", "ru"))}
    assert any("Россия" in each and "Иран" in each for each in parties)  # in lists of names too


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_printed_query_is_standard(name: str) -> None:
    from rdflib.plugins.sparql.parser import parseQuery

    found = graph()
    query = found.question(name)
    parseQuery(found.sparql(query, query.example, "fa,ru"))


def test_the_command_falls_back_and_says_what_no_name_is_in() -> None:
    done = run_kg(built(), "ask", "who-met", "-p", "actor=mehdi-sanaei", "--lang", "de")
    assert done.returncode == 0
    assert done.stdout == run_kg(built(), "ask", "who-met", "-p", "actor=mehdi-sanaei").stdout
    assert done.stderr == "kg: nothing here has a name in de; there are names in en, fa, ru\n"
    printed = run_kg(built(), "ask", "who-met", "-p", "actor=mehdi-sanaei", "--lang", "ru", "--sparql").stdout
    russian = run_kg(built(), "ask", "who-met", "-p", "actor=mehdi-sanaei", "--lang", "ru")
    assert run_kg(built(), "query", "-", stdin=printed).stdout == russian.stdout
    assert russian.stderr == ""
    wrong = run_kg(built(), "ask", "who-met", "-p", "actor=iran", "--lang", "?")
    assert wrong.returncode == 2
    assert wrong.stderr == "kg: '?' is no language; write a code such as fa or ru, or several: fa,ru\n"
