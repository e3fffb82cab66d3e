"""What others did lately that concerns the caller, and what of it is unread."""
