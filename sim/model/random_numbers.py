"""Luck, addressed: every draw is found by who it concerns, what it is for and how many-th it is.

The same address always gives the same draw, whatever else happens in the market; so two strategies meet the
same customers with the same luck, and one more customer moves nobody else's draws.

Generator: Philox4x64-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
SC'11), a published counter-based generator; its known-answer vectors are in the tests. Gamma variates by
Marsaglia & Tsang (2000, ACM TOMS 26), normal ones by Box & Muller (1958).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload, register_jitable

StreamKey: TypeAlias = tuple[int, int]
"""Seed and replication."""
Uniforms: TypeAlias = tuple[float, float, float, float]
"""Four independent uniform draws strictly between 0 and 1: what one address gives."""

_WORD = (1 << 64) - 1
_MULTIPLIER = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
_KEY_STEP = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
_ROUNDS = 10
_GENERATION = 1 << 32
_ATTEMPT = 1 << 40
_SECOND = 1 << 56


def digest(name: str, bits: int = 63) -> int:
    """The number by which a name enters an address: the leading bits of its BLAKE2b digest (RFC 7693).

    >>> digest("price") == digest("price") != digest("prices")
    True
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") >> (64 - bits)


def digests(names: Iterable[str], bits: int = 63) -> list[int]:
    """The numbers of several names. Raises ``ValueError`` when two different names get the same number."""
    seen: dict[int, str] = {}
    numbers = []
    for name in names:
        number = digest(name, bits)
        if seen.setdefault(number, name) != name:
            raise ValueError(f"{name!r} and {seen[number]!r} have the same digest; rename one of them")
        numbers.append(number)
    return numbers


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Philox4x64-10: four words of 64 bits for a counter of four and a key of two, in plain integers.

    >>> [hex(word) for word in philox((0, 0, 0, 0), (0, 0))][0]
    '0x16554d9eca36314c'
    """
    a, b, c, d = counter
    k, l = key  # noqa: E741
    for _ in range(_ROUNDS):
        left, right = _MULTIPLIER[0] * a, _MULTIPLIER[1] * c
        a, b, c, d = (right >> 64) ^ b ^ k, right & _WORD, (left >> 64) ^ d ^ l, left & _WORD
        k, l = (k + _KEY_STEP[0]) & _WORD, (l + _KEY_STEP[1]) & _WORD  # noqa: E741
    return a, b, c, d


def uniforms(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int) -> Uniforms:
    """Four uniform draws for a person (or firm), a purpose, a life (generation and spell) and an ordinal."""
    words = philox((int(who), int(purpose), int(life), int(ordinal)), (int(luck[0]), int(luck[1])))
    a, b, c, d = (((word >> 12) + 0.5) * 2.0**-52 for word in words)
    return a, b, c, d


def _upper_half(context: object, a: object, b: object) -> tuple[object, Callable[..., object]]:
    """How to compile the upper 64 bits of the 128-bit product of two words."""

    def product(context: object, builder: Any, signature: object, given: Any) -> object:  # llvmlite has no types
        wide = ir.IntType(128)
        both = builder.mul(builder.zext(given[0], wide), builder.zext(given[1], wide))
        return builder.trunc(builder.lshr(both, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), product


_high: Any = intrinsic(_upper_half)  # numba does not type intrinsics
_M0, _M1 = np.uint64(_MULTIPLIER[0]), np.uint64(_MULTIPLIER[1])
_K0, _K1 = np.uint64(_KEY_STEP[0]), np.uint64(_KEY_STEP[1])
_SHIFT = np.uint64(12)


@njit(inline="never")
def _philox_compiled(
    a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64, k: np.uint64, l: np.uint64,  # noqa: E741
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:  # fmt: skip
    for _ in range(_ROUNDS):
        left, right = _M0 * a, _M1 * c
        a, b, c, d = _high(_M1, c) ^ b ^ k, right, _high(_M0, a) ^ d ^ l, left
        k, l = k + _K0, l + _K1  # noqa: E741
    return a, b, c, d


@overload(uniforms)
def _uniforms_compiled(
    luck: StreamKey, who: int, purpose: int, life: int, ordinal: int
) -> Callable[[StreamKey, int, int, int, int], Uniforms]:
    def compiled(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int) -> Uniforms:
        a, b, c, d = _philox_compiled(
            np.uint64(who), np.uint64(purpose), np.uint64(life), np.uint64(ordinal),
            np.uint64(luck[0]), np.uint64(luck[1]),
        )  # fmt: skip
        step = 2.0**-52
        return (
            (np.float64(a >> _SHIFT) + 0.5) * step,
            (np.float64(b >> _SHIFT) + 0.5) * step,
            (np.float64(c >> _SHIFT) + 0.5) * step,
            (np.float64(d >> _SHIFT) + 0.5) * step,
        )

    return compiled


@register_jitable
def lifetime_index(generation: int, spell: int) -> int:
    """The address of a life: which generation of a place, and which spell with a firm (0 where none is meant)."""
    return int(generation) * _GENERATION + int(spell)


@register_jitable
def exponential(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int) -> float:
    """A unit-exponential budget."""
    return -math.log(uniforms(luck, who, purpose, life, ordinal)[0])


@register_jitable
def gamma(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int, shape: float) -> float:
    """A gamma variate of scale 1. A rejected attempt moves on to a further ordinal of its own."""
    raised = shape if shape >= 1.0 else shape + 1.0
    d = raised - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    attempt = 0
    while True:
        u, angle, accept, boost = uniforms(luck, who, purpose, life, int(ordinal) + attempt * _ATTEMPT)
        x = math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * angle)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log(accept) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v if shape >= 1.0 else d * v * math.exp(math.log(boost) / shape)
        attempt += 1


@register_jitable
def sample_distribution(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int, of: np.record) -> float:
    """A draw from a spread given as a record of :data:`sim.model.state.columns.SPREAD`."""
    family, first, second = of.family, of.first, of.second
    if family == 1:  # gamma: shape, scale
        return float(gamma(luck, who, purpose, life, ordinal, first) * second)
    if family == 2:  # inverse gamma: shape, scale
        return float(second / gamma(luck, who, purpose, life, ordinal, first))
    if family == 3:  # beta: two gammas, the second at ordinals of its own
        one = gamma(luck, who, purpose, life, ordinal, first)
        other = gamma(luck, who, purpose, life, int(ordinal) + _SECOND, second)
        return float(one / (one + other) if one + other > 0.0 else first / (first + second))
    if family == 4:  # uniform: low, high
        return float(first + (second - first) * uniforms(luck, who, purpose, life, ordinal)[0])
    if family == 5:  # lognormal: mean, standard deviation of the logarithm
        u, angle, _, _ = uniforms(luck, who, purpose, life, ordinal)
        z = math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * angle)
        return float(first * math.exp(second * z - 0.5 * second * second))
    return float(first)
