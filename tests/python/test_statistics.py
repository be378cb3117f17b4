"""Statistics of columns, held to scipy, statsmodels, pingouin and numpy on random data."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import voc
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

SEEDS = range(20)
close = pytest.approx


@pytest.mark.parametrize("seed", SEEDS)
def test_means_are_those_of_scipy(seed: int) -> None:
    dice = np.random.default_rng(seed)
    # Six places are kept of each number.
    numbers = dice.normal(7, 3, dice.integers(2, 300)).round(6)
    found = voc.mean(numbers)
    low, high = stats.t.interval(0.95, len(numbers) - 1, numbers.mean(), stats.sem(numbers))
    assert (found.value, found.low, found.high) == close((numbers.mean(), low, high), rel=1e-9)
    assert (found.n, found.effective_n, found.design_effect) == close((len(numbers), len(numbers), 1.0))


@pytest.mark.parametrize("seed", SEEDS)
def test_weighted_means_have_the_moments_of_statsmodels(seed: int) -> None:
    dice = np.random.default_rng(seed)
    numbers = dice.normal(0, 2, 80).round(6)
    weights = dice.uniform(0.2, 5, 80)
    found = voc.mean(numbers, weights=weights)
    # Weights that sum to the effective number stand for so many answers.
    effective = weights.sum() ** 2 / (weights**2).sum()
    described = DescrStatsW(numbers, weights * effective / weights.sum())
    assert found.effective_n == close(effective, rel=1e-9)
    assert found.value == close(described.mean, rel=1e-9)
    assert (found.low, found.high) == close(described.tconfint_mean(), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_weighted_shares_are_wilson_of_the_effective_number(seed: int) -> None:
    dice = np.random.default_rng(seed)
    hits = dice.random(60) < 0.3
    weights = dice.uniform(0.2, 5, 60)
    found = voc.estimate(hits.tolist(), "rate", weights=weights.tolist())
    share = float((weights * hits).sum() / weights.sum())
    n = found.effective_n
    low, high = proportion_confint(share * n, n, method="wilson")
    assert (found.value, found.low, found.high) == close((share, low, high), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_means_by_welch_are_those_of_scipy(seed: int) -> None:
    dice = np.random.default_rng(seed)
    a = dice.normal(1, 3, dice.integers(2, 60)).round(6)
    b = dice.normal(0, 1, dice.integers(2, 60)).round(6)
    found = voc.compare(a, pl.Series(b), "mean")
    wanted = stats.ttest_ind(a, b, equal_var=False)
    interval = wanted.confidence_interval(0.95)
    assert (found.statistic, found.df, found.p) == close((wanted.statistic, wanted.df, wanted.pvalue), rel=1e-9)
    assert (found.low, found.high) == close((interval.low, interval.high), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_shares_are_the_chi_squared_less_one_in_n(seed: int) -> None:
    dice = np.random.default_rng(seed)
    a, b = dice.random(dice.integers(5, 200)) < 0.4, dice.random(dice.integers(5, 200)) < 0.6
    found = voc.compare(a.tolist(), b.tolist(), "rate")
    table = [[int(group.sum()), int((~group).sum())] for group in (a, b)]
    total = len(a) + len(b)
    if min(sum(column) for column in zip(*table)) == 0:
        assert found.p == 1.0
        return
    wanted = stats.chi2_contingency(table, correction=False).statistic * (total - 1) / total
    assert found.statistic is not None
    assert found.statistic**2 == close(wanted, rel=1e-9)
    assert found.p == close(stats.chi2.sf(wanted, 1), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_nps_are_the_published_formula(seed: int) -> None:
    dice = np.random.default_rng(seed)
    a, b = dice.integers(0, 11, 40), dice.integers(3, 11, 55)

    def adjusted(scores: np.ndarray[Any, Any]) -> tuple[float, float]:
        n = len(scores) + 3
        plus, minus = ((scores >= 9).sum() + 0.75) / n, ((scores <= 6).sum() + 0.75) / n
        return plus - minus, (plus + minus - (plus - minus) ** 2) / n

    (one, noise), (other, more) = adjusted(a), adjusted(b)
    z = (one - other) / math.sqrt(noise + more)
    found = voc.compare(a, b, "nps")
    assert (found.statistic, found.p) == close((z, 2 * stats.norm.sf(abs(z))), rel=1e-9)
    assert found.n == (40, 55)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_medians_by_ranks(seed: int) -> None:
    dice = np.random.default_rng(seed)
    a, b = dice.integers(0, 11, 40), dice.integers(2, 11, 55)
    found = voc.compare(a, b, "median")
    wanted = stats.mannwhitneyu(a, b, method="asymptotic", use_continuity=False)
    assert (found.p, found.method) == (close(wanted.pvalue, rel=1e-9), "wilcoxon")
    assert found.difference == np.median(a) - np.median(b)
    # Without ties, few are counted as scipy counts them.
    few, more = np.split(dice.permutation(20) + dice.random(20) / 4, [8])
    counted = voc.compare(few, more, "median")
    exact = stats.mannwhitneyu(few, more, method="exact")
    assert (counted.p, counted.method) == (close(exact.pvalue, rel=1e-9), "wilcoxon_exact")
    # With ties, as every permutation says.
    tied = dice.integers(0, 4, 9)
    ranks = stats.rankdata(tied)
    sums = [sum(ranks[list(chosen)]) for chosen in itertools.combinations(range(9), 4)]
    off = abs(np.array(sums) - 4 * 10 / 2)
    p = np.mean(off >= abs(ranks[:4].sum() - 20) - 1e-9)
    assert voc.compare(tied[:4], tied[4:], "median").p == close(p, rel=1e-9)


def test_mistakes_of_two_groups_are_named() -> None:
    with pytest.raises(voc.VocError, match="the other none"):
        voc.compare([1], [2], "mean", weights=([1],))  # type: ignore[arg-type]
    with pytest.raises(voc.VocError) as caught:
        voc.compare([1, 2], [2], "median", weights=([1, 1], [-1]))
    assert caught.value.path == "b.weights.0"


@pytest.mark.parametrize("seed", SEEDS)
def test_trends_are_kendalls(seed: int) -> None:
    dice = np.random.default_rng(seed)
    numbers = np.cumsum(dice.normal(0.1, 1, 30))
    found = voc.trend(numbers)
    assert found.tau == close(stats.kendalltau(range(30), numbers).statistic, rel=1e-9)
    slope, _, low, high = stats.theilslopes(numbers, range(30), 0.95)
    assert (found.slope, found.low, found.high) == close((slope, low, high), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("by", "method"), [("benjamini_hochberg", "fdr_bh"), ("benjamini_yekutieli", "fdr_by"), ("holm", "holm")]
)
def test_many_tests_are_corrected_as_by_statsmodels(seed: int, by: Any, method: str) -> None:
    ps = np.random.default_rng(seed).random(40) ** 3
    assert voc.false_discovery(ps, by) == close(multipletests(ps, method=method)[1].tolist(), rel=1e-9)
    assert voc.false_discovery([None, 0.5]) == [None, 0.5]


def test_a_bootstrap_is_that_of_scipy_within_its_noise() -> None:
    values = np.random.default_rng(3).exponential(2, 60)
    found = voc.bootstrap(values, lambda drawn: float(np.median(drawn)), seed=5, replicates=5_000)
    wanted = stats.bootstrap((values,), np.median, n_resamples=20_000, method="BCa", rng=np.random.default_rng(1))
    assert found.low == close(wanted.confidence_interval.low, abs=0.15)
    assert found.high == close(wanted.confidence_interval.high, abs=0.15)
    again = voc.bootstrap(values.tolist(), lambda drawn: float(np.median(drawn)), seed=5, replicates=5_000)
    assert again == found
    with pytest.raises(ValueError, match="nothing to draw"):
        voc.bootstrap([], len, seed=1)


def table(seed: int, features: int, rows: int = 200) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    mixed = dice.normal(size=(rows, features)) @ dice.normal(size=(features, features))
    outcome = mixed @ dice.normal(size=features) + dice.normal(0, 3, rows)
    frame = pd.DataFrame(mixed, columns=[f"x{place}" for place in range(features)])
    return frame.assign(ltr=outcome)


@pytest.mark.parametrize("seed", range(5))
def test_shapley_is_what_pingouin_says(seed: int) -> None:
    pingouin = pytest.importorskip("pingouin")
    frame = table(seed, 5)
    features = [name for name in frame if name != "ltr"]
    wanted = pingouin.linear_regression(frame[features], frame["ltr"], relimp=True)
    found = voc.drivers(frame, "ltr", features, method="shapley", replicates=0)
    rows = found.table.to_dicts()
    assert [row["weight"] for row in rows] == close(wanted["relimp"].tolist()[1:], rel=1e-9)
    assert found.r_squared == close(wanted["r2"].iloc[0], rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_relative_weights_are_johnsons(seed: int) -> None:
    frame = table(seed, 6)
    features = [name for name in frame if name != "ltr"]
    among, outcome = frame[features].corr().to_numpy(), frame[features].corrwith(frame["ltr"]).to_numpy()
    values, vectors = np.linalg.eigh(among)
    loadings = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    wanted = loadings**2 @ np.linalg.solve(loadings, outcome) ** 2
    found = voc.drivers(pl.from_pandas(frame), "ltr", features, replicates=0)
    rows = found.table.to_dicts()
    assert [row["weight"] for row in rows] == close(wanted.tolist(), rel=1e-9)
    assert sum(row["share"] for row in rows) == close(1.0)
    coefficients = np.linalg.solve(among, outcome)
    assert [row["coefficient"] for row in rows] == close(coefficients.tolist(), rel=1e-9)
    assert all(row["low"] is None for row in rows)


# H. V. Henderson and P. F. Velleman, "Building multiple regression models interactively", Biometrics 37 (1981),
# R's data set `mtcars`: miles per gallon, cylinders, displacement, horsepower, gears.
MTCARS = [
    (21.0, 6, 160.0, 110, 4), (21.0, 6, 160.0, 110, 4), (22.8, 4, 108.0, 93, 4), (21.4, 6, 258.0, 110, 3),
    (18.7, 8, 360.0, 175, 3), (18.1, 6, 225.0, 105, 3), (14.3, 8, 360.0, 245, 3), (24.4, 4, 146.7, 62, 4),
    (22.8, 4, 140.8, 95, 4), (19.2, 6, 167.6, 123, 4), (17.8, 6, 167.6, 123, 4), (16.4, 8, 275.8, 180, 3),
    (17.3, 8, 275.8, 180, 3), (15.2, 8, 275.8, 180, 3), (10.4, 8, 472.0, 205, 3), (10.4, 8, 460.0, 215, 3),
    (14.7, 8, 440.0, 230, 3), (32.4, 4, 78.7, 66, 4), (30.4, 4, 75.7, 52, 4), (33.9, 4, 71.1, 65, 4),
    (21.5, 4, 120.1, 97, 3), (15.5, 8, 318.0, 150, 3), (15.2, 8, 304.0, 150, 3), (13.3, 8, 350.0, 245, 3),
    (19.2, 8, 400.0, 175, 3), (27.3, 4, 79.0, 66, 4), (26.0, 4, 120.3, 91, 5), (30.4, 4, 95.1, 113, 5),
    (15.8, 8, 351.0, 264, 5), (19.7, 6, 145.0, 175, 5), (15.0, 8, 301.0, 335, 5), (21.4, 4, 121.0, 109, 4),
]


def test_relative_weights_are_those_published_with_rs_package_rwa() -> None:
    # M. Chan's `rwa`, its first example: rwa(mtcars, "mpg", c("cyl", "disp", "hp", "gear")).
    names = ("mpg", "cyl", "disp", "hp", "gear")
    found = voc.drivers(dict(zip(names, zip(*MTCARS))), "mpg", names[1:], replicates=0)
    rows = found.table.to_dicts()
    assert [row["weight"] for row in rows] == close([0.2284797, 0.2221469, 0.2321744, 0.0963886], abs=5e-8)
    assert [100 * row["share"] for row in rows] == close([29.32274, 28.50999, 29.79691, 12.37037], abs=5e-6)
    assert [row["sign"] for row in rows] == [-1, -1, -1, 1]
    assert (found.r_squared, found.n) == (close(0.7791896, abs=5e-8), 32)


def test_what_stands_in_the_way_of_a_driver_is_told() -> None:
    frame = table(1, 2).assign(same=4.0)
    frame["twice"] = 2 * frame["x0"]
    frame.loc[3, "x1"] = None
    found = voc.drivers(frame, "ltr", ["x0", "x1", "twice", "same"], replicates=100, scale=(-5, 5))
    rows = {row["feature"]: row for row in found.table.to_dicts()}
    assert [rows[name]["problem"] for name in ("x0", "x1", "twice", "same")] == ["collinear", None, "collinear", "constant"]
    assert (found.n, found.left_out, rows["x1"]["missing"]) == (199, 1, 1)
    assert rows["x1"]["low"] < rows["x1"]["weight"] < rows["x1"]["high"]
    assert found.quadrants is not None
    assert {row["feature"] for row in found.quadrants} == {"x0", "x1", "twice"}
    with pytest.raises(voc.VocError) as error:
        voc.drivers(frame, "ltr", ["x0"], replicates=5)
    assert error.value.path == "replicates"
