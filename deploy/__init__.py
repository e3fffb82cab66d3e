"""How Profkom is installed and run."""
