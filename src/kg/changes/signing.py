"""Who makes a change, when, and what for: what its head says, from options, the environment, and the system.

The clock is read here and nowhere else, and only for this record: nothing that is computed from data holds it.
"""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnusableError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Signature", "sign"]

_TIME = "write it as 2026-01-31T12:00:00Z"
_PATIENCE = 5.0  # seconds for git to tell a name


class Signature(NamedTuple):
    """Time (xsd:dateTime, UTC, to the second), author, and what a change is for; empty where it is to be made up."""

    time: str
    author: str
    message: str = ""


def sign(root: Path, *, time: str | None = None, author: str | None = None, message: str | None = None) -> Signature:
    """Return what signs a change in the project of a folder.

    The time is the one that is given, that of SOURCE_DATE_EPOCH, or now; the author the one that is given, KG_AUTHOR,
    the user that git knows, or the login name. `UnusableError` for a time that is none, and for a name that is empty.
    """
    who = author if author is not None else os.environ.get("KG_AUTHOR") or _git_user(root) or _login()
    if not " ".join(who.split()):
        raise UnusableError("the author has no name", remedy="give one with --author")
    for words in (who, message or ""):
        try:
            words.encode()
        except UnicodeEncodeError:
            raise UnusableError("author and message must be Unicode text", remedy="leave out broken marks") from None
    return Signature(_time(time), who, message or "")


def _time(given: str | None) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given is None and epoch:
        if not re.fullmatch(r"\d{1,11}", epoch):
            raise UnusableError(f"SOURCE_DATE_EPOCH is {epoch!r}", remedy="set it to seconds since 1970, or unset it")
        moment = datetime.fromtimestamp(int(epoch), UTC)
    elif given is None:
        moment = datetime.now(UTC)
    else:
        try:
            moment = datetime.fromisoformat(given)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise UnusableError(f"{given!r} is no time", remedy=_TIME) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _git_user(root: Path) -> str:
    """Return the name that git would sign with in a folder, or nothing where there is no git or no name."""
    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.name"],
            cwd=root, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without an entry, as in a container
        return "unknown"
