"""Tests against real servers: PostgreSQL, Redis and a Celery worker, each a process of its own."""
