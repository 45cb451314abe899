"""What tests of certificates share: usual facts, one authority, one issued certificate."""

from dataclasses import replace

import pytest

import certificates
from certificates.issuing import samples

ADDRESS = "HTTPS://EXAMPLE.ORG/V/7K3M9QXT2B4F"
DID = "did:web:example.org"
ENGLISH = {
    "holder_en": "Zheng Wenbo",
    "issuer_en": "Quzhou Vocational Skill Assessment Centre",
    "contest_en": "First Quzhou Vocational Skills Competition for Labour Relations Coordinators",
    "occupation_en": "Labour Relations Coordinator",
    "title_en": "Quzhou Gold-Medal Worker",
    "prize_en": "First Prize",
}


@pytest.fixture
def facts():
    """Usual facts of a level certificate, no specimen."""
    return replace(samples("level")[0], specimen=False, holder="阿卜杜拉·买买提")


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return certificates.make_authority(tmp_path_factory.mktemp("keys"), name="衢州市技能竞赛")


@pytest.fixture(scope="session")
def signer(authority):
    return certificates.FileSigner(authority.signer_key, authority.signer_certificate)


@pytest.fixture(scope="session")
def trust(authority):
    return certificates.load_trust(authority.authority_certificate)


@pytest.fixture(scope="session")
def issued(signer):
    """One signed certificate with its credential."""
    facts = replace(samples("level")[0], specimen=False, holder="阿卜杜拉·买买提")
    return certificates.issue(facts, signer=signer, did=DID)
