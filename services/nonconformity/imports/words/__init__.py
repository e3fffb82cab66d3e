"""The words for states that an administrator taught."""
