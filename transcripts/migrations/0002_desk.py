"""What the desk works on: speakers, versions, paragraphs in the order of time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0001_initial'),
        ('transcripts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField('segment', 'speaker', 'label'),
        migrations.RenameField('segment', 'text', 'old_text'),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('note', models.CharField(blank=True, help_text='For example the name in an uploaded file.', max_length=80, verbose_name='note for editors')),
            ],
            options={
                'verbose_name': 'speaker',
                'verbose_name_plural': 'speakers',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('reason', models.CharField(choices=[('heard', 'written by the machine'), ('supplied', 'taken from a file'), ('saved', 'corrected'), ('approved', 'approved'), ('restored', 'an earlier version restored'), ('carried', 'taken over from the earlier recording')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('content', models.JSONField(help_text='Paragraphs: start, end, speaker (a number or null), words, doubts.')),
                ('people', models.JSONField(default=dict, help_text='Ids of people by speaker number; whether named is asked later.')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='transcript',
            name='changed_at',
            field=models.DateTimeField(help_text='By a person; null while nobody did.', null=True, verbose_name='changed'),
        ),
        migrations.AddField(
            model_name='transcript',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transcript',
            name='revision',
            field=models.PositiveIntegerField(default=0, help_text='Counts the changes of the working text.'),
        ),
        migrations.AlterField(
            model_name='segment',
            name='doubts',
            field=models.JSONField(default=list, help_text='[code of transcripts.engines.doubts, start, end].'),
        ),
        migrations.AlterField(
            model_name='segment',
            name='words',
            field=models.JSONField(default=list, help_text='[text, start, end, probability]; 1.0: a person vouches for it.'),
        ),
        migrations.AddField(
            model_name='presence',
            name='transcript',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='transcripts.transcript'),
        ),
        migrations.AddField(
            model_name='presence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='speaker',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='episodes.person'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='transcript',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='transcripts.transcript'),
        ),
        migrations.AddField(
            model_name='segment',
            name='speaker',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='segments', to='transcripts.speaker'),
        ),
        migrations.AddIndex(
            model_name='segment',
            index=models.Index(fields=['transcript', 'start'], name='segments_in_order'),
        ),
        migrations.AddField(
            model_name='version',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='version',
            name='transcript',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='transcripts.transcript'),
        ),
        migrations.AddField(
            model_name='transcript',
            name='approved',
            field=models.ForeignKey(help_text='What the public reads.', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='transcripts.version'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('transcript', 'user'), name='one_presence_per_user'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.UniqueConstraint(fields=('transcript', 'number'), name='one_speaker_per_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('transcript', 'number'), name='one_version_per_number'),
        ),
    ]
