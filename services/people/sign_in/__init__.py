"""Signing in: tokens, sessions, the published keys, and who I am."""
