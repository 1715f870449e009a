"""Tests of grader.values, and the strategies of plain values that other tests draw from."""

from __future__ import annotations
