"""Publishing, withdrawing and making final: by two people, as numbered versions that never change.

A date alone publishes nothing. What is published is what was proposed: a mark that changed in
between stops the confirmation.
"""

from competition.services.publication.board import freeze_board, release_board
from competition.services.publication.confirmation import confirm
from competition.services.publication.finality import make_final
from competition.services.publication.proposals import (
    discard_proposal,
    propose_publication,
    propose_withdrawal,
)

__all__ = [
    "confirm",
    "discard_proposal",
    "freeze_board",
    "make_final",
    "propose_publication",
    "propose_withdrawal",
    "release_board",
]
