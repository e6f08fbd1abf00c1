"""Goals and steps for the goal sheets that are in force already; the code here is of its day and imports none."""

from datetime import date

from django.db import migrations


def _rows(answers, section):
    rows = answers.get(section)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _words(row, name):
    value = row.get(name) if isinstance(row, dict) else None
    return value.strip()[:500] if isinstance(value, str) else ""


def _day(row):
    try:
        return date.fromisoformat(_words(row, "due"))
    except ValueError:
        return None


def bring_to_life(apps, schema_editor):
    version_of = apps.get_model("documents", "Version")
    goal_of = apps.get_model("mentoring_sessions", "Goal")
    step_of = apps.get_model("mentoring_sessions", "GoalStep")
    sheets = version_of.objects.filter(state="sealed", document__kind_slug__in=("personal-goals", "group-goals"))
    for version in sheets.select_related("document").iterator():
        document = version.document
        if goal_of.objects.filter(document=document).exists():
            continue
        is_common = document.kind_slug == "group-goals"
        rows = [version.answers.get("common")] if is_common else _rows(version.answers, "goals")
        goals = []
        for row in rows:
            if _words(row, "goal"):
                goals.append(
                    goal_of.objects.create(
                        space_id=document.space_id,
                        person_id=document.person_id,
                        document=document,
                        position=len(goals) + 1,
                        text=_words(row, "goal"),
                        due=None if is_common else _day(row),
                        is_shared=is_common or row.get("group") == "yes",
                    )
                )
        for position, row in enumerate(_rows(version.answers, "steps") if goals else [], start=1):
            number = _words(row, "goal")
            goal = goals[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(goals) else goals[0]
            if _words(row, "step"):
                step_of.objects.create(
                    goal=goal,
                    position=position,
                    text=_words(row, "step"),
                    due=_day(row),
                    done_at=version.sealed_at if row.get("done") else None,
                )


class Migration(migrations.Migration):
    dependencies = [("mentoring_sessions", "0005_calendar_time_that_was_told"), ("documents", "0004_bundle_contents")]
    operations = [migrations.RunPython(bring_to_life, migrations.RunPython.noop)]
