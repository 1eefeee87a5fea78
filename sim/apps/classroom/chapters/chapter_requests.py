"""The answers of a class that works through chapters: a chapter, predictions, trials, answers, the reflection."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.chapters.chapter_room import ChapterRoom
from sim.apps.classroom.chapters.kept_results import Key, Latest
from sim.apps.classroom.classes.class_file import ClassFile, Person
from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.exercises.exercise_requests import ExerciseRequests, with_person
from sim.apps.classroom.people.people_actions import person_of
from sim.apps.classroom.web.request_parsing import LONGEST_WAIT, RequestError, clean_text, content, number, short_text
from sim.course.chapters.reader import course_chapter
from sim.course.text import Language, language_of_course
from sim.language.messages import _

MOST_RUNS = 4
"""Markets that are run at once, where the machine has so many processors besides the one that answers."""
LONGEST_REFLECTION = 5_000
"""Characters of a reflection."""
REMEMBERED = 4_000
"""Requests whose answers are remembered, so that one that is sent again counts once."""


SLOW = ("try", "follow")
"""Acts that run a market; only so many of them are done at once."""
Act = Callable[[Person, int, Mapping[str, Any]], dict[str, Any]]


class ChapterRequests(ExerciseRequests):
    """Answers for people who work at chapters; like those who solve cases, each works alone and has an own code."""

    role: ClassVar[str] = "chapter_person"
    console_role: ClassVar[str] = "chapter_class"

    def _open(self, keeper: ClassKeeper) -> None:
        self.chapters = ChapterRoom(keeper.file, keeper.folder)
        spare = (os.cpu_count() or 2) - 1
        self._runs = ThreadPoolExecutor(max_workers=max(1, min(MOST_RUNS, spare)), thread_name_prefix="chapter")
        self._running: dict[tuple[Key, Language], set[tuple[str, str]]] = {}
        self._failed: dict[tuple[Key, Language], None] = {}
        self._answers: Latest[asyncio.Task[dict[str, Any]]] = Latest(REMEMBERED)
        self._acts: dict[str, Act] = {
            "predict": self._predict, "try": self._try, "follow": self._follow, "answer": self._answer,
            "reflect": self._reflect,
        }  # fmt: skip

    def _close(self) -> None:
        self._runs.shutdown(cancel_futures=True)

    def routes(self) -> list[Route]:
        """The addresses for people who work at chapters."""
        return [
            Route("/api/chapters/picture/{name}.png", self.picture), Route("/api/chapters/{chapter:int}", self.state),
            Route("/api/chapters/{chapter:int}/{act}", self.act, methods=["POST"]),
        ]  # fmt: skip

    async def state(self, request: Request) -> Response:
        """What the page of a person shows; with ``since`` and ``wait``, as soon as something has changed."""
        chapter = self.chapters.known(request.path_params["chapter"])
        await self._worker(request)
        since, until = number(request, "since", -1, 1e15), time.monotonic() + number(request, "wait", 0, LONGEST_WAIT)
        keeper = self._class.keeper
        while (revision := self._revision(person := self._person(request))) == since:
            if time.monotonic() >= until or keeper.closing:
                break
            await keeper.news(keeper.revision, until - time.monotonic())
        failed = self._start_run(person, chapter, again=since < 0)
        shown = await asyncio.to_thread(self.chapters.state, person, chapter)
        trouble = failed or shown["trouble"]
        work = self._class.coursework.changes
        return JSONResponse({**shown, "revision": revision, "name": person.name, "trouble": trouble, "work": work})

    async def _worker(self, request: Request) -> Person:
        """The person who asks, with a folder: where the server was stopped while they joined, it is made now."""
        if not self._has_begun(self._person(request)):
            await self._begin(self._person(request).key)
        return self._person(request)

    def _revision(self, person: Person) -> int:
        return self.chapters.revision(person) + self._class.coursework.changes

    def _start_run(self, person: Person, chapter: int, *, again: bool) -> str:
        """Have the market of a person run, unless that is done or begun; those who wait for it are told.

        One that failed is run again when the page is loaded again (``again``). Returns why it failed, else nothing.
        """
        key, language = self.chapters.missing(person, chapter), language_of_course()
        if key is None:
            return ""
        if again:
            self._failed.pop((key, language), None)
        if (key, language) in self._failed:
            return _("Your market could not be run. Load the page again; if it fails once more, tell your instructor.")
        waiting = self._running.setdefault((key, language), set())
        if not waiting:
            loop = asyncio.get_running_loop()
            job = loop.run_in_executor(self._runs, self.chapters.kept.make, key, language)
            job.add_done_callback(lambda done: self._ended((key, language), done))
        waiting.add(person.key)
        return ""

    def _ended(self, what: tuple[Key, Language], done: asyncio.Future[None]) -> None:
        waiting = self._running.pop(what, set())
        if done.cancelled():
            return
        if (error := done.exception()) is not None:
            self._failed[what] = None
            asyncio.get_running_loop().call_exception_handler({"message": "a chapter's run failed", "exception": error})
        for person in self._class.keeper.file.people:
            if person.key in waiting:
                self.chapters.changed(person)
        self._class.keeper.tell()

    async def act(self, request: Request) -> Response:
        """A person predicts, tries, follows a customer, answers or writes."""
        person, chapter = await self._worker(request), self.chapters.known(request.path_params["chapter"])
        self._server.acts.count(person.key)
        given, name = await content(request), request.path_params["act"]
        if name not in self._acts:
            raise RequestError(404, _("There is no page at this address; open the address that the server printed."))
        mark = (person.key, chapter, name, short_text(given, "client") or object())
        task = self._answers.made(mark, lambda: asyncio.create_task(self._acted(person, chapter, name, given)))
        return JSONResponse({"accepted": True, **await asyncio.shield(task)})

    async def _acted(self, person: Person, chapter: int, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Do it once, however often the request comes."""
        act = partial(self._acts[name], person, chapter, given)
        answered = await (self._do(act) if name in SLOW else asyncio.to_thread(act))
        if name not in SLOW:
            self.chapters.changed(person)
            self._class.keeper.tell()
        return answered

    def _predict(self, person: Person, chapter: int, given: Mapping[str, Any]) -> dict[str, Any]:
        return {"notice": self.chapters.predict(person, chapter, _values(given))}

    def _try(self, person: Person, chapter: int, given: Mapping[str, Any]) -> dict[str, Any]:
        picture, said, values = self.chapters.tried(person, chapter, _values(given))
        return {"picture": picture, "words": said, "values": values}

    def _follow(self, person: Person, chapter: int, given: Mapping[str, Any]) -> dict[str, Any]:
        found = self.chapters.followed(person, chapter, short_text(given, "customer"))
        offered = [{"outcome": outcome, "customers": customers} for outcome, customers in found.offered]
        return {"customer": found.customer, "offered": offered, "picture": found.picture, "words": found.words}

    def _answer(self, person: Person, chapter: int, given: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "question": self.chapters.answer(person, chapter, short_text(given, "question"), short_text(given, "typed"))
        }

    def _reflect(self, person: Person, chapter: int, given: Mapping[str, Any]) -> dict[str, Any]:
        text, before = given.get("text"), given.get("before", "")
        if not isinstance(text, str) or not isinstance(before, str) or len(text) > LONGEST_REFLECTION:
            said = _("Send a text of up to {most} characters.")
            raise RequestError(400, said.format(most=f"{LONGEST_REFLECTION:,}"))
        kept, said = self.chapters.reflect(person, chapter, clean_text(text), before)
        return {"text": kept, "notice": said}

    async def picture(self, request: Request) -> Response:
        """A picture, for each person who knows its name."""
        found = self.chapters.shelf.get(request.path_params["name"])
        if found is None:
            raise RequestError(404, _("This picture is no longer kept; load the page again."))
        return Response(found, media_type="image/png")

    def console(self) -> dict[str, Any]:
        """What the console shows of the people who work at chapters."""
        people = [
            {"name": one.name, "number": one.number, "team": one.team, "joined": bool(one.code),
             "chapters": self.chapters.progress(one) if one.work else []}
            for one in self._class.keeper.file.people
        ]  # fmt: skip
        language = language_of_course()
        titles = [{"number": one, "title": course_chapter(one, language).title} for one in self.chapters.numbers]
        return {"people": people, "chapters": titles}

    def board(self) -> dict[str, int]:
        """What the projector shows: how many have joined and saved predictions, and no names."""
        people = [one for one in self._class.keeper.file.people if one.code]
        predicted = sum(any(each["predicted"] for each in self.chapters.progress(one)) for one in people if one.work)
        return {"joined": len(people), "of": len(self._class.keeper.file.people), "predicted": predicted}

    def _has_begun(self, person: Person) -> bool:
        return bool(person.work)

    async def _begin(self, key: tuple[str, str]) -> None:
        """Make the folder of a person's progress."""
        async with self._beginning:
            file = self._class.keeper.file
            if person_of(file, *key).work:
                return
            taken = sum(bool(one.work) for one in file.people)
            name = await asyncio.to_thread(self.chapters.new_folder, taken)

            def changed(now: ClassFile) -> ClassFile:
                mine = person_of(now, *key)
                return with_person(now, mine, mine.model_copy(update={"work": name}))

            await self._class.keeper.change(changed)


def _values(given: Mapping[str, Any]) -> Mapping[str, object]:
    values = given.get("values", {})
    if not isinstance(values, dict):
        raise RequestError(400, _("Send what the form holds, by path, as values."))
    return values
