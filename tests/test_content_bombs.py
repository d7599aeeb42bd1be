"""Content files that are made to take all memory or time: refused, with nothing kept."""

import resource

import pytest

from studyguide.models import Fact, Guide, Section
from studyguide.sync import ContentError, sync
from tests.conftest import NOW

MOST = 150  # megabytes that reading one may take beyond what reading the guide takes
PLACES = ["questions/bomb.yaml", "sections/yeast.md"]


def laughs(depth=9):
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return "\n".join(lines).encode()


BOMBS = {
    "laughs": laughs(),
    "merged keys": b"a: &a {x: 1}\nb: {<<: [" + b", ".join([b"*a"] * 10_000) + b"]}\n",
    "deep brackets": b"a: " + b"[" * 90_000,
    "deep braces": b"{a: " * 40_000,
    "deep lines": b"".join(b" " * n + b"a:\n" for n in range(600)),
    "many digits": b"a: " + b"9" * 5_000 + b"\n",
    "many bits": b"a: 0b" + b"1" * 150_000 + b"\n",
    "sexagesimal": b"a: " + b"59:" * 20_000 + b"59\n",
    "nul": b"a: b\0c\n",
    "utf-16": "a: b\n".encode("utf-16"),
    "too long": b"a" * 10_000_000,
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(15_000)),
    "object": b"a: !!python/object/apply:os.system ['touch /tmp/bomb']\n",
    "name": b"a: !!python/name:os.system\n",
    "anchors": b"".join(b"- &a%d x\n" % n for n in range(15_000)),
    "quoted": b'a: "' + b"\\x41" * 45_000,
}


@pytest.fixture
def counts(synced_guide):
    return stored()


def stored():
    return Guide.objects.count(), Section.objects.count(), Fact.objects.count(), Guide.objects.get().digest


@pytest.mark.timeout(60)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=list(BOMBS))
def test_it_is_refused_and_nothing_of_it_is_kept(counts, guide_folder, place, bomb):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = guide_folder.path / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"---\n" + bomb + b"\n---\nText\n" if place.endswith(".md") else bomb)
    with pytest.raises(ContentError):
        sync(NOW)
    assert stored() == counts
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before <= MOST * 1024
