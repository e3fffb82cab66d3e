"""What several test packages import."""
