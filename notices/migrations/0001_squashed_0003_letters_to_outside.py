"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_letters'),
        ('notices', '0003_letters_to_outside'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('workflow', '0009_policy_by_two_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Robot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('daily', models.BooleanField(choices=[(True, 'once a day, everything together'), (False, 'at once')], default=True, verbose_name='when')),
                ('daily_at', models.TimeField(default=datetime.time(8, 0), verbose_name='time of the daily message')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='group')),
                ('roles', models.JSONField(default=list, verbose_name='hears what these roles hear')),
                ('quiet_until', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('daily', models.BooleanField(choices=[(True, 'once a day, everything together'), (False, 'at once')], default=True, verbose_name='when')),
                ('daily_at', models.TimeField(default=datetime.time(8, 0), verbose_name='time of the daily message')),
                ('by_email', models.BooleanField(default=True, verbose_name='by e-mail, too')),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language of the messages')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice_choice', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=40)),
                ('object_id', models.BigIntegerField()),
                ('due_on', models.DateField()),
                ('level', models.CharField(choices=[('soon', 'due soon'), ('due', 'due today'), ('lead', 'brought before the lead'), ('manager', 'brought before the sales manager'), ('director', 'brought before the director')], max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('customer', models.CharField(blank=True, max_length=200)),
                ('url', models.CharField(max_length=200)),
                ('page', models.CharField(max_length=200)),
                ('confidential', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['due_on'], name='reminder_by_due'), models.Index(condition=models.Q(('settled_at', None)), fields=['due_on'], name='reminder_open')],
                'constraints': [models.UniqueConstraint(fields=('task', 'object_id', 'due_on', 'level'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('planned_at', models.DateTimeField(null=True)),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='workflow.dossier')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='workflow.event')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='for')),
                ('reminder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='notices.reminder')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['user', '-id'], name='notice_newest_first'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread'), models.Index(condition=models.Q(('planned_at', None)), fields=['id'], name='notice_to_plan')],
                'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='notice_once'), models.UniqueConstraint(fields=('reminder', 'user'), name='notice_of_reminder_once'), models.CheckConstraint(condition=models.Q(('event__isnull', True), ('reminder__isnull', True), _connector='XOR'), name='notice_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='for')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='address')),
                ('reply_to', models.EmailField(blank=True, max_length=254)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'user'), name='letter_once'), models.UniqueConstraint(condition=models.Q(('user', None)), fields=('key',), name='letter_outside_once'), models.CheckConstraint(condition=models.Q(('user', None), ('address', ''), _connector='XOR'), name='letter_to_one_address')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('claimed_at', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('error', models.CharField(blank=True, editable=False, max_length=300, verbose_name='what went wrong')),
                ('state', models.CharField(choices=[('pending', 'waits'), ('claimed', 'is being sent'), ('sent', 'sent'), ('dropped', 'no longer needed'), ('given_up', 'given up')], default='pending', max_length=10)),
                ('due_at', models.DateTimeField()),
                ('batch', models.UUIDField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.event')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='for')),
                ('reminder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.reminder')),
                ('robot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.robot')),
                ('letter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='notices.letter')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['due_at'], name='delivery_waits'), models.Index(condition=models.Q(('state', 'claimed')), fields=['claimed_at'], name='delivery_claimed'), models.Index(fields=['batch'], name='delivery_batch'), models.Index(fields=['state', '-id'], name='delivery_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('claimed_at__isnull', True)), models.Q(('claim__isnull', False), ('claimed_at__isnull', False)), _connector='OR'), name='delivery_claimed_when'), models.UniqueConstraint(fields=('event', 'user'), name='event_mailed_once'), models.UniqueConstraint(fields=('event', 'robot'), name='event_posted_once'), models.UniqueConstraint(fields=('reminder', 'user'), name='reminder_mailed_once'), models.UniqueConstraint(fields=('reminder', 'robot'), name='reminder_posted_once'), models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', False), ('letter', None), ('reminder', None)), models.Q(('event', None), ('letter', None), ('reminder__isnull', False)), models.Q(('event', None), ('letter__isnull', False), ('reminder', None), ('robot', None)), _connector='OR'), name='delivery_of_one_of_three'), models.CheckConstraint(condition=models.Q(models.Q(('robot', None), ('user__isnull', False)), models.Q(('robot__isnull', False), ('user', None)), models.Q(('batch__isnull', False), ('letter__isnull', False), ('robot', None), ('user', None)), _connector='OR'), name='delivery_to_one_of_three')],
            },
        ),
    ]
