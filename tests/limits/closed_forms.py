"""What the textbook models say, in closed form: the numbers that the simulator must come to in their limits.

Every function takes any parameters. Times in the unit of the rates; arrays are welcome where a docstring says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

Floats = NDArray[np.float64]


# Purchases of a cohort: rates gamma(r, alpha) over customers, alpha a rate.


def nbd(n: ArrayLike, t: ArrayLike, r: float, alpha: float) -> Floats:
    """P(n purchases in a time t) where nobody leaves: negative binomial (Ehrenberg 1959)."""
    n, t = np.asarray(n, dtype=float), np.asarray(t, dtype=float)
    ways = special.gammaln(r + n) - special.gammaln(r) - special.gammaln(n + 1)
    return np.exp(ways + r * np.log(alpha / (alpha + t)) + special.xlogy(n, t / (alpha + t)))


@dataclass(frozen=True)
class ParetoNBD:
    """Rates gamma(r, alpha); each leaves for good at a rate gamma(s, beta) (Schmittlein, Morrison & Colombo 1987)."""

    r: float
    alpha: float
    s: float
    beta: float

    def survival(self, t: ArrayLike) -> Floats:
        """Share still there after t: (beta / (beta + t))^s."""
        return (self.beta / (self.beta + np.asarray(t, dtype=float))) ** self.s

    def mean(self, t: ArrayLike) -> Floats:
        """E[X(t)], purchases after the first: r beta / (alpha (s − 1)) (1 − (beta / (beta + t))^(s − 1)); s = 1 too."""
        grown = np.log1p(np.asarray(t, dtype=float) / self.beta)
        return self.r * self.beta / self.alpha * grown * special.exprel((1 - self.s) * grown)

    def pmf(self, n: ArrayLike, t: float) -> Floats:
        """P(X(t) = n): S(t) NBD(n; t) + ∫ NBD(n; u) dF(u), the integral over F in (0, 1 − S(t)) by Gauss's rule."""
        n = np.atleast_1d(np.asarray(n))
        node, weight = np.polynomial.legendre.leggauss(400)
        stays = float(self.survival(t))
        left = (1 - stays) * (node + 1) / 2
        u = self.beta * np.expm1(-np.log1p(-left) / self.s)
        gone = (nbd(n[:, None], u[None, :], self.r, self.alpha) * weight).sum(axis=1) * (1 - stays) / 2
        return stays * nbd(n, t, self.r, self.alpha) + gone


@dataclass(frozen=True)
class BGNBD:
    """Rates gamma(r, alpha); each leaves after a repeat with a chance beta(a, b) (Fader, Hardie & Lee 2005)."""

    r: float
    alpha: float
    a: float
    b: float

    def mean(self, t: ArrayLike) -> Floats:
        """E[X(t)]: mean over p ~ beta(a, b) of (1 − (alpha / (alpha + p t))^r) / p, by the Gauss-Jacobi rule.

        The paper's (a + b − 1) / (a − 1) (1 − (alpha / (alpha + t))^r 2F1(r, b; a + b − 1; t / (alpha + t))), without
        its gaps at a = 1 and a + b = 1.
        """
        node, weight = special.roots_jacobi(200, self.b - 1, self.a - 1)
        p = (node + 1) / 2
        stays = -self.r * np.log1p(np.multiply.outer(np.asarray(t, dtype=float), p) / self.alpha)
        return -np.expm1(stays) / p @ (weight / weight.sum())

    def pmf(self, n: ArrayLike, t: float) -> Floats:
        """P(X(t) = n): stayed through n bad moments, or left at the n-th."""
        n = np.atleast_1d(np.asarray(n))
        before = np.concatenate([[0.0], np.cumsum(nbd(np.arange(n.max() + 1), t, self.r, self.alpha))])[n]
        whole = special.betaln(self.a, self.b)
        stayed = np.exp(special.betaln(self.a, self.b + n) - whole)
        left = np.exp(special.betaln(self.a + 1, self.b + np.maximum(n, 1) - 1) - whole) * (n > 0)
        return stayed * nbd(n, t, self.r, self.alpha) + left * (1 - before)

    def alive(self, x: float, last: float, t: float) -> float:
        """P(still a customer | x repeats, the last at ``last``, seen for t)."""
        odds = self.a / (self.b + x - 1) * ((self.alpha + t) / (self.alpha + last)) ** (self.r + x) if x > 0 else 0.0
        return 1 / (1 + odds)


def binned(pmf: Floats, most: int = 7) -> Floats:
    """A distribution over 0, 1, 2, ... as 0, 1, ..., most − 1, and "most and more" as what is left to 1."""
    return np.append(pmf[:most], 1 - pmf[:most].sum())


@dataclass(frozen=True)
class GammaGamma:
    """Single spends gamma(p, rate ν), ν gamma(q, rate gamma) over customers (Fader & Hardie 2013)."""

    p: float
    q: float
    gamma: float

    @property
    def mean(self) -> float:
        """Mean spend of the population, p gamma / (q − 1)."""
        return self.p * self.gamma / (self.q - 1)

    def expected(self, x: ArrayLike, average: ArrayLike) -> Floats:
        """A customer's mean spend, given the average of x spends of hers: p (gamma + x z) / (p x + q − 1)."""
        x, average = np.asarray(x, dtype=float), np.asarray(average, dtype=float)
        return self.p * (self.gamma + x * average) / (self.p * x + self.q - 1)

    def log_likelihood(self, x: ArrayLike, average: ArrayLike) -> float:
        """Log likelihood of averages over x spends each."""
        x, z = np.asarray(x, dtype=float), np.asarray(average, dtype=float)
        px = self.p * x
        terms = -special.betaln(px, self.q) + self.q * np.log(self.gamma) + (px - 1) * np.log(z) + px * np.log(x)
        return float((terms - (px + self.q) * np.log(self.gamma + x * z)).sum())


@dataclass(frozen=True)
class Dirichlet:
    """Category purchases NBD(mean M, shape K); tastes for brands Dirichlet(S × share) (Goodhardt et al. 1984)."""

    mean: float
    shape: float
    concentration: float

    def category(self) -> Floats:
        """P(n category purchases), n = 0, 1, ... until less than 1e-13 is left."""
        chance = 1 / (1 + self.mean / self.shape)
        return stats.nbinom.pmf(np.arange(int(stats.nbinom.isf(1e-13, self.shape, chance)) + 2), self.shape, chance)

    def none_of(self, share: float) -> Floats:
        """P(none of n category purchases goes to brands of this share together), by n."""
        n, own = np.arange(len(self.category())), self.concentration * share
        return np.exp(special.betaln(own, self.concentration - own + n) - special.betaln(own, self.concentration - own))

    def penetration(self, share: float) -> float:
        """b: share of people who buy the brand at least once."""
        return 1 - float((self.category() * self.none_of(share)).sum())

    def frequency(self, share: float) -> float:
        """w: purchases of the brand per buyer of it."""
        return self.mean * share / self.penetration(share)

    def category_frequency(self, share: float) -> float:
        """w_p: category purchases per buyer of the brand."""
        p = self.category()
        return float((np.arange(len(p)) * p * (1 - self.none_of(share))).sum()) / self.penetration(share)

    def pmf(self, share: float, most: int) -> Floats:
        """P(r purchases of the brand), r = 0 ... most."""
        p, own = self.category(), self.concentration * share
        n = np.arange(len(p))
        return np.array([(p * stats.betabinom.pmf(r, n, own, self.concentration - own)).sum() for r in range(most + 1)])

    def duplication(self, one: float, other: float) -> float:
        """D: share of the buyers of one brand who buy the other too, divided by the penetration of the other."""
        b, c = self.penetration(one), self.penetration(other)
        return (b + c - self.penetration(one + other)) / (b * c)


# Leaving, renewing, collecting, spreading.


def cause_shares(rates: ArrayLike) -> Floats:
    """Share of exits by cause under constant rates: h_c / Σ h."""
    rates = np.asarray(rates, dtype=float)
    return rates / rates.sum()


def cumulative_incidence(rates: ArrayLike, t: float) -> Floats:
    """Share that has left for each cause by t under constant rates: (h_c / h)(1 − exp(−h t))."""
    return cause_shares(rates) * -np.expm1(-np.asarray(rates, dtype=float).sum() * t)


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """At each renewal each customer leaves with a chance of her own, beta(alpha, beta) (Fader & Hardie 2007)."""

    alpha: float
    beta: float

    def survival(self, renewals: ArrayLike) -> Floats:
        """Share still there after so many renewals: B(alpha, beta + t) / B(alpha, beta)."""
        t = np.asarray(renewals, dtype=float)
        return np.exp(special.betaln(self.alpha, self.beta + t) - special.betaln(self.alpha, self.beta))

    def retention(self, renewal: ArrayLike) -> Floats:
        """Share that renews among those who come to the t-th renewal: (beta + t − 1) / (alpha + beta + t − 1)."""
        t = np.asarray(renewal, dtype=float)
        return (self.beta + t - 1) / (self.alpha + self.beta + t - 1)

    def expected_lifetime(self, discount: float) -> float:
        """Discounted number of payments of a new customer, the first at once: Σ S(t) (1 + d)^(−t)."""
        return float(special.hyp2f1(1, self.beta, self.alpha + self.beta, 1 / (1 + discount)))

    def residual_lifetime(self, renewal: int, discount: float) -> float:
        """Discounted number of payments of a customer just before her t-th renewal (Fader & Hardie 2010)."""
        later = special.hyp2f1(1, self.beta + renewal, self.alpha + self.beta + renewal, 1 / (1 + discount))
        return float(self.retention(renewal) * later)


@dataclass(frozen=True)
class StampCard:
    """Purchases at a constant rate, a reward for so many stamps, customers who leave at a constant rate, an expiry."""

    rate: float
    stamps: int
    churn: float = 0.0
    expiry: float = np.inf

    @property
    def reward_before_exit(self) -> float:
        """P(she fills a card before she leaves): (λ / (λ + μ))^N."""
        return (self.rate / (self.rate + self.churn)) ** self.stamps

    @property
    def rewards_in_a_lifetime(self) -> float:
        """Mean number of rewards without expiry: q / (1 − q)."""
        q = self.reward_before_exit
        return q / (1 - q)

    @property
    def reward_in_time(self) -> float:
        """P(she fills a card before she leaves and before it expires): q × Erlang(N, λ + μ) by the expiry."""
        return self.reward_before_exit * float(special.gammainc(self.stamps, (self.rate + self.churn) * self.expiry))

    @property
    def stamps_outstanding(self) -> float:
        """Mean number of stamps on a card in the long run where nobody leaves: (N − 1) / 2."""
        return (self.stamps - 1) / 2


@dataclass(frozen=True)
class Bass:
    """Adoption by outside pull p and inside pull q × share of adopters (Bass 1969), in continuous time."""

    p: float
    q: float

    def adopted(self, t: ArrayLike) -> Floats:
        """F(t) = (1 − exp(−(p + q) t)) / (1 + (q / p) exp(−(p + q) t))."""
        faded = np.exp(-(self.p + self.q) * np.asarray(t, dtype=float))
        return (1 - faded) / (1 + self.q / self.p * faded)

    def rate(self, t: ArrayLike) -> Floats:
        """f(t) = (p + q F)(1 − F)."""
        adopted = self.adopted(t)
        return (self.p + self.q * adopted) * (1 - adopted)

    @property
    def peak(self) -> float:
        """When most adopt: ln(q / p) / (p + q), or at once where q <= p."""
        return max(0.0, float(np.log(self.q / self.p)) / (self.p + self.q))


def lifetime_value(margin: float, retention: float, discount: float, growth: float = 0.0) -> float:
    """Σ_t margin (1 + g)^(t−1) (r / (1 + i))^t = margin r / (1 + i − r (1 + g)) (Gupta & Lehmann)."""
    return margin * retention / (1 + discount - retention * (1 + growth))


def lifetime_value_in_flow(margin: float, churn: float, discount: float) -> float:
    """∫ margin exp(−μ t) (1 + d)^(−t) dt = margin / (μ + ln(1 + d))."""
    return margin / (churn + np.log1p(discount))
