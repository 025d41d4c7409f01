"""Headers: what a mapping says of its document as a whole, and what it must not."""

import pytest

from mapping.small import AUTHORITIES, HEADER, MORE, says

HEADERS = {
    "another text": ("sha256: {sha256}", "sha256: 00", ":4:9: zenda.txt is not the text that was mapped"),
    "no such text": ("text: zenda.txt", "text: zendo.txt", "there is no zendo.txt in"),
    "the folder for a text": ("text: zenda.txt", "text: .", "there is no . in"),
    "no title": ("title: A Meeting in Zenda\n", "", "title is missing"),
    "no slug": ("document: zenda-report", "document: The Report", "'The Report' cannot name a document"),
    "the slug of an actor": ("document: zenda-report", "document: arcadia", "arcadia names a State already"),
    "no address": ("https://example.org/zenda", "example.org", "example.org is no address"),
    "an address with a space": ("https://example.org/zenda", "https://example.org/a b", "is no address"),
    "no language": ("published:", "language: English text\npublished:", "English text is no language tag"),
    "no calendar": ("published:", "calendar: lunar\npublished:", "lunar is no calendar"),
    "no mode": ("published:", "mode: asertion\npublished:", "asertion is no mode"),
    "no date": ("published: 2020-06-01", "published: June", "June"),
    "no voice": ("voice: zenda-herald", "voice: arcadia", "the voice arcadia is neither author nor publisher"),
    "unknown publisher": (
        "publisher: zenda-herald",
        "publisher: zenda-harald",
        "zenda-harald is no known actor; did you mean",
    ),
    "unknown interviewee": (
        "  kind: report",
        "  kind: report\n  interviewees: ann-alfa",
        "ann-alfa is no known actor; did you mean ann-alpha?",
    ),
    "unknown place": (
        "  kind: report",
        "  kind: report\n  place: zanda",
        "zanda is no known place; did you mean zenda?",
    ),
    "a date of the publication": ("  kind: report", "  kind: report\n  when: 2020", ": a publication takes no when"),
    "a name of the publication": ("  kind: report", "  kind: report\n  name: Zenda", ": a publication takes no name"),
    "nothing shows it": ("  basis: outside\n  note: Known from the page.\n", "", "nothing shows the publication"),
    "unknown key": ("voice:", "voise:", "unknown key voise; did you mean voice?"),
    "unknown alias": (
        "[arcadia, borduria]",
        "[arcadia, bordurya]",
        "bordurya is no known actor; did you mean borduria?",
    ),
    "an alias that the text has not": ("the two countries:", "both countries:", "the text never says 'both countries'"),
    "unknown event": ("voice:", "event: feast\nvoice:", "feast is no known event"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_what_a_header_must_not_say(small, name):
    old, new, message = HEADERS[name]
    assert old in HEADER
    small.header = HEADER.replace(old, new, 1)
    errors = small.errors("")
    assert any(message in error for error in errors), errors
    assert all(error.startswith("mappings/zenda.yaml:") for error in errors)


def test_the_publication_is_shown_by_its_anchor(small):
    shown = HEADER.replace("  basis: outside\n", "  at: {at}\n  interviewees: {who}\n")
    small.authorities = AUTHORITIES.replace("{name: Zenda Herald,", "{name: Zenda Herald, spellings: [Meeting],")
    small.header = shown.replace("{at}", "A Meeting in Zenda").replace("{who}", "ann-alpha")
    assert "does not show ann-alpha" in small.error("")
    small.header = shown.replace("{at}", "On 5 May … Ann Alpha").replace("{who}", "ann-alpha")
    assert "does not show zenda-herald" in small.error("")


def test_the_day_of_publication_comes_from_somewhere(small):
    small.header = HEADER.replace("basis: outside\n  note: Known from the page.", "at: On 5 May … Ann Alpha")
    assert any("where does the day of publication come from?" in error for error in small.errors(""))
    small.header = HEADER.replace("voice:", "published-at: A Meeting in Zenda\nvoice:")
    assert "does not show the day of publication" in small.error("")


def test_two_documents_of_one_slug(small):
    small.more = {"mappings/other.yaml": HEADER.replace("title: A", "title: The") + "passages: []\n"}
    assert any("zenda-report names a Document already" in error for error in small.errors(""))


def test_a_garbled_text_is_never_quoted(small):
    small.header = HEADER.replace("voice:", "garbled: yes\nvoice:")
    assert "a garbled text is never a quotation" in small.error(says(MORE, "affirms: More trade\n    basis: quoted"))
