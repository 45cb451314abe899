"""Worlds of organisers: who acts, when, and sheets to upload."""

import io

import xlsxwriter

from competition.domain.actor import Actor
from competition.exchange.entrants.sheet import read_grid
from tests import scenes

NOW = scenes.NOON
ID_LI = "11010519491231002X"


def actor(user, role="organiser"):
    return Actor(kind="staff", id=user.id, name=user.name, role=role)


def organised(state="setup", **columns):
    """A contest with its organiser, as (contest, actor)."""
    contest = scenes.contest(state, **columns)
    return contest, actor(scenes.person("zhang", contest, "organiser"))


def workbook(*rows):
    """A sheet as Excel writes it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return target.getvalue()


def grid(*rows):
    return read_grid(workbook(*rows), "名单.xlsx")
