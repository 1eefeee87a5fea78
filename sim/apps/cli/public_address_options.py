"""Options of the commands that serve: encryption, and a public name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.apps.cli.output_places import READ
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.web.public_address import PublicAddress

SELF_SIGNED = "self-signed"
TlsCertificate = Annotated[
    Path | None,
    typer.Option("--tls-cert", parser=READ, help="PEM file of a certificate, for HTTPS; with --tls-key."),
]
TlsKey = Annotated[
    Path | None, typer.Option("--tls-key", parser=READ, help="PEM file of the certificate's key, without a password.")
]
Tls = Annotated[
    str | None,
    typer.Option(
        "--tls", metavar=SELF_SIGNED,
        help="'self-signed': HTTPS with a certificate that is made here; browsers warn once on each device.",
    ),
]  # fmt: skip
HostName = Annotated[
    str | None,
    typer.Option(
        "--host-name", metavar="NAME",
        help="Public name, such as that of a proxy: links and QR code have it, and requests under it are answered.",
    ),
]  # fmt: skip


def refuse_impossible_address(files: tuple[Path | None, Path | None], tls: str | None, name: str | None) -> None:
    """Refuse options of an address that cannot be, before anything is written.

    Raises :class:`sim.game.errors.GameError`.
    """
    from sim.apps.classroom.web.certificate import given_certificate
    from sim.apps.classroom.web.public_address import public_origin
    from sim.game.errors import GameError

    certificate, key = files
    if tls not in (None, SELF_SIGNED):
        raise GameError(_("--tls: {given} was given; give {allowed}.").format(given=repr(tls), allowed=SELF_SIGNED))
    if (certificate is None) != (key is None) or (certificate is not None and tls is not None):
        raise GameError(_("Give --tls-cert and --tls-key together, or --tls self-signed alone."))
    if name is not None:
        public_origin(name, 0, encrypted=False)
    if certificate is not None and key is not None:
        given_certificate(certificate, key)


def public_address(
    files: tuple[Path | None, Path | None], tls: str | None, name: str | None, port: int, folder: Path, *, lan: bool
) -> PublicAddress:  # fmt: skip
    """What the options ask for; ``files`` are certificate and key, ``folder`` keeps a certificate that is made here.

    Raises :class:`sim.game.errors.GameError` for options that do not go together.
    """
    from sim.apps.classroom.web.certificate import given_certificate, self_signed_certificate
    from sim.apps.classroom.web.public_address import PublicAddress, hosts, public_origin

    refuse_impossible_address(files, tls, name)
    certificate, key = files
    encrypted = tls is not None or certificate is not None
    origin = "" if name is None else public_origin(name, port, encrypted=encrypted)
    if certificate is not None and key is not None:
        return PublicAddress(origin=origin, certificate=given_certificate(certificate, key))
    if tls is None:
        return PublicAddress(origin=origin)
    known = PublicAddress(origin=origin).host
    names = dict.fromkeys([*hosts(lan=lan), "localhost", "127.0.0.1", *([known] if known else [])])
    return PublicAddress(origin=origin, certificate=self_signed_certificate(folder, list(names)))


def encryption_words(found: PublicAddress) -> str:
    """What an instructor needs to know about the encryption; empty where there is none."""
    if found.certificate is None:
        return _("The proxy encrypts; between it and this server it is plain HTTP.") if found.encrypted else ""
    if not found.certificate.self_signed:
        return _("What goes over the network is encrypted.")
    said = _(
        "What goes over the network is encrypted. Browsers do not know who made the certificate and warn once on each "
        "device. Let students compare its SHA-256 fingerprint: {fingerprint}"
    )
    return said.format(fingerprint=found.certificate.fingerprint)
