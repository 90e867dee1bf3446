from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0003_limits_and_taking_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='storeddirectory',
            name='revision',
            field=models.PositiveIntegerField(default=0, help_text='Goes up with each document, and never back.'),
        ),
    ]
