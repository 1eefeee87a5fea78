"""The frozen value that every part of a scenario is, fields that hold any kind of a family, and lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.language.messages import mark
from sim.registry import registered
from sim.scenario.files.content import plain
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.paths import NoSuchPathError, put


class Declaration(BaseModel):
    """Something said once and never changed; to vary it, ask for the same, *but*.

    Fields are keyword-only, unknown fields are refused.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_default=True,
        use_attribute_docstrings=True,
        defer_build=True,
    )

    def model_post_init(self, context: Any, /) -> None:
        """Count the kind or family as given, so that it stays with the values when only those are written out."""
        self.__pydantic_fields_set__.update({"kind", "family"} & set(type(self).model_fields))

    def costly_faults(self) -> list[Fault]:
        """Faults that take long to find, looked for when a file is read and not at each change; each has its steps."""
        return []

    def in_force(self, field: str) -> object:
        """What holds for a field, with what presets bring to it; by this, paths are found."""
        return getattr(self, field)

    def but(self, changes: Mapping[str, object] | None = None, /, **fields: object) -> Self:
        """The same declaration with some fields changed; the original stays as it was.

        A change deep inside is named by its path, where a list is entered by the name of its member:
        ``s.but({"firms.Azure.offer.price": 0.9}, horizon=52)``. Nothing but what the path names changes, in what a
        preset brings too: ``s.but({"exits.rows.price.shields.social": 0.9})``.

        Raises ``ScenarioError`` for a path that is not there and for bad values, all at once.
        """
        content = self.model_dump(mode="json", exclude_unset=True)
        faults: list[Fault] = []
        for path, value in {**(changes or {}), **fields}.items():
            strange: list[Fault] = []
            try:
                put(content, self, str(path).split("."), plain(value, strange))
            except NoSuchPathError as error:
                faults.append(Fault(path=str(path), message=str(error)))
            faults += [Fault(path=str(path), message=fault.message) for fault in strange]
        try:
            changed = checked(type(self), content)
        except ScenarioError as error:
            faults += error.faults
        if faults:
            raise ScenarioError(faults)
        return changed


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


class Lesson(Declaration):
    """Something to be run or played, from which a person should learn."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,59}$",
        json_schema_extra={
            "patternErrorMessage": mark("a name of up to 60 small letters, digits and _, beginning with a letter")
        },
    )
    title: str = Field(min_length=1, max_length=120)
    teaches: str = Field(min_length=1)
    """What a person should see in it."""
    course: tuple[str, ...] = ()
    """Ids of the course's claims and exercises that it is about, such as B1, C4 or D2."""
