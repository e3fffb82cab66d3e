"""Membership cards with a signed QR code."""
