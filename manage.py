#!/usr/bin/env python
"""Run one command of the application: ``manage.py migrate``, ``manage.py demo``, …"""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
