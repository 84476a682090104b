"""Parameters: one file a subject, each value declared once with unit, range and source."""
