"""Identity: what defines a fact names it, and nothing else does."""

import pytest

from kg.terms import dkg, entity, local_name
from mapping.small import AUTHORITIES, HEADER, MEETING

SECOND = HEADER.replace("zenda-report", "second-report") + "passages:" + MEETING
HEADS = ["", "    note: A remark.\n", "    hedge: inferred\n", "    context: Arcadia wants more trade.\n"]


def facts_of(compiled):
    return {q.subject for q in compiled.quads if q.predicate == dkg("claimOf") and q.object == entity("zenda-talks")}


@pytest.mark.parametrize("head", HEADS)
def test_one_fact_in_two_documents_is_one_node_with_two_citations(small, head):
    small.more = {"mappings/second.yaml": SECOND.rstrip() + "\n" + head}
    compiled = small.compile(MEETING)
    assert not compiled.errors
    assert len(facts_of(compiled)) == 3
    for name in facts_of(compiled):
        documents = {
            local_name(cite.object).split("-report")[0]
            for cite in compiled.quads
            if cite.subject == name and cite.predicate == dkg("evidence")
        }
        assert documents == {"cite-zenda", "cite-second"}


def test_names_of_facts_do_not_depend_on_the_order_of_keys(small):
    first = small.lines(MEETING)
    quads = facts_of(small.compile(MEETING))
    turned = MEETING.replace("    place: zenda\n", "").replace("    name:", "    place: zenda\n    name:")
    assert facts_of(small.compile(turned)) == quads
    assert small.lines(turned) == first


BOURG = AUTHORITIES.replace(
    "  zenda: {name: Zenda}", "  zenda: {name: Zenda}\n  bourg: {name: Bourg, stands-for: [Zenda]}"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: 2020-05-05\n    written: 5 May 2020", "when: 2020-05\n    written: May 2020"),
        ("place: zenda", "place: bourg"),
    ],
)
def test_names_of_facts_depend_on_what_they_say(small, old, new):
    small.authorities = BOURG
    before = facts_of(small.compile(MEETING))
    compiled = small.compile(MEETING.replace(old, new))
    assert not compiled.errors
    assert len(facts_of(compiled) & before) == 2
