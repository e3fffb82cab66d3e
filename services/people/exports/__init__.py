"""The register as a spreadsheet."""
