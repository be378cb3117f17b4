"""Groups side by side, against scipy, statsmodels and pingouin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
import statsmodels.api as sm
import voc
from scipy import stats
from scipy.optimize import brentq
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.proportion import proportion_confint, proportion_effectsize


def close(found: float | None, wanted: float) -> None:
    assert found is not None
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def drawn(seed: int, count: int = 4) -> tuple[list[float], list[str]]:
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, count, 150)
    values = np.round(rng.normal(3 + 0.2 * groups, 1 + 0.3 * groups), 2)
    return values.tolist(), [f"g{group}" for group in groups]


def split(values: list[float], groups: list[str]) -> list[np.ndarray]:
    frame = pd.DataFrame({"value": values, "group": groups})
    return [part.to_numpy() for _, part in frame.groupby("group")["value"]]


@pytest.mark.parametrize("seed", range(10))
def test_means(seed: int) -> None:
    values, groups = drawn(seed)
    found = voc.several(values, groups, "means")
    wanted = pingouin.welch_anova(pd.DataFrame({"v": values, "g": groups}), dv="v", between="g")
    close(found["statistic"], float(wanted["F"].iloc[0]))
    close(found["df_within"], float(wanted["ddof2"].iloc[0]))
    close(found["p"], float(anova_oneway(split(values, groups), use_var="unequal", welch_correction=True).pvalue))
    # Epsilon squared and its interval, off the ordinary analysis of variance.
    parts = split(values, groups)
    n, k = len(values), len(parts)
    between = sum(len(part) * (part.mean() - np.mean(values)) ** 2 for part in parts)
    within = sum(((part - part.mean()) ** 2).sum() for part in parts)
    close(found["size"]["value"], max(0.0, (between - (k - 1) * within / (n - k)) / (between + within)))
    f = between / (k - 1) / (within / (n - k))
    for end, tail in (("low", 0.975), ("high", 0.025)):
        of = lambda noncentral, tail=tail: stats.ncf.cdf(f, k - 1, n - k, noncentral) - tail  # noqa: E731
        noncentral = brentq(of, 1e-12, 500, xtol=1e-12) if of(1e-12) > 0 else 0.0
        assert found["size"][end] == pytest.approx(noncentral / (noncentral + n), abs=1e-8)


@pytest.mark.parametrize("seed", range(10))
def test_ranks(seed: int) -> None:
    values, groups = drawn(seed)
    rounded = [round(value) for value in values]
    found = voc.several(rounded, groups, "ranks")
    statistic, p = stats.kruskal(*split(rounded, groups))
    close(found["statistic"], statistic)
    close(found["p"], p)


@pytest.mark.parametrize("seed", range(10))
def test_shares(seed: int) -> None:
    values, groups = drawn(seed)
    hits = [value > 3 for value in values]
    found = voc.several(hits, groups, "shares")
    table = pd.crosstab(pd.Series(groups), pd.Series(hits)).to_numpy()
    plain = stats.chi2_contingency(table, correction=False)
    n = table.sum()
    close(found["statistic"], plain.statistic * (n - 1) / n)
    close(found["size"]["value"], stats.contingency.association(table, method="cramer"))


@pytest.mark.parametrize("seed", range(10))
def test_two_groups(seed: int) -> None:
    values, groups = drawn(seed, 2)
    one, other = split(values, groups)
    size = voc.several(values, groups, "means")["size"]
    wanted = pingouin.compute_effsize(one, other, eftype="hedges")
    close(size["value"], wanted)
    nx, ny = len(one), len(other)
    error = np.sqrt((nx + ny) / (nx * ny) + wanted**2 / (2 * (nx + ny)))
    half = stats.t.ppf(0.975, nx + ny - 2) * error
    close(size["low"], wanted - half)
    close(size["high"], wanted + half)


@pytest.mark.parametrize("seed", range(10))
def test_two_shares_have_wilsons_limits_on_cohens_scale(seed: int) -> None:
    values, groups = drawn(seed, 2)
    hits = [value > 4 for value in values]
    size = voc.several(hits, groups, "shares")["size"]
    sides = []
    for part in split([float(hit) for hit in hits], groups):
        share = part.mean()
        ends = proportion_confint(part.sum(), len(part), method="wilson")
        sides.append([proportion_effectsize(p, 0) for p in (ends[0], share, ends[1])])
    (low, own, high), (other_low, other, other_high) = sides
    close(size["value"], own - other)
    close(size["low"], own - other - np.hypot(own - low, other_high - other))
    close(size["high"], own - other + np.hypot(high - own, other - other_low))


@pytest.mark.parametrize("seed", range(10))
def test_what_rises(seed: int) -> None:
    values, groups = drawn(seed)
    places = [int(group[1:]) for group in groups]
    rounded = [round(value) for value in values]
    found = voc.rises(rounded, places, "means")
    tau, p = stats.kendalltau(places, rounded, method="asymptotic")
    close(found["tau"], tau)
    close(found["p"], p)
    again = voc.kendall(rounded, places)
    close(again["tau"], tau)
    close(again["p"], p)
    # Cochran and Armitage's z is the correlation, times the square root of n.
    hits = [value > 3 for value in values]
    r = stats.pearsonr(places, np.array(hits, dtype=float)).statistic
    close(voc.rises(hits, places, "shares")["z"], r * np.sqrt(len(values)))


@pytest.mark.parametrize("seed", range(10))
def test_within_strata(seed: int) -> None:
    rng = np.random.default_rng(seed)
    strata = rng.integers(0, 8, 200)
    first = rng.random(200) < 0.2 + 0.08 * strata
    values = np.round(rng.normal(strata + 0.5 * first, 1 + 0.5 * first), 3)
    found = voc.stratified(values, first, strata.tolist(), "means")
    design = pd.get_dummies(pd.Series(strata), dtype=float).assign(first=first.astype(float))
    fit = sm.OLS(values, design).fit(cov_type="HC1", use_t=True)
    close(found["difference"], fit.params["first"])
    close(found["low"], fit.conf_int().loc["first", 0])
    close(found["p"], fit.pvalues["first"])
    # Shares: Mantel and Haenszel's weights and Sato's variance, plainly.
    hits = values > 3.5
    shares = voc.stratified(hits, first, strata.tolist(), "shares")
    weight = total = p = q = 0.0
    for stratum in range(8):
        own, other = hits[(strata == stratum) & first], hits[(strata == stratum) & ~first]
        a, m, c, n = own.sum(), len(own), other.sum(), len(other)
        weight += m * n / (m + n)
        total += (a * n - c * m) / (m + n)
        p += (m**2 * c - n**2 * a + m * n * (n - m) / 2) / (m + n) ** 2
        q += (a * (n - c) + c * (m - a)) / (2 * (m + n))
    close(shares["difference"], total / weight)
    half = stats.norm.ppf(0.975) * np.sqrt(total / weight * p + q) / weight
    close(shares["low"], total / weight - half)


def test_missing_rows_are_left_out() -> None:
    found = voc.several([1.0, None, 2.0, 4.0], ["a", "a", None, "b"], "means")
    assert (found["n"], found["groups"]) == (2, 2)
