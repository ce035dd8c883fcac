"""What a certificate's file says (PEM or DER, RFC 7468 and RFC 5280), for the form of a certificate."""

from collections.abc import Iterable
from datetime import UTC, date
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue

MOST_BYTES: Final = 200_000
_PEM: Final = b"-----BEGIN CERTIFICATE-----"
_LONGEST: Final = {"name": 200, "subject": 300, "issuer": 300, "subject_names": 1000}


def read_certificate(content: bytes) -> dict[str, str | date]:
    """The values of the form's fields, from the first certificate of a file: the one that the rest of a chain is for.

    Nothing of the file is kept, a private key in it least of all. Raises InvalidValue for what is no certificate.
    """
    found = _loaded(content)
    names = list(_names(found))
    common = [
        str(part.value)
        for part in found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        if part.value
    ]
    texts = {
        "name": (*common, *names, "")[0],
        "subject": found.subject.rfc4514_string(),
        "issuer": found.issuer.rfc4514_string(),
        "subject_names": _joined(names),
    }
    return {
        **{name: text[: _LONGEST[name]] for name, text in texts.items()},
        "certificate_serial": format(found.serial_number, "X"),
        "fingerprint": found.fingerprint(SHA256()).hex(":").upper(),
        "not_before": found.not_valid_before_utc.astimezone(UTC).date(),
        "not_after": found.not_valid_after_utc.astimezone(UTC).date(),
    }


def _loaded(content: bytes) -> x509.Certificate:
    if len(content) > MOST_BYTES:
        raise InvalidValue(
            field="file", reason=_("The file is larger than a certificate is. Choose another one.")
        )
    try:
        if _PEM in content:
            return x509.load_pem_x509_certificate(content[content.index(_PEM) :])
        return x509.load_der_x509_certificate(content)
    except ValueError:
        reason = _("This is no certificate. Choose a file in the PEM or DER format: .pem, .crt, .cer.")
        raise InvalidValue(field="file", reason=reason) from None


def _names(found: x509.Certificate) -> Iterable[str]:
    """What it is valid for: names of hosts, addresses, mail addresses."""
    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, ValueError):
        return []
    kinds = (x509.DNSName, x509.IPAddress, x509.RFC822Name, x509.UniformResourceIdentifier)
    return [str(name.value) for name in extension.value if isinstance(name, kinds)]


def _joined(names: Iterable[str]) -> str:
    """As many names as the field holds, none of them cut."""
    text = ""
    for name in names:
        longer = f"{text}, {name}" if text else name
        if len(longer) > _LONGEST["subject_names"]:
            break
        text = longer
    return text
