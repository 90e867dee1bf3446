"""What 0003 has carried over is no longer needed in its old place."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transcripts', '0003_carry_over'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='segment',
            options={'ordering': ['start', 'pk']},
        ),
        migrations.RemoveConstraint(
            model_name='segment',
            name='one_segment_per_position',
        ),
        migrations.RemoveField(
            model_name='segment',
            name='position',
        ),
        migrations.RemoveField(
            model_name='segment',
            name='old_text',
        ),
        migrations.RemoveField(
            model_name='transcript',
            name='approved_at',
        ),
        migrations.RemoveField(
            model_name='transcript',
            name='approved_by',
        ),
        migrations.AddConstraint(
            model_name='transcript',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved__isnull', False), _connector='OR'), name='approved_text_has_its_version'),
        ),
        migrations.RemoveField(
            model_name='segment',
            name='label',
        ),
    ]
