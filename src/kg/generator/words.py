"""Invented names, each made of its number, so that no two of a series are the same and none is remembered.

They name nothing that exists: syllables for states, places and persons, and their letters in Cyrillic and Persian.
"""

from __future__ import annotations

from pyoxigraph import Literal

from kg.terms import text

__all__ = ["given_name", "invented", "names"]

_FIRST = "Ba Be Da Do Fa Fe Ga Go Ka Ke La Le Ma Me Na No Pa Pe Ra Ro Sa Se Ta Te Va Ve Za Zo Bra Dra Kra Tra".split()
_MIDDLE = "ba be da do fa fi ga go ka ki la li ma mi na ni pa po ra ri sa so ta ti va vi za zi lo ro ne re".split()
_LAST = "bar ben dan dor fal fen gar gol kan kel lan lem mar mel nar nod pan pel ran rod san sel tan tel".split()
_LAST += "var vel zan zol bor dol kor tor".split()
_GIVEN = "Adin Bora Cemal Dova Elna Farin Goran Hela Irma Jadel Kelda Lorin Mirel Nadir Orla Petan".split()
_CYRILLIC = str.maketrans(dict(zip("abdefghijklmnoprstvzc", "абдефгхийклмнопрствзк", strict=True)))
_PERSIAN = str.maketrans(dict(zip("abdefghijklmnoprstvzc", "ابدهفگحییکلمنوپرستوزک", strict=True)))
_MANY = 1 << 15  # as many names as a series has


def invented(number: int, ending: str = "") -> str:
    """Return the invented name with a number; numbers from 0 to 32,767 give different ones, further ones a numeral.

    >>> invented(0), invented(1, "ia")
    ('Bababar', 'Rovazolia')
    >>> len({invented(n) for n in range(32_768)})
    32768
    """
    turns, number = divmod(number, _MANY)
    mixed = number * 0x4F1B % _MANY  # odd, hence one to one: neighbours do not look alike
    name = _FIRST[mixed >> 10] + _MIDDLE[mixed >> 5 & 31] + _LAST[mixed & 31] + ending
    return f"{name} {turns + 1}" if turns else name


def given_name(number: int) -> str:
    """Return a given name."""
    return _GIVEN[number % len(_GIVEN)]


def names(name: str) -> tuple[Literal, ...]:
    """Return a name of letters in English, and spelt in Russian and Persian.

    >>> [literal.value for literal in names("Kadan")]
    ['Kadan', 'Кадан', 'کادان']
    """
    return (
        text(name, "en"),
        text(name.lower().translate(_CYRILLIC).title(), "ru"),
        text(name.lower().translate(_PERSIAN), "fa"),
    )
