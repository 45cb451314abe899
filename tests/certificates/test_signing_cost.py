"""A signature is cheap, and what is signed is what PAdES asks for."""

from __future__ import annotations

import io
import statistics
import time

from pyhanko.pdf_utils.reader import PdfFileReader

import certificates


def test_what_is_kept_between_signatures_changes_nothing_that_is_signed(facts, signer):
    unsigned = [certificates.render(facts), certificates.render(facts.marked_specimen())]
    digests = set()
    for pdf in unsigned:
        signature = PdfFileReader(io.BytesIO(certificates.sign(pdf, signer))).embedded_signatures[0]
        signed = {
            one["type"].native: one["values"].native
            for one in signature.signer_info["signed_attrs"]
        }
        assert set(signed) == {"content_type", "message_digest", "signing_certificate_v2"}
        digests.add(signed["message_digest"][0])
    assert len(digests) == 2


def test_a_signature_takes_little_beside_drawing_the_page(facts, signer):
    pdf = certificates.render(facts)
    certificates.sign(pdf, signer)
    drawing = processor_time(lambda: certificates.render(facts), 5)
    signing = processor_time(lambda: certificates.sign(pdf, signer), 9)
    assert signing < drawing / 8


def processor_time(act, times):
    """The median of what an act takes, in seconds of processor time, on whatever machine."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        act()
        spent.append(time.process_time() - begun)
    return statistics.median(spent)
