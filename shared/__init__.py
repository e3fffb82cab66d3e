"""Mechanism that two or more services use. No business rule, no service's model lives here."""
