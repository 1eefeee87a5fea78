"""Luck: the published generator to the last bit, and samplers that are what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numba import njit
from numpy.typing import NDArray
from scipy import stats

from sim.model.random_numbers import (
    digest,
    digests,
    exponential,
    gamma,
    lifetime_index,
    philox,
    sample_distribution,
    uniforms,
)
from sim.model.state.columns import SPREAD
from sim.scenario.market.distribution import Beta, Exponential, Gamma, InverseGamma, LogNormal, Uniform

WORD = (1 << 64) - 1
KNOWN_ANSWERS = [
    # counter, key, answer: the vectors "philox4x64 10" of kat_vectors in Random123 (Salmon et al. 2011)
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
    ),
    (
        (WORD, WORD, WORD, WORD),
        (WORD, WORD),
        (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x452821E638D01377, 0xBE5466CF34E90C6C),
        (0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6),
    ),
]
words = some.integers(0, WORD)
addresses = some.integers(0, (1 << 63) - 1)


@njit
def hand_compiled(luck, who, purpose, life, ordinal):  # type: ignore[no-untyped-def]
    return uniforms(luck, who, purpose, life, ordinal)


@njit
def gamma_compiled(luck, who, purpose, life, ordinal, shape):  # type: ignore[no-untyped-def]
    return gamma(luck, who, purpose, life, ordinal, shape)


@njit
def many(luck, people, purpose, of):  # type: ignore[no-untyped-def]
    drawn = np.empty(people)
    for who in range(people):
        drawn[who] = sample_distribution(luck, who, purpose, 0, 0, of[0])
    return drawn


def uniform(word: int) -> float:
    return ((word >> 12) + 0.5) * 2.0**-52


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers(
    counter: tuple[int, int, int, int], key: tuple[int, int], answer: tuple[int, int, int, int]
) -> None:
    """The generator gives its authors' vectors, and both versions of a hand are made of them."""
    assert philox(counter, key) == answer
    drawn = tuple(uniform(word) for word in answer)
    assert uniforms(key, *counter) == drawn
    unsigned = [np.uint64(word) for word in counter]
    assert hand_compiled((np.uint64(key[0]), np.uint64(key[1])), *unsigned) == drawn


@given(counter=some.integers(0, (1 << 256) - 2), key=some.tuples(words, words))
def test_same_words_as_numpy(counter: int, key: tuple[int, int]) -> None:
    """NumPy's own Philox, which counts up before it draws, gives the same words for any counter and key."""
    theirs = np.random.Philox(counter=counter, key=key[0] + (key[1] << 64)).random_raw(4)
    following = counter + 1
    ours = philox(tuple((following >> 64 * place) & WORD for place in range(4)), key)  # type: ignore[arg-type]
    assert ours == tuple(int(word) for word in theirs)


@settings(max_examples=300)
@given(luck=some.tuples(addresses, addresses), who=addresses, purpose=addresses, life=addresses, ordinal=addresses)
def test_plain_hand_is_the_compiled_one(luck: tuple[int, int], who: int, purpose: int, life: int, ordinal: int) -> None:
    """Plain integers and compiled words give the same bits at any address, strictly between 0 and 1."""
    plain = uniforms(luck, who, purpose, life, ordinal)
    assert plain == hand_compiled(luck, who, purpose, life, ordinal)
    assert all(0.0 < u < 1.0 for u in plain)


@settings(max_examples=300)
@given(luck=some.tuples(addresses, addresses), who=addresses, ordinal=some.integers(0, 1 << 31),
       shape=some.floats(0.01, 200.0))  # fmt: skip
def test_plain_gamma_is_the_compiled_one(luck: tuple[int, int], who: int, ordinal: int, shape: float) -> None:
    """The sampler with rejection too gives the same bits."""
    assert gamma(luck, who, 3, 0, ordinal, shape) == gamma_compiled(luck, who, 3, 0, ordinal, shape)


def test_a_draw_is_never_zero_or_one() -> None:
    """The smallest and the largest word stay inside, so that logarithms exist and chances of 0 and 1 are sure."""
    assert 0.0 < uniform(0) < uniform(WORD) < 1.0


SPREADS = [
    (Gamma(family="gamma", shape=0.05, mean=2.0), stats.gamma(0.05, scale=40.0)),
    (Gamma(family="gamma", shape=0.553, rate=10.578), stats.gamma(0.553, scale=1 / 10.578)),
    (Gamma(family="gamma", shape=1.0, mean=3.0), stats.expon(scale=3.0)),
    (Gamma(family="gamma", shape=2.5, rate=0.5), stats.gamma(2.5, scale=2.0)),
    (Gamma(family="gamma", shape=60.0, mean=1.0), stats.gamma(60.0, scale=1 / 60)),
    (Exponential(family="exponential", mean=0.4), stats.expon(scale=0.4)),
    (InverseGamma(family="inverse_gamma", shape=3.74, scale=96.5), stats.invgamma(3.74, scale=96.5)),
    (Beta(family="beta", a=0.793, b=2.426), stats.beta(0.793, 2.426)),
    (Beta(family="beta", a=5.0, b=0.3), stats.beta(5.0, 0.3)),
    (Uniform(family="uniform", low=-1.0, high=2.0), stats.uniform(-1.0, 3.0)),
    (LogNormal(family="lognormal", mean=2.0, sigma=0.7), stats.lognorm(0.7, scale=2.0 * math.exp(-0.245))),
]
"""Spreads and the distributions they say they are."""


@pytest.mark.parametrize(("asked", "meant"), SPREADS, ids=lambda each: repr(each)[:60])
def test_spreads_are_their_distributions(asked: Gamma, meant: stats.rv_continuous) -> None:
    """20,000 people: the empirical distribution passes Kolmogorov and Smirnov, and the mean is the one declared."""
    of = np.array([asked.code], SPREAD)
    drawn: NDArray[np.float64] = many((17, 4), 20_000, digest("a trait"), of)
    assert stats.kstest(drawn, meant.cdf).pvalue > 1e-4
    assert asked.average == pytest.approx(meant.mean())
    assert abs(drawn.mean() - meant.mean()) < 4 * meant.std() / math.sqrt(len(drawn))
    record = of.view(np.recarray)[0]
    plain = [sample_distribution((17, 4), who, digest("a trait"), 0, 0, record) for who in range(100)]
    assert plain == drawn[:100].tolist()


def test_a_budget_is_unit_exponential() -> None:
    """Budgets of clocks are exponential with mean 1."""
    budgets = [exponential((3, 0), who, digest("a clock"), lifetime_index(0, 0), 0) for who in range(5_000)]
    assert stats.kstest(budgets, stats.expon.cdf).pvalue > 1e-4


def test_addresses_are_independent() -> None:
    """Neighbouring people, purposes, lives, ordinals, seeds and replications do not resemble each other."""
    here = np.array([uniforms((1, 0), who, 5, lifetime_index(0, 0), 0) for who in range(3_000)])
    others = {
        "person": [uniforms((1, 0), who + 1, 5, lifetime_index(0, 0), 0) for who in range(3_000)],
        "purpose": [uniforms((1, 0), who, 6, lifetime_index(0, 0), 0) for who in range(3_000)],
        "generation": [uniforms((1, 0), who, 5, lifetime_index(1, 0), 0) for who in range(3_000)],
        "spell": [uniforms((1, 0), who, 5, lifetime_index(0, 1), 0) for who in range(3_000)],
        "ordinal": [uniforms((1, 0), who, 5, lifetime_index(0, 0), 1) for who in range(3_000)],
        "seed": [uniforms((2, 0), who, 5, lifetime_index(0, 0), 0) for who in range(3_000)],
        "replication": [uniforms((1, 1), who, 5, lifetime_index(0, 0), 0) for who in range(3_000)],
    }
    for what, there in others.items():
        both = np.corrcoef(here, np.array(there), rowvar=False)
        off = both - np.eye(8)
        assert np.abs(off).max() < 4.5 / math.sqrt(3_000), what


@given(one=some.text(max_size=30), other=some.text(max_size=30))
def test_names_are_told_apart(one: str, other: str) -> None:
    """Two names have two numbers of 63 bits; a name always the same."""
    assert (digest(one) == digest(other)) == (one == other)
    assert 0 <= digest(one) < 1 << 63


def test_a_clash_of_names_is_refused() -> None:
    """Two names that happen to have the same (short) digest are not silently taken for one."""
    with pytest.raises(ValueError, match="same digest; rename one"):
        digests((f"name {number}" for number in range(40)), bits=4)
