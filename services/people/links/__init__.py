"""One-time links: an account's owner comes in without a password and chooses one."""
