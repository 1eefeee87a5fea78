"""A field that holds any one of the declared kinds of a family, told apart by ``kind``."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.registry import registered


@dataclass(frozen=True)
class OneOf:
    """Marks a field as "one of the kinds of this family": ``Annotated[Programme, OneOf("programme")]``."""

    family: str
    other: str | None = None
    """Another family whose kinds will do too; a kind of both is read as whichever its fields fit."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema: as many choices as there are kinds on the menu now."""
        choices = {name: handler.generate_schema(kind) for name, kind in registered(self.family).items()}
        for name, kind in registered(self.other).items() if self.other else ():
            further = handler.generate_schema(kind)
            choices[name] = core_schema.union_schema([choices[name], further]) if name in choices else further
        return core_schema.tagged_union_schema(choices=choices, discriminator="kind")
