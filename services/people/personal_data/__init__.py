"""What the law gives a person: a file of all that is held on them, and to be forgotten."""
