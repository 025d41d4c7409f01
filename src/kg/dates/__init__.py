"""Dates of the graph: EDTF, Iranian years and English phrases, and the four bounds that a reading makes of them.

It knows no RDF and no files; jdatetime is imported only when an Iranian date is read.
"""

from kg.dates.calendars import When, parse_when, solar_hijri_year_of
from kg.dates.days import OPEN_BEGIN, OPEN_END, Days, EdtfError
from kg.dates.edtf import Edtf, Kind, days_edtf, parse_edtf
from kg.dates.phrases import Calendar, Found, agrees, find, resolve
from kg.dates.readings import ALWAYS, Bounds, Reading, bounds

__all__ = [
    "ALWAYS", "OPEN_BEGIN", "OPEN_END", "Bounds", "Calendar", "Days", "Edtf", "EdtfError", "Found", "Kind", "Reading",
    "When", "agrees", "bounds", "days_edtf", "find", "parse_edtf", "parse_when", "resolve", "solar_hijri_year_of",
]  # fmt: skip
