"""The rules of a contest: frozen values and pure functions, standard library only."""
