"""Tests of the marking site."""
