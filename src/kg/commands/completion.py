"""Print a script that lets a shell complete the command line of kg."""

from __future__ import annotations

import argparse
import sys

from kg.errors import UnusableError
from kg.terminal import CLEAN

EXAMPLE = "kg completion bash > ~/.local/share/bash-completion/completions/kg"

# Bash takes what follows `=` for a word of its own, so that the part before it is cut from the candidates.
_BASH = r"""_kg() {
    local IFS=$'\n' word
    COMPREPLY=()
    for word in $(kg completion --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
        word=${word%%$'\t'*}
        [[ $COMP_WORDBREAKS == *=* && $word == *=?* ]] && word=${word#*=}
        COMPREPLY+=("$word")
    done
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o default -F _kg kg
"""
_ZSH = r"""#compdef kg
_kg() {
    local line
    local -a spaced open
    for line in "${(@f)$(kg completion --complete "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        if [[ ${line%%$'\t'*} == *= ]]; then
            open+=("${line%%$'\t'*}")
        else
            spaced+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        fi
    done
    (( ${#open} + ${#spaced} )) || { _files; return }
    (( ${#open} )) && compadd -S '' -a open
    (( ${#spaced} )) && _describe kg spaced
    return 0
}
if [[ $funcstack[1] == _kg ]]; then _kg "$@"; else compdef _kg kg; fi
"""
_FISH = r"""function __kg_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (kg completion --complete $words[2..-1] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c kg -f -a '(__kg_complete)'
"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("shell", nargs="?", choices=tuple(_SCRIPTS), help="the shell")
    parser.add_argument("--complete", nargs=argparse.REMAINDER, metavar="WORD", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Do what the command does and return its exit code."""
    if args.complete is not None:
        _complete(args.complete)
    elif args.shell is None:
        raise UnusableError("no shell is named", remedy=f"one of: {', '.join(_SCRIPTS)}")
    else:
        print(_SCRIPTS[args.shell], end="")
    return CLEAN


def _complete(words: list[str]) -> None:
    """Print what fits, a line each with what it means; whatever goes wrong, the prompt must not show it."""
    from kg.arguments import parser_of
    from kg.commands import NAMES, load
    from kg.completing import complete

    try:
        found = complete(words, NAMES, lambda name: parser_of(name, load(name)))
    except Exception as error:
        if "--debug" in sys.argv[1:2]:
            raise
        sys.stderr.write(f"kg: {error}\n")
        return
    for word, about in found:
        print(f"{word}\t{about}" if about else word)
