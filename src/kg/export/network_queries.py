"""What the networks are, in SPARQL: which actors are joined, by what, when, and where it says so.

It holds queries and no code that runs them. The participants of a meeting are those that the rules derive, so that
organisers are left out and what was only planned joins nobody.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ACTORS", "DEFINITIONS", "PARTS", "POSTS", "STATES", "Definition"]


class Definition(NamedTuple):
    """A network: its name, what an edge says, what it holds, and its queries.

    `pairs` gives what joins two actors, and the two in the order of their names; `ties` its name, status, date and
    bounds; `sources` the passages for what an actor has to do with it.
    """

    name: str
    relation: str
    description: str
    pairs: str
    ties: str
    sources: str


_MET = """
SELECT DISTINCT ?event ?one ?other WHERE {{
  ?event a dkg:Meeting ; dkg:hasParticipant ?one , ?other .
  {both}
  FILTER(STR(?one) < STR(?other))
}}
"""

_MEETINGS = """
SELECT ?event ?label ?status ?date ?beginEarliest ?beginLatest ?endEarliest ?endLatest WHERE {
  ?event a dkg:Meeting ; rdfs:label ?label ; dkg:status/rdfs:label ?status .
  OPTIONAL { ?event dkg:edtf ?date }
  OPTIONAL {
    ?event dkg:beginEarliest ?beginEarliest ; dkg:beginLatest ?beginLatest ;
      dkg:endEarliest ?endEarliest ; dkg:endLatest ?endLatest .
  }
}
"""

_ATTENDANCE = """
SELECT DISTINCT ?event ?actor ?source ?start ?end WHERE {
  ?event a dkg:Meeting ; dkg:hasParticipant ?actor .
  ?part dkg:inEvent/dkg:subEventOf* ?event ; dkg:participant ?actor ; dkg:role/skos:broader :role-attending ;
    dkg:evidence ?cite .
  OPTIONAL { ?cite dkg:inDocument ?document ; dkg:startOffset ?start ; dkg:endOffset ?end }
  BIND(COALESCE(?document, ?cite) AS ?source)
}
"""

_CONCLUDED = "VALUES ?stands { :status-agreed :status-signed :status-in-force :status-not-fulfilled :status-ended }"

_PARTIES = f"""
SELECT DISTINCT ?event ?one ?other WHERE {{
  {_CONCLUDED}
  ?event a dkg:Agreement ; dkg:status ?stands ; dkg:party ?one , ?other .
  FILTER(STR(?one) < STR(?other))
}}
"""

_AGREEMENTS = f"""
SELECT ?event ?label ?status ?date ?beginEarliest ?beginLatest ?endEarliest ?endLatest WHERE {{
  {_CONCLUDED}
  ?event a dkg:Agreement ; dkg:status ?stands ; rdfs:label ?label .
  ?stands rdfs:label ?status .
  OPTIONAL {{
    VALUES (?kind ?rank) {{ (:act-signed 1) (:act-agreed 2) (:act-effective 3) }}
    ?act dkg:ofAgreement ?event ; dkg:kind ?kind ; dkg:status :status-held ;
      dkg:beginEarliest ?beginEarliest ; dkg:beginLatest ?beginLatest ;
      dkg:endEarliest ?endEarliest ; dkg:endLatest ?endLatest .
    OPTIONAL {{ ?act dkg:edtf ?date }}
  }}
}}
ORDER BY ?event ?rank ?endLatest ?act
"""

_PARTY_CLAIMS = """
SELECT DISTINCT ?event ?actor ?source ?start ?end WHERE {
  ?event a dkg:Agreement ; dkg:party ?actor .
  ?claim dkg:claimOf ?event ; dkg:claimProperty dkg:party ; dkg:claimValue ?actor ; dkg:evidence ?cite .
  OPTIONAL { ?cite dkg:inDocument ?document ; dkg:startOffset ?start ; dkg:endOffset ?end }
  BIND(COALESCE(?document, ?cite) AS ?source)
}
"""

PARTS = "SELECT DISTINCT ?part ?whole WHERE { ?whole a dkg:Meeting . ?part a dkg:Meeting ; dkg:subEventOf+ ?whole }"

ACTORS = """
SELECT ?actor ?label ?class ?kind WHERE {
  ?actor a dkg:Actor , ?type ; rdfs:label ?label .
  FILTER(STRSTARTS(STR(?type), STR(dkg:)))
  BIND(STRAFTER(STR(?type), STR(dkg:)) AS ?class)
  OPTIONAL { ?actor dkg:kind/rdfs:label ?kind }
}
"""

STATES = """
SELECT DISTINCT ?actor ?state WHERE {
  { ?of a dkg:State . ?actor dkg:ofState ?of }
  UNION { ?of a dkg:State . ?tenure dkg:holder ?actor ; dkg:post/dkg:speaksFor ?of }
  UNION { ?of a dkg:State . ?tenure dkg:holder ?actor ; dkg:post/dkg:postIn ?of }
  UNION { ?of a dkg:State . ?tenure dkg:holder ?actor ; dkg:post/dkg:postIn/dkg:ofState ?of }
  UNION { ?of a dkg:State . BIND(?of AS ?actor) }
  ?of rdfs:label ?state .
}
"""

POSTS = "SELECT DISTINCT ?actor ?post WHERE { ?tenure dkg:holder ?actor ; dkg:post/rdfs:label ?post }"

DEFINITIONS = (
    Definition(
        "who-met", "met", "Persons that attended the same held meeting. An edge counts the meetings; a part of a "
        "meeting that both attended is not counted beside the whole.",
        _MET.format(both="?one a dkg:Person . ?other a dkg:Person ."), _MEETINGS, _ATTENDANCE,
    ),
    Definition(
        "actors-met", "met", "Actors of every kind, such as states and delegations, that attended the same held "
        "meeting. An edge counts the meetings; a part of a meeting that both attended is not counted beside the whole.",
        _MET.format(both=""), _MEETINGS, _ATTENDANCE,
    ),
    Definition(
        "party-with", "party with", "Collectives between which an agreement was reached: agreed, signed, in force, "
        "ended, or signed and not fulfilled. What was planned, called for, negotiated or not reached joins nobody. An "
        "edge counts the agreements, each dated by its signature, else by its being agreed or taking effect.",
        _PARTIES, _AGREEMENTS, _PARTY_CLAIMS,
    ),
)  # fmt: skip
"""The networks, the usual one first."""
