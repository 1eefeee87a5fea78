"""Commands whose help and refusals are shown in the language of the reader.

Help is declared in English beside each option and translated when it is shown; so are the words of Typer itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from typer.core import TyperCommand, TyperGroup

from sim.language.choice import ENGLISH, LanguageError, current_language, in_language, language_of_command_line
from sim.language.messages import mark, translate

BAD_INPUT = 2
OPTION = "--lang"
TYPER_CONSTANTS = {
    "DEPRECATED_STRING": mark("(deprecated) "), "DEFAULT_STRING": mark("[default: {}]"),
    "REQUIRED_LONG_STRING": mark("[required]"), "ARGUMENTS_PANEL_TITLE": mark("Arguments"),
    "OPTIONS_PANEL_TITLE": mark("Options"), "COMMANDS_PANEL_TITLE": mark("Commands"),
    "ERRORS_PANEL_TITLE": mark("Error"), "ABORTED_TEXT": mark("Aborted."),
    "RICH_HELP": mark("Try [blue]'{command_path} {help_option}'[/] for help."),
}  # fmt: skip
"""Names in ``typer.rich_utils``, and the words they hold."""
USAGE, HELP_OF_HELP = mark("Usage: "), mark("Show this message and exit.")
REFUSALS = (
    mark("No such command {name}."),
    mark("No such option: {name}"),
    mark("Missing command."),
    mark("Missing argument {name}."),
    mark("Missing option {name}."),
    mark("Option {name} requires an argument."),
    mark("Got unexpected extra argument(s) ({name})"),
    mark("Invalid value for {name}: {reason}"),
    mark("Invalid value: {reason}"),
    mark("(Possible options: {names})"),
    mark("Did you mean {name}?"),
    mark("Input should be a valid integer, unable to parse string as an integer"),
    mark("Input should be a valid number, unable to parse string as a number"),
    mark("Input should be greater than or equal to {value}"),
    mark("Input should be less than or equal to {value}"),
    mark("Value error, {name} is not one of {names}."),
)
"""What Typer refuses, by the places that are filled in."""


class TranslatedCommand(TyperCommand):
    """A command whose help is shown in the language of the reader."""

    def get_usage(self, ctx: Any) -> str:
        """The line of usage, with its first word translated."""
        return _translated_usage(super().get_usage(ctx))

    def get_params(self, ctx: Any) -> Any:
        """Arguments and options, with their help translated."""
        return _translated_params(super().get_params(ctx))


class TranslatedGroup(TyperGroup):
    """All commands, in the language that ``--lang``, GUANXI_LANG or the system names."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command that was typed; ``--lang`` may stand before or behind its name."""
        typed = list(sys.argv[1:] if args is None else args)
        try:
            asked, rest = split_language(typed)
            language = asked if asked is not None else language_of_command_line()
            with in_language(language), _typer_translated():
                for command in (self, *self.commands.values()):
                    command.help = translate(command.help or "")
                return super().main(rest, prog_name, complete_var, standalone_mode, windows_expand_args, **extra)
        except LanguageError as error:
            print(error, file=sys.stderr)
            sys.exit(BAD_INPUT)

    def get_usage(self, ctx: Any) -> str:
        """The line of usage, with its first word translated."""
        return _translated_usage(super().get_usage(ctx))

    def get_params(self, ctx: Any) -> Any:
        """Options of all commands, with their help translated."""
        return _translated_params(super().get_params(ctx))


def split_language(typed: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language that is asked for, if any, and the other words.

    >>> split_language(["list", "--lang", "zh"]), split_language(["--lang=en", "run", "first_look"])
    (('zh', ['list']), ('en', ['run', 'first_look']))
    """
    words, language = list(typed), None
    end = words.index("--") if "--" in words else len(words)
    place = 0
    while place < end:
        name, equals, value = words[place].partition("=")
        if name != OPTION or (not equals and place + 1 >= end):
            place += 1
            continue
        taken = 1 if equals else 2
        language = value if equals else words[place + 1]
        del words[place : place + taken]
        end -= taken
    return language, words


def translated_refusal(message: str) -> str:
    """A refusal of Typer in the language in use; one that is not known stays as it is."""
    for form in REFUSALS:
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(form))
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            parts = {name: translated_refusal(part) for name, part in found.groupdict().items()}
            return translate(form).format(**parts)
    head, space, hint = message.partition(" (Possible options")
    head, space, hint = (head, space, hint) if space else message.partition(" Did you mean")
    return f"{translated_refusal(head)} {translated_refusal((space + hint).strip())}" if space and head else message


def _translated_usage(usage: str) -> str:
    return usage.replace(USAGE, translate(USAGE), 1)


def _translated_params(params: Any) -> Any:
    for param in params:
        text = getattr(param, "help", None)
        if text:
            param.help = translate(text)
    return params


@contextmanager
def _typer_translated() -> Iterator[None]:
    """Typer's own words in the language in use, until the block ends; in English nothing is touched."""
    if current_language() == ENGLISH:
        yield
        return
    from typer import core, rich_utils

    def format_error(error: Any) -> None:
        said = translated_refusal(error.format_message())
        error.format_message = lambda: said
        plain_format(error)

    def text_of_help(**given: Any) -> Any:
        text = plain_text(**given)
        text.overflow = "fold"  # Chinese has no blanks at which a line could be broken
        return text

    plain_format: Any = rich_utils.rich_format_error
    plain_text: Any = rich_utils._make_rich_text  # noqa: SLF001
    changed: dict[tuple[Any, str], object] = {
        (core, "_"): translate,
        (rich_utils, "rich_format_error"): format_error,
        (rich_utils, "_make_rich_text"): text_of_help,
    }
    changed |= {(rich_utils, name): translate(text) for name, text in TYPER_CONSTANTS.items()}
    before = {key: getattr(*key) for key in changed}
    try:
        for (module, name), value in changed.items():
            setattr(module, name, value)
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)
