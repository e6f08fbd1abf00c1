"""Tests of the room where people are written to."""
