"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

import aftersales.kit.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('satisfaction', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('accountability', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0001_initial'),
        ('warranty', '0001_initial'),
        ('workflow', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('planned', 'planned'), ('running', 'under way'), ('closed', 'closed')], default='planned', max_length=50, protected=True, verbose_name='status')),
                ('year', models.PositiveSmallIntegerField(unique=True, validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('opens_on', models.DateField(verbose_name='from')),
                ('closes_on', models.DateField(verbose_name='until')),
                ('channels', models.JSONField(blank=True, default=list, verbose_name='channels')),
                ('regions', models.JSONField(blank=True, default=list, verbose_name='regions')),
                ('reach', models.CharField(choices=[('all', 'every customer'), ('bought', 'who bought motors this year'), ('had_case', 'who had a case this year'), ('either', 'who bought motors or had a case this year')], default='either', max_length=10, verbose_name='customers')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('launched_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
                ('launched_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('surveyors', models.ManyToManyField(related_name='surveys', to=settings.AUTH_USER_MODEL, verbose_name='surveyors')),
            ],
            options={
                'verbose_name': 'yearly survey',
                'verbose_name_plural': 'yearly surveys',
                'ordering': ['-year'],
                'indexes': [models.Index(fields=['status', 'closes_on'], name='campaign_status_until')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('launched_at__isnull', True), ('launched_by__isnull', True)), models.Q(('launched_at__isnull', False), ('launched_by__isnull', False)), _connector='OR'), name='campaign_launched_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='campaign_closed_by_whom'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='campaign_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='due')),
                ('channel', models.CharField(choices=[('direct', 'direct sale'), ('office', 'sales office'), ('agent', 'agent')], max_length=10, verbose_name='channel')),
                ('region', models.CharField(blank=True, max_length=40, verbose_name='region')),
                ('motor_models', models.JSONField(default=list, verbose_name='models')),
                ('had_case', models.BooleanField(default=False, verbose_name='had a case')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='satisfaction.campaign')),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='survey', to='cases.case')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='warranty.customer', verbose_name='customer')),
                ('surveyor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveyed', to=settings.AUTH_USER_MODEL, verbose_name='surveyor')),
            ],
            options={
                'verbose_name': 'customer asked',
                'verbose_name_plural': 'customers asked',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['surveyor', 'due_on'], name='target_of_surveyor'), models.Index(fields=['customer', '-id'], name='target_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'customer'), name='target_once_a_survey'), models.CheckConstraint(condition=models.Q(('campaign__isnull', True), ('case__isnull', True), _connector='XOR'), name='target_of_survey_or_case')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('draft', 'draft'), ('submitted', 'counted'), ('withdrawn', 'withdrawn')], default='draft', max_length=50, protected=True, verbose_name='status')),
                ('number', models.CharField(blank=True, editable=False, max_length=20, verbose_name='number')),
                ('respondent', models.CharField(blank=True, max_length=60, verbose_name='respondent')),
                ('position', models.CharField(blank=True, max_length=60, verbose_name='position or phone')),
                ('method', models.CharField(choices=[('visit', 'visit'), ('forum', 'customer forum'), ('phone', 'telephone'), ('online', 'online')], default='phone', max_length=10, verbose_name='method')),
                ('answered_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('quality', models.CharField(blank=True, choices=[('good', 'good'), ('fair', 'ordinary'), ('poor', 'rather poor')], max_length=4, verbose_name='Product quality')),
                ('delivery', models.CharField(blank=True, choices=[('good', 'on schedule'), ('fair', 'mostly on schedule'), ('poor', 'late')], max_length=4, verbose_name='Delivery time')),
                ('service', models.CharField(blank=True, choices=[('good', 'prompt and effective'), ('fair', 'ordinary'), ('poor', 'not prompt or not effective')], max_length=4, verbose_name='Promptness and effect of the service')),
                ('price', models.CharField(blank=True, choices=[('good', 'reasonable'), ('fair', 'mostly reasonable'), ('poor', 'not reasonable')], max_length=4, verbose_name='Is the price reasonable?')),
                ('packaging', models.CharField(blank=True, choices=[('good', 'no defects'), ('fair', 'slight defects'), ('poor', 'obvious defects')], max_length=4, verbose_name='Packaging')),
                ('comments', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='comments')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
                ('surveyor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='surveyor')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='satisfaction.target', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'answers',
                'verbose_name_plural': 'answers',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['target', 'status'], name='response_of_target'), models.Index(fields=['answered_on', 'dossier'], name='response_ledger')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('respondent', ''), _negated=True), models.Q(('status', 'withdrawn'), _negated=True)), fields=('target', 'respondent'), name='response_once_a_respondent'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='response_submitted_when')],
            },
        ),
        migrations.CreateModel(
            name='Improvement',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('open', 'open'), ('done', 'done'), ('handed_on', 'now a corrective action'), ('dropped', 'dropped with the answers')], default='open', max_length=50, protected=True, verbose_name='status')),
                ('question', models.CharField(choices=[('quality', 'Product quality'), ('delivery', 'Delivery time'), ('service', 'Promptness and effect of the service'), ('price', 'Is the price reasonable?'), ('packaging', 'Packaging')], max_length=10, verbose_name='aspect')),
                ('due_on', models.DateField(verbose_name='due')),
                ('plan', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='what to do')),
                ('result', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='what was done')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(null=True)),
                ('corrective_action', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='improvements', to='accountability.correctiveaction')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='improvements', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='improvements', to='satisfaction.response')),
            ],
            options={
                'verbose_name': 'improvement',
                'verbose_name_plural': 'improvements',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['status', 'due_on'], name='improvement_status_due'), models.Index(fields=['owner', 'status', 'due_on'], name='improvement_of_owner')],
                'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='improvement_once_an_answer'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='improvement_done_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('respondent', models.CharField(blank=True, max_length=60, verbose_name='for whom')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('revoked_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
                ('response', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='satisfaction.response')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='satisfaction.target')),
            ],
            options={
                'verbose_name': 'personal link',
                'verbose_name_plural': 'personal links',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='invitation_revoked_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('response__isnull', True), ('used_at__isnull', True)), models.Q(('response__isnull', False), ('used_at__isnull', False)), _connector='OR'), name='invitation_used_for_what')],
            },
        ),
    ]
