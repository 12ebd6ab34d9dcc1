import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0002_ways_to_connect"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="api_share",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="Percent of the API calls that others leave over which Inlet may use.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
            ),
        ),
        migrations.AddField(
            model_name="connection",
            name="streams",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="How many batches of leads are written to the org at the same time.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(8),
                ],
            ),
        ),
    ]
