"""Parts of which the texts of claims are put together, marked for the catalogue (:mod:`sim.language.composed`)."""

from __future__ import annotations

from sim.language.messages import mark

OUTCOMES = (mark("comes out"), mark("comes out in part"), mark("does not come out"))
BOUNDS = (
    mark("clearly above {a}"),
    mark("clearly below {a}"),
    mark("clearly above {a} and clearly below {b}"),
    mark("not clearly above {a}"),
    mark("not clearly below {a}"),
    mark("not clearly other than {a}"),
    mark("a mean between {a} and {b}"),
    mark("a mean above {a}"),
    mark("a mean below {a}"),
    mark("exactly {a}"),
    mark("{a} points"),
)
VERDICTS = (
    mark("{a} figures as expected"),
    mark("{a} figure as expected"),
    mark("{a} of {b} figures not as expected: {c}"),
    mark("{a} of {b} figure not as expected: {c}"),
    mark("{a}: {b}, expected {c}"),
    mark("the heaviest fifth takes {a}% of the rewards"),
    mark("its purchases change by {a}%, those of the middle fifth by {b}%, of the lightest by {c}%"),
    mark("{a}: the heavy are not moved least"),
    mark("purchases in the four weeks before a reward are {a}% above the member's average"),
    mark("{a}% of that ({b} to {c}) is there without the card"),
    mark("some of it the card causes"),
    mark("the card causes no clear part of it"),
)
RUNS = (
    mark("scenario {a}"),
    mark("worlds: {a}"),
    mark("{a} replications"),
    mark("{a} or {b} replications"),
)
SOURCES = (
    mark("negative control"),
    mark("a finding of the model"),
    mark("course, {a}"),
    mark("by construction"),
    mark("the sizes are a finding of the model"),
    mark("the rates are assumed"),
    mark("the rate is assumed"),
    mark("how alike they are is assumed"),
    mark("how firms decide is assumed"),
    mark("set by one knob of each programme"),
    mark("passed on without a study behind it"),
    mark("the course has 4 to 6 times (A12)"),
    mark("in the West benefit comes first and trust follows"),
    mark("in the East the tie comes first"),
    mark("a finding of the model: people who fly twice a year are dear to bind"),
    mark("a finding that depends on the assumed margin of 40%"),
    mark("{a}: a price elasticity of −2.62 on average"),
    mark("{a}: trust is easier to destroy than to create"),
    mark("{a}: favours owed lead to a lasting relation"),
    mark("{a}: airlines' programmes"),
    mark("fixed demand: {a}"),
    mark("the size is fitted"),
)
