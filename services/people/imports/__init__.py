"""The register from a spreadsheet: checked, applied in one transaction, undone within an hour."""
