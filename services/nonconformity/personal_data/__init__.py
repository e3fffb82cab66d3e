"""What the journal holds on a person, for people, who collects it."""
