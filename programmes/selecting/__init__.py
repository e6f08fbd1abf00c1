"""Selecting people: scores, interviews, decisions that are noted and then told, the reserve list, and forgetting."""
