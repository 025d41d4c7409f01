"""Holds the dates of records against the words of their passages: shown, and meaning what the record says."""

from __future__ import annotations

from collections.abc import Iterator

from kg.dates import When, agrees, find, parse_when, resolve
from kg.errors import Finding, Place
from kg.mapping.header import Header
from kg.mapping.nodes import Scalar
from kg.mapping.records import Dated, Head, Record
from kg.texts.grounding import Shown

__all__ = ["date_findings", "day_findings", "publication_findings", "years_of"]

_LONGEST = 100  # years of a date that count as years of its record: an open interval touches thousands


def date_findings(dated: Dated, shown: Shown, header: Header, *, ahead: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with a date: no words, words that are not shown, or words that mean another date.

    `ahead` tells that it is the date of what was still to come: "June" is then the next one.
    """
    if dated.written is None:
        message = f"{dated.when} has no words of the text"
        yield Finding(dated.when.place, message, "error", "add `written:` as the passage writes it")
        return
    if not shown.phrase(dated.written):
        message = f"the passage does not show {dated.written!r}"
        yield Finding(dated.written.place, message, "error", "copy the words of the text")
    now = header.now
    if dated.origin and dated.origin_place:
        yield from _origin_findings(dated.origin, dated.origin_place, shown, header)
        now = dated.origin
    if now is None and resolve(dated.written, calendar=header.calendar) is None:
        message = f"nothing says what {dated.written!r} counts from"
        yield Finding(
            dated.when.place, message, "error", "add `published:` or `now:` to the header, or give other words"
        )
        return
    if not agrees(dated.written, _told_end(dated), now=now, calendar=header.calendar, ahead=ahead):
        meant = resolve(dated.written, now=now, calendar=header.calendar, ahead=ahead)
        hint = f"it means {' or else '.join(str(m.edtf) for m in meant)}" if meant else "give words that tell the date"
        yield Finding(dated.when.place, f"{dated.written!r} is not {dated.when}", "error", hint)


def day_findings(as_of: Scalar, shown: Shown, header: Header) -> Iterator[Finding]:
    """Yield what is wrong with `as-of`: it is the day on which the text speaks, or a date that the passage shows."""
    day = parse_when(as_of)
    if day.edtf not in [when.edtf for when in (header.published, header.now) if when]:
        yield from _origin_findings(day, as_of.place, shown, header)


def publication_findings(at: Scalar, shown: Shown, header: Header) -> Iterator[Finding]:
    """Yield what is wrong with `published-at`: the passage shows another day than `published`, or none."""
    dates = find(shown.text, now=header.published, calendar=header.calendar)
    if header.published is None or not any(found.when.edtf == header.published.edtf for found in dates):
        message = f"the passage does not show the day of publication, {header.published or 'which is not given'}"
        yield Finding(at.place, message, "error", "cite the passage that does, or mend `published:`")


def years_of(record: Record) -> frozenset[int]:
    """Return the years that a record's own dates touch."""
    head: Head = record.head
    days = [d.value.edtf for d in (head.dated, *(act.dated for act in getattr(record, "acts", ()))) if d]
    return frozenset(year for d in days for year in range(d.first.year, min(d.last.year, d.first.year + _LONGEST) + 1))


def _origin_findings(origin: When, place: Place, shown: Shown, header: Header) -> Iterator[Finding]:
    dates = find(shown.text, now=header.now, calendar=header.calendar)
    if not any(found.when.edtf == origin.edtf for found in dates):
        message = f"no passage shows the date {origin}"
        yield Finding(place, message, "error", "add `context:` with the passage that does")


def _told_end(dated: Dated) -> When:
    """Return the end that words can show of an interval whose other end is open: of `/2017-01-08`, that day."""
    begin, slash, end = str(dated.value.edtf).partition("/")
    open_ended = bool(slash) and (begin in ("", "..") or end in ("", ".."))
    return parse_when(end if begin in ("", "..") else begin) if open_ended else dated.value
