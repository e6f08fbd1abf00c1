"""Example programmes with invented people, so that every screen has something to show. Removable in one step."""
