"""A hall at work while its real processes and its database are killed: nothing lost or doubled.

Short here; ``make faults`` goes on for minutes.
"""

from __future__ import annotations

import pytest

from tests.faults.servers import Postgres
from tests.faults.storm import stage, weather

pytestmark = [pytest.mark.slow]
SEED, KILLS = 20231020, 5


def test_hall_with_a_database_server_through_a_storm(tmp_path):
    database = Postgres()
    try:
        with stage(tmp_path, database) as (installation, people):
            counts = weather(installation, people, KILLS, SEED)
    finally:
        database.close()
    assert counts.wrong == []
    assert counts.kills["database"] == 1
    assert min(counts.acknowledged, counts.published, counts.certificates, counts.backups) > 0
