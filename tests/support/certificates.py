"""Certificates as tests need them, signed by themselves."""

from datetime import UTC, datetime
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

KEY = ec.generate_private_key(ec.SECP256R1())
FIRST, LAST = datetime(2026, 11, 1, 9, tzinfo=UTC), datetime(2027, 2, 1, 23, 30, tzinfo=UTC)


def make_certificate(
    *,
    common_name: str = "shop.example",
    names: tuple[str, ...] = ("shop.example", "10.0.0.7"),
    first: datetime = FIRST,
    last: datetime = LAST,
) -> bytes:
    """A certificate as PEM, valid from `first` to `last`; names that are addresses become such."""
    organization = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Larkfield, Labs")]
    common = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)] if common_name else []
    subject = x509.Name([*organization, *common])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name(organization))
        .public_key(KEY.public_key())
        .serial_number(0xABC123)
        .not_valid_before(first)
        .not_valid_after(last)
    )
    if names:
        made = made.add_extension(
            x509.SubjectAlternativeName([_name(name) for name in names]), critical=False
        )
    return made.sign(KEY, SHA256()).public_bytes(Encoding.PEM)


def private_key() -> bytes:
    """Its key as PEM."""
    return KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)
