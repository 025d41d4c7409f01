"""Authorities: one entry a slug, every name, and what is refused."""

import pytest

from mapping.small import AUTHORITIES, MEETING, described


def refused(small, authorities):
    small.authorities = authorities
    return small.errors("")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("river-union:", "River_Union:", "'River_Union' cannot name an entity"),
        ("river-union:", "river--union:", "'river--union' cannot name an entity"),
        ("river-union:", "trade:", "trade names a topic, issue or kind already"),
        ("river-union:", "status-held:", "status-held names a topic, issue or kind already"),
        ("kind: news-agency", "kind: newsagency", "newsagency is no organization; did you mean news-agency?"),
        ("of: arcadia}", "of: arkadia}", "arkadia is no known state or organization; did you mean arcadia?"),
        ("in: arcadia, speaks-for: arcadia", "in: ann-alpha", "ann-alpha is no known state or organization"),
        ("in: arcadia}", "speaks-for: arcadia}", "the post mayor-of-zenda is in no collective"),
        ("of: [arcadia, borduria]", "of: [arcadia]", "arcadia-and-borduria is no pair"),
        ("of: [arcadia, borduria]", "of: [arcadia, zenda]", "zenda is no known collective"),
        ("of: [arcadia, borduria]", "of: [arcadia, arcadia]", "of names arcadia twice"),
        ("{name: Zenda}", "{name: Zenda, wikidata: Q1}", "Q1 is not a checked Wikidata item"),
        ("{name: Zenda}", "{name: Zenda, wikidata: X1, checked-in: a dump}", "X1 is not a checked Wikidata item"),
        ("{name: Zenda}", "{nam: Zenda}", "unknown key nam; did you mean name?"),
        ("{name: Zenda}", "Zenda", "zenda must be a map"),
        ("{name: Zenda}", "{spellings: [Zenda]}", "zenda has no name"),
        ("{name: Zenda}", "{name: Zenda, spellings: ['']}", "an empty value"),
        ("places:", "place:", "unknown key place; did you mean places?"),
        ("places:\n", "places:\n  ann-alpha: {name: Ann}\n", "ann-alpha stands at mappings/authorities/all.yaml:"),
        ("places:\n", "places:\n  ann-alpha: {spellings: [Ann]}\n", "ann-alpha is a Person at"),
    ],
)
def test_what_is_refused(small, old, new, message):
    errors = refused(small, AUTHORITIES.replace(old, new, 1))
    assert any(message in error for error in errors), errors
    assert all(error.startswith("mappings/") for error in errors)


REFERENCE = "references:\n  a-page: {{title: A page, publisher: Someone, address: '{}', checked: {}}}\n"


@pytest.mark.parametrize(
    ("address", "checked", "message"),
    [
        ("example.org", "2026-01-31", "example.org is no address"),
        ("https://example.org/a b", "2026-01-31", "is no address"),
        ("https://example.org", "2026-02-30", "2026-02-30 is no day"),
        ("https://example.org", "January", "January is no day"),
    ],
)
def test_references_have_an_address_and_a_day(small, address, checked, message):
    errors = refused(small, AUTHORITIES + REFERENCE.format(address, checked))
    assert [message in error for error in errors] == [True]


def test_a_reference_is_described(small):
    small.authorities += REFERENCE.format("https://example.org/page", "2026-01-31")
    line = next(line for line in described(small.compile("").quads) if line.startswith("a-page"))
    assert line == "a-page Reference date=“2026-01-31” publisher=“Someone” title=“A page”@en url=page"


def test_a_second_entry_adds_spellings(small):
    small.more = {
        "mappings/authorities/more.yaml": "places:\n  zenda: {spellings: [The Town], stands-for: [Capital]}\n"
    }
    assert "zenda Place altLabel=“The Town”@en prefLabel=“Zenda”@en" in described(small.compile("").quads)


def test_a_second_entry_adds_nothing_else(small):
    small.more = {"mappings/authorities/more.yaml": "places:\n  zenda: {spellings: [The Town], ru: Зенда}\n"}
    assert "only spellings and stands-for can be added" in small.errors("")[0]


def test_names_in_other_scripts_and_wikidata_are_labels_and_links(small):
    small.authorities = AUTHORITIES.replace(
        "{name: Zenda}", "{name: Zenda, ru: Зенда, wikidata: Q5, checked-in: a dump}"
    )
    line = next(line for line in described(small.compile("").quads) if line.startswith("zenda Place"))
    assert line == (
        "zenda Place note=“Wikidata item checked in a dump”@en prefLabel=“Zenda”@en prefLabel=“Зенда”@ru sameAs=Q5"
    )


def test_what_nothing_names_is_a_warning_at_its_entry(small):
    assert any("nothing names zenda;" in str(finding) for finding in small.warnings(""))
    assert not any("nothing names zenda;" in str(finding) for finding in small.warnings(MEETING))


def test_a_name_that_two_persons_bear_draws_a_warning(small):
    small.more = {
        "mappings/authorities/more.yaml": "persons:\n  ann-omega: {name: Ann Omega, spellings: [Ann Alpha]}\n"
    }
    (warning,) = [each for each in small.warnings("") if "Ann Alpha" in each.message]
    assert "is the name of ann-" in warning.message
    assert "say in `context:` who is meant" in warning.remedy
