"""Nonsense and half-sense for every operation of the merged reference, from everybody who may knock.

`python -m tests.fuzz` is the long run; a short one is part of the tests (`tests/e2e/test_schema.py`).
"""
