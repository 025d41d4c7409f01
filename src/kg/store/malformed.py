"""Says in one sentence what is wrong with a query that cannot be parsed, and shows the place with a caret under it.

The parser tells the furthest place at which it looked, which may be a keyword's length or more beyond what is wrong.
So it is asked how much of the query it can read, cut after one token or another: the next token is the wrong one. Slips
that can be told from the tokens alone are looked for before that: words that are none of SPARQL's, quotes and brackets
without their other half, unknown prefixes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Store

from kg.errors import Place, UnusableError, did_you_mean
from kg.results.text import display_width
from kg.sparql import TOKEN, declared_prefixes, place_of, tokens
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sparql import Token

__all__ = ["malformed"]

_UPDATES = r"(?im)^\s*(INSERT|DELETE|WITH|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b"
_AT = r"error at (\d+):(\d+): "
_PAD = " " * 40  # more than any keyword's length
_AROUND = 40  # characters of the line that are shown before the place and after it
_PAIRS = {")": "(", "]": "[", "}": "{"}
# SPARQL 1.1, sections 19.8 and 17.4, and what Oxigraph adds of SPARQL 1.2.
_WORDS = frozenset(
    """
    a ABS ADJUST ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS false FILTER FLOOR
    FROM GRAPH GROUP GROUP_CONCAT hasLang hasLangDir HAVING HOURS IF IN INSERT INTO IRI isBLANK isIRI isLITERAL
    isNUMERIC isTRIPLE isURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE
    NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND sameTerm SAMPLE
    SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG
    STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE true TZ UCASE UNDEF UNION URI USING UUID
    VALUES VERSION WHERE WITH YEAR
    """.casefold().split()
)
_BAD_IRI = "IRI parsing failed"
_MEANINGS = {
    "a variable that is unbound": "it selects a variable that GROUP BY does not have",
    "overrides an existing variable": "it gives a value to a variable that has one already",
}


class _Slip(NamedTuple):
    """What is wrong at an offset, and how to mend it."""

    start: int
    what: str
    remedy: str


def malformed(message: str, sparql: str, origin: str) -> UnusableError:
    """Put the message of the parser into words."""
    if re.search(_UPDATES, sparql):
        remedy = "write new facts into a mapping and run `kg build`"
        return UnusableError("this is an update, and queries only read", place=Place(origin), remedy=remedy)
    if not re.match(_AT, message):
        return UnusableError(f"not SPARQL: {' '.join(message.split())}", place=Place(origin), remedy="mend it")
    reached = _reached(sparql)
    stopped = _stopped(sparql, reached, message)
    slip = min(_slips(sparql), default=stopped)
    if slip.start > reached or _BAD_IRI in message:
        slip = stopped  # what stands after it may be wrong as well, but the parser did not come to it
    place = place_of(sparql, slip.start, origin)
    return UnusableError(slip.what, place=place, remedy=slip.remedy, excerpt=_excerpt(sparql, slip.start))


def _slips(sparql: str) -> Iterator[_Slip]:
    """Find what is wrong by the tokens alone."""
    found = [token for token in tokens(sparql) if token.kind != "comment"]
    quote = next((token.start for token in found if token.kind == "quote"), len(sparql))
    if quote < len(sparql):
        yield _Slip(quote, "not SPARQL: this quote is never closed", "close it, or put three around several lines")
    code = [token for token in found if token.start < quote]  # what follows may be meant as text
    known = {*PREFIXES, *declared_prefixes(sparql)}
    for token in code:
        if token.kind == "word" and token.text.casefold() not in _WORDS:
            remedy = _keyword(token.text) or "names need a prefix, variables a question mark, texts quotes"
            yield _Slip(token.start, f"not SPARQL: {token.text} is no word of it", remedy)
        elif token.kind == "name" and token.text.partition(":")[0] not in known:
            listed = ", ".join(sorted(filter(None, PREFIXES)))
            prefix = token.text.partition(":")[0]
            yield _Slip(token.start, f"unknown prefix {prefix}:", f"declare it, or use one of {listed}")
    yield from _unpaired(code, closed=quote == len(sparql))


def _unpaired(code: list[Token], *, closed: bool) -> Iterator[_Slip]:
    """Find the first bracket without its other half; one that is open at the end counts only where all was read."""
    opened: list[Token] = []
    for token in code:
        if token.kind != "bracket":
            continue
        if token.text not in _PAIRS:
            opened.append(token)
        elif opened and opened[-1].text == _PAIRS[token.text]:
            opened.pop()
        else:
            what = f"not SPARQL: nothing opens this {token.text}"
            if opened:
                what = f"not SPARQL: this {token.text} comes before the end of the last {opened[-1].text}"
            yield _Slip(token.start, what, "remove it, or add what is missing before it")
            return
    if opened and closed:
        yield _Slip(opened[-1].start, f"not SPARQL: this {opened[-1].text} is never closed", "close it")


def _keyword(word: str) -> str:
    """Return "did you mean …?" for a misspelt word, of which the first letter is mostly right."""
    return did_you_mean(word.upper(), [known.upper() for known in _WORDS if known[0] == word[0].casefold() != known])


def _stopped(sparql: str, reached: int, message: str) -> _Slip:
    """Say where the parser stopped, and what it said in words of its own."""
    if _BAD_IRI in message:
        return _Slip(
            max(0, sparql.rfind("<", 0, reached + 1)), "not SPARQL: this IRI is malformed", "write a space as %20"
        )
    for said, meaning in _MEANINGS.items():
        if said in message:
            return _Slip(_select(sparql), f"not SPARQL: {meaning}", "choose another name, or group by it")
    left = sparql[reached:].split()
    what = f"the parser stopped before {left[0][:_AROUND]!r}" if left else "the parser stopped at its end"
    return _Slip(reached, f"not SPARQL: {what}", "check what stands there and just before")


def _select(sparql: str) -> int:
    """Return where the last SELECT stands: the parser tells only that one of them is wrong."""
    return max((token.start for token in tokens(sparql) if token.text.upper() == "SELECT"), default=0)


def _reached(sparql: str) -> int:
    """Return where the first token starts that the parser cannot read, or the end.

    It is found by halving; as some tokens are read only together with the next, such as `^^`, a cut that cannot be
    read counts only where the next ones cannot be read either.
    """
    pieces = list(_pieces(sparql))
    read, unread = 0, len(pieces)  # so many can be read, and the one of this index cannot
    while read < unread:
        middle = (read + unread + 1) // 2
        further = [n for n in range(middle, min(middle + 3, len(pieces) + 1)) if _readable(sparql[: pieces[n - 1][1]])]
        if further:
            read = further[-1]
            unread = max(read, unread)
        else:
            unread = middle - 1
    return pieces[read][0] if read < len(pieces) else len(sparql.rstrip())


def _pieces(sparql: str) -> Iterator[tuple[int, int]]:
    """Return where the tokens of a query, its operators and its marks start and end."""
    for match in re.finditer(rf"{TOKEN.pattern}|[&|^=!<>]+|\S", sparql, re.DOTALL):
        if match.lastgroup != "comment":
            yield match.span()


def _readable(start: str) -> bool:
    """Tell whether the parser reads the start of a query to its end, as it does where something could follow."""
    padded = start + _PAD
    try:
        Store().query(padded, prefixes=dict(PREFIXES))  # nothing is there that could take long
    except SyntaxError as error:
        at = re.match(_AT, str(error.msg))
        if not at:
            return True  # it was read, and something else is wrong
        line, column = padded.count("\n") + 1, len(padded) - padded.rfind("\n")
        return (int(at[1]), int(at[2])) == (line, column)
    except RuntimeError:  # it was read, and cannot be planned
        return True
    return True


def _excerpt(sparql: str, start: int) -> str:
    """Return the line of an offset, or what is around it, and a caret under it."""
    begin = sparql.rfind("\n", 0, start) + 1
    line = sparql[begin:].partition("\n")[0].rstrip()
    column = start - begin
    first, last = max(0, column - _AROUND), column + _AROUND
    before, after = _visible(line[first:column]), _visible(line[column:last])
    head, tail = "… " if first else "", " …" if last < len(line) else ""
    before = before.ljust(column - first)  # where the line was cut by rstrip
    return f"  {head}{before}{after}{tail}\n".rstrip() + "\n" + " " * display_width(f"  {head}{before}") + "^"


def _visible(text: str) -> str:
    """Return a text without characters that would move the caret or drive the terminal."""
    return "".join(each if each.isprintable() else " " for each in text)
