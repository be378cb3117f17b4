"""One metric of columns by groups, held to numpy, scipy and statsmodels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest
import voc
from scipy import stats
from scipy.stats import chi2, chi2_contingency, mannwhitneyu
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

RANDOM = numpy.random.default_rng(6)
ROWS = 3000
ANSWERS = RANDOM.integers(0, 11, ROWS)
ABSENT = RANDOM.random(ROWS) < 0.1
CHANNELS = RANDOM.choice(["web", "phone", "branch"], ROWS)
UNITS = RANDOM.integers(0, 40, ROWS)
WEIGHTS = (RANDOM.random(ROWS) * 3).round(6)


def given(group: str | None = None) -> numpy.ndarray:
    return ANSWERS[~ABSENT & (True if group is None else CHANNELS == group)]


def by_channel(table: voc.Table) -> dict[Any, dict[str, Any]]:
    return {row["group"]: row for row in table.to_dicts()}


SCORES = [None if absent else int(answer) for answer, absent in zip(ANSWERS, ABSENT, strict=True)]


@pytest.mark.parametrize(
    "scores",
    [
        SCORES,
        numpy.where(ABSENT, numpy.nan, ANSWERS),
        numpy.where(ABSENT, numpy.nan, ANSWERS).astype("float32"),
        pandas.Series(SCORES, dtype="Int8"),
        pandas.Series(SCORES, dtype="float64"),
        polars.Series(SCORES, dtype=polars.Int8),
        polars.Series(SCORES, dtype=polars.UInt32),
        pyarrow.array(SCORES, pyarrow.int16()),
        pyarrow.array(SCORES, pyarrow.int64()),
        pyarrow.chunked_array([SCORES[:100], SCORES[100:]], pyarrow.int32()),
    ],
    ids=lambda column: f"{type(column).__module__.split('.')[0]}-{getattr(column, 'dtype', getattr(column, 'type', ''))}",
)
def test_every_layout_of_answers_gives_the_same(scores: Any) -> None:
    assert voc.nps(scores, by=CHANNELS.tolist()).to_dicts() == voc.nps(SCORES, by=CHANNELS).to_dicts()
    assert voc.nps(scores) == voc.nps(SCORES)


@pytest.mark.parametrize(
    "groups",
    [
        CHANNELS.tolist(),
        CHANNELS,
        pandas.Series(CHANNELS),
        pandas.Series(CHANNELS).astype("category"),
        polars.Series(CHANNELS),
        polars.Series(CHANNELS).cast(polars.Categorical),
        polars.Series(CHANNELS).cast(polars.Enum(["branch", "phone", "web", "none"])),
        pyarrow.array(CHANNELS, pyarrow.large_string()),
        pyarrow.array(CHANNELS).dictionary_encode().cast(pyarrow.dictionary(pyarrow.int8(), pyarrow.string())),
        pyarrow.chunked_array([CHANNELS[:7], CHANNELS[7:]]).dictionary_encode(),
    ],
    ids=lambda column: f"{type(column).__module__.split('.')[0]}-{getattr(column, 'dtype', getattr(column, 'type', ''))}",
)
def test_every_layout_of_groups_gives_the_same(groups: Any) -> None:
    assert voc.nps(SCORES, by=groups).to_dicts() == voc.nps(SCORES, by=CHANNELS.tolist()).to_dicts()


def test_absent_groups_are_one() -> None:
    groups = pyarrow.array(["a", None, "b", None]).dictionary_encode()
    found = by_channel(voc.mean([1, 2, 3, 4], by=groups))
    assert {group: row["value"] for group, row in found.items()} == {None: 3.0, "a": 1.0, "b": 3.0}


def test_shares_are_those_of_statsmodels() -> None:
    found = by_channel(voc.top_box(SCORES, by=CHANNELS, scale=(0, 10), boxes=3))
    for group in ("web", "phone", "branch"):
        answers = given(group)
        hits, n = int((answers >= 8).sum()), len(answers)
        low, high = proportion_confint(hits, n, method="wilson")
        row = found[group]
        assert (row["n"], row["method"]) == (n, "wilson")
        assert (row["value"], row["low"], row["high"]) == pytest.approx((hits / n, low, high), abs=1e-9)
    low = by_channel(voc.bottom_box(SCORES, by=CHANNELS, scale=(0, 10), boxes=1))
    assert low["web"]["value"] == pytest.approx((given("web") == 0).mean(), abs=1e-12)
    some = by_channel(voc.share(SCORES, [3, 5], by=CHANNELS, scale=(0, 10)))
    assert some["web"]["value"] == pytest.approx(numpy.isin(given("web"), [3, 5]).mean(), abs=1e-12)


def test_means_and_medians_are_those_of_scipy() -> None:
    worth = {answer: answer**2 / 4 for answer in range(11)}
    tables = {
        "mean": by_channel(voc.mean(SCORES, by=CHANNELS, scale=(0, 10))),
        "numbers": by_channel(voc.mean(SCORES, by=CHANNELS)),
        "ces": by_channel(voc.ces(SCORES, by=CHANNELS, scale=(0, 10))),
        "points": by_channel(voc.points(SCORES, worth, by=CHANNELS)),
    }
    for group in ("web", "phone", "branch"):
        for name, table in tables.items():
            answers = given(group) ** 2 / 4 if name == "points" else given(group)
            ends = stats.t.interval(0.95, len(answers) - 1, answers.mean(), stats.sem(answers))
            row = table[group]
            assert (row["value"], row["low"], row["high"]) == pytest.approx((answers.mean(), *ends), abs=1e-9)
    for scale in ((0, 10), None):
        found = by_channel(voc.median(SCORES, by=CHANNELS, scale=scale))
        for group in ("web", "phone", "branch"):
            answers = numpy.sort(given(group))
            # scipy's exact interval of a quantile, by ranks.
            ends = stats.quantile_test(answers, q=numpy.median(answers), p=0.5).confidence_interval(0.95)
            row = found[group]
            assert (row["value"], row["low"], row["high"]) == (numpy.median(answers), ends.low, ends.high)


def test_weights_are_those_of_statsmodels() -> None:
    found = by_channel(voc.mean(SCORES, by=CHANNELS, weights=WEIGHTS, scale=(0, 10)))
    numbers = by_channel(voc.mean(SCORES, by=CHANNELS, weights=WEIGHTS))
    for group in ("web", "phone", "branch"):
        own = ~ABSENT & (CHANNELS == group)
        wanted = DescrStatsW(ANSWERS[own], WEIGHTS[own]).mean
        effective = WEIGHTS[own].sum() ** 2 / (WEIGHTS[own] ** 2).sum()
        for row in (found[group], numbers[group]):
            assert row["value"] == pytest.approx(wanted, abs=1e-9)
            assert row["effective_n"] == pytest.approx(effective, rel=1e-9)
            assert row["design_effect"] == pytest.approx(own.sum() / effective, rel=1e-9)
    assert voc.mean(SCORES, scale=(0, 10)).value == pytest.approx(voc.mean(SCORES).value, rel=1e-12)
    whole = voc.nps(SCORES, weights=WEIGHTS)
    assert isinstance(whole, voc.WeightedEstimate)
    scores = (given() >= 9) * 1.0 - (given() <= 6)
    assert whole.value == pytest.approx(100 * numpy.average(scores, weights=WEIGHTS[~ABSENT]), abs=1e-9)


def test_a_population_makes_surer() -> None:
    plain, sure = voc.nps(SCORES), voc.nps(SCORES, population=ROWS)
    assert sure.value == plain.value
    assert sure.high - sure.low < plain.high - plain.low
    found = by_channel(voc.nps(SCORES, by=CHANNELS, population={"web": len(given("web"))}))
    assert found["web"]["low"] == found["web"]["value"] == found["web"]["high"]
    assert found["phone"]["low"] < found["phone"]["value"]


def test_many_groups_at_once() -> None:
    table = voc.csat(SCORES, by=UNITS, scale=(0, 10), against="rest").to_dicts()
    ps = [row["p"] for row in table]
    assert len(table) == 40
    assert [row["q"] for row in table] == pytest.approx(multipletests(ps, method="fdr_bh")[1], rel=1e-9)
    rest = given()[UNITS[~ABSENT] != 7]
    own = given()[UNITS[~ABSENT] == 7]
    row = next(row for row in table if row["group"] == "7")
    assert row["difference"] == pytest.approx((own >= 9).mean() - (rest >= 9).mean(), abs=1e-9)
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert row["difference_method"] == "newcombe_n1"


def test_medians_and_weights_beside_the_rest() -> None:
    own, rest = given()[UNITS[~ABSENT] == 7], given()[UNITS[~ABSENT] != 7]
    weight, others = WEIGHTS[~ABSENT][UNITS[~ABSENT] == 7], WEIGHTS[~ABSENT][UNITS[~ABSENT] != 7]

    def row(table: voc.Table) -> dict[str, Any]:
        return next(row for row in table.to_dicts() if row["group"] == "7")

    found = row(voc.median(SCORES, by=UNITS, scale=(0, 10), against="rest"))
    wanted = mannwhitneyu(own, rest, method="asymptotic", use_continuity=False)
    assert (found["p"], found["difference_method"]) == (pytest.approx(wanted.pvalue, rel=1e-9), "wilcoxon")
    assert found["difference"] == numpy.median(own) - numpy.median(rest)
    # The same of any numbers, without a scale.
    plain = row(voc.median(SCORES, by=UNITS, against="rest"))
    assert (plain["p"], plain["q"]) == pytest.approx((found["p"], found["q"]), rel=1e-12)
    welch = row(voc.mean(SCORES, by=UNITS, against="rest"))
    assert welch["p"] == pytest.approx(stats.ttest_ind(own, rest, equal_var=False).pvalue, rel=1e-9)
    # Weights as of so many answers of one weight, as statsmodels takes them for so many.
    found = row(voc.mean(SCORES, by=UNITS, weights=WEIGHTS, scale=(0, 10), against="rest"))
    both = [DescrStatsW(answers, of * of.sum() / (of**2).sum()) for answers, of in ((own, weight), (rest, others))]
    compared = CompareMeans(*both)
    assert found["difference_method"] == "welch"
    assert found["p"] == pytest.approx(compared.ttest_ind(usevar="unequal")[1], rel=1e-9)
    low, high = compared.tconfint_diff(usevar="unequal")
    assert (found["difference_low"], found["difference_high"]) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))
    # The same of two columns, and of a share by effective counts.
    alone = voc.compare(own, rest, "mean", weights=(weight, others))
    assert alone.p == pytest.approx(found["p"], rel=1e-9) and alone.effective_n is not None
    n, m = (of.sum() ** 2 / (of**2).sum() for of in (weight, others))
    assert alone.effective_n == pytest.approx((n, m), rel=1e-9)
    found = row(voc.csat(SCORES, by=UNITS, weights=WEIGHTS, scale=(0, 10), against="rest"))
    p, q = numpy.average(own >= 9, weights=weight), numpy.average(rest >= 9, weights=others)
    table = [[p * n, (1 - p) * n], [q * m, (1 - q) * m]]
    chi = chi2_contingency(table, correction=False).statistic * (n + m - 1) / (n + m)
    assert found["p"] == pytest.approx(chi2.sf(chi, 1), rel=1e-9)
    # Weighted medians: ranks in the weighted distribution of both, by Welch.
    found = row(voc.median(SCORES, by=UNITS, weights=WEIGHTS, scale=(0, 10), against="rest"))
    every, heavy = numpy.concatenate([own, rest]), numpy.concatenate([weight, others])
    rank = {at: (heavy[every < at].sum() + heavy[every == at].sum() / 2) / heavy.sum() for at in numpy.unique(every)}
    ranks = [numpy.array([rank[at] for at in answers]) for answers in (own, rest)]
    both = [DescrStatsW(ranks[0], weight * weight.sum() / (weight**2).sum()), DescrStatsW(ranks[1], others * others.sum() / (others**2).sum())]
    assert found["p"] == pytest.approx(CompareMeans(*both).ttest_ind(usevar="unequal")[1], rel=1e-9)
    assert found["difference_method"] == "weighted_ranks"


def test_by_several_columns() -> None:
    frame = {"channel": CHANNELS.tolist(), "unit": [str(unit % 3) for unit in UNITS]}
    wanted = voc.nps(SCORES, by=frame).to_dicts()
    assert len(wanted) == 9 and list(wanted[0])[:3] == ["channel", "unit", "value"]
    for by in (polars.DataFrame(frame), pandas.DataFrame(frame), pyarrow.table(frame)):
        assert voc.nps(SCORES, by=by).to_dicts() == wanted
    listed = voc.nps(SCORES, by=list(frame.values()))
    assert listed.columns[:2] == ["group_1", "group_2"]
    assert [row["value"] for row in listed.to_dicts()] == [row["value"] for row in wanted]
    series = [polars.Series(name, column) for name, column in frame.items()]
    assert voc.nps(SCORES, by=series).to_dicts() == wanted
    totals = voc.nps(SCORES, by=frame, totals=True).to_dicts()
    assert len(totals) == 9 + 3 + 3 + 1
    assert (totals[-1]["total"], totals[-1]["value"]) == (["channel", "unit"], voc.nps(SCORES).value)
    of_web = next(row for row in totals if row["channel"] == "web" and row["total"] == ["unit"])
    assert of_web["n"] == len(given("web"))


def test_small_groups_show_nothing() -> None:
    scores = [10] * 20 + [5] * 30 + [0] * 3
    units = ["a"] * 20 + ["b"] * 30 + ["c"] * 3
    rows = voc.nps(scores, by=units, min_n=5, totals=True).to_dicts()
    assert [(row["group"], row["n"], row["withheld"]) for row in rows] == [
        ("a", None, True), ("b", 30, False), ("c", None, True), (None, 53, False),
    ]  # fmt: skip
    assert all(rows[0][name] is None for name in ("value", "n", "low", "high", "method"))
    found = voc.withhold({"a": 20, "b": 30, "c": 3}, min_n=5)
    assert (found.groups, found.totals) == (
        [True, False, True], [{"group": [None], "over": [0], "withheld": False}],
    )  # fmt: skip
    two = voc.withhold([(("a", "x"), 9), (("a", "y"), 2), (("b", "x"), 9), (("b", "y"), 9)], min_n=5)
    assert two.groups == [True, True, True, True]
    units = voc.withhold({"desk": 2, "field": 9, "sales": 8}, 5, parents={"desk": "claims", "field": "claims"})
    assert units.groups == [True, True, False]


def test_answers_off_the_scale() -> None:
    with pytest.raises(voc.VocError) as caught:
        voc.nps([10, 11], by=["a", "b"])
    assert (caught.value.code, caught.value.path) == ("out_of_range", "1")
    row, other = voc.nps([10, 11, None], by=["a", "b", "b"], outside="count").to_dicts()
    assert (row["n"], row["outside"], row["unanswered"]) == (1, 0, 0)
    assert (other["n"], other["value"], other["outside"], other["unanswered"]) == (0, None, 1, 1)


def test_estimates_do_not_add_up() -> None:
    days = [voc.nps([10, 9]), voc.nps([10, 10])]
    with pytest.raises(TypeError, match="tally"):
        sum(days)
    with pytest.raises(TypeError, match="tally"):
        days[0] + days[1]


def test_mistakes_are_named() -> None:
    with pytest.raises(TypeError, match="min_n"):
        voc.nps(SCORES, min_n=5)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="minimum"):
        voc.nps(SCORES, by=CHANNELS, minimum=5)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="rest"):
        voc.nps(SCORES, by=CHANNELS, against="best")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="value"):
        voc.nps([1], by={"value": ["a"]})
    with pytest.raises(TypeError, match="population"):
        voc.nps(SCORES, by=CHANNELS, population=5)
    with pytest.raises(voc.VocError, match="one group for each"):
        voc.nps([1, 2], by={"unit": ["a"]})
    with pytest.raises(voc.VocError, match="scale"):
        voc.mean([1.5], by=["a"], min_n=5)


def test_threads_leave_no_trace() -> None:
    frame = {"ltr": ANSWERS.tolist(), "effort": UNITS.tolist(), "wait": WEIGHTS.tolist()}
    ask = {"outcome": "ltr", "features": ["effort", "wait"], "replicates": 200, "seed": 5}
    one, more = (voc.drivers(frame, **ask, threads=threads) for threads in (1, 3))
    assert one.table.to_dicts() == more.table.to_dicts()
    sample = given()[:200]
    alone = voc.bootstrap(sample, numpy.mean, seed=4, replicates=300)
    with ThreadPoolExecutor(3) as pool:
        assert voc.bootstrap(sample, numpy.mean, seed=4, replicates=300, workers=pool.map) == alone
