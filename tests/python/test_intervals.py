"""Intervals of shares, held to statsmodels and scipy, and what they hold of rare shares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import voc
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

close = pytest.approx


def modified_wilson(hits: int, n: int, confidence: float) -> tuple[float, float]:
    """As R's DescTools has it (``BinomCI``): Brown, Cai and DasGupta 2001, section 4.1.1."""
    low, high = proportion_confint(hits, n, alpha=1 - confidence, method="wilson")
    few = range(1, 4) if n > 50 else range(1, 3)
    if hits in few:
        low = stats.chi2.ppf(1 - confidence, 2 * hits) / 2 / n
    if n - hits in few:
        high = 1 - stats.chi2.ppf(1 - confidence, 2 * (n - hits)) / 2 / n
    return max(low, 0.0), min(high, 1.0)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 10, 17, 50, 51, 100, 1000])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_the_modified_interval_is_that_of_scipys_chi_squared(n: int, confidence: float) -> None:
    for hits in {*range(min(n, 6)), *range(max(n - 6, 0), n + 1), n // 2}:
        answers = [True] * hits + [False] * (n - hits)
        found = voc.rate(answers, interval="modified_wilson", confidence=confidence)
        assert (found.low, found.high) == close(modified_wilson(hits, n, confidence), abs=1e-9), hits
        assert (found.value, found.n, found.method) == (hits / n, n, "modified_wilson")
        assert voc.rate(answers, interval="wilson", confidence=confidence) == voc.rate(answers, confidence=confidence)


def test_the_published_lower_bounds_of_one_to_three_hits() -> None:
    # Of a Poisson count, 5 % below: E. S. Pearson and H. O. Hartley, "Biometrika tables for statisticians", table 40.
    for hits, bound in ((1, 0.0513), (2, 0.355), (3, 0.818)):
        found = voc.estimate([True] * hits + [False] * (200 - hits), "rate", interval="modified_wilson")
        assert found.low is not None
        assert found.low * 200 == close(bound, abs=5e-4)
        assert (found.effective_n, found.design_effect) == (200, 1)


@pytest.mark.parametrize("n", [11, 12, 13, 14, 15, 16, 17, 18, 27, 54, 55])
def test_rare_shares_are_held_where_wilson_lets_them_slip(n: int) -> None:
    """Of these n Wilson's interval holds some share on the grid less than 90 times in 100."""
    hits = np.arange(n + 1)

    def least(interval: Any) -> float:
        ends = [voc.rate([True] * one + [False] * (n - one), interval=interval) for one in range(n + 1)]
        lows, highs = np.array([end.low for end in ends]), np.array([end.high for end in ends])
        shares = np.arange(1, 100) / 100
        return float(min(stats.binom.pmf(hits[(lows <= p) & (p <= highs)], n, p).sum() for p in shares))

    assert least("wilson") < 0.9 <= least("modified_wilson")


def test_groups_and_programs_take_the_interval() -> None:
    answers, desks = [5, 1, 1, 2, 5, 4], ["a", "a", "a", "a", "b", "b"]
    rows = {row["group"]: row for row in voc.csat(answers, by=desks, interval="modified_wilson").to_dicts()}
    assert (rows["a"]["low"], rows["a"]["high"]) == close(modified_wilson(1, 4, 0.95), abs=1e-9)
    assert rows["b"]["method"] == "modified_wilson"
    program = voc.Program.parse(
        "{voc: 1, name: Shop, fields: {stars: int, ltr: int}, metrics: "
        "{csat: {kind: csat, of: stars, scale: [1, 5]}, nps: {kind: nps, of: ltr}}}"
    )
    at = "2026-03-01T10:00:00Z"
    inputs = [
        {"id": f"s{row}", "received": at, "signal": {"at": at, "kind": "response", "customer": f"c{row}", "fields": {"stars": stars}}}
        for row, stars in enumerate(answers)
    ]
    engine = voc.Engine(program)
    for input in inputs:
        engine.handle(input)
    for source in (program.run(inputs), engine):
        found = source.metric("csat", interval="modified_wilson").to_dicts()[0]
        assert (found["low"], found["high"]) == close(modified_wilson(3, 6, 0.95), abs=1e-9)
        assert found["method"] == "modified_wilson"
        assert source.metric("csat", interval="wilson").to_dicts() == source.metric("csat").to_dicts()
        with pytest.raises(voc.VocError, match="shares alone") as error:
            source.metric("nps", interval="modified_wilson")
        assert error.value.path == "interval"


def test_only_plain_shares_have_a_choice() -> None:
    modified: Any = {"interval": "modified_wilson"}
    asked: list[Any] = [
        lambda: voc.nps([9, 3], **modified),
        lambda: voc.mean([9, 3], **modified),
        lambda: voc.mean([9, 3], by=["a", "b"], **modified),
        lambda: voc.median([9, 3], **modified),
        lambda: voc.rate([True, False], weights=[1, 2], **modified),
        lambda: voc.rate([True, False], population=5, **modified),
        lambda: voc.estimate([True, False], "rate", weights=[1, 2], **modified),
        lambda: voc.estimate([9, 3], "nps", **modified),
    ]
    for ask in asked:
        with pytest.raises(voc.VocError) as error:
            ask()
        assert (error.value.code, error.value.path) == ("not_allowed", "interval")
    assert voc.rate([True, False], weights=[1, 2], interval="wilson").method == "wilson"
