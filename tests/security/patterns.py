"""Every regular expression of the program, found by walking its source, and what is tried on it."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import certificates
import competition
import config

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(config.__file__).parent
PACKAGES = (competition, certificates)
MAKES = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
# How a pattern walks a text: from its start, or from each place in it.
WALKS = {"search", "sub", "subn", "split", "findall", "finditer"}
FLAGS_AFTER = {"compile": 1, "sub": 3, "subn": 3}
PUMPED = ' 0aA一不-.,:/_([{}])"=T'
# Many short ones for what doubles with each letter, then one for what grows with the square.
LENGTHS = (10, 20, 26, 40, 100, 400, 5000)
SECONDS = 0.05


class Use(NamedTuple):
    """A pattern and how it is used, ``walks`` where it is looked for at every place of a text."""

    where: str
    pattern: re.Pattern
    walks: bool


def modules():
    """Every module with its source read: path from the root, module, tree."""
    files = [file for one in PACKAGES for file in sorted(Path(one.__file__).parent.rglob("*.py"))]
    for file in (*files, ROOT / "config.py"):
        path = file.relative_to(ROOT)
        if "migrations" not in path.parts and path.stem != "__main__":
            name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            yield path, importlib.import_module(name), ast.parse(file.read_text("utf-8"))


def found():
    """The uses of all patterns, and the places of those that are made while the program runs."""
    known, loose = [], []
    read = list(modules())
    walked = _walked(tree for _, _, tree in read)
    for path, module, tree in read:
        parents = {id(node.value): node for node in ast.walk(tree) if isinstance(node, ast.Assign)}
        for call, how in _calls(tree):
            where = f"{path.as_posix()}:{ast.unparse(call.args[0])[:60]}"
            made = _made(call, how, module)
            name = _name(parents.get(id(call)))
            if made is None:
                loose.append(f"{path.as_posix()} {ast.unparse(call.args[0])}")
            else:
                known.append(Use(where, made, how in WALKS or bool(walked[name] & WALKS)))
        known += [
            Use(f"{path.as_posix()}:{one.pattern[:60]}", one, walks=True) for one in _listed(module)
        ]
    return known, loose


def _calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "re" and node.func.attr in MAKES:
                yield node, node.func.attr
            elif node.func.attr == "Regexp":
                yield node, "match"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Regexp":
            yield node, "match"


def _made(call, how, module):
    """The pattern as the module has it; ``None`` where only a running function knows it."""
    flags = call.args[FLAGS_AFTER.get(how, 2) :]
    try:
        text, *more = (_value(one, module) for one in (call.args[0], *flags))
    except NameError:
        return None
    return re.compile(text, *more) if isinstance(text, str | bytes) else text


def _value(node, module):
    return eval(ast.unparse(node), vars(module))  # noqa: S307 -- of our own source


def _name(assignment):
    target = assignment.targets[0] if assignment else None
    return target.id if isinstance(target, ast.Name) else ""


def _walked(trees):
    """By the name of a pattern the methods of it that are called anywhere."""
    methods = defaultdict(set)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                methods[node.value.id].add(node.attr)
    return methods


def _listed(module) -> Iterator[re.Pattern]:
    for kept in list(vars(module).values()):
        if isinstance(kept, list | tuple):
            parts = [part for one in kept for part in (one if isinstance(one, tuple) else [one])]
            yield from (part for part in parts if isinstance(part, re.Pattern))


def slow(use, sample):
    """The first text grown out of ``sample`` that the pattern takes long for; else ``None``."""
    sample = sample[:12]
    for at in range(len(sample) + 1):
        parts = {*PUMPED, *sample[at : at + 1], sample[at : at + 2]} - {""}
        for part in sorted(parts):
            text = _grown(use, sample[:at], part, sample[at:])
            if text is not None:
                return text[:40]
    return None


def _grown(use, before, part, after):
    for length in LENGTHS:
        for tail in ("\x00!", after):
            text = f"{before}{part * length}{tail}"
            if _seconds(use, text) > SECONDS and _seconds(use, text) > SECONDS:
                return text
    return None


def _seconds(use, text):
    if isinstance(use.pattern.pattern, bytes):
        text = text.encode()
    began = time.process_time()
    use.pattern.fullmatch(text)
    if use.walks:
        use.pattern.sub(text[:0], text)
    return time.process_time() - began
