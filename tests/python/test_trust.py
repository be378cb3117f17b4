"""Whether a score can be trusted: held to scipy, statsmodels and numpy."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import polars as pl
import pytest
import voc
from scipy import optimize, stats
from statsmodels.robust.scale import qn_scale
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oaxaca import OaxacaBlinder

ROLES = ["buyer", "user", "payer"]


def answers(seed: int, n: int) -> tuple[list[int], list[str], list[str]]:
    """Yes or no, by role and year: other roles answer in the second year, and each otherwise."""
    drawn = random.Random(seed)
    years = [drawn.choice(["2025", "2026"]) for _ in range(n)]
    mix = {"2025": (6, 3, 1), "2026": (3, 4, 3)}
    likes = {"2025": (0.8, 0.4, 0.5), "2026": (0.7, 0.5, 0.5)}
    roles = [drawn.choices(ROLES, mix[year])[0] for year in years]
    yes = [int(drawn.random() < likes[year][ROLES.index(role)]) for year, role in zip(years, roles, strict=True)]
    return yes, roles, years


def test_a_change_is_split_as_oaxaca_and_blinder_do() -> None:
    yes, roles, years = answers(4, 4000)
    (change,) = voc.respondent_mix(yes, roles, "rate", groups=years)["changes"]
    later = np.array([year == "2026" for year in years], dtype=float)
    dummies = np.array([[role == one for one in ROLES] for role in roles], dtype=float)
    model = OaxacaBlinder(np.array(yes, dtype=float), np.column_stack([dummies, later]), 3, hasconst=True, swap=False)
    endowments, coefficients, interaction, gap = model.three_fold().params
    turn = math.copysign(1, gap * change["difference"])
    assert change["difference"] == pytest.approx(turn * gap, abs=1e-9)
    # Kitagawa gives each part half of the interaction.
    assert change["mix"]["value"] == pytest.approx(turn * (endowments + interaction / 2), abs=1e-9)
    assert change["within"]["value"] == pytest.approx(turn * (coefficients + interaction / 2), abs=1e-9)


def test_intervals_are_those_of_the_multinomial() -> None:
    """The delta method by numbers alone: of so many answers the few that are added do not show."""
    yes, roles, years = answers(5, 400_000)
    (change,) = voc.respondent_mix(yes, roles, "rate", groups=years)["changes"]
    counts = np.zeros((2, 3, 2))
    for one, role, year in zip(yes, roles, years, strict=True):
        counts[int(year == "2026"), ROLES.index(role), one] += 1

    def parts(cells: Any) -> Any:
        shares = cells.sum(axis=2) / cells.sum(axis=(1, 2))[:, None]
        means = cells[:, :, 1] / cells.sum(axis=2)
        within = (shares.mean(axis=0) * (means[1] - means[0])).sum()
        return np.array([within, ((shares[1] - shares[0]) * means.mean(axis=0)).sum()])

    n = counts.sum(axis=(1, 2))
    chances = counts / n[:, None, None]
    assert parts(counts) == pytest.approx([change["within"]["value"], change["mix"]["value"]], abs=1e-9)
    variance = np.zeros(2)
    for year in range(2):
        slopes = np.zeros((2, 3, 2))
        for place in np.ndindex(3, 2):
            moved = [chances.copy(), chances.copy()]
            moved[0][(year, *place)] += 1e-6
            moved[1][(year, *place)] -= 1e-6
            slopes[(slice(None), *place)] = (parts(moved[0]) - parts(moved[1])) / 2e-6
        for part in range(2):
            slope, chance = slopes[part].ravel(), chances[year].ravel()
            variance[part] += ((slope**2 * chance).sum() - (slope * chance).sum() ** 2) / n[year]
    z = stats.norm.ppf(0.975)
    for part, noise in zip(("within", "mix"), variance, strict=True):
        half = (change[part]["high"] - change[part]["low"]) / 2
        assert half == pytest.approx(z * math.sqrt(noise), rel=1e-3)


def test_a_standard_mix_is_a_weighted_mean() -> None:
    yes, roles, years = answers(6, 900)
    standard = {"buyer": 1.0, "user": 2.0, "payer": 1.0}
    found = voc.respondent_mix(yes, roles, "rate", groups=years, standard=standard, beside="2026")
    for group in found["groups"]:
        value = 0.0
        for role, weight in standard.items():
            place = (role, group["group"])
            mine = [one for one, *where in zip(yes, roles, years, strict=True) if tuple(where) == place]
            value += weight / 4 * float(np.mean(mine))
        assert group["standardised"]["value"] == pytest.approx(value, abs=1e-12)
    assert (found["changes"][0]["from"], found["changes"][0]["to"]) == ("2026", "2025")
    with pytest.raises(voc.VocError) as error:
        voc.respondent_mix(yes, roles, "rate", beside="2027")
    assert error.value.path == "beside"


def company(seed: int, units: int, customers: int) -> list[dict[str, Any]]:
    """Units that differ, of unequal size; the first invites few, and those with a concern less and later."""
    drawn = random.Random(seed)
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    rows = []
    for unit in range(units):
        invites = drawn.gauss(0.6, 0.08)
        for _ in range(drawn.randint(customers // 2, customers)):
            concern, at = drawn.random() < 0.2, start + timedelta(days=drawn.uniform(0, 180))
            row: dict[str, Any] = {"survey": "s", "unit": f"u{unit:02}", "eligible": at, "concern": concern}
            rows.append(row)
            chance = invites * (0.3 if unit == 0 and concern else 1)
            if drawn.random() < chance:
                late = drawn.randint(0, 3) if unit == 0 and concern else 0
                row["invited"] = at + timedelta(days=drawn.randint(1, 4) + late)
                if drawn.random() < 0.5:
                    row["completed"] = row["invited"] + timedelta(hours=drawn.uniform(1, 60))
                    row["answer"] = min(10, max(0, round(drawn.gauss(7, 2) - concern)))
    return rows


def of(rows: list[dict[str, Any]], unit: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["unit"] == unit]


def test_tests_within_a_unit_are_those_of_scipy() -> None:
    rows = company(7, 9, 400)
    found = voc.gaming(rows, target=8)
    seen = set()
    for row in found["rows"]:
        mine = of(rows, row["unit"])
        if row["sign"] == "concerns_left_out":
            cells = [(one["concern"], "invited" in one) for one in mine]
            table = [[cells.count((has, was)) for was in (True, False)] for has in (True, False)]
            wanted = stats.fisher_exact(table, alternative="less").pvalue
        elif row["sign"] == "concerns_asked_late":
            asked = [one for one in mine if "invited" in one]
            days = [
                [(one["invited"] - one["eligible"]).days for one in asked if one["concern"] is has]
                for has in (True, False)
            ]
            wanted = stats.mannwhitneyu(*days, alternative="greater", method="asymptotic").pvalue
            medians = [float(np.median(waited)) for waited in days]
            assert [row["value"], row["beside"]] == pytest.approx(medians)
        else:
            continue
        seen.add(row["sign"])
        assert row["p"] == pytest.approx(wanted, rel=1e-9)
    assert len(seen) == 2
    flagged = {(row["unit"], row["sign"]) for row in found["rows"] if row["flagged"]}
    assert ("u00", "concerns_left_out") in flagged
    assert {unit for unit, _ in flagged} == {"u00"}


def test_standing_out_is_worked_out_anew() -> None:
    """Paule and Mandel's variance at which Qn is 1, by a root of scipy and Qn of statsmodels."""
    rows = company(8, 15, 300)
    found = [row for row in voc.gaming(rows)["rows"] if row["sign"] == "few_invited"]
    n = np.array([len(of(rows, row["unit"])) for row in found])
    missed = np.array([sum("invited" not in one for one in of(rows, row["unit"])) for row in found])
    shares = missed / n
    middle = np.median(shares)
    noise = middle * (1 - middle) / n
    # statsmodels leaves out what makes Qn right for few numbers: of 15, 15/16.4.
    few = 15 / 16.4

    def off(between: float) -> float:
        return few * float(qn_scale((shares - middle) / np.sqrt(noise + between))) - 1

    between = optimize.brentq(off, 0, 1, xtol=1e-16) if off(0) > 0 else 0.0
    assert between > 0
    t = (shares - middle) / np.sqrt((noise + between) * (1 + math.pi / 2 / 15))
    for place, row in enumerate(found):
        rest = [missed.sum() - missed[place], n.sum() - n[place]]
        table = [[missed[place], n[place] - missed[place]], [rest[0], rest[1] - rest[0]]]
        exact = stats.fisher_exact(table, alternative="greater").pvalue
        wanted = max(exact, stats.t.sf(t[place], 0.82 * 14))
        assert row["p"] == pytest.approx(wanted, rel=1e-6)
        assert row["value"] == pytest.approx(1 - shares[place])
        assert row["beside"] == pytest.approx(1 - rest[0] / rest[1])


def test_all_tests_are_corrected_together() -> None:
    found = voc.gaming(company(9, 12, 300), target=8, alpha=0.01)
    tested = [row for row in found["rows"] if "p" in row]
    assert len(tested) == found["tests"] > 40
    wanted = multipletests([row["p"] for row in tested], alpha=0.01, method="holm")
    assert [row["adjusted"] for row in tested] == pytest.approx(list(wanted[1]), rel=1e-9)
    assert [row["flagged"] for row in tested] == list(wanted[0])
    assert voc.false_discovery([row["p"] for row in tested], by="holm") == pytest.approx(list(wanted[1]), rel=1e-9)
    assert all("sign, not a proof" in row["words"] for row in tested if row["flagged"])


def test_what_hangs_on_a_score_stands_beside_its_signs() -> None:
    program = voc.Program.parse(
        """
voc: 1
name: Shop
fields: {ltr: int, csat: int}
metrics: {nps: {kind: nps, of: ltr}, csat: {kind: csat, of: csat, scale: [1, 5]}}
roles: {manager: {level: middle}}
uses: [{metric: nps, for: pay, roles: [manager]}]
"""
    )
    (doubt,) = program.check()
    assert (doubt.path, doubt.severity) == ("uses.0.metric", "warning")
    found = voc.gaming(company(7, 9, 400), metric="nps")
    csat, nps = program.uses([found])
    assert ("for" in csat, "signs" in csat, nps["for"], nps["has_stakes"]) == (False, False, "pay", True)
    assert any(sign["words"].endswith("The pay of `manager` of `u00` hangs on `nps`.") for sign in nps["signs"])
    assert "signs" not in program.uses()[1]


POINTS = ["desk", "post"]


def happenings(seed: int, units: int) -> list[dict[str, Any]]:
    """Units differ, and so do touch points; the first unit invites seldom after something bad."""
    drawn = random.Random(seed)
    rows = []
    for unit in range(units):
        invites = drawn.gauss(1, 0.1)
        after_bad = drawn.gauss(0.9, 0.05) if unit else 0.4
        for _ in range(drawn.randint(400, 800)):
            point = drawn.choice(POINTS)
            good = drawn.random() < (0.75 if point == "desk" else 0.5)
            chance = (0.5 if point == "desk" else 0.3) * invites * (1 if good else after_bad)
            rows.append(
                {"unit": f"u{unit:02}", "touch_point": point, "good": good, "invited": drawn.random() < chance}
            )
    return rows


def counted(rows: list[dict[str, Any]], point: str) -> tuple[int, int, int, int]:
    """How many good, bad, invited, and invited after something good."""
    mine = [row for row in rows if row["touch_point"] == point]
    good = sum(row["good"] for row in mine)
    invited = sum(row["invited"] for row in mine)
    return good, len(mine) - good, invited, sum(row["good"] and row["invited"] for row in mine)


def test_asked_when_good_is_worked_out_anew() -> None:
    """Hypergeometric chances of scipy, convolved by numpy; the t by statsmodels' Qn."""
    rows = happenings(11, 15)
    found = voc.gaming(happenings=rows)["rows"]
    assert {row["sign"] for row in found} == {"asked_when_good"} and len(found) == 15
    values, noises, exact = [], [], []
    for row in found:
        own = of(rows, row["unit"])
        others = [one for one in rows if one["unit"] != row["unit"]]
        within, beside = np.ones(1), np.ones(1)
        more = variance = observed = 0.0
        for point in POINTS:
            good, bad, invited, hits = counted(own, point)
            other_good, other_bad, other_invited, other_hits = counted(others, point)
            x = np.arange(good + 1)
            chances = stats.hypergeom(good + bad, good, invited).pmf(x)
            both = chances * stats.hypergeom(other_good + other_bad, other_good, other_invited).pmf(hits + other_hits - x)
            within, beside = np.convolve(within, chances), np.convolve(beside, both / both.sum())
            n = good + bad
            more += hits - good * invited / n
            variance += good * bad * invited * (n - invited) / (n * n * (n - 1))
            observed += hits
        exact.append(max(within[int(observed) :].sum(), beside[int(observed) :].sum()))
        values.append(more / variance)
        noises.append(1 / variance)
    value, noise = np.array(values), np.array(noises)
    middle = np.median(value)

    def off(between: float) -> float:
        return 15 / 16.4 * float(qn_scale((value - middle) / np.sqrt(noise + between))) - 1

    between = optimize.brentq(off, 0, 10, xtol=1e-14) if off(0) > 0 else 0.0
    t = (value - middle) / np.sqrt((noise + between) * (1 + math.pi / 2 / 15))
    for place, row in enumerate(found):
        wanted = max(exact[place], float(stats.t.sf(t[place], 0.82 * 14)))
        assert row["p"] == pytest.approx(wanted, rel=1e-6)
    assert [row["unit"] for row in found if row["flagged"]] == ["u00"]


def test_just_met_is_every_way_to_keep_level_slope_and_curve() -> None:
    """All four counts with the same sum, the same slope and the same curve, one by one, with multinomial weights."""
    drawn = random.Random(12)
    rows, counts = [], [0, 0, 0, 0]
    for week in range(60):
        value = drawn.gauss(0.79, 0.05)
        if 0.78 < value < 0.8 and drawn.random() < 0.8:
            value = 1.6 - value
        rows.append({"unit": "north", "period": str(week), "value": value, "low": value - 0.1, "high": value + 0.1, "target": 0.8})
        step = math.floor((value - 0.8) / 0.025) + 2
        if 0 <= step < 4:
            counts[step] += 1

    def kept(of: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sum(n * place**power for place, n in enumerate(of)) for power in range(3))

    total = sum(counts)
    ways = [
        (a, b, c, total - a - b - c)
        for a in range(total + 1)
        for b in range(total + 1 - a)
        for c in range(total + 1 - a - b)
    ]
    same = [way for way in ways if kept(way) == kept(tuple(counts))]
    weights = [1 / math.prod(math.factorial(n) for n in way) for way in same]
    wanted = sum(weight for weight, way in zip(weights, same, strict=True) if way[2] >= counts[2]) / sum(weights)
    expected = sum(weight * way[2] for weight, way in zip(weights, same, strict=True)) / sum(weights)
    (row,) = voc.gaming(values=pl.DataFrame(rows))["rows"]
    assert row["p"] == pytest.approx(wanted, rel=1e-9)
    beside = counts[1] + counts[2]
    assert (row["n"], row["value"]) == (beside, pytest.approx(counts[2] / beside))
    assert row["beside"] == pytest.approx(expected / beside, rel=1e-9)
    assert len(same) > 3


def test_a_log_tells_what_happened_before_invitations() -> None:
    program = voc.Program.parse("{voc: 1, name: Shop, fields: {survey: text, late: bool}}")

    def signal(name: str, day: int, kind: str, **fields: Any) -> dict[str, Any]:
        told = {"at": f"2026-03-{day:02}T10:00:00Z", "kind": kind, "customer": "a", "unit": "north", "fields": fields}
        return {"id": name, "signal": told}

    log = [signal("d", 1, "delivered", late=False), signal("i", 6, "invitation", survey="year"), signal("e", 20, "contact")]
    asked = {"good": "has(late) && !late", "bad": "has(late) && late"}
    (told,) = program.occasions(log, **asked)["happenings"]
    assert (told["good"], told["invited"], told["unit"]) == (True, True, "north")
    (told,) = program.occasions(log, invited_within="P4D", **asked)["happenings"]
    assert told["invited"] is False
    assert "happenings" not in program.occasions(log)
    with pytest.raises(voc.VocError) as error:
        program.occasions(log, good="late")
    assert error.value.path == "bad"


def test_whom_a_score_is_used_for() -> None:
    program = voc.Program.parse(
        """
voc: 1
name: Shop
fields: {ltr: int}
metrics: {nps: {kind: nps, of: ltr}}
roles: {manager: {level: middle}}
uses: [{metric: nps, for: correction, roles: [manager], people: [ann]}]
"""
    )
    found = voc.gaming(company(7, 9, 400), metric="nps")
    people = {name: {"units": [unit], "role": "manager"} for name, unit in [("mia", "u00"), ("sam", "u01")]}
    (row,) = program.uses([found], people=people)
    assert ([it["person"] for it in row["touched"]], row["not_in_roster"]) == (["mia", "sam"], ["ann"])
    assert all(sign["people"] == ["mia"] for sign in row["signs"])
    assert row["signs"][0]["words"].endswith("`manager` of `u00` (`mia`) may be corrected by `nps`.")
    assert "touched" not in program.uses([found])[0]


def test_mistakes_are_named() -> None:
    mistakes = [("alpha", 1), ("last_days", 0), ("time_zone", "Mars"), ("caliper", 0.9)]
    for asked, path in [({name: value}, name) for name, value in mistakes]:
        with pytest.raises(voc.VocError) as error:
            voc.gaming([], **asked)
        assert error.value.path == path
