"""Each Core component finds what pyshacl finds, and its screen misses nothing."""

import pytest
from pyoxigraph import RdfFormat, Store

from kg.shacl import read_shapes, validate
from kg.shacl.pyshacl_bridge import second_opinion
from kg.terms import PREFIXES
from shacl.examples import detail

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
HEAD += "@prefix ex: <http://example.org/> .\n"
# A world in which each component has something to find fault with, and something not to.
DATA = """
ex:A a ex:C ; ex:p 1 , 2 ; ex:q 2 ; ex:name "Ann"@en , "Anne"@en , "Ann"@fr ; ex:link ex:B ;
    ex:date "2013-01-01"^^xsd:date .
ex:B a ex:D ; ex:p 3 ; ex:q 3 ; ex:name "B" ; ex:link ex:A , ex:B , "text" ; ex:other ex:A ; ex:date "2013-01-01" .
ex:D rdfs:subClassOf ex:C .
ex:E a ex:C , ex:D ; ex:p "x" , 1.5 , 7 ; ex:q 2 , 9 ; ex:name "E"@de , ""@en ; ex:link [ a ex:C ] , ex:Nothing ;
    ex:p2 true .
"""
OF_PROPERTIES = """
sh:path ex:link ; sh:class ex:C
sh:path ex:link ; sh:nodeKind sh:IRI
sh:path ex:link ; sh:nodeKind sh:BlankNodeOrIRI
sh:path ex:p ; sh:datatype xsd:integer
sh:path ex:date ; sh:datatype xsd:date
sh:path ex:name ; sh:datatype rdf:langString
sh:path ex:p ; sh:minCount 2
sh:path ex:p ; sh:maxCount 1
sh:path ex:p ; sh:maxCount 2
sh:path ex:p2 ; sh:minCount 1
sh:path ex:p ; sh:in ( 1 2 "x" )
sh:path ex:name ; sh:pattern "^a" ; sh:flags "i"
sh:path ex:name ; sh:minLength 2
sh:path ex:name ; sh:maxLength 2
sh:path ex:name ; sh:languageIn ( "en" "de" )
sh:path ex:name ; sh:uniqueLang true
sh:path ex:p ; sh:hasValue 1
sh:path ex:p ; sh:minInclusive 2
sh:path ex:p ; sh:maxInclusive 2
sh:path ex:p ; sh:minExclusive 2
sh:path ex:p ; sh:maxExclusive 2
sh:path ex:p ; sh:equals ex:q
sh:path ex:p ; sh:disjoint ex:q
sh:path ex:q ; sh:lessThan ex:p
sh:path ex:q ; sh:lessThanOrEquals ex:p
sh:path ex:link ; sh:or ( [ sh:class ex:C ] [ sh:nodeKind sh:Literal ] )
sh:path ex:link ; sh:and ( [ sh:nodeKind sh:IRI ] [ sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:maxCount 1 ] ] )
sh:path ex:link ; sh:xone ( [ sh:class ex:D ] [ sh:class ex:C ] )
sh:path ex:link ; sh:not [ sh:class ex:D ]
sh:path ex:link ; sh:node [ sh:property [ sh:path ex:name ; sh:hasValue "B" ] ]
sh:path ex:link ; sh:node [ sh:property [ sh:path ex:link ; sh:maxCount 0 ] ]
sh:path [ sh:inversePath ex:link ] ; sh:minCount 1
sh:path ( ex:link ex:p ) ; sh:minInclusive 2
sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:maxCount 3
sh:path [ sh:oneOrMorePath ex:link ] ; sh:maxCount 2
sh:path [ sh:zeroOrMorePath ex:link ] ; sh:nodeKind sh:IRI
sh:path [ sh:zeroOrOnePath ex:other ] ; sh:maxCount 1
""".strip().splitlines()
OF_NODES = """
sh:class ex:D
sh:nodeKind sh:BlankNode
sh:in ( ex:A ex:B )
sh:hasValue ex:A
sh:pattern "A$"
sh:not [ sh:class ex:D ]
sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ex:q ) ; sh:property [ sh:path ex:link ]
""".strip().splitlines()


@pytest.mark.parametrize("constraint", [*OF_PROPERTIES, *OF_NODES])
def test_components(constraint: str, tmp_path):
    body = f"sh:property [ {constraint} ]" if constraint in OF_PROPERTIES else constraint
    shape = f"ex:Shape a sh:NodeShape ; sh:targetClass ex:C ; sh:severity sh:Warning ; {body} ."
    (tmp_path / "shapes.ttl").write_text(HEAD + shape)
    shapes = read_shapes([tmp_path])
    store = Store()
    store.load((HEAD + DATA).encode(), format=RdfFormat.TURTLE)
    ours, theirs = validate(store, shapes), second_opinion(store, shapes)
    assert ours.results
    assert detail(ours) == detail(theirs)
