"""Tests of shared.importing."""
