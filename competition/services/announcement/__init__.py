"""How a contest is announced: the notice for the board, the picture that goes with a link."""
