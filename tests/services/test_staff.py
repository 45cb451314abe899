"""Staff: accounts, roles, seats."""

import pytest

from competition.domain.errors import DomainError, Invalid, NotFound
from competition.models import db
from competition.models.staff import Membership, User
from competition.queries import people, staff
from competition.services.seats import assign_seat, free_seat
from competition.services.staff import (
    create_account,
    give_roles,
    remove_member,
    reset_password,
    set_active,
)
from tests import scenes, scenes_judging, scenes_results
from tests.scenes_organise import NOW, organised

pytestmark = pytest.mark.usefixtures("app")


def account(organiser, contest, username="li.na", roles=("judge",), **more):
    user, _ = create_account(
        organiser,
        NOW,
        contest.id,
        username=username,
        name="李娜",
        roles=roles,
        **more,
    )
    return user


def test_account_has_its_roles_here_and_nowhere_else():
    contest, organiser = organised()
    user = account(organiser, contest, roles=("judge", "clerk"), trainee=True)
    assert people.roles_of(user.id, contest.id) == {"judge", "clerk"}
    assert [(one.name, one.roles, one.trainee) for one in staff.members(contest.id)] == [
        ("zhang", ["organiser"], False),
        ("李娜", ["judge", "clerk"], True),
    ]


@pytest.mark.parametrize(
    ("username", "code"), [("ZHANG", "username_taken"), ("a b", "username_unfit")]
)
def test_username_is_free_and_plain(username, code):
    contest, organiser = organised()
    with pytest.raises(Invalid, match=code):
        account(organiser, contest, username=username)


def test_last_organiser_stays():
    contest, organiser = organised()
    with pytest.raises(DomainError, match="last_organiser"):
        give_roles(organiser, NOW, contest.id, "zhang", ["judge"])
    with pytest.raises(DomainError, match="last_organiser"):
        remove_member(organiser, NOW, contest.id, "zhang")


def test_seats_are_numbered_and_a_freed_one_is_given_again():
    contest, organiser = organised()
    users = [account(organiser, contest, username=f"judge{place}") for place in range(3)]
    made = [
        assign_seat(organiser, NOW, contest.id, round_key="case", user_id=user.id)
        for user in users[:2]
    ]
    assert [seat.seat for seat in made] == ["J1", "J2"]
    free_seat(organiser, NOW, contest.id, made[0].id)
    again = assign_seat(organiser, NOW, contest.id, round_key="case", user_id=users[2].id)
    assert again.seat == "J1"


def test_seat_with_marks_is_kept_and_so_is_its_judge():
    contest, organiser = organised("judging")
    judge = scenes.person("li", contest, "judge")
    seat = assign_seat(organiser, NOW, contest.id, round_key="case", user_id=judge.id)
    (row,) = scenes.entrants(contest, 1)
    scenes_results.case(row, [80], by=judge)
    db.session.commit()
    with pytest.raises(DomainError, match="seat_has_marks"):
        free_seat(organiser, NOW, contest.id, seat.id)
    with pytest.raises(DomainError, match="judge_has_seat"):
        remove_member(organiser, NOW, contest.id, "li")


def test_only_judges_sit_and_nobody_twice():
    contest, organiser = organised()
    clerk = scenes.person("wang", contest, "clerk")
    judge = scenes.person("li", contest, "judge", trainee=True)
    with pytest.raises(Invalid, match="not_a_judge"):
        assign_seat(organiser, NOW, contest.id, round_key="case", user_id=clerk.id)
    assert assign_seat(organiser, NOW, contest.id, round_key="case", user_id=judge.id).trainee
    with pytest.raises(DomainError, match="seat_taken"):
        assign_seat(organiser, NOW, contest.id, round_key="case", user_id=judge.id)


def test_organiser_has_no_power_over_accounts_of_others():
    contest, organiser = organised()
    other = scenes.contest(slug="other")
    scenes.person("chen", other, "organiser")
    give_roles(organiser, NOW, contest.id, "chen", ["judge"])
    with pytest.raises(DomainError, match="account_elsewhere"):
        set_active(organiser, NOW, contest.id, "chen", active=False)
    with pytest.raises(DomainError, match="account_elsewhere"):
        reset_password(organiser, NOW, contest.id, "chen")
    with pytest.raises(DomainError, match="account_own"):
        set_active(organiser, NOW, contest.id, "zhang", active=False)


def test_account_that_was_only_named_is_not_taken_over():
    """Made on the command line, or for a contest that it has left: it belongs to somebody else."""
    contest, organiser = organised()
    scenes.person("free")
    give_roles(organiser, NOW, contest.id, "free", ["judge"])
    with pytest.raises(DomainError, match="account_elsewhere"):
        reset_password(organiser, NOW, contest.id, "free")
    account(organiser, contest)
    remove_member(organiser, NOW, contest.id, "li.na")
    other = scenes.contest(slug="other")
    zhao = scenes.person("zhao", other, "organiser")
    give_roles(scenes_judging.actor(zhao, "organiser"), NOW, other.id, "li.na", ["clerk"])
    with pytest.raises(DomainError, match="account_elsewhere"):
        reset_password(scenes_judging.actor(zhao, "organiser"), NOW, other.id, "li.na")


def test_account_made_here_stays_ours_with_other_roles_and_in_a_rehearsal():
    contest, organiser = organised()
    user = account(organiser, contest)
    give_roles(organiser, NOW, contest.id, "li.na", ["clerk"])
    rehearsal = scenes.contest(slug="rehearsal", rehearsal_of=contest.id)
    db.session.add(Membership(contest_id=rehearsal.id, user_id=user.id, role="clerk"))
    db.session.commit()
    assert reset_password(organiser, NOW, contest.id, "li.na")


def test_disabled_account_and_its_sessions_end():
    contest, organiser = organised()
    user = account(organiser, contest)
    before = user.fs_uniquifier
    set_active(organiser, NOW, contest.id, "li.na", active=False)
    kept = db.session.get(User, user.id)
    assert (kept.active, kept.fs_uniquifier == before) == (False, False)


def test_unknown_account_is_not_found():
    contest, organiser = organised()
    with pytest.raises(NotFound, match="account_unknown"):
        give_roles(organiser, NOW, contest.id, "nobody", ["judge"])


def test_first_password_opens_the_account(client):
    contest, organiser = organised()
    _, password = create_account(
        organiser, NOW, contest.id, username="li.na", name="李娜", roles=["judge"]
    )
    answer = client.post("/sign-in", data={"username": "li.na", "password": password})
    assert answer.status_code == 302
