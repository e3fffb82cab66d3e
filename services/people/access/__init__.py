"""Roles, and who holds them where."""
