"""The servers that tests bring up for themselves are there, empty and apart."""

import redis
from sqlalchemy import create_engine, text


def test_each_test_may_have_a_database_of_its_own(postgres_url, fresh_postgres_url):
    assert tables(postgres_url) == []
    assert tables(fresh_postgres_url) == []
    assert postgres_url != fresh_postgres_url


def test_redis_is_empty_and_keeps_what_it_is_given(redis_url):
    connection = redis.Redis.from_url(redis_url)
    assert connection.dbsize() == 0
    connection.set("a", "1")
    assert connection.get("a") == b"1"
    connection.close()


def tables(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("select tablename from pg_tables where schemaname = 'public'")
        )
        names = [row[0] for row in found]
    engine.dispose()
    return names
