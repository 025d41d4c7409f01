"""What a date says about a thing: four readings, and the four bounds that each makes of an EDTF value.

The year 1391 as the period of a figure is not 1391 as the year in which a visit fell. A reading says which is meant,
and turns the date into bounds: the earliest and latest day on which the thing began, and on which it ended. With them
"possibly" and "certainly" are comparisons of two days. It knows no text and no calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.dates.days import OPEN_BEGIN, OPEN_END
from kg.dates.edtf import Edtf, Kind
from kg.errors import KgError

__all__ = ["ALWAYS", "Bounds", "Reading", "bounds"]


class Reading(StrEnum):
    """How a date is meant: the visit fell within it, the figure covers exactly it, the state is attested in it, or
    held throughout it at least."""

    WITHIN = "within"
    EXACTLY = "exactly"
    ATTESTED = "attested"
    AT_LEAST = "at-least"


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """The earliest and latest day on which a thing began and on which it ended.

    Three orders are necessary, and checked (`KgError`): each earliest is not after its latest, and the earliest begin
    is not after the latest end. The latest begin may well come after the earliest end: a visit within February may have
    begun on the 28th or ended on the 1st. Such a thing holds on no day for certain.
    """

    begin_earliest: date
    begin_latest: date
    end_earliest: date
    end_latest: date

    def __post_init__(self) -> None:
        if self.begin_earliest > self.begin_latest or self.end_earliest > self.end_latest:
            raise KgError(f"bounds out of order: {self}", remedy="give each earliest day before its latest")
        if self.begin_earliest > self.end_latest:
            raise KgError(f"bounds that end before they begin: {self}", remedy="check which of the dates is the begin")

    def __str__(self) -> str:
        return f"begins {self.begin_earliest}..{self.begin_latest}, ends {self.end_earliest}..{self.end_latest}"

    def possibly_overlaps(self, other: Bounds) -> bool:
        """Tell whether the two things can share a day."""
        return self.begin_earliest <= other.end_latest and other.begin_earliest <= self.end_latest

    def certainly_overlaps(self, other: Bounds) -> bool:
        """Tell whether the two things share a day whatever the true days are.

        >>> from kg.dates.edtf import parse_edtf
        >>> visit, year = bounds(parse_edtf("2013-02"), Reading.WITHIN), bounds(parse_edtf("2013"), Reading.EXACTLY)
        >>> visit.certainly_overlaps(year), visit.certainly_overlaps(visit)
        (True, False)
        """
        return self.begin_latest <= other.end_earliest and other.begin_latest <= self.end_earliest

    def intersect(self, other: Bounds) -> Bounds | None:
        """Return what holds of a thing of which both bounds are true, or None where they contradict each other."""
        begin_earliest = max(self.begin_earliest, other.begin_earliest)
        end_latest = min(self.end_latest, other.end_latest)
        begin_latest = min(self.begin_latest, other.begin_latest, end_latest)
        end_earliest = max(self.end_earliest, other.end_earliest, begin_earliest)
        if begin_earliest > begin_latest or end_earliest > end_latest:
            return None
        return Bounds(begin_earliest, begin_latest, end_earliest, end_latest)


ALWAYS = Bounds(OPEN_BEGIN, OPEN_END, OPEN_BEGIN, OPEN_END)


def bounds(edtf: Edtf, reading: Reading) -> Bounds:
    """Return the four bounds of a thing whose date is read in one of the four ways.

    - `within`: begin and end lie somewhere in it.
    - `exactly`: it begins and ends with it; an imprecise end of an interval stays as imprecise as it is.
    - `attested`: at some time in it the thing held. It began by the last day and did not end before the first.
    - `at-least`: the thing held throughout. It had begun when the date begins and had not ended when it ends.

    A date that is approximate or uncertain makes no day certain: `exactly` then says as much as `within`, and
    `at-least` as much as `attested`. So does one of several dates, since nobody knows which.

    >>> from kg.dates.edtf import parse_edtf
    >>> str(bounds(parse_edtf("2012"), Reading.ATTESTED))
    'begins 0001-01-01..2012-12-31, ends 2012-01-01..9999-12-31'
    """
    loose = edtf.qualified or edtf.kind is Kind.ONE_OF
    match reading:
        case Reading.EXACTLY if not loose:
            return Bounds(edtf.begin.first, edtf.begin.last, edtf.end.first, edtf.end.last)
        case Reading.EXACTLY | Reading.WITHIN:
            return Bounds(edtf.first, edtf.last, edtf.first, edtf.last)
        case Reading.AT_LEAST if not loose:
            return Bounds(OPEN_BEGIN, edtf.begin.last, edtf.end.first, OPEN_END)
        case Reading.AT_LEAST | Reading.ATTESTED:
            return Bounds(OPEN_BEGIN, edtf.last, edtf.first, OPEN_END)
