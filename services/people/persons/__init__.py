"""The register of persons: cards, membership, search."""
