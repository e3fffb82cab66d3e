"""Branches, units and sites: where people belong and where they work."""
