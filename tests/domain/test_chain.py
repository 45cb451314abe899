"""Any edit, removal, insertion or reordering of the audit chain shows."""

from dataclasses import replace

import pytest

from competition.domain.chain import GENESIS, Break, Link, breaks, line_hash


def chain(length):
    links, previous = [], GENESIS
    for number in range(1, length + 1):
        content = {"action": f"deed {number}"}
        links.append(Link(number, previous, line_hash(previous, content), content))
        previous = links[-1].hash
    return links


def test_whole_chain_has_no_breaks():
    links = chain(5)
    assert list(breaks(links, anchors=[links[2].hash, links[4].hash])) == []


def test_edited_line_shows():
    links = chain(5)
    links[2] = replace(links[2], content={"action": "another"})
    assert list(breaks(links)) == [Break(3, "changed")]


def test_edited_line_with_its_hash_made_anew_shows_in_the_next():
    links = chain(5)
    content = {"action": "another"}
    links[2] = replace(links[2], content=content, hash=line_hash(links[2].previous, content))
    assert list(breaks(links)) == [Break(4, "missing")]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda links: links.pop(2),
        lambda links: links.pop(0),
        lambda links: links.insert(2, links[1]),
        lambda links: links.insert(1, links.pop(3)),
    ],
    ids=["removed", "first removed", "inserted", "reordered"],
)
def test_removal_insertion_and_reordering_show(tamper):
    links = chain(5)
    tamper(links)
    assert "missing" in {place.kind for place in breaks(links)}


def test_newest_lines_cut_off_show_by_a_published_version():
    links = chain(5)
    assert list(breaks(links[:3], anchors=[links[3].hash])) == [Break(None, "anchor")]
