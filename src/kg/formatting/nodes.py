"""The parts of a Turtle text: statements, subjects, predicates, objects, each with the tokens it is written with.

What stands on one line is decided here as far as it depends on the part alone; each part is looked at once, so that it
takes no longer than the text is long.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.formatting.tokens import Token

__all__ = [
    "LONGEST", "SHORT", "Block", "Directive", "Document", "Members", "Nested", "Node", "Object", "Pair", "Term",
    "settle",
]  # fmt: skip

LONGEST = 120  # characters: what is longer never stands on one line
SHORT = 60  # the same for a nested node with one property


@dataclass(slots=True)
class Term:
    """An IRI, a name, a label, a number, or a literal of up to three tokens; `flat` is how it stands on one line."""

    tokens: list[Token]

    @property
    def flat(self) -> str | None:
        """How it stands on one line, or None where it has several."""
        text = self.text
        return None if "\n" in text or "\r" in text else text

    @property
    def text(self) -> str:
        """How it is written."""
        return "".join(token.text for token in self.tokens)

    @property
    def quiet(self) -> bool:
        """Whether no comment stands in it: those of a literal are before it."""
        return True

    @property
    def first(self) -> Token:
        """The first token."""
        return self.tokens[0]

    @property
    def last(self) -> Token:
        """The last token."""
        return self.tokens[-1]


@dataclass(slots=True)
class Object:
    """An object, and the comma after it."""

    node: Node
    comma: Token | None = None


@dataclass(slots=True)
class Pair:
    """A predicate with its objects, and the semicolons after them."""

    verb: Token
    objects: list[Object]
    ends: list[Token]


@dataclass(slots=True)
class Nested:
    """A blank node in brackets; `on_a_line` where the author wrote it so."""

    first: Token
    pairs: list[Pair]
    last: Token
    on_a_line: bool = False
    flat: str | None = None
    quiet: bool = True


@dataclass(slots=True)
class Members:
    """A list in parentheses."""

    first: Token
    items: list[Node]
    last: Token
    flat: str | None = None
    quiet: bool = True


Node = Term | Nested | Members


@dataclass(slots=True)
class Block:
    """A subject with what is said of it."""

    subject: Node
    pairs: list[Pair]
    dot: Token

    @property
    def first(self) -> Token:
        """The first token."""
        return self.subject.first


@dataclass(slots=True)
class Directive:
    """A declaration of a prefix or of the base, as written."""

    tokens: list[Token]

    @property
    def first(self) -> Token:
        """The first token."""
        return self.tokens[0]


@dataclass(slots=True)
class Document:
    """The statements of a text, and the token after the last."""

    statements: list[Block | Directive]
    end: Token


def settle(node: Nested | Members) -> None:
    """Find out whether comments stand in a node, and how it stands on one line; what it holds must be settled."""
    inside = node.first.after or node.last.before
    if isinstance(node, Nested):
        node.quiet = not inside and all(map(_quiet, node.pairs))
        node.flat = _flat_nested(node) if node.quiet else None
    else:
        node.quiet = not inside and all(map(_silent, node.items))
        node.flat = (_joined(node.items, " ", "( ", " )") if node.items else "()") if node.quiet else None


def _quiet(pair: Pair) -> bool:
    """Tell whether no comment stands in a pair."""
    if pair.verb.before or pair.verb.after or any(each.before or each.after for each in pair.ends):
        return False
    commas = (each.comma for each in pair.objects if each.comma)
    return not any(each.before or each.after for each in commas) and all(_silent(each.node) for each in pair.objects)


def _silent(node: Node) -> bool:
    """Tell whether no comment stands in a node or around it."""
    return node.quiet and not node.first.before and not node.last.after


def _flat_nested(node: Nested) -> str | None:
    """Return a nested node on one line, if it has one short property, or the author wrote it on a line."""
    if not node.pairs:
        return "[]"
    if len(node.pairs) > 1 and not node.on_a_line:
        return None
    lines = [_joined([o.node for o in pair.objects], ", ", f"{pair.verb.text} ", "") for pair in node.pairs]
    if None in lines:
        return None
    line = " ; ".join(each or "" for each in lines)
    return f"[ {line} ]" if len(line) <= (LONGEST if node.on_a_line else SHORT) else None


def _joined(nodes: list[Node], separator: str, start: str, end: str) -> str | None:
    """Return nodes on one line, or None where one of them has several lines or all are too long for any line."""
    length, parts = 0, list[str]()
    for node in nodes:
        flat = node.flat
        length += len(flat) + len(separator) if flat is not None else 0
        if flat is None or length > LONGEST:
            return None
        parts.append(flat)
    return f"{start}{separator.join(parts)}{end}"
