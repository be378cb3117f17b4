"""A shop's purchases as a journey: 69,659 of 23,570 customers who first bought early in 1997.

The data are CDNOW's (Fader and Hardie), as the package ``lifetimes`` brings them: it is installed
for the tests, its file is read, and nothing of it is imported. Totals are held to pandas.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import distribution

import pandas as pd
import voc

NTH = (2, 3, 5, 10, 50)
SILENCE = pd.Timedelta(days=90)

PROGRAM = """
voc: 1
name: A shop
kinds: {purchase: {fields: [discs, value]}}
fields: {discs: int, value: {type: number, decimals: 2}}
metrics: {several: {kind: rate, of: 'kind == "purchase" && discs > 1', out_of: 'kind == "purchase"'}}
rules:
  silent: {when: 'kind == "purchase"', silence: P90D, raise: {}}
""" + "".join(f"  nth-{k}: {{when: 'kind == \"purchase\"', nth: {k}, raise: {{praise: true}}}}\n" for k in NTH)


@cache
def purchases() -> pd.DataFrame:
    path = distribution("lifetimes").locate_file("lifetimes/datasets/CDNOW_master.txt")
    names = ["customer", "day", "discs", "value"]
    frame = pd.read_csv(str(path), sep=r"\s+", skiprows=1, names=names, dtype={"customer": str, "day": str})
    frame["at"] = pd.to_datetime(frame.day, format="%Y%m%d", utc=True)
    frame["kind"] = "purchase"
    assert len(frame) == 69_659
    return frame.drop(columns="day")


@cache
def run() -> voc.Run:
    return voc.Program.parse(PROGRAM).run(purchases())


@cache
def log() -> voc.EventLog:
    return voc.EventLog(purchases(), instance="customer", activity="kind", at="at")


def alerts(rule: str) -> pd.DataFrame:
    found = run().alerts.to_pandas()
    return found[found.rule == rule]


def test_the_nth_purchase_is_found_for_whoever_made_so_many() -> None:
    frame = purchases()
    assert len(run().refused) == 0
    # The rows of one day stand in the file's order, and ids that we give keep it.
    place = frame.sort_values("at", kind="stable").groupby("customer").cumcount() + 1
    for k in NTH:
        wanted = frame.loc[place.index[place == k]]
        found = alerts(f"nth-{k}")
        assert len(found) > 0
        assert dict(zip(found.customer, found["at"], strict=True)) == dict(zip(wanted.customer, wanted["at"], strict=True))
    assert len(alerts("nth-2")) == (frame.customer.value_counts() >= 2).sum()


def test_silence_follows_the_last_purchase_before_ninety_days_without() -> None:
    frame = purchases()
    days = frame[["customer", "at"]].drop_duplicates().sort_values(["customer", "at"])
    following = days.groupby("customer")["at"].shift(-1)
    end = frame["at"].max()
    due = days["at"] + SILENCE
    is_silent = (following.isna() | (following >= due)) & (due <= end)
    wanted = sorted(zip(days.customer[is_silent], due[is_silent], strict=True))
    found = alerts("silent")
    assert len(found) > 20_000
    assert sorted(zip(found.customer, found["at"], strict=True)) == wanted


def test_retention_by_month_is_what_pandas_counts() -> None:
    frame = purchases()
    month = frame["at"].dt.tz_localize(None).dt.to_period("M")
    cohort = month.groupby(frame.customer).transform("min")
    counted = frame.groupby([cohort.rename("cohort"), month.rename("month")]).customer.nunique()
    sizes = frame.groupby(cohort).customer.nunique()
    found = log().retention("month").to_dicts()
    # Three months in which customers first came, each up to June 1998.
    assert [row["cohort"] for row in found if row["after"] == 0] == ["1997-01-01", "1997-02-01", "1997-03-01"]
    assert len(found) == 18 + 17 + 16
    for row in found:
        key = (pd.Period(row["cohort"], "M"), pd.Period(row["period"], "M"))
        assert row["n"] == counted.get(key, 0)
        assert row["share_n"] == sizes[key[0]]
        assert abs(row["share"] - counted.get(key, 0) / sizes[key[0]]) < 1e-12
    assert sum(row["n"] for row in found if row["after"] == 0) == frame.customer.nunique() == 23_570


def test_paths_are_as_many_purchases_as_customers_made() -> None:
    frame = purchases()
    counts = frame.customer.value_counts().value_counts()
    assert {len(row["path"]): row["instances"] for row in log().variants.to_dicts()} == counts.to_dict()
    ordered = frame.sort_values(["customer", "at"], kind="stable")
    first_two = ordered.groupby("customer")["at"].nth([0, 1])
    gaps = first_two.groupby(ordered.customer[first_two.index]).diff().dropna()
    between = log().between("purchase", "purchase")
    assert between.durations is not None
    assert between.reached.n == 23_570
    assert between.durations.n == len(gaps)
    assert between.durations.median_us == gaps.median() / pd.Timedelta(microseconds=1)
    assert abs(between.durations.mean_us - gaps.mean() / pd.Timedelta(microseconds=1)) < 1


def test_a_metric_counts_every_purchase() -> None:
    frame = purchases()
    several = run().metric("several").to_dicts()[0]
    assert (several["n"], several["value"]) == (69_659, (frame.discs > 1).mean())
