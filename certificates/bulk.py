"""Many certificates: set by worker processes, or together in one file for the printer.

Workers only set pages. Credentials and signatures are made here, so that no key ever enters a
worker.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from certificates import credentials, signing
from certificates.design import design_for
from certificates.errors import CertificateError, DesignError
from certificates.issuing import render
from certificates.page import compose
from certificates.press import press

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from certificates.credentials import StatusEntry
    from certificates.facts import Facts
    from certificates.signing import Signer

FEW: Final = 12  # up to so many, processes cost more than they gain
RENEWED_AFTER: Final = 300  # certificates a worker sets before a fresh one takes its place


@dataclass(frozen=True, slots=True)
class Order:
    """One certificate to make. ``name`` is the caller's own key for it."""

    name: str
    facts: Facts
    design: str | Path | None = None
    made: datetime | None = None
    status: StatusEntry | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """The outcome of an order: ``pdf``, or the ``error`` that refused it."""

    order: Order
    pdf: bytes = b""
    error: CertificateError | None = None


class Batch:
    """Makes orders one after the other or in several processes; iterate over ``run`` for progress.

    Without a signer the PDFs are unsigned and carry no credential.
    """

    def __init__(self, *, signer: Signer | None = None, did: str = "", jobs: int = 1) -> None:
        self._signer = signer
        self._did = did
        self._jobs = max(1, min(jobs, os.cpu_count() or 1))

    def run(self, orders: Iterable[Order]) -> Iterator[Printed]:
        """The outcome of each order, in turn; an unfit one has an error and ends nothing."""
        waiting = iter(orders)
        while chunk := list(islice(waiting, RENEWED_AFTER * self._jobs)):
            press().expect(_characters(chunk))
            alone = 1 if self._jobs > 1 and len(chunk) > FEW else len(chunk)
            yield from self._alone(chunk[:alone])
            if chunk[alone:]:
                yield from self._several(chunk[alone:])

    def _alone(self, orders: Sequence[Order]) -> Iterator[Printed]:
        for order in orders:
            yield self._finished(order, _set(order, self._token(order)))

    def _several(self, orders: Sequence[Order]) -> Iterator[Printed]:
        """In worker processes, which inherit the fonts and grounds that the first order warmed."""
        tokens = [self._token(order) for order in orders]
        workers = ProcessPoolExecutor(
            self._jobs, mp_context=_context(), initializer=_warm, initargs=(_characters(orders),)
        )
        try:
            outcomes = workers.map(_set, orders, tokens, chunksize=4)
            for order, outcome in zip(orders, outcomes, strict=True):
                yield self._finished(order, outcome)
        except BrokenProcessPool:
            raise DesignError(
                "limit_reached", design="*", reason="ended a worker process"
            ) from None
        finally:
            workers.shutdown(cancel_futures=True)

    def _token(self, order: Order) -> str | None:
        if self._signer is None:
            return None
        return credentials.credential(
            order.facts, did=self._did, signer=self._signer, status=order.status
        )

    def _finished(self, order: Order, outcome: bytes | CertificateError) -> Printed:
        if isinstance(outcome, CertificateError):
            return Printed(order, error=outcome)
        return Printed(order, signing.sign(outcome, self._signer) if self._signer else outcome)


def print_file(orders: Sequence[Order]) -> bytes:
    """All certificates in one print-ready PDF that holds each font once; unsigned, for paper only.

    Raises CertificateError.
    """
    chosen = [(order, design_for(order.facts, order.design)) for order in orders]
    foreign = next((design for _, design in chosen if not design.own), None)
    if foreign:
        raise foreign.unfit("is from outside; print its certificates one by one.")
    return press().many([compose(order.facts, design, order.made) for order, design in chosen])


def _set(order: Order, token: str | None) -> bytes | CertificateError:
    try:
        return render(order.facts, design=order.design, made=order.made, credential=token)
    except CertificateError as error:
        return error


def _warm(characters: frozenset[str]) -> None:
    """What a worker has before its first page, and need not look at in each collection after."""
    press().expect(characters)
    gc.freeze()


def _characters(orders: Iterable[Order]) -> frozenset[str]:
    return frozenset().union(*("".join(order.facts.texts().values()) for order in orders))


def _context() -> multiprocessing.context.BaseContext:
    """Fork where this process has one thread and warm fonts; a fork server elsewhere."""
    if threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["certificates.warmed"])
    return context
