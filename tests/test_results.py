"""Rows as text: golden files, and each SPARQL format read back by pyoxigraph and rdflib."""

import csv
import json
import re
import subprocess
import sys
from io import BytesIO, StringIO

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    Store,
    Triple,
    parse_query_results,
)
from rdflib.query import Result

from kg.errors import KgError
from kg.interop import term_from_rdflib
from kg.results import FORMATS, Rows, Stream, write
from kg.results.text import display_width, plain
from kg.terms import DATA, NS, PREFIXES
from test_turtle import values

DAY = Literal("2014-09-05", datatype=NamedNode(PREFIXES["xsd"] + "date"))
ROWS = Rows(
    ("who", "name", "n", "day"),
    (
        (NamedNode(DATA + "lavrov"), Literal("Лавров, С.", language="ru"), Literal(5), DAY),
        (NamedNode("http://example.org/a/b"), Literal('a "q"\tb\nc|<d>&'), Literal(12), None),
        (BlankNode("x"), Literal("東京"), None, None),
    ),
)


def text(rows, format, **options):
    out = StringIO(newline="")
    write(rows, format, out, **options)
    return out.getvalue()


def test_table():
    assert text(ROWS, "table") == (
        "who                       name             n  day\n"
        "────────────────────────  ──────────────  ──  ──────────\n"
        ":lavrov                   Лавров, С.       5  2014-09-05\n"
        '<http://example.org/a/b>  a "q" b c|<d>&  12\n'
        "_:x                       東京\n"
    )


def test_table_cut_to_a_terminal():
    lines = text(ROWS, "table", width=40).splitlines()
    assert max(map(display_width, lines)) <= 40
    assert lines[3].startswith("<http://ex…")


def test_table_of_nothing():
    assert text(Rows(("a", "bc"), ()), "table") == "a  bc\n─  ──\n"
    assert text(Rows((), ()), "table") == "\n\n"


def test_numbers_stand_to_the_right():
    assert text(Rows(("n",), ((Literal(5),), (Literal(120),))), "table") == "  n\n───\n  5\n120\n"


def test_a_table_cannot_drive_the_terminal():
    assert text(Rows(("a",), ((Literal("\x1b[31mred\u202e\r\nx"),),)), "table").splitlines()[2] == "[31mred x"


@pytest.mark.parametrize(
    ("string", "width"),
    [("abc", 3), ("Минск", 5), ("東京", 4), ("e\u0301", 1), ("می\u200cشود", 5), ("", 0), ("ﾊﾝ", 2)],
)
def test_display_width(string, width):
    assert display_width(string) == width


@given(st.text(max_size=30), st.integers(8, 40))
def test_no_cell_is_wider_than_asked(string, width):
    lines = text(Rows(("a",), ((Literal(string),),)), "table", width=width).split("\n")
    assert len(lines) == 4
    assert display_width(lines[2]) <= width


def test_plain():
    terms = [
        NamedNode(NS + "Meeting"),
        NamedNode("urn:x"),
        BlankNode("b"),
        Literal("x", language="en"),
        Literal(7),
        None,
    ]
    assert [plain(term) for term in terms] == ["dkg:Meeting", "<urn:x>", "_:b", "x", "7", ""]


def test_markdown():
    assert text(Rows(("a", "b_c"), ((Literal("x|y *z*"), None),)), "markdown") == (
        "| a | b\\_c |\n| --- | --- |\n| x\\|y \\*z\\* |  |\n"
    )


def test_csv():
    assert text(ROWS, "csv") == (
        "who,name,n,day\r\n"
        f'{DATA}lavrov,"Лавров, С.",5,2014-09-05\r\n'
        'http://example.org/a/b,"a ""q""\tb\nc|<d>&",12,\r\n'
        "_:x,東京,,\r\n"
    )


def test_tsv():
    xsd = PREFIXES["xsd"]
    assert text(ROWS, "tsv") == (
        "?who\t?name\t?n\t?day\n"
        f'<{DATA}lavrov>\t"Лавров, С."@ru\t"5"^^<{xsd}integer>\t"2014-09-05"^^<{xsd}date>\n'
        f'<http://example.org/a/b>\t"a \\"q\\"\\tb\\nc|<d>&"\t"12"^^<{xsd}integer>\t\n'
        '_:x\t"東京"\t\t\n'
    )


def test_json():
    found = json.loads(text(ROWS, "json"))
    assert found["head"] == {"vars": ["who", "name", "n", "day"]}
    assert found["results"]["bindings"][0]["name"] == {"type": "literal", "value": "Лавров, С.", "xml:lang": "ru"}
    assert found["results"]["bindings"][2] == {
        "who": {"type": "bnode", "value": "x"},
        "name": {"type": "literal", "value": "東京"},
    }
    assert text(Rows(("a",), ()), "json") == '{"head":{"vars":["a"]},"results":{"bindings":[\n]}}\n'


def test_xml():
    rows = Rows(("a",), ((Literal("<&\r\n", language="en"),), (None,), (Literal(1),)))
    assert text(rows, "xml").partition("<results>\n")[2] == (
        '<result><binding name="a"><literal xml:lang="en">&lt;&amp;&#13;\n</literal></binding></result>\n'
        "<result></result>\n"
        f'<result><binding name="a"><literal datatype="{PREFIXES["xsd"]}integer">1</literal></binding></result>\n'
        "</results>\n</sparql>\n"
    )


# --- read back --------------------------------------------------------------------------------------------------------

cells = st.one_of(values, st.none())
tables = st.lists(st.tuples(cells, cells), max_size=5).map(lambda rows: Rows(("a", "b2"), tuple(rows)))
STANDARD = {"tsv": QueryResultsFormat.TSV, "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}


NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def readable(row):
    """Leave out what XML cannot hold, and what a reader loses: outer blanks (pyoxigraph), empty rows (rdflib)."""
    texts = [getattr(term, "value", "") for term in row]
    return any(row) and all(each == each.strip() and not NO_XML.search(each) for each in texts)


readables = st.builds(lambda table: Rows(table.variables, tuple(filter(readable, table.rows))), tables)


@pytest.mark.parametrize("format", ["tsv", "json"])
@given(tables)
def test_pyoxigraph_reads_it_back(format, rows):
    assert Rows.from_solutions(parse_query_results(text(rows, format), STANDARD[format])) == rows


@given(readables)
def test_pyoxigraph_reads_xml_back(rows):
    assert Rows.from_solutions(parse_query_results(text(rows, "xml"), STANDARD["xml"])) == rows


@pytest.mark.parametrize("format", ["json", "xml"])
@given(readables)
def test_rdflib_reads_it_back(format, rows):
    rdflib.NORMALIZE_LITERALS = False
    try:
        found = Result.parse(BytesIO(text(rows, format).encode()), format=format)
        assert [str(name) for name in found.vars] == list(rows.variables)
        read = [tuple(None if term is None else term_from_rdflib(term) for term in row) for row in found]
    finally:
        rdflib.NORMALIZE_LITERALS = True
    assert read == list(rows)


def test_rdflib_reads_tsv_back():
    found = Result.parse(BytesIO(text(ROWS, "tsv").encode()), format="tsv")
    assert [term_from_rdflib(row[1]) for row in found] == [row[1] for row in ROWS]


@given(tables)
def test_csv_is_read_back(rows):
    found = list(csv.reader(StringIO(text(rows, "csv"), newline="")))
    assert found[0] == ["a", "b2"]
    assert len(found) == len(rows) + 1
    for line, row in zip(found[1:], rows, strict=True):
        for value, term in zip(line, row, strict=True):
            assert value == ("" if term is None else str(term) if isinstance(term, BlankNode) else term.value)


def test_solutions_of_a_store():
    query = "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (2 'x') } } ORDER BY ?a"
    rows = Rows.from_solutions(Store().query(query))
    assert rows == Rows(("a", "b"), ((Literal(1), None), (Literal(2), Literal("x"))))
    assert len(rows) == 2
    assert text(Stream.of(Store().query(query)), "csv") == text(rows, "csv") == "a,b\r\n1,\r\n2,x\r\n"


def test_streams_are_read_while_they_are_written():
    out = StringIO()

    def rows():
        for number in range(3):
            assert out.getvalue().count("\n") == number + 1
            yield (Literal(number),)

    write(Stream(("n",), rows()), "tsv", out)


# --- errors -----------------------------------------------------------------------------------------------------------


def test_an_unknown_format():
    with pytest.raises(KgError, match="unknown format 'jsn'; did you mean json"):
        text(ROWS, "jsn")
    with pytest.raises(KgError, match="use one of table, csv"):
        text(ROWS, "?")


@pytest.mark.parametrize("format", ["json", "xml"])
@pytest.mark.parametrize(
    "term",
    [
        Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o")),
        Literal("x", language="fa", direction=BaseDirection.RTL),
    ],
)
def test_rdf_12_is_refused(format, term):
    with pytest.raises(KgError, match=r"RDF 1\.2"):
        text(Rows(("a",), ((term,),)), format)
    assert text(Rows(("a",), ((term,),)), "tsv").endswith(f"{term}\n")


def test_control_characters_do_not_fit_in_xml():
    with pytest.raises(KgError, match="control character"):
        text(Rows(("a",), ((Literal("\x01"),),)), "xml")


def test_every_format_writes_every_row():
    assert set(FORMATS) == {"table", "csv", "tsv", "json", "xml", "markdown"}
    for format in FORMATS:
        assert "東京" in text(ROWS, format)


def test_the_import_is_light():
    code = "import sys, kg.results; sys.exit(bool({'rdflib', 'pandas', 'xml.sax'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
