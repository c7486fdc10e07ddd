"""How wrong the best possible use of a model of given R² must be: the bivariate normal limit of targeting errors.

If ln expenditure and its prediction are bivariate normal with correlation sqrt(R²), and the poorest share p is sought
among the predicted poorest share p, then undercoverage and leakage are both `1 - Φ2(z, z; sqrt(R²)) / p`, z = Φ⁻¹(p).
A model that reports much lower errors at its R² has a bug or a leak.
"""

import math
from statistics import NormalDist
from typing import Final

_LANGKAH: Final = 400
"""Panels of Simpson's rule; the table of the domain notes is met to far more than its four digits."""


def galat_minimum(r2: float, pangsa: float) -> float:
    """Return the limit, between 0 (R² = 1) and 1 - p (R² = 0).

    Args:
        r2: share of the variance explained; a model worse than the mean (below 0) counts as 0.
        pangsa: target share, strictly between 0 and 1.
    """
    rho = math.sqrt(min(max(r2, 0.0), 1.0))
    z = NormalDist().inv_cdf(pangsa)
    return 1 - (pangsa**2 + _integral(z, math.asin(rho))) / pangsa


def _integral(z: float, akhir: float) -> float:
    """Return what the correlation adds to Φ(z)²: Plackett's identity in the angle, `exp(-z²/(1+sin θ)) / 2π`."""
    h = akhir / _LANGKAH
    nilai = [math.exp(-z * z / (1 + math.sin(i * h))) for i in range(_LANGKAH + 1)]
    jumlah = nilai[0] + nilai[-1] + 4 * sum(nilai[1:-1:2]) + 2 * sum(nilai[2:-1:2])
    return jumlah * h / 3 / math.tau
