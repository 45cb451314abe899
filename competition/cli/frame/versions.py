"""The version of the program that runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The installed version, or ``unreleased`` in a checkout that was never installed."""
    try:
        return version("competition")
    except PackageNotFoundError:
        return "unreleased"
