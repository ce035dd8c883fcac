"""B10, server-side request forgery.

Homebox CVE-2026-27600 (state oracle), GLPI CVE-2026-22247, Shelf GHSA-xgrm (IP literals, slow bodies), Snipe
CVE-2026-86735 (IPv6 transition addresses), CVE-2026-86771, InvenTree GHSA-vx3h (error text).
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from assetry.platform.faults import ConfigurationError
from assetry.platform.outbound.addresses import Allowed, is_global, parse_address
from assetry.platform.outbound.client import OutboundClient
from assetry.platform.outbound.refusals import OutsideUnreachable
from tests.support.outside import Canary, Outside, canary, outside

LOOPBACK = Allowed(networks=("127.0.0.0/8",))
# {p} is the canary's port: what gets through is heard.
LITERALS = [
    "127.0.0.1:{p}",
    "127.0.0.1",
    "127.1:{p}",
    "127.0.1:{p}",
    "127.255.255.254:{p}",
    "0:{p}",
    "0.0.0.0:{p}",
    "00.00.00.00:{p}",
    "2130706433:{p}",
    "0x7f000001:{p}",
    "0x7f.1:{p}",
    "0x7f.0x0.0x0.0x1:{p}",
    "0177.0.0.1:{p}",
    "0177.1:{p}",
    "017700000001:{p}",
    "127.000.000.001:{p}",
    "0x7F.0.0.1:{p}",
    "127.0.0.1.:{p}",
    "127.0.0.2:{p}",
    "127.127.127.127:{p}",
    "3232235521",
    "3232235777",
    "0xC0A80101",
    "0300.0250.1.1",
    "10.0.0.1",
    "10.255.255.255",
    "10.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.1.254",
    "192.168.1",
    "100.64.0.1",
    "100.127.255.255",
    "169.254.169.254",
    "169.254.169.254:80",
    "169.254.1.1",
    "0xA9FEA9FE",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.170.2",
    "100.100.100.200",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "224.0.0.1",
    "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "0.0.0.1",
    "0.1.2.3",
    "[::1]:{p}",
    "[::]:{p}",
    "[0:0:0:0:0:0:0:1]:{p}",
    "[0000::1]:{p}",
    "[::ffff:127.0.0.1]:{p}",
    "[::ffff:7f00:1]:{p}",
    "[0:0:0:0:0:ffff:127.0.0.1]:{p}",
    "[::127.0.0.1]:{p}",
    "[::7f00:1]:{p}",
    "[::ffff:0:127.0.0.1]:{p}",
    "[::ffff:169.254.169.254]",
    "[::ffff:10.0.0.1]",
    "[::ffff:192.168.1.1]",
    "[64:ff9b::127.0.0.1]:{p}",
    "[64:ff9b::7f00:1]:{p}",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b::169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]:{p}",
    "[2002:7f00:1::1]",
    "[2002:a00:1::]",
    "[2002:c0a8:101::1]",
    "[2002:a9fe:a9fe::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[2001::1]",
    "[2001:db8::1]",
    "[2001:10::1]",
    "[2001:20::1]",
    "[3fff::1]",
    "[fe80::1]",
    "[fe80::5efe:7f00:1]",
    "[febf::1]",
    "[fc00::1]",
    "[fd00::1]",
    "[fd00:ec2::254]",
    "[fdff:ffff::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[100::1]",
    "[5f00::1]",
    "[4000::1]",
    "[::2]",
    "[::8.8.8.8]",
    "[2606:4700::5efe:7f00:1]",
    "[2606:4700::200:5efe:a00:1]",
]
NAMES = [
    "localhost:{p}",
    "LOCALHOST:{p}",
    "localhost.:{p}",
    "x.localhost:{p}",
    "printer.local",
    "metadata.google.internal",
    "metadata.google.internal.",
    "router.lan",
    "wiki.intranet",
    "ad.corp",
    "nas.home.arpa",
    "internal",
]
SHAPES = """
http://user@127.0.0.1:{p}/ http://user:word@example.com/ http://example.com@127.0.0.1:{p}/ http://127.0.0.1:{p}@example.com/
http://example.com%40127.0.0.1:{p}/ http://@127.0.0.1:{p}/ http:///127.0.0.1:{p}/ http:127.0.0.1:{p}/ //127.0.0.1:{p}/
127.0.0.1:{p} gopher://127.0.0.1:{p}/_x file:///etc/passwd file://localhost/etc/passwd ftp://127.0.0.1:{p}/ dict://127.0.0.1:{p}/
ldap://127.0.0.1:{p}/ data:text/plain,x javascript:1 http://127.0.0.1:{p}\\@example.com/ http://[::1%25lo]:{p}/
http://①②⑦.⓪.⓪.①:{p}/ http://127。0。0。1:{p}/ http://ⓛocalhost:{p}/ http://127.0.0.1:{p}/\r\nX-Evil:1 http://127.0.0.1:99999/
http:// http://[::1 http://0/ https://127.0.0.1:{p}/ unix:///run/x.sock
""".replace("\\r\\n", "\r\n").split(" ")
TARGETS = [
    *(f"http://{host}/" for host in (*LITERALS, *NAMES)),
    *(shape.strip("\n") for shape in " ".join(SHAPES).replace("\n", " ").split(" ") if shape.strip()),
]


@pytest.fixture(scope="module")
def bird() -> Iterator[Canary]:
    with canary() as found:
        yield found


@pytest.fixture(scope="module")
def server() -> Iterator[Outside]:
    with outside() as found:
        yield found


def known(names: Mapping[str, Sequence[str]]) -> OutboundClient:
    """A client whose resolver knows these names."""
    return OutboundClient(resolver=lambda host, _port: names[host], seconds=2)


def test_b10_there_are_120_targets() -> None:
    assert len(TARGETS) >= 120


@pytest.mark.parametrize("target", TARGETS)
def test_b10_nothing_inside_is_asked(bird: Canary, target: str) -> None:
    with pytest.raises(OutsideUnreachable) as refused:
        OutboundClient(seconds=2).get(target.format(p=bird.port))
    assert refused.value.params == {}
    assert refused.value.__cause__ is None
    assert bird.visits == []


def test_b10_the_canary_hears_who_comes() -> None:
    with canary() as own:
        answer = OutboundClient(allowed=LOOPBACK, seconds=5).get(f"http://127.0.0.1:{own.port}/")
        assert answer.content == b"caw!"
        assert len(own.visits) == 1


def test_b10_every_reason_reads_the_same(bird: Canary, server: Outside) -> None:
    client = OutboundClient(allowed=LOOPBACK, seconds=0.3, most_bytes=10)
    targets = (
        f"http://10.0.0.1:{bird.port}/", "http://127.0.0.1:1/", "ftp://example.com/", "http://no-such-name.invalid/",
        server.url("bytes/11"), server.url("trickle"), server.url("packed"),
    )  # fmt: skip
    said = set()
    for target in targets:
        with pytest.raises(OutsideUnreachable) as refused:
            client.get(target)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_b10_a_name_that_leads_inside_is_blocked(bird: Canary, address: str) -> None:
    with pytest.raises(OutsideUnreachable):
        known({"evil.example": [address]}).get(f"http://evil.example:{bird.port}/")
    assert bird.visits == []


def test_b10_one_bad_address_among_good_ones_blocks(bird: Canary) -> None:
    with pytest.raises(OutsideUnreachable):
        known({"evil.example": ["93.184.215.14", "127.0.0.1"]}).get(f"http://evil.example:{bird.port}/")


def test_b10_a_name_is_resolved_once_and_that_address_connected_to(bird: Canary, server: Outside) -> None:
    """Rebinding: the second answer would lead to the canary; there is no second question."""
    answers = iter([["127.0.0.1"], ["::1"]])
    client = OutboundClient(allowed=LOOPBACK, resolver=lambda _host, _port: next(answers), seconds=2)
    assert client.get(f"http://rebinding.example:{server.port}/").content == b"ok"
    assert next(answers) == ["::1"]


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://[::1]:{p}/",
        "http://localhost:{p}/",
        "file:///etc/passwd",
        "//[::1]:{p}/",
        "gopher://x/",
    ],
)
def test_b10_where_a_redirect_leads_is_checked_too(bird: Canary, server: Outside, target: str) -> None:
    client = OutboundClient(allowed=LOOPBACK, seconds=2)
    with pytest.raises(OutsideUnreachable):
        client.get(server.url(f"to/{target.format(p=bird.port)}"))
    assert bird.visits == []


def test_b10_a_redirect_that_is_allowed_is_followed(server: Outside) -> None:
    client = OutboundClient(allowed=LOOPBACK, seconds=5)
    answer = client.get(server.url(f"to/{server.url('ok')}"))
    assert (answer.content, answer.url) == (b"ok", server.url("ok"))


def test_b10_a_chain_of_redirects_ends(server: Outside) -> None:
    chain = "to/" * 7
    with pytest.raises(OutsideUnreachable):
        OutboundClient(allowed=LOOPBACK, seconds=5).get(server.url(f"to/{server.url(chain + 'ok')}"))


def test_b10_a_token_does_not_travel_to_another_host(server: Outside) -> None:
    client = OutboundClient(allowed=LOOPBACK, resolver=lambda _host, _port: ["127.0.0.1"], seconds=5)
    client.get(
        f"http://first.example:{server.port}/to/http://second.example:{server.port}/ok",
        headers={"Authorization": "Bearer canary"},
    )
    first, second = server.asked[-2:]
    assert b"Bearer canary" in first
    assert b"Bearer canary" not in second


@pytest.mark.parametrize("path", ["trickle", "slow-head"])
def test_b10_what_trickles_in_ends_at_the_deadline(server: Outside, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(OutsideUnreachable):
        OutboundClient(allowed=LOOPBACK, seconds=0.3).get(server.url(path))
    assert time.monotonic() - began < 5


def test_b10_more_bytes_than_the_most_are_refused(server: Outside) -> None:
    client = OutboundClient(allowed=LOOPBACK, seconds=5, most_bytes=1000)
    assert len(client.get(server.url("bytes/1000")).content) == 1000
    with pytest.raises(OutsideUnreachable):
        client.get(server.url("bytes/1001"))


def test_b10_the_limits_are_those_that_are_told() -> None:
    assert (OutboundClient().most_bytes, OutboundClient().seconds) == (10_000_000, 30)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"])
def test_b10_a_proxy_of_the_environment_is_ignored(
    bird: Canary, server: Outside, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{bird.port}")
    assert OutboundClient(allowed=LOOPBACK, seconds=5).get(server.url("ok")).content == b"ok"
    assert bird.visits == []


def test_b10_a_host_is_allowed_by_its_exact_name(server: Outside) -> None:
    client = OutboundClient(
        allowed=Allowed.read(["wiki.intranet"]), resolver=lambda _host, _port: ["127.0.0.1"], seconds=5
    )
    assert client.get(f"http://wiki.intranet:{server.port}/ok").status == 200
    with pytest.raises(OutsideUnreachable):
        client.get(f"http://other.wiki.intranet:{server.port}/ok")


def test_b10_certificates_are_verified(server: Outside) -> None:
    """The server speaks no TLS, so the handshake fails; it never falls back to plain text."""
    with pytest.raises(OutsideUnreachable):
        replace(OutboundClient(allowed=LOOPBACK, seconds=2)).get(f"https://127.0.0.1:{server.port}/ok")


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700:4700::1111",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "::ffff:8.8.8.8",
    ],
)
def test_b10_what_the_world_can_reach_is_allowed(address: str) -> None:
    assert is_global(parse_address(address))


@pytest.mark.parametrize("word", ["10.0.0.1/8", "256.1.1.1", "http://x", "a b", "-x", "*", "x.*"])
def test_b10_an_allowance_that_cannot_be_read_stops_the_start(word: str) -> None:
    with pytest.raises(ConfigurationError, match="ASSETRY_OUTBOUND_ALLOW"):
        Allowed.read([word])
