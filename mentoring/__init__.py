"""The roof of the house: settings, addresses, home page, Celery and commands."""

from mentoring.celery import app as celery_app

__all__ = ["celery_app"]
