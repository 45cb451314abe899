"""JSON from outside: what no later step could take is refused as it is read, like broken JSON."""

from __future__ import annotations

from json import detect_encoding
from typing import TYPE_CHECKING, Any, Final

from flask.json.provider import DefaultJSONProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

DEEPEST: Final = 40  # the deepest that anybody sends is a submission, and that has five


class Bodies(DefaultJSONProvider):
    """Flask's own, but with ValueError, which is 400, for all that fails further on.

    A thousand brackets end the reader's stack, some fewer that of whoever prints the value; half
    of a surrogate pair is text that cannot be hashed, stored or sent.
    """

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401 -- any JSON
        """The value. Raises ValueError."""
        text = s if isinstance(s, str) else s.decode(detect_encoding(s))
        try:
            found = super().loads(text, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        _require_fit(found)
        return found


def init_app(app: Flask) -> None:
    """Hook into ``app``; to be called before the sign-in, whose library builds its own on ours."""
    app.json_provider_class = Bodies
    app.json = Bodies(app)


def _require_fit(value: object) -> None:
    """Level by level, so that depth costs no stack. Raises ValueError."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ValueError("nested too deeply")


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, str):
        value.encode()  # UnicodeEncodeError, a ValueError, where there is half a pair
    elif isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value
