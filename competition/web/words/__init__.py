"""The sentences of refusals, by code: Chinese here, English in the catalogue. One file an area."""

from competition.web.words import (
    api,
    archive,
    core,
    issuing,
    judging,
    organise,
    results,
)

WORDS = {
    **api.WORDS,
    **archive.WORDS,
    **core.WORDS,
    **issuing.WORDS,
    **judging.WORDS,
    **organise.WORDS,
    **results.WORDS,
}
