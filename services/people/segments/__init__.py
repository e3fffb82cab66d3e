"""Saved segments: conditions over a person, counted and listed."""
