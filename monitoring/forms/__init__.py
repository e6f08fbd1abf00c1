"""Forms of managers, by room."""
