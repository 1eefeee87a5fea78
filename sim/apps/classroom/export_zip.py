"""What a seat takes home: the tables that the session exports for it, packed into one file."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from sim.game.session.session import Session


def export_zip(session: Session, seat: str) -> bytes:
    """A zip of the seat's export; an instructor's holds the whole game. Raises ``GameError`` for who has none."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / session.game.name
        session.export(folder, seat=seat)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, f"{folder.name}/{file.name}")
    return packed.getvalue()
