"""The closed forms against values worked out elsewhere, and against themselves."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import integrate, special, stats

from tests.limits import closed_forms as closed

REFERENCE = Path(__file__).parents[1] / "reference"
PARETO = closed.ParetoNBD(0.55328, 10.57761, 0.60621, 11.66791)
BETA_GEOMETRIC = closed.BGNBD(0.24259, 4.41353, 0.79289, 2.42575)


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"{name}.csv")


def rows(name: str) -> list[pd.Series]:
    return [row for _, row in read(name).iterrows()]


def test_means_at_the_fitted_parameters() -> None:
    """E[X(t)] and P(alive) of the two models of the music shop, as recomputed from their fits."""
    assert float(PARETO.mean(52)) == pytest.approx(1.47344, abs=1e-4)
    assert BETA_GEOMETRIC.mean([39, 52]) == pytest.approx([1.19502, 1.44402], abs=1e-4)
    published = closed.BGNBD(0.243, 4.414, 0.793, 2.426)
    assert published.alive(2, 30.43, 38.86) == pytest.approx(0.72658, abs=1e-5)
    assert published.alive(7, 29.43, 38.86) == pytest.approx(0.64176, abs=1e-5)


positive = some.floats(0.1, 5.0)


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(r=positive, alpha=some.floats(1.0, 20.0), s=positive, beta=some.floats(1.0, 20.0), t=some.floats(0.5, 30.0))
def test_pareto_nbd_is_one_model(r: float, alpha: float, s: float, beta: float, t: float) -> None:
    """The distribution sums to one, its mean is E[X(t)], and its integral is that of an adaptive rule."""
    model = closed.ParetoNBD(r, alpha, s, beta)
    pmf = model.pmf(np.arange(1500), t)
    assert pmf.sum() == pytest.approx(1, abs=1e-8)
    assert (np.arange(1500) * pmf).sum() == pytest.approx(float(model.mean(t)), rel=1e-6)
    leaves = integrate.quad(lambda u: closed.nbd(2, u, r, alpha) * s * beta**s / (beta + u) ** (s + 1), 0, t)[0]
    assert pmf[2] == pytest.approx(float(model.survival(t) * closed.nbd(2, t, r, alpha)) + leaves, rel=1e-6)


@settings(deadline=None, max_examples=40)
@given(r=positive, alpha=some.floats(1.0, 20.0), a=positive, b=positive, t=some.floats(0.5, 30.0))
def test_bg_nbd_is_one_model(r: float, alpha: float, a: float, b: float, t: float) -> None:
    """The distribution sums to one, and its mean is E[X(t)], which is the paper's where that can be worked out."""
    model = closed.BGNBD(r, alpha, a, b)
    pmf = model.pmf(np.arange(3000), t)
    assert pmf.sum() == pytest.approx(1, abs=1e-8)
    assert (np.arange(3000) * pmf).sum() == pytest.approx(float(model.mean(t)), rel=1e-5)
    if a + b > 1.1 and abs(a - 1) > 0.01:
        reach = special.hyp2f1(r, b, a + b - 1, t / (alpha + t))
        paper = (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t)) ** r * reach)
        assert float(model.mean(t)) == pytest.approx(paper, rel=1e-6)


def test_nbd_is_the_library_s() -> None:
    """The same negative binomial as in scipy."""
    expected = stats.nbinom.pmf(np.arange(9), 0.4, 12 / (12 + 39))
    assert closed.nbd(np.arange(9), 39, 0.4, 12) == pytest.approx(expected)


def lifetimes_file(name: str) -> Path:
    found = importlib.util.find_spec("lifetimes")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the real first-purchase dates come with the extra 'validation'")
    return Path(found.submodule_search_locations[0]) / "datasets" / name


@pytest.fixture(scope="module")
def first_days() -> np.ndarray:
    """Day of the year 1997 on which each of the 2,357 buyers bought first."""
    lines = pd.read_csv(lifetimes_file("CDNOW_sample.txt"), sep=r"\s+", header=None, usecols=[0, 2])
    days = pd.to_datetime(lines[2].astype(str)).groupby(lines[0]).min().dt.dayofyear
    return days.to_numpy()


@pytest.mark.parametrize(
    ("model", "column"), [pytest.param(PARETO, "paretonbd", marks=pytest.mark.slow), (BETA_GEOMETRIC, "bgnbd")]
)
def test_expected_repeats_of_the_music_shop(
    model: closed.ParetoNBD | closed.BGNBD, column: str, first_days: np.ndarray
) -> None:
    """Curve and histogram of the published cohort, given when each of its members bought first."""
    curve, histogram = read("cdnow_expected_curve"), read("cdnow_expected_histogram")
    days, people = np.unique(first_days, return_counts=True)
    expected = [
        (people * np.where(days < 7 * week, model.mean(np.maximum(7 * week - days, 1e-9) / 7), 0)).sum()
        for week in curve["week"]
    ]
    assert expected == pytest.approx(curve[f"{column}_cum"].to_list(), abs=0.02, rel=1e-4)
    bars = sum(n * closed.binned(model.pmf(np.arange(8), (273 - day) / 7)) for day, n in zip(days, people, strict=True))
    assert bars == pytest.approx(histogram[column].to_numpy(), abs=0.05)


def test_gamma_gamma_of_the_music_shop() -> None:
    """Log likelihood and mean spend of the 946 repeat buyers at the fitted parameters."""
    fit = read("cdnow_parameters").query("model == 'Gamma-Gamma'").set_index("parameter")["value"]
    model = closed.GammaGamma(fit["p"], fit["q"], fit["gamma"])
    assert model.mean == pytest.approx(fit["E[M] p*gamma/(q-1)"], abs=1e-3)
    buyers = pd.read_csv(lifetimes_file("cdnow_customers_summary_with_transactions.csv"))
    again = buyers[buyers["x"] > 0]
    assert len(again) == 946
    assert model.log_likelihood(again["x"], again["zbar"]) == pytest.approx(fit["LL"], abs=0.01)


def test_gamma_gamma_pulls_towards_the_mean() -> None:
    """With no spends seen, the population's mean; with very many, her own average."""
    model = closed.GammaGamma(6.25, 3.74, 15.44)
    assert model.expected([0, 1e7], [0, 50.0]) == pytest.approx([model.mean, 50.0], rel=1e-5)


@pytest.mark.parametrize("row", rows("dirichlet_toothpaste"), ids=lambda row: f"{row['S']}-{row['brand']}")
def test_dirichlet(row: pd.Series) -> None:
    """Penetration, frequency, category frequency and the first chances of eight brands at three concentrations."""
    model, share = closed.Dirichlet(row["M"], row["K"], row["S"]), row["share"]
    assert model.penetration(share) == pytest.approx(row["b_dirichlet"], abs=1e-4)
    assert model.frequency(share) == pytest.approx(row["w_dirichlet"], abs=1e-4)
    assert model.category_frequency(share) == pytest.approx(row["wp_dirichlet"], abs=1e-4)
    assert model.pmf(share, 5) == pytest.approx(row[[f"f{n}" for n in range(6)]].to_numpy(dtype=float), abs=1e-4)
    others = read("dirichlet_toothpaste").query("S == @row.S and brand != @row.brand")["share"]
    mean_duplication = np.mean([model.duplication(share, other) for other in others])
    assert mean_duplication == pytest.approx(row["mean_D_duplication"], abs=2e-3)


def test_dirichlet_of_one_brand_is_the_category() -> None:
    """A brand with nearly all of the taste is bought like the category."""
    model = closed.Dirichlet(1.456, 0.7788, 1.3)
    assert model.penetration(1 - 1e-9) == pytest.approx(1 - model.category()[0], abs=1e-6)
    assert (model.category() * np.arange(len(model.category()))).sum() == pytest.approx(1.456, rel=1e-9)


def test_competing_risks() -> None:
    """Shares and cumulative incidence of eight causes."""
    table = read("exit_competing_risks")
    rates = table["hazard_if_total_0p2"]
    assert closed.cause_shares(rates) == pytest.approx(table["normalised_share"].to_numpy(), abs=1e-5)
    assert closed.cumulative_incidence(rates, 1) == pytest.approx(table["cuminc_1yr"].to_numpy(), abs=1e-5)
    assert closed.cumulative_incidence(rates, 5) == pytest.approx(table["cuminc_5yr"].to_numpy(), abs=1e-5)


@pytest.mark.parametrize("row", rows("sbg_survival"), ids=lambda row: f"{row['segment']}-{row['year']}")
def test_shifted_beta_geometric(row: pd.Series) -> None:
    """Survival, retention and residual lifetimes over twelve years."""
    model, year = closed.ShiftedBetaGeometric(row["mle_alpha"], row["mle_beta"]), int(row["year"])
    assert 100 * model.survival(year) == pytest.approx(row["model_mle_pct"], abs=1e-3)
    if year == 0:
        assert model.expected_lifetime(0.1) == pytest.approx(row["DEL_d10"], abs=1e-4)
    else:
        assert model.retention(year) == pytest.approx(row["retention_model"], abs=1e-4)
        assert model.residual_lifetime(year, 0.1) == pytest.approx(row["DERL_d10_before_renewal_t"], abs=1e-4)


@pytest.mark.parametrize("row", rows("stamp_card"), ids=lambda row: f"{row['lam_per_wk']}-{row['churn_hazard']}")
def test_stamp_card(row: pd.Series) -> None:
    """Chances of a reward, rewards in a lifetime, stamps outstanding."""
    card = closed.StampCard(row["lam_per_wk"], int(row["N_stamps"]), row["churn_hazard"], row["expiry_wks"])
    assert card.reward_before_exit == pytest.approx(row["P_reward_before_exit"], abs=1e-6)
    assert card.reward_in_time == pytest.approx(row["P_reward_within_expiry_with_churn"], abs=1e-6)
    if row["churn_hazard"] > 0:
        assert card.rewards_in_a_lifetime == pytest.approx(row["E_rewards_lifetime"], rel=1e-5)
    else:
        assert card.stamps_outstanding == row["steady_state_mean_stamps_outstanding"]


@pytest.mark.parametrize("row", rows("bass"), ids=lambda row: f"{row['p']}-{row['q']}-{row['t']}")
def test_bass(row: pd.Series) -> None:
    """Adoption and its rate, and where they peak."""
    model = closed.Bass(row["p"], row["q"])
    assert model.adopted(row["t"]) == pytest.approx(row["F"], abs=1e-6)
    assert model.rate(row["t"]) == pytest.approx(row["f"], abs=1e-6)
    assert model.peak == pytest.approx(row["t_peak"], abs=1e-4)
    assert model.adopted(model.peak) == pytest.approx(row["F_at_peak"], abs=1e-5)


@pytest.mark.parametrize("row", rows("gupta_lehmann"), ids=lambda row: f"{row['retention']}-{row['discount']}")
def test_lifetime_value(row: pd.Series) -> None:
    """The multiple of the margin, and in flow the integral."""
    rates = (row["retention"], row["discount"], row["growth"])
    assert closed.lifetime_value(1, *rates) == pytest.approx(row["margin_multiple"], abs=1e-4)
    flow = integrate.quad(lambda t: np.exp(-0.3 * t) * (1 + row["discount"]) ** -t, 0, np.inf)[0]
    assert closed.lifetime_value_in_flow(1, 0.3, row["discount"]) == pytest.approx(flow, rel=1e-6)
