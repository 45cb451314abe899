"""The ranking as JSON: canonical text and hash, and a form with one line an entrant."""

from __future__ import annotations

import json

from competition.exchange.result_json import (
    canonical_text,
    document_sha256,
    lined_text,
    result_document,
)
from tests.contest_texts import criterion, panel, ranked, rules, sheet, theory


def test_canonical_text_and_hash_do_not_depend_on_the_order_of_rows():
    first = result_document(ranked(rules(), *theory(80, 90)), "ab")
    second = result_document(ranked(rules(), *reversed(theory(80, 90))), "ab")
    assert canonical_text(first) == canonical_text(second)
    assert document_sha256(first) == document_sha256(second)
    assert document_sha256(first) != document_sha256({**first, "rules_sha256": "cd"})
    assert " " not in canonical_text(first)


def test_lined_text_is_the_same_document_with_a_line_for_each_entrant():
    document = result_document(ranked(rules(), *theory(80, 90)), "ab")
    text = lined_text({**document, "contradictions": []})
    assert json.loads(text) == {**document, "contradictions": []}
    assert [line[:14] for line in text.splitlines()[1:3]] == ['{"entrant": "2', '{"entrant": "1']


def test_criteria_trimmed_on_their_own_say_who_counted():
    of = rules(panel('trim = "criteria", drop_highest = 1', more=criterion("a")))
    document = result_document(ranked(of, *sheet(1, 5, 7, criterion="a")), "")
    assert document["entrants"][0]["rounds"]["case"]["criteria"] == {
        "a": {"mean": "5", "points": "5", "kept": ["J1"], "dropped": ["J2"]}
    }
