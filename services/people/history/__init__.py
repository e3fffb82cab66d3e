"""A person's history in sentences."""
