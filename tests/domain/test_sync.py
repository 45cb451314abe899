"""What becomes of a submission: new, repeated, unchanged, outdated, locked."""

from decimal import Decimal

import pytest

from competition.domain.errors import DomainError, Invalid
from competition.domain.sync import (
    Accepted,
    Conflict,
    Repeated,
    SheetLocked,
    Standing,
    Submission,
    Unchanged,
    decide,
    receipt_number,
    require_sound,
)

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
MARKS = {"law": Decimal(25)}


def sent(base=0, state="submitted", marks=MARKS, reason=""):
    return Submission(ID, base, state, marks, reason)


@pytest.mark.parametrize(
    ("base", "standing", "expected"),
    [
        (0, None, Accepted(1)),
        (3, Standing(3, "draft", {}), Accepted(4)),
        (1, Standing(3, "submitted", {"law": Decimal("25.0")}), Unchanged(3)),
        (1, Standing(3, "signed", MARKS), Unchanged(3)),
    ],
)
def test_submission_is_taken(base, standing, expected):
    assert decide(sent(base), "d", None, standing) == expected


@pytest.mark.parametrize(
    ("base", "standing", "refusal"),
    [
        (1, Standing(2, "submitted", {"law": Decimal(20)}), Conflict),
        (5, None, Conflict),
        (2, Standing(2, "signed", {"law": Decimal(20)}), SheetLocked),
        (2, Standing(2, "recused", {}), SheetLocked),
    ],
)
def test_outdated_submission_stores_nothing_and_shows_both(base, standing, refusal):
    with pytest.raises(refusal) as refused:
        decide(sent(base), "d", None, standing)
    assert refused.value.standing == standing


def test_same_id_same_content_is_a_repeat_even_after_signing():
    assert decide(sent(), "d", "d", Standing(4, "signed", {})) == Repeated()


def test_same_id_other_content_is_refused():
    with pytest.raises(DomainError) as refused:
        decide(sent(), "d", "other", None)
    assert refused.value.code == "submission_reused"


def test_digest_tells_place_base_and_marks_but_not_the_way_a_figure_is_written():
    same = sent(marks={"law": Decimal("25.0")})
    assert sent().digest("1/2/J1") == same.digest("1/2/J1")
    others = {sent().digest("1/3/J1"), sent(1).digest("1/2/J1"), sent(marks={}).digest("1/2/J1")}
    assert sent().digest("1/2/J1") not in others


@pytest.mark.parametrize(
    ("unfit", "code"),
    [
        (Submission("nonsense", 0, "draft"), "submission_id_unfit"),
        (Submission(ID, 0, "signed"), "submission_unfit"),
        (Submission(ID, -1, "draft"), "submission_unfit"),
        (Submission(ID, 0, "recused", reason=" "), "recusal_needs_reason"),
    ],
)
def test_unsound_submission_is_refused(unfit, code):
    with pytest.raises(Invalid) as refused:
        require_sound(unfit)
    assert refused.value.code == code


def test_receipt_number_can_be_read_aloud():
    assert receipt_number(ID) == receipt_number(ID)
    assert len(receipt_number(ID)) == 11
    assert not set(receipt_number(ID)) & set("ILOU")
