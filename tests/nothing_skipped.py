"""A pytest plugin: where ``CI=true``, a skipped test is a failure, because there nothing may stay untested."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("CI") != "true" or hasattr(session.config, "workerinput"):  # only where results are gathered
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        reporter.write_line("\nA test was skipped, and CI allows none: see the reasons below.", red=True)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
