"""A field that holds any one of the declared kinds of a family, told apart by ``kind``."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.registry import menu


@dataclass(frozen=True)
class OneOf:
    """Marks a field as "one of the kinds of this family": ``Annotated[Programme, OneOf("programme")]``."""

    family: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema: as many choices as there are kinds on the menu now."""
        choices = {name: handler.generate_schema(kind) for name, kind in menu(self.family).items()}
        return core_schema.tagged_union_schema(choices=choices, discriminator="kind")
