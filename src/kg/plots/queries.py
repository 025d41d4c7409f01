"""The questions behind the pictures, in SPARQL with `$parameters`; each row has the four bounds and its sources."""

from __future__ import annotations

__all__ = ["FIGURES", "NETWORK", "TIMELINE"]

_IN_PERIOD = """
  FILTER(?endLatest >= $since && ?beginEarliest <= $until)
  FILTER(YEAR(?beginEarliest) > 1 || YEAR(?endLatest) < 9999 || (?beginLatest <= $until && ?endEarliest >= $since))
"""
_PASSAGE = """
      ?cite dkg:inDocument ?document ; dkg:startOffset ?from ; dkg:endOffset ?to .
      BIND(CONCAT(STRAFTER(STR(?document), "/id/"), " ", STR(?from), "–", STR(?to)) AS ?source)
"""
_SIDE = "^dkg:holder/dkg:post/(dkg:speaksFor|dkg:postIn|(dkg:postIn/dkg:ofState))"

TIMELINE = f"""\
SELECT ?thing ?what ?class ?status ?beginEarliest ?beginLatest ?endEarliest ?endLatest
  (GROUP_CONCAT(?source; separator="; ") AS ?sources)
WHERE {{
  {{
    SELECT DISTINCT ?thing ?class ?document ?from ?to ?source WHERE {{
      {{
        VALUES ?class {{ dkg:Meeting dkg:Visit dkg:Act }}
        FILTER(sameTerm($actor, dkg:any))
        ?thing a ?class ; dkg:status :status-held .
        {{ ?thing dkg:evidence ?cite }}
        UNION {{ ?fact dkg:inEvent|dkg:claimOf ?thing ; dkg:evidence ?cite }}
      }} UNION {{
        VALUES ?class {{ dkg:Meeting dkg:Visit dkg:Process dkg:Publication dkg:Event }}
        ?part dkg:participant $actor ; dkg:inEvent ?thing .
        ?thing a ?class .
        FILTER(!sameTerm(?class, dkg:Event) || NOT EXISTS {{
          VALUES ?narrower {{ dkg:Meeting dkg:Visit dkg:Process dkg:Publication }}
          ?thing a ?narrower
        }})
        {{ ?part dkg:evidence ?cite }}
        UNION {{ ?fact dkg:claimOf ?thing ; dkg:claimProperty dkg:edtf ; dkg:evidence ?cite }}
      }} UNION {{
        BIND(dkg:Act AS ?class)
        ?thing dkg:by $actor ; a dkg:Act ; (^dkg:claimOf)?/dkg:evidence ?cite .
      }}
{_PASSAGE}
    }}
    ORDER BY ?document ?from ?to
  }}
  ?thing rdfs:label ?what ; dkg:status/rdfs:label ?status ;
    dkg:beginEarliest ?beginEarliest ; dkg:beginLatest ?beginLatest ;
    dkg:endEarliest ?endEarliest ; dkg:endLatest ?endLatest .
{_IN_PERIOD}
}}
GROUP BY ?thing ?what ?class ?status ?beginEarliest ?beginLatest ?endEarliest ?endLatest
ORDER BY ?beginEarliest ?endLatest ?what ?thing
"""

NETWORK = f"""\
SELECT ?one ?other ?oneName ?otherName ?oneSide ?otherSide (COUNT(DISTINCT ?m) AS ?meetings)
  (GROUP_CONCAT(DISTINCT ?source; separator="; ") AS ?sources)
WHERE {{
  {{
    SELECT DISTINCT ?one ?other ?m ?document ?from ?to ?source WHERE {{
      {{
        SELECT DISTINCT ?one ?other ?m WHERE {{
          ?m a dkg:Meeting ; dkg:hasParticipant ?one , ?other ;
            dkg:beginEarliest ?beginEarliest ; dkg:endLatest ?endLatest .
          ?one a dkg:Person .
          ?other a dkg:Person .
          FILTER(STR(?one) < STR(?other))
{_IN_PERIOD}
          MINUS {{
            ?m dkg:subEventOf+ ?whole .
            ?whole a dkg:Meeting ; dkg:hasParticipant ?one , ?other .
          }}
          FILTER(sameTerm($actor, dkg:any) || sameTerm(?one, $actor) || sameTerm(?other, $actor)
            || (EXISTS {{ ?one dkg:met $actor }} && EXISTS {{ ?other dkg:met $actor }}))
        }}
      }}
      VALUES ?first {{ true false }}
      BIND(IF(?first, ?one, ?other) AS ?who)
      ?part dkg:inEvent/dkg:subEventOf* ?m ; dkg:participant ?who ; dkg:role/skos:broader :role-attending ;
        dkg:evidence ?cite .
{_PASSAGE}
    }}
    ORDER BY ?document ?from ?to
  }}
  ?one rdfs:label ?oneName .
  ?other rdfs:label ?otherName .
  OPTIONAL {{
    SELECT ?one (MIN(?name) AS ?oneSide) WHERE {{ ?one {_SIDE} ?state . ?state a dkg:State ; rdfs:label ?name }}
    GROUP BY ?one
  }}
  OPTIONAL {{
    SELECT ?other (MIN(?name) AS ?otherSide) WHERE {{ ?other {_SIDE} ?state . ?state a dkg:State ; rdfs:label ?name }}
    GROUP BY ?other
  }}
}}
GROUP BY ?one ?other ?oneName ?otherName ?oneSide ?otherSide
ORDER BY ?one ?other
"""

FIGURES = f"""\
SELECT ?figure ?about ?value ?lower ?upper ?strict ?unit ?asOf ?year ?date
  ?beginEarliest ?beginLatest ?endEarliest ?endLatest ?hedges (GROUP_CONCAT(?source; separator="; ") AS ?sources)
WHERE {{
  {{
    SELECT DISTINCT ?figure ?document ?from ?to ?source WHERE {{
      ?figure dkg:measure $measure ; dkg:evidence ?cite .
{_PASSAGE}
    }}
    ORDER BY ?document ?from ?to
  }}
  {{
    SELECT ?figure (GROUP_CONCAT(?name; separator=", ") AS ?about) WHERE {{
      {{ SELECT DISTINCT ?figure ?name {{ ?figure dkg:measure $measure ; dkg:about/rdfs:label ?name }} ORDER BY ?name }}
    }}
    GROUP BY ?figure
  }}
  ?figure dkg:unit/rdfs:label ?unit ; dkg:beginEarliest ?opens ; dkg:beginLatest ?begun ;
    dkg:endEarliest ?lasts ; dkg:endLatest ?closes .
  OPTIONAL {{ ?figure dkg:value ?value }}
  OPTIONAL {{ ?figure dkg:lowerBound ?lower }}
  OPTIONAL {{ ?figure dkg:upperBound ?upper }}
  OPTIONAL {{ ?figure dkg:strict ?strict }}
  OPTIONAL {{ ?figure dkg:asOf ?asOf }}
  OPTIONAL {{ ?figure dkg:edtf ?date }}
  OPTIONAL {{ ?figure dkg:calendarYear/rdfs:label ?year }}
  BIND(YEAR(?opens) > 1 || YEAR(?closes) < 9999 AS ?dated)
  BIND(IF(?dated, ?opens, COALESCE(xsd:date(?asOf), ?opens)) AS ?beginEarliest)
  BIND(IF(?dated, ?begun, COALESCE(xsd:date(?asOf), ?begun)) AS ?beginLatest)
  BIND(IF(?dated, ?lasts, COALESCE(xsd:date(?asOf), ?lasts)) AS ?endEarliest)
  BIND(IF(?dated, ?closes, COALESCE(xsd:date(?asOf), ?closes)) AS ?endLatest)
{_IN_PERIOD}
  OPTIONAL {{
    SELECT ?figure (GROUP_CONCAT(?hedge; separator=", ") AS ?hedges) WHERE {{
      {{ SELECT DISTINCT ?figure ?hedge {{ ?figure dkg:measure $measure ; dkg:evidence/dkg:hedge/rdfs:label ?hedge }}
         ORDER BY ?hedge }}
    }}
    GROUP BY ?figure
  }}
}}
GROUP BY ?figure ?about ?value ?lower ?upper ?strict ?unit ?asOf ?year ?date
  ?beginEarliest ?beginLatest ?endEarliest ?endLatest ?hedges
ORDER BY ?about ?beginEarliest ?value ?figure
"""
