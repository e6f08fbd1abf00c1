"""The mentor of a group is alone in that role, and the database sees to it."""

from django.db import migrations, models
from django.db.models import Q


def mark_mentors(apps, schema_editor) -> None:
    """Of each group the mentor who came first; none ever had two, and if one did, nobody loses access here."""
    rows = apps.get_model("policy", "Participation").objects.filter(space__kind="group", role="mentor", ends_at=None)
    newest_first = rows.order_by("-starts_at", "-pk").values_list("space", "pk")
    pks = list(dict(newest_first).values())
    for start in range(0, len(pks), 500):
        rows.filter(pk__in=pks[start : start + 500]).update(is_sole=True)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="participation",
            name="is_sole",
            field=models.BooleanField(
                default=False, help_text="Nobody else holds this role here at the same time, as the mentor of a group."
            ),
        ),
        migrations.RunPython(mark_mentors, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                condition=Q(("ends_at", None), ("is_sole", True)),
                fields=("space", "role"),
                name="one_at_a_time_in_a_sole_role",
            ),
        ),
    ]
