"""How commands answer: in words, or as one JSON document and nothing else."""

from __future__ import annotations

import json

import click

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")


def print_json(document: object) -> None:
    """Print the one document of an answer."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
