"""Kaplan-Meier curves on a coarse grid of times, so that no step belongs to a single patient."""

import numpy as np
from numpy.typing import NDArray

from synthdesk.evaluation.coding import Numbers

POINTS = 25


def curve(times: Numbers, happened: NDArray[np.bool_], at: Numbers) -> Numbers:
    """Return the share without the event at each time of `at` (Kaplan & Meier 1958); 1 without rows.

    >>> curve(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), np.array([0.5, 1.0, 3.0])).round(3).tolist()
    [1.0, 0.667, 0.0]
    """
    order = np.argsort(times, kind="stable")
    ordered, event = times[order], happened[order]
    moments, first = np.unique(ordered, return_index=True)
    events = np.add.reduceat(event, first) if len(first) else np.zeros(0)
    at_risk = len(ordered) - first
    left = np.cumprod(1.0 - events / np.maximum(at_risk, 1)) if len(first) else np.zeros(0)
    place = np.searchsorted(moments, at, side="right")
    found: Numbers = np.concatenate([[1.0], left])[place]
    return found


def grid(times: Numbers) -> Numbers:
    """Return equally spaced times from 0 to where nine in ten of the real rows are past."""
    end = float(np.quantile(times, 0.9)) if len(times) else 1.0
    return np.linspace(0.0, end or 1.0, POINTS)
