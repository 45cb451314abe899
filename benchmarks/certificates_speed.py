"""How long a certificate takes, how heavy it is, and whether memory stays flat over many.

Run: ``python benchmarks/certificates_speed.py [how many] [jobs]``. Prints the median milliseconds
of processor and clock for each step of one certificate (P-256, credential attached), its size, then
a batch with the memory along the way. What a user would pick instead: WeasyPrint on the same HTML
with nothing kept warm, unsigned and neither archival nor accessible; the ratio is of the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import weasyprint

import certificates
from certificates.design import design_for
from certificates.fonts import FAMILY, weight_file
from certificates.issuing import samples
from certificates.page import compose

DID = "did:web:example.org"
ROUNDS = 25


def main(count=300, jobs=1):
    with tempfile.TemporaryDirectory() as folder:
        keys = certificates.make_authority(Path(folder) / "keys")
        signer = certificates.FileSigner(keys.signer_key, keys.signer_certificate)
        spent = one_by_one(signer, certificates.load_trust(keys.authority_certificate))
        print(f"{naive() / spent:.1f} × the time of one issued takes the naive way, unsigned")
        sizes(signer)
        batch(signer, count, jobs)


def one_by_one(signer, trust):
    facts = replace(samples("level")[0], specimen=False)
    token = certificates.credential(facts, did=DID, signer=signer)
    unsigned = certificates.render(facts, credential=token)
    signed = certificates.sign(unsigned, signer)
    certificates.sign(unsigned, signer)
    told("credential", lambda: certificates.credential(facts, did=DID, signer=signer))
    told("render", lambda: certificates.render(facts, credential=token))
    told("sign", lambda: certificates.sign(unsigned, signer))
    spent = told("issue, all of it", lambda: certificates.issue(facts, signer=signer, did=DID))
    told("verify", lambda: certificates.verify(signed, trust))
    print(f"{len(unsigned):,} bytes unsigned, {len(signed):,} signed")
    return spent


def sizes(signer):
    """Bytes signed, without a photograph: usual facts in Chinese and bilingual, then long ones."""
    for design in certificates.designs():
        for kind in design.kinds:
            usual, long = (replace(facts, specimen=False) for facts in samples(kind))
            made = [usual, replace(usual, language="zh-en"), long]
            found = [
                len(certificates.issue(one, signer=signer, did=DID, design=design.key))
                for one in made
            ]
            print(f"{design.key:<16}{kind:<7}" + "".join(f"{size:>9,}" for size in found))


def told(name, deed, rounds=ROUNDS):
    spent, passed = [], []
    for _ in range(rounds):
        cpu, clock = time.process_time(), time.perf_counter()
        deed()
        spent.append(time.process_time() - cpu)
        passed.append(time.perf_counter() - clock)
    print(
        f"{name:<18} {1000 * statistics.median(spent):7.1f} ms processor "
        f"{1000 * statistics.median(passed):7.1f} ms clock"
    )
    return statistics.median(spent)


def batch(signer, count, jobs):
    facts = replace(samples("level")[0], specimen=False)
    orders = [
        certificates.Order(str(at), replace(facts, number=f"Y0000330000002320{at:05d}"))
        for at in range(count)
    ]
    begun, cpu = time.perf_counter(), time.process_time()
    run = certificates.Batch(signer=signer, did=DID, jobs=jobs).run(orders)
    for done, printed in enumerate(run, 1):
        if printed.error:
            raise printed.error
        if done % max(1, count // 5) == 0:
            print(f"{done:6} done, {resident():4} MB")
    passed, spent = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{count} with {jobs} jobs: {count / passed:.1f}/s by the clock", end="")
    print(f", {count / spent:.1f}/s of this process's processor time")


def naive():
    """The same page with nothing kept warm: fonts from their files, a new configuration each."""
    facts = replace(samples("level")[0], specimen=False)
    sheet = compose(facts, design_for(facts))
    faces = "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url({weight_file(weight).as_uri()})}}"
        for weight in (400, 700)
    )
    style = faces + sheet.design.style
    return told("naive render", lambda: set_anew(sheet.html, style), rounds=5)


def set_anew(html, style):
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=style, font_config=fonts)
    return weasyprint.HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts)


def resident():
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 // 1_000_000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
