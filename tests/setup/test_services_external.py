"""The servers that tests bring up for themselves are there, empty and apart."""

import psycopg
import pytest
import redis


@pytest.mark.parametrize("turn", ["first", "next"])
def test_each_test_may_have_a_database_of_its_own(postgres_url, fresh_postgres_url, turn):
    assert fresh_postgres_url != postgres_url
    address = fresh_postgres_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        held = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert held.fetchall() == []
        connection.execute(f"CREATE TABLE {turn}_was_here ()")


def test_redis_is_empty_and_keeps_what_it_is_given(redis_url):
    connection = redis.Redis.from_url(redis_url)
    assert connection.dbsize() == 0
    connection.set("a", "1")
    assert connection.get("a") == b"1"
    connection.close()
