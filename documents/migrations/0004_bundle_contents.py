from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0003_wordings_signatures_and_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="bundle",
            name="contents",
            field=models.JSONField(default=list),
        ),
    ]
