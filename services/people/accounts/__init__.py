"""Accounts and their passwords, as administrators and owners manage them."""
