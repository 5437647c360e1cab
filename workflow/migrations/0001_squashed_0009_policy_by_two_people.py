"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

from importlib import import_module
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

append_only = import_module("workflow.migrations.0002_append_only_events")
in_use = import_module("workflow.migrations.0003_editions_in_use")


class Migration(migrations.Migration):

    replaces = [
        ('workflow', '0001_initial'),
        ('workflow', '0002_append_only_events'),
        ('workflow', '0003_editions_in_use'),
        ('workflow', '0004_waiting'),
        ('workflow', '0005_who_sees_what_waits'),
        ('workflow', '0006_many_at_once'),
        ('workflow', '0007_deputies'),
        ('workflow', '0008_labels_in_every_language'),
        ('workflow', '0009_policy_by_two_people'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=20, null=True)),
                ('view', models.CharField(max_length=40)),
                ('confined', models.BooleanField(default=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('readers', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stood_in', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['author', '-id'], name='dossier_author'), models.Index(fields=['owner', '-id'], name='dossier_owner')],
            },
        ),
        migrations.CreateModel(
            name='PolicyEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('effective_from', models.DateField(verbose_name='effective from')),
                ('values', models.JSONField(blank=True, default=dict, verbose_name='values that differ from the defaults')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'policy edition',
                'verbose_name_plural': 'policy editions',
                'ordering': ['-effective_from'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('effective_from',), name='one_edition_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('result', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('item_id', models.BigIntegerField()),
                ('task', models.CharField(max_length=40)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('beside', models.BooleanField(default=False)),
                ('due_on', models.DateField(null=True)),
                ('since', models.DateTimeField()),
                ('not_before', models.DateField(null=True)),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='workflow.dossier')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='for')),
                ('shown_with', models.CharField(default='', max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['task', 'role', 'due_on', 'item_id'], name='waiting_of_task')],
                'constraints': [models.UniqueConstraint(models.F('noun'), models.F('item_id'), models.F('task'), models.F('role'), django.db.models.functions.comparison.Coalesce('person', 0), name='waiting_once'), models.CheckConstraint(condition=models.Q(('role', ''), ('person', None), _connector='OR'), name='waiting_for_role_or_person')],
            },
        ),
        migrations.CreateModel(
            name='Barred',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who may not')),
                ('waiting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='barred', to='workflow.waiting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('waiting', 'person'), name='barred_once')],
            },
        ),
        migrations.CreateModel(
            name='JointAct',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form', models.UUIDField(db_index=True, null=True)),
                ('subject', models.CharField(max_length=20)),
                ('verb', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_out', models.JSONField(default=list)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.dossier')),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('verb', models.CharField(max_length=40)),
                ('from_status', models.CharField(blank=True, max_length=40)),
                ('to_status', models.CharField(blank=True, max_length=40)),
                ('actor_name', models.CharField(max_length=60)),
                ('on_behalf_of_name', models.CharField(max_length=60, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='workflow.dossier')),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='on behalf of')),
                ('joint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='workflow.jointact')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['dossier', 'id'], name='event_of_dossier'), models.Index(fields=['subject', 'subject_id', 'id'], name='event_of_subject'), models.Index(condition=models.Q(('joint__isnull', False)), fields=['joint'], name='event_of_joint_act')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('on_behalf_of__isnull', True), ('on_behalf_of_name__isnull', True)), models.Q(('on_behalf_of__isnull', False), ('on_behalf_of_name__isnull', False)), _connector='OR'), name='event_on_behalf_of_whom')],
            },
        ),
        migrations.RunPython(append_only.forwards, append_only.backwards),
        migrations.RunPython(in_use.forwards, in_use.backwards),
    ]
