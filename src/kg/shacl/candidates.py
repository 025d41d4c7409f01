"""Which nodes a shape is about, and which of them may break it: found by queries over the whole graph at once.

Each constraint of a shape becomes a search (`searches` for SHACL Core, `queries` for SPARQL), which finds the nodes
that may break it; a graph without breaches costs a few hundred queries with empty answers. What several shapes ask is
asked once, and queries run beside each other. Where a constraint has no search, all nodes that its shape is about are
candidates: the interpreter looks at each, and `by_node` says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from pyoxigraph import QuerySolutions, Store

from kg.shacl.chains import chains
from kg.shacl.functions import FUNCTIONS
from kg.shacl.model import Shape, Target
from kg.shacl.queries import query_search
from kg.shacl.screens import Classes, Untranslatable
from kg.shacl.searches import Aim, Search, core_searches
from kg.terms import Term

__all__ = ["all_candidates", "by_node", "candidates", "focus_nodes", "searches"]

Given = TypeVar("Given")
Answer = TypeVar("Answer")
_THREADS = 8
_MANY = 100_000  # so many statements of a property are many


def focus_nodes(shape: Shape, store: Store, classes: Classes) -> dict[Term, None]:
    """Return the nodes that a shape is about (SHACL, section 2.1.3), each once."""
    return dict.fromkeys(chain.from_iterable(_nodes(target, store, classes) for target in shape.targets))


def candidates(shape: Shape, store: Store, classes: Classes) -> dict[Term, None]:
    """Return the nodes that a shape is about and may break it: all that do, and perhaps others."""
    return next(all_candidates([shape], store, classes))


def all_candidates(shapes: Iterable[Shape], store: Store, classes: Classes) -> Iterator[dict[Term, None]]:
    """Yield the candidates of some shapes, in the order of the shapes."""
    shapes = list(shapes)
    aims = [(shape, target) for shape in shapes for target in shape.targets]
    plans = iter(_at_once(lambda aim: _planned(aim[0], aim[1], classes), aims))
    planned = [(shape, [(target, next(plans)) for target in shape.targets]) for shape in shapes]
    sized = [(_size(target, classes), plan) for _, targets in planned for target, plan in targets if plan]
    # What may take long begins first, so that no thread is left with it alone at the end.
    found = [search for _, plan in sorted(sized, key=lambda each: -each[0]) for search in plan]
    chained = chains(found)
    probed = _answers(store, (search.probe for search in found if search.probe and search not in chained))
    left = {search: text for search in found if (text := _left(search, probed, chained.get(search)))}
    answers = _answers(store, left.values())
    for _, targets in planned:
        nodes: dict[Term, None] = {}
        for target, plan in targets:
            if plan is None:
                nodes |= dict.fromkeys(_nodes(target, store, classes))
            else:
                terms = {term for search in plan if search in left for term in answers[left[search]]}
                nodes |= dict.fromkeys(sorted(terms, key=str))
        yield nodes


def by_node(shapes: Iterable[Shape], classes: Classes) -> Iterator[tuple[Shape, str]]:
    """Yield the shapes that are looked at node by node, with what has no search."""
    for shape in shapes:
        try:
            for target in shape.targets:
                if target.kind != "targetNode":
                    list(searches(shape, target, classes))
        except Untranslatable as reason:
            yield shape, str(reason)


def searches(shape: Shape, target: Target, classes: Classes) -> Iterator[Search]:
    """Yield the searches for the candidates of a shape with a target; `Untranslatable` where a constraint has none."""
    aim = _aim(target, classes)
    for part in (shape, *(shape.properties if shape.path is None else ())):
        yield from core_searches(part, aim)
        yield from (query_search(sparql, part, aim) for sparql in part.sparql)


def _planned(shape: Shape, target: Target, classes: Classes) -> list[Search] | None:
    """Return the searches for a shape, None where each node is to be looked at."""
    if target.kind == "targetNode":  # which need not occur in the graph, where no query finds it
        return None
    if not _size(target, classes):
        return []
    try:
        return list(searches(shape, target, classes))
    except Untranslatable:
        return None


def _left(search: Search, probed: Mapping[str, list[Term]], others: tuple[Search, ...] | None) -> str:
    """Return the query that is left of a search, after its probe or others that tell as much, or nothing."""
    if others is None:
        return search.after(probed.get(search.probe, ()))
    return search.text if any(probed[other.probe] for other in others) else ""


def _answers(store: Store, queries: Iterable[str]) -> Mapping[str, list[Term]]:
    """Return the nodes that each of some queries finds; they run at the same time."""
    texts = list(dict.fromkeys(queries))
    return dict(zip(texts, _at_once(lambda text: _found(store, text), texts), strict=True))


def _at_once(call: Callable[[Given], Answer], given: list[Given]) -> list[Answer]:
    """Return what a function says of each of some things, in their order; queries let other threads run."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=min(_THREADS, os.cpu_count() or 1)) as pool:
        return list(pool.map(call, given))


def _found(store: Store, query: str) -> list[Term]:
    solutions = store.query(query, custom_functions=dict(FUNCTIONS))
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    at = names.index("this") if "this" in names else 0
    return [term for solution in solutions if (term := solution[at]) is not None]


def _nodes(target: Target, store: Store, classes: Classes) -> Iterable[Term]:
    if target.kind == "targetNode":
        return [target.term]
    return _found(store, f"SELECT DISTINCT ?this {{ {_rows(target, classes)} }}")


def _aim(target: Target, classes: Classes) -> Aim:
    size = _size(target, classes)
    if target.kind == "targetClass" and len(classes.stated(target.term)) == 1:
        rows = classes.instances(target.term)
        return Aim(rows, rows, size, classes)
    rows = _rows(target, classes)
    has = str(target.term) if target.kind == "targetSubjectsOf" else ""
    return Aim(f"{{ SELECT DISTINCT ?this {{ {rows} }} }}", rows, size, classes, has, target.kind != "targetObjectsOf")


def _rows(target: Target, classes: Classes) -> str:
    match target.kind:
        case "targetClass":
            return classes.instances(target.term)
        case "targetSubjectsOf":
            return f"?this {target.term} ?any_ ."
        case _:
            return f"?any_ {target.term} ?this ."


def _size(target: Target, classes: Classes) -> int:
    """Return how many nodes a target has at most; of properties, where they have many statements, how many are many."""
    if target.kind == "targetClass":
        return classes.size(target.term)
    return classes.count(f"?s {target.term} ?o", _MANY)
