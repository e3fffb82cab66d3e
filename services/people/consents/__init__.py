"""The register of consents."""
