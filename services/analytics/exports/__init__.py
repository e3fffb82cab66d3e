"""The tables of the figures as spreadsheets."""
