"""A tree of Turtle as text in the style of `kg.turtle`: a predicate a line, long objects a line each, LF or CRLF.

Tokens keep the form in which they are written, and comments their places: at the end of the line of the token that
they follow, else on lines of their own before the token that follows them. Whatever a comment stands in is broken into
lines.
"""

from __future__ import annotations

from kg.formatting.nodes import SHORT, Block, Directive, Document, Members, Nested, Node, Object, Pair, Term
from kg.formatting.tokens import Token

__all__ = ["layout", "written"]

_WIDTH = 120
_INDENT = "    "


def layout(document: Document, line_end: str = "\n") -> str:
    """Return a document as text; what this returns is laid out as it is by a second pass.

    >>> from kg.formatting.tree import parse
    >>> print(layout(parse("<s>a<C>;<p>1 # one\\n.")), end="")
    <s> a <C> ;
        <p> 1 .  # one
    """
    return _Writer(line_end).document(document)


def written(part: Node | Pair) -> str:
    """Return a node, or a predicate with its objects, as it stands in a block, without the comments around it."""
    writer = _Writer("\n")
    return writer.pair(part) if isinstance(part, Pair) else writer.node(part)


class _Writer:
    """Writes one document, line by line."""

    def __init__(self, line_end: str) -> None:
        self._end = line_end
        self._out = list[str]()  # what is written, without the last line
        self._line = list[str]()
        self._notes = list[str]()  # comments that follow on the line

    def document(self, document: Document) -> str:
        previous: Block | Directive | None = None
        long_before = False
        for each in document.statements:
            above, first = len(self._out), each.first
            apart = long_before or (isinstance(previous, Directive) and isinstance(each, Block))
            self._above(first, 0 if previous is None else 2 if apart else 1)
            begun = len(self._out)
            self._block(each) if isinstance(each, Block) else self._directive(each)
            self._break()
            long_before = any("\n" in line[:-1] for line in self._out[begun:]) or len(self._out) > begun + 1
            if long_before and previous is not None and not apart and not _gap(first):
                self._out.insert(above, self._end)  # what has several lines stands apart
            previous = each
        self._above(document.end, 0 if previous is None else 1)
        return "".join(self._out)

    def node(self, node: Node) -> str:
        """Return a node alone."""
        self._node(node, _INDENT)
        return "".join([*self._out, *self._line])

    def pair(self, pair: Pair) -> str:
        """Return a pair alone."""
        self._pairs([pair], _INDENT)
        return "".join([*self._out, *self._line])

    def _above(self, token: Token, needed: int) -> None:
        """Write the comments above a statement, with blank lines where the author left some, or where one is needed.

        `needed`: 0 for none (the beginning), 1 for the author's, 2 for one in any case.
        """
        gap = needed == 2
        for comment in token.before:
            if gap or (comment.gap and needed):
                self._out.append(self._end)
            self._out.append(comment.text + self._end)
            gap, needed = False, 1
        if token.kind != "end" and (gap or (token.gap and needed)):
            self._out.append(self._end)

    # Lines

    def _break(self, indent: str = "") -> None:
        """End the line, with the comment that follows on it, and begin another; further ones get lines of their own."""
        line = "".join(self._line).rstrip(" ")
        notes = self._notes
        if line and notes:
            line = f"{line}  {notes.pop(0)}"
        if line:
            self._out.append(line + self._end)
        self._out += [f"{indent}{note}{self._end}" for note in notes]
        notes.clear()
        self._line = [indent]

    def _blank(self) -> bool:
        """Tell whether nothing stands on the line yet."""
        return not "".join(self._line).strip(" ")

    def _crowded(self, another: str = "") -> bool:
        """Tell whether more comments follow on the line than the one that can."""
        return len(self._notes) + bool(another) > (0 if self._blank() else 1)

    def _begin(self, token: Token, indent: str) -> None:
        """Begin a line for a token, after the comments before it, unless a line has just begun."""
        if token.before or self._notes or not self._blank():
            self._break(indent)
        self._out += [f"{indent}{comment.text}{self._end}" for comment in token.before]
        self._line = [indent]

    def _gap(self, token: Token, indent: str) -> bool:
        """Go to the next token by a space, or by a new line where comments stand between; tell which."""
        if token.before or self._notes:
            self._begin(token, indent)
            return True
        self._line.append(" ")
        return False

    def _token(self, token: Token) -> None:
        self._line.append(token.text)
        self._note(token)

    def _note(self, token: Token) -> None:
        if token.after:
            self._notes.append(token.after)

    def _mark(self, mark: str, tokens: list[Token], indent: str) -> None:
        """Write a mark once for all tokens that say it; comments before them come after it."""
        self._line.append(mark)
        for token in tokens:
            if token.before:
                self._begin(token, indent)
            self._note(token)

    # Statements

    def _directive(self, directive: Directive) -> None:
        for index, token in enumerate(directive.tokens):
            if index:
                self._gap(token, _INDENT)
            self._token(token)

    def _block(self, block: Block) -> None:
        self._node(block.subject, "")
        if block.pairs:
            self._gap(block.pairs[0].verb, _INDENT)
            self._pairs(block.pairs, _INDENT)
        if block.dot.before or self._crowded(block.dot.after):
            self._begin(block.dot, _INDENT)
        elif not self._blank():
            self._line.append(" ")
        self._token(block.dot)

    def _pairs(self, pairs: list[Pair], indent: str) -> None:
        """Write pairs, a line each, from the verb of the first, which stands at its place."""
        for pair, following in zip(pairs, [*pairs[1:], None], strict=True):
            self._token(pair.verb)
            self._objects(pair, indent)
            # The last semicolon says nothing, but its comments may.
            self._mark(" ;" if following else "", pair.ends, indent)
            if following:
                self._begin(following.verb, indent)

    def _objects(self, pair: Pair, indent: str) -> None:
        objects, deeper = pair.objects, indent + _INDENT
        if len(objects) == 1:
            node = objects[0].node
            self._node(node, deeper if self._gap(node.first, deeper) else indent)
        elif pair.verb.after or _spoken(objects):
            self._lines(objects, deeper)
        elif any(_broken(each.node, len(indent), len(indent)) for each in objects):
            self._inline(objects, indent)
        else:
            line = ", ".join(each.node.flat or "" for each in objects)
            fits = len(indent) + len(pair.verb.text) + len(line) + 3 <= _WIDTH
            self._inline(objects, indent) if fits else self._lines(objects, deeper)

    def _inline(self, objects: list[Object], indent: str) -> None:
        for each in objects:
            self._line.append(" ")
            self._node(each.node, indent)
            if each.comma:
                self._line.append(",")

    def _lines(self, objects: list[Object], indent: str) -> None:
        for each in objects:
            self._begin(each.node.first, indent)
            self._node(each.node, indent)
            if each.comma:
                self._mark(",", [each.comma], indent)

    # Nodes; the comments before their first token are written already

    def _node(self, node: Node, indent: str) -> None:
        if isinstance(node, Term):
            for token in node.tokens:
                self._token(token)
        elif node.flat is not None and not _broken(node, len(indent), len("".join(self._line))):
            self._line.append(node.flat)
            self._note(node.last)
        else:
            self._brackets(node, indent)

    def _brackets(self, node: Nested | Members, indent: str) -> None:
        deeper = indent + _INDENT
        self._token(node.first)
        if isinstance(node, Members):
            for item in node.items:
                self._begin(item.first, deeper)
                self._node(item, deeper)
        elif node.pairs:
            self._begin(node.pairs[0].verb, deeper)
            self._pairs(node.pairs, deeper)
        if node.last.before or self._crowded():
            self._begin(node.last, deeper)
        else:
            self._break(indent)
        self._line = [indent]
        self._token(node.last)


def _broken(node: Node, indent: int, column: int) -> bool:
    """Tell whether a node has several lines where its line is indented so far, and written up to a column."""
    if node.flat is None:
        return True
    if isinstance(node, Members):
        return indent + len(node.flat) > _WIDTH
    return isinstance(node, Nested) and len(node.flat) > SHORT + 4 and column + len(node.flat) + 2 > _WIDTH


def _gap(token: Token) -> bool:
    """Tell whether the author left a blank line above a statement, or the comments above it."""
    return token.before[0].gap if token.before else token.gap


def _spoken(objects: list[Object]) -> bool:
    """Tell whether comments stand among objects, so that each must have its own line."""
    return any(
        each.node.first.before or (each.comma and (each.comma.before or each.comma.after or each.node.last.after))
        for each in objects
    )
