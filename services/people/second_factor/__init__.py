"""The second factor: codes that a telephone makes (TOTP, RFC 6238), and recovery codes on paper."""
