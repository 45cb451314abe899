"""Folder and bucket keep the same promises."""

import os

import pytest

from competition import storage
from competition.storage.folder import Folder

BUCKET = "prizes"


@pytest.fixture(scope="session")
def s3_server():
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 -- slow to load

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server, monkeypatch):
    for name, value in {
        "AWS_ENDPOINT_URL": s3_server,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    chosen = storage.from_url(f"s3://{BUCKET}/hall", None)
    chosen.client.create_bucket(Bucket=BUCKET)
    yield chosen
    for key in list(chosen.keys("")):
        chosen.delete(key)


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "folder":
        return storage.from_url(f"file://{tmp_path}/files", tmp_path)
    return request.getfixturevalue("bucket")


def test_what_was_put_is_got_byte_by_byte(store):
    content = os.urandom(70_000)
    store.put("certificates/quzhou/Y0001.pdf", content)
    assert store.get("certificates/quzhou/Y0001.pdf") == content
    with store.open("certificates/quzhou/Y0001.pdf") as file:
        assert file.read() == content


def test_putting_again_replaces(store):
    store.put("a", b"old and longer")
    store.put("a", b"new")
    assert store.get("a") == b"new"


def test_keys_are_listed_by_prefix_in_order(store):
    for key in ("b/2", "a/1", "b/1"):
        store.put(key, b"")
    assert list(store.keys()) == ["a/1", "b/1", "b/2"]
    assert list(store.keys("b/")) == ["b/1", "b/2"]


def test_missing_file_is_told_by_its_key(store):
    assert not store.exists("none")
    store.delete("none")
    with pytest.raises(storage.StoredFileMissing) as refusal:
        store.get("none")
    assert refusal.value.params == {"key": "none"}


def test_deleted_file_is_gone(store):
    store.put("a", b"x")
    store.delete("a")
    assert not store.exists("a")


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../up", "a/../../up", "a//b", "a/.hidden", "a\\b", "a\0b", "x" * 401],
)
def test_key_that_could_leave_its_place_is_refused(store, key):
    with pytest.raises(ValueError, match="cannot name"):
        store.put(key, b"x")


def test_store_that_answers_passes_its_check(store):
    assert store.check() is None


def test_half_written_file_never_appears(tmp_path, monkeypatch):
    folder = Folder(tmp_path)
    folder.put("a", b"whole")

    def full_disk(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(storage.StorageAway):
        folder.put("a", b"half")
    assert folder.get("a") == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_bucket_out_of_reach_is_told_as_away(bucket):
    gone = type(bucket)("no-such-bucket", client=bucket.client)
    with pytest.raises(storage.StorageAway):
        gone.check()


def test_address_of_another_kind_is_refused(tmp_path):
    with pytest.raises(ValueError, match="neither"):
        storage.from_url("ftp://somewhere", tmp_path)
