"""Laws of random numbers, and how far numbers of a law stray from it by chance: bounds that hold for any sample size.

- One sample against a law: the inequality of Dvoretzky, Kiefer and Wolfowitz with Massart's constant (Annals of
  Probability 18, 1990): the empirical distribution function of n numbers is farther than e from that of their law,
  anywhere, with a chance of at most 2 exp(-2 n e^2).
- Shares of ones against a probability: Chernoff's bound in Hoeffding's form (Journal of the American Statistical
  Association 58, 1963): a share of at least q > p, or at most q < p, has a chance of at most exp(-n KL(q, p)).
- Two samples of n numbers each: 2 exp(-n e^2) for n >= 458 (Wei and Dudley, Statistics and Probability Letters 82,
  2012); below that the triangle inequality and twice the first bound, 4 exp(-n e^2 / 2).
"""

from __future__ import annotations

import ast
import math
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from grader.records import dataclass

if TYPE_CHECKING:
    from grader.worker.wire.columns import Array

WEI_DUDLEY = 458
"""The sample size from which the sharper bound on two samples is proved."""
SLACK = 1e-9
"""The distance beyond the end of a range that rounding may carry a number, in widths of the range."""


def one_sample_distance(count: int, chance: float) -> float:
    """Return the distance that a sample of a law exceeds with at most this chance.

    >>> round(one_sample_distance(10_000, 1e-9), 4)
    0.0327
    """
    return math.sqrt(math.log(2 / chance) / (2 * count))


def two_sample_distance(count: int, chance: float) -> float:
    """Return the distance that two samples of one law, equally large, exceed with at most this chance."""
    if count >= WEI_DUDLEY:
        return math.sqrt(math.log(2 / chance) / count)
    return math.sqrt(2 * math.log(4 / chance) / count)


def divergence(q: float, p: float) -> float:
    """Return the Kullback-Leibler divergence of two shares: infinite where p excludes what q has."""
    parts = [(q, p), (1 - q, 1 - p)]
    if any(a > 0 and b <= 0 for a, b in parts):
        return math.inf
    return sum(a * math.log(a / b) for a, b in parts if a > 0)


@dataclass(frozen=True)
class Summary:
    """Facts about numbers, or about their law, in the order in which a difference is told."""

    mean: float
    spread: float
    """The standard deviation."""
    least: float
    most: float
    beyond: float
    """The share of numbers more than two standard deviations from the mean."""


def summary_of(numbers: Array, mean: float | None = None, spread: float | None = None) -> Summary:
    """Return the facts about numbers; what is beyond counts from another mean and spread where they are given."""
    centre = float(numbers.mean()) if mean is None else mean
    width = float(numbers.std()) if spread is None else spread
    beyond = float((np.abs(numbers - centre) > 2 * width).mean())
    return Summary(float(numbers.mean()), float(numbers.std()), float(numbers.min()), float(numbers.max()), beyond)


class Law(ABC):
    """A law that numbers may follow."""

    discrete: ClassVar[bool] = False

    @property
    @abstractmethod
    def name(self) -> str:
        """The law as a task writes it."""

    @property
    @abstractmethod
    def facts(self) -> Summary:
        """Its mean, spread, range and tails."""

    @abstractmethod
    def is_refuted(self, numbers: Array, chance: float) -> bool:
        """Whether numbers are such that numbers of the law are like that with at most this chance."""

    @abstractmethod
    def frozen(self, repeats: int, width: int) -> float:
        """Return a bound on the chance that `width` numbers are the same in so many independent draws."""

    @abstractmethod
    def shares(self, edges: Array) -> Array:
        """Return the chances of a number between the edges."""


class _Continuous(Law):
    """A law with a continuous distribution function."""

    @abstractmethod
    def below(self, numbers: Array) -> Array:
        """Return the chance of a number of the law below each of `numbers`."""

    def distance(self, numbers: Array) -> float:
        """Return the largest distance between the distribution functions of numbers and of the law."""
        values = self.below(np.sort(numbers))
        steps = np.arange(len(values) + 1) / len(values)
        return float(max((steps[1:] - values).max(), (values - steps[:-1]).max()))

    def is_refuted(self, numbers: Array, chance: float) -> bool:
        """Whether the distance is larger than chance explains."""
        return self.distance(numbers) > one_sample_distance(len(numbers), chance)

    def frozen(self, repeats: int, width: int) -> float:  # noqa: ARG002 - one number is enough
        """Return the chance that one number comes again each time, even in single precision."""
        return 2.0 ** (-23 * (repeats - 1))

    def shares(self, edges: Array) -> Array:
        """Return the chances of a number between the edges."""
        return np.diff(self.below(edges))


@dataclass(frozen=True)
class NormalLaw(_Continuous):
    """The normal law."""

    mean: float
    spread: float

    @property
    def name(self) -> str:
        """The law as a task writes it."""
        return f"normal({self.mean:g}, {self.spread:g})"

    @property
    def facts(self) -> Summary:
        """Its mean, spread, range and tails."""
        return Summary(self.mean, self.spread, -math.inf, math.inf, math.erfc(2 / math.sqrt(2)))

    def below(self, numbers: Array) -> Array:
        """Return the chance of a number of the law below each of `numbers`."""
        scaled = (numbers - self.mean) / (self.spread * math.sqrt(2))
        return (1 + np.fromiter(map(math.erf, scaled.tolist()), dtype=np.float64, count=len(scaled))) / 2


@dataclass(frozen=True)
class UniformLaw(_Continuous):
    """The uniform law on an interval."""

    least: float
    most: float

    @property
    def name(self) -> str:
        """The law as a task writes it."""
        return f"uniform({self.least:g}, {self.most:g})"

    @property
    def facts(self) -> Summary:
        """Its mean, spread, range and tails."""
        width = self.most - self.least
        return Summary((self.least + self.most) / 2, width / math.sqrt(12), self.least, self.most, 0.0)

    def below(self, numbers: Array) -> Array:
        """Return the chance of a number of the law below each of `numbers`."""
        return np.clip((numbers - self.least) / (self.most - self.least), 0.0, 1.0)

    def is_refuted(self, numbers: Array, chance: float) -> bool:
        """Whether a number is outside, or the distance is larger than chance explains."""
        slack = SLACK * (self.most - self.least)
        outside = numbers.min() < self.least - slack or numbers.max() > self.most + slack
        return bool(outside) or super().is_refuted(numbers, chance)


@dataclass(frozen=True)
class BernoulliLaw(Law):
    """Ones with a probability, and zeros."""

    probability: float
    discrete: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The law as a task writes it."""
        return f"bernoulli({self.probability:g})"

    @property
    def facts(self) -> Summary:
        """Its mean, spread and range."""
        p = self.probability
        return Summary(p, math.sqrt(p * (1 - p)), 0.0, 1.0, 0.0)

    def is_refuted(self, numbers: Array, chance: float) -> bool:
        """Whether there are other numbers than 0 and 1, or too many of one of them."""
        if not np.isin(numbers, (0.0, 1.0)).all():
            return True
        return len(numbers) * divergence(float(numbers.mean()), self.probability) >= math.log(2 / chance)

    def frozen(self, repeats: int, width: int) -> float:
        """Return the chance that all draws are the same: for each number all ones, or all zeros."""
        p = self.probability
        return float((p**repeats + (1 - p) ** repeats) ** width)

    def shares(self, edges: Array) -> Array:
        """Return the chances of a number between the edges."""
        return np.diff(np.where(edges > 1, 1.0, np.where(edges > 0, 1 - self.probability, 0.0)))


@dataclass(frozen=True)
class SampleLaw(Law):
    """The law of a sampler, known by as many numbers of it as are to be looked at."""

    sampler: str
    numbers: Array

    @property
    def name(self) -> str:
        """The sampler."""
        return self.sampler

    @property
    def facts(self) -> Summary:
        """Mean, spread and tails of the sample; its range is not the sampler's."""
        return replace(summary_of(self.numbers), least=-math.inf, most=math.inf)

    def is_refuted(self, numbers: Array, chance: float) -> bool:
        """Whether the distance of the two samples is larger than chance explains."""
        count = min(len(numbers), len(self.numbers))
        return _two_sample_distance_of(numbers, self.numbers) > two_sample_distance(count, chance)

    def frozen(self, repeats: int, width: int) -> float:  # noqa: ARG002 - one number is enough
        """Return the chance that a draw repeats itself where the sampler's own draws, as many, do not.

        Of all laws of one number those with one atom of probability a are most likely to do so: at most
        a^(r-1) for the draws and r (1-a)^(r-1) for the sampler's, whose product is largest at a = 1/2.
        """
        return repeats * 4.0 ** (1 - repeats)

    def shares(self, edges: Array) -> Array:
        """Return the shares of the sample between the edges."""
        return np.histogram(self.numbers, edges)[0] / len(self.numbers)


def _two_sample_distance_of(first: Array, second: Array) -> float:
    """Return the largest distance between two empirical distribution functions."""
    points = np.concatenate([first, second])
    below_first = np.searchsorted(np.sort(first), points, side="right") / len(first)
    below_second = np.searchsorted(np.sort(second), points, side="right") / len(second)
    return float(np.abs(below_first - below_second).max())


def compared(got: Summary, law: Summary, name: str, count: int) -> str:
    """Return the sentence about how numbers differ from their law: by range, mean, spread or tails."""
    error = max(law.spread, got.spread) / math.sqrt(count)
    outside = [value for value in (got.least, got.most) if not _within(value, law)]
    if outside:
        return f"There are numbers such as {outside[0]:.4g}; {name} has none below {law.least:g} or above {law.most:g}."
    if abs(got.mean - law.mean) > max(6 * error, 0.02 * law.spread):
        side = "large" if got.mean > law.mean else "small"
        return f"Their mean is {got.mean:.4g} and should be {law.mean + 0.0:.4g}: they are too {side} on average."
    if abs(got.spread - law.spread) > 0.03 * law.spread:
        times = f": {got.spread / law.spread:.3g} times as much" if law.spread else ""
        return f"Their standard deviation is {got.spread:.4g} and should be {law.spread:.4g}{times}."
    if abs(got.beyond - law.beyond) > 0.005:
        often = "often" if got.beyond > law.beyond else "seldom"
        sentence = (
            f"{got.beyond:.1%} of them lie more than two standard deviations from the mean, and {law.beyond:.1%} should"
        )
        return f"{sentence}: large ones come too {often}. Mean and spread are right; is it another law?"
    return "Mean, spread and tails are nearly right, and what lies between is not. Is it another law?"


def _within(value: float, law: Summary) -> bool:
    slack = SLACK * (law.most - law.least) if math.isfinite(law.most - law.least) else 0.0
    return law.least - slack <= value <= law.most + slack


def law_of(text: str) -> Law:
    """Return the law that a task names.  Raises ValueError for anything else."""
    expected = "expected normal(mean, deviation), uniform(least, most), bernoulli(p), or a sampler ref.f"
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        name = tree.func.id if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) else ""
        numbers = [float(ast.literal_eval(arg)) for arg in tree.args] if isinstance(tree, ast.Call) else []
    except (SyntaxError, ValueError, TypeError):
        raise ValueError(f"`{text}` is no law; {expected}") from None
    match name, numbers:
        case "normal", [mean, spread] if spread > 0:
            return NormalLaw(mean, spread)
        case "uniform", [least, most] if least < most:
            return UniformLaw(least, most)
        case "bernoulli", [probability] if 0 < probability < 1:
            return BernoulliLaw(probability)
    raise ValueError(f"`{text}` is no law; {expected}")
