"""Background work: primitive arguments, one service call, no logic."""
