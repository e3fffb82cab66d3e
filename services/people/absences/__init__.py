"""Absences and substitutes."""
