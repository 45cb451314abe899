"""Everything that a use case records or refuses has words."""

import ast
from pathlib import Path

import competition
from competition.domain.entrants.line import COLUMNS as KEYS
from competition.domain.permissions import ROLES as KNOWN
from competition.exchange.faults.sentences import SENTENCES
from competition.web.words import WORDS, api, core, issuing, judging, organise, results
from competition.web.words.actions import ACTIONS
from competition.web.words.setup import COLUMNS, ROLES, STEPS

AREAS_OF_WORDS = (api, core, issuing, judging, organise, results)
ROOT = Path(competition.__file__).parent
AREAS = ("services/entrants", "domain/entrants", "domain/setup", "web/organisers")
FILES = ("contests", "rules", "staff", "seats", "identity", "uploads", "entrants", "presets")
RAISED = {"DomainError", "Invalid", "NotFound", "NotAllowed", "WrongState"}


def trees(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def constants(node):
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def recorded():
    """The actions in calls of ``record``: the literal, or what the variable may be."""
    found = set()
    for _, tree in trees("services"):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                found |= _of_function(function)
    return found


def _of_function(function):
    found = set()
    for call in ast.walk(function):
        named = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record"
        if named and isinstance(call.args[3], ast.Constant):
            found.add(call.args[3].value)
        elif named and isinstance(call.args[3], ast.Name):
            found |= _assigned(function, call.args[3].id)
        elif named:
            found |= constants(call.args[3])
    return {action for action in found if ":" in action and not action.endswith(":")}


def _assigned(function, name):
    found = set()
    for one in ast.walk(function):
        if isinstance(one, ast.Assign) and name in {
            getattr(target, "id", "") for target in one.targets
        }:
            found |= constants(one.value)
    return found


def test_every_action_has_words():
    assert recorded() - set(ACTIONS) == set()


def _set_up():
    yield from (tree for _, tree in trees(*AREAS))
    for name, tree in trees("services", "domain", "queries", "exchange"):
        if name.removesuffix(".py") in FILES:
            yield tree


def test_every_refusal_has_a_sentence():
    codes = {
        call.args[0].value
        for tree in _set_up()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in RAISED
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert codes - set(WORDS) - set(SENTENCES) == set()


def test_every_step_is_worded_done_and_to_do():
    source = (ROOT / "domain/setup/readiness.py").read_text(encoding="utf-8")
    made = {
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "Step"
        and isinstance(call.args[0], ast.Constant)
    }
    assert made - set(STEPS) == set()


def test_every_column_and_role_has_words():
    assert set(KEYS) == set(COLUMNS)
    assert set(KNOWN) == set(ROLES)


def test_no_code_has_two_sentences():
    """Of two, the later is told for both, without its figures: a server error."""
    told = {}
    for area in AREAS_OF_WORDS:
        for code, sentence in area.WORDS.items():
            told.setdefault(code, set()).add(str(sentence))
    assert {code: both for code, both in told.items() if len(both) > 1} == {}
