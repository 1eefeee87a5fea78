"""The certificate of an encrypted server: the one that is given, or one that is made here and kept beside the game."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sim.files.atomic_write import write_file
from sim.game.errors import GameError, reason_of
from sim.language.messages import _

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

DAYS = 365
"""Days for which a certificate that is made here is good."""
DAYS_LEFT = 30
"""A certificate that is kept is used again if it is good for so many days more."""
CERTIFICATE_FILE, KEY_FILE = "self_signed_certificate.pem", "self_signed_key.pem"


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """The two files by which a server proves its name and encrypts."""

    certificate: Path
    key: Path
    self_signed: bool = False

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as browsers show it."""
        held = ssl.PEM_cert_to_DER_cert(_first_certificate(self.certificate))
        digest = hashlib.sha256(held).hexdigest().upper()
        return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))


def given_certificate(certificate: Path, key: Path) -> Certificate:
    """The certificate in these files. Raises :class:`GameError` where they cannot be used together."""
    found = Certificate(certificate=certificate, key=key)
    try:
        # a key with a password would ask for it in the terminal; an empty one is refused
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        said = _(
            "The certificate {certificate} with the key {key} cannot be used: {reason}. Give two PEM files that belong "
            "together; the key without a password."
        )
        why = reason_of(error)
        raise GameError(said.format(certificate=certificate, key=key, reason=why)) from None
    return found


def self_signed_certificate(folder: Path, hosts: Sequence[str]) -> Certificate:
    """A certificate that is made here, kept in a folder, and used again while it is good for these hosts.

    Browsers do not know who made it, so they warn once on each device.

    Args:
        folder: Folder that holds the two files.
        hosts: Names and addresses under which the server is found.

    Returns:
        The certificate.

    Raises:
        GameError: Where the package ``cryptography`` is missing, or the folder cannot be written.
    """
    found = Certificate(certificate=folder / CERTIFICATE_FILE, key=folder / KEY_FILE, self_signed=True)
    try:
        if not _is_good(found, hosts):
            certificate, key = _made(hosts)
            write_file(found.key, key, mode=0o600)
            write_file(found.certificate, certificate)
    except ModuleNotFoundError:
        raise GameError(_("A certificate of its own needs: pip install 'guanxi[tls]'")) from None
    except OSError as error:
        said = _("The certificate cannot be kept in {folder}: {reason}; choose a folder that can be written.")
        raise GameError(said.format(folder=folder, reason=reason_of(error))) from None
    return found


def _is_good(found: Certificate, hosts: Sequence[str]) -> bool:
    """Whether the files are there, belong together, name all hosts and are good for a while."""
    from cryptography import x509

    if not (found.certificate.is_file() and found.key.is_file()):
        return False
    try:
        given_certificate(found.certificate, found.key)
        held = x509.load_pem_x509_certificate(found.certificate.read_bytes())
        names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (GameError, ValueError, x509.ExtensionNotFound):
        return False
    known = {str(name.value) for name in names}
    return set(hosts) <= known and held.not_valid_after_utc - datetime.now(UTC) > timedelta(days=DAYS_LEFT)


def _made(hosts: Sequence[str]) -> tuple[bytes, bytes]:
    """A fresh certificate and its key, as PEM (RFC 5280; the hosts as subject alternative names, RFC 6125)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Guanxi class")])
    begin = datetime.now(UTC) - timedelta(days=1)  # clocks of phones differ
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def _host(host: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _first_certificate(path: str | os.PathLike[str]) -> str:
    """The first certificate of a PEM file, which may hold those of its makers too."""
    text = Path(path).read_text(encoding="ascii", errors="replace")
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    return begin + text.partition(begin)[2].partition(end)[0] + end
