"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

from importlib import import_module
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models

printers = import_module("slips.migrations.0002_first_printers")
plies = import_module("slips.migrations.0003_plies")


class Migration(migrations.Migration):

    replaces = [
        ('slips', '0001_initial'),
        ('slips', '0002_first_printers'),
        ('slips', '0003_plies'),
        ('slips', '0004_label_printers'),
        ('slips', '0005_numbers_by_their_beginning'),
        ('slips', '0006_lists_by_issue_and_void'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('workflow', '0009_policy_by_two_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrinterProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='printer')),
                ('paper', models.CharField(choices=[('A4', 'A4, a page a copy'), ('A5', 'A5 landscape, a page a copy'), ('241', '241 × 140 continuous, all copies in one pass'), ('60', 'labels of motors, 60 × 40')], default='A4', max_length=4, verbose_name='paper')),
                ('margin_top', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(40.0)], verbose_name='margin at the top (mm)')),
                ('margin_right', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(40.0)], verbose_name='margin at the right (mm)')),
                ('margin_bottom', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(40.0)], verbose_name='margin at the bottom (mm)')),
                ('margin_left', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(40.0)], verbose_name='margin at the left (mm)')),
                ('shift_x', models.FloatField(default=0, help_text='Negative: to the left. The calibration page shows by how much the printer is out.', validators=[django.core.validators.MinValueValidator(-10.0), django.core.validators.MaxValueValidator(10.0)], verbose_name='shift to the right (mm)')),
                ('shift_y', models.FloatField(default=0, help_text='Negative: up.', validators=[django.core.validators.MinValueValidator(-10.0), django.core.validators.MaxValueValidator(10.0)], verbose_name='shift down (mm)')),
                ('colours_of_3', models.CharField(default='白 红 黄', max_length=20, verbose_name='colours of 3 copies')),
                ('colours_of_4', models.CharField(default='白 红 蓝 黄', max_length=20, verbose_name='colours of 4 copies')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('plies', models.PositiveSmallIntegerField(default=4, help_text='How many copies one pass makes; what a slip has more goes through a second time.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='plies of continuous paper')),
            ],
            options={
                'verbose_name': 'printer',
                'verbose_name_plural': 'printers',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DefaultPrinter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='default_printer', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='slips.printerprofile', verbose_name='printer')),
            ],
        ),
        migrations.CreateModel(
            name='PrintJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'being prepared'), ('done', 'ready'), ('failed', 'failed')], default='pending', editable=False, max_length=10, verbose_name='state')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('error', models.CharField(blank=True, editable=False, max_length=300, verbose_name='what went wrong')),
                ('total', models.PositiveIntegerField(default=0, editable=False)),
                ('done', models.PositiveIntegerField(default=0, editable=False)),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('claimed_at', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('expired_at', models.DateTimeField(editable=False, null=True)),
                ('by_recipient', models.BooleanField(default=False, verbose_name='sorted by recipient')),
                ('printed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='printed')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prints', to=settings.AUTH_USER_MODEL, verbose_name='printed by')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='slips.printerprofile', verbose_name='printer')),
            ],
            options={
                'verbose_name': 'print',
                'verbose_name_plural': 'prints',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['id'], name='print_pending'), models.Index(fields=['printed_by', '-id'], name='print_of_person'), models.Index(fields=['printed_at'], name='print_ledger'), models.Index(condition=models.Q(('expired_at', None)), fields=['printed_at'], name='print_file_there')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('claimed_at__isnull', True)), models.Q(('claim__isnull', False), ('claimed_at__isnull', False)), _connector='OR'), name='print_claimed_when')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=4, verbose_name='kind')),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('revision', models.PositiveSmallIntegerField(default=0, verbose_name='revision')),
                ('facts', models.JSONField(verbose_name='facts')),
                ('issuer', models.CharField(default='', editable=False, max_length=60)),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='issued')),
                ('digest', models.CharField(default='', editable=False, max_length=64)),
                ('document', models.CharField(blank=True, editable=False, max_length=64)),
                ('void_document', models.CharField(blank=True, editable=False, max_length=64)),
                ('to_print', models.BooleanField(default=False, editable=False)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(max_length=300, null=True, verbose_name='why void')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='workflow.dossier')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacement', to='slips.slip', verbose_name='instead of')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by')),
            ],
            options={
                'verbose_name': 'slip',
                'verbose_name_plural': 'slips',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['kind', '-id'], name='slip_kind_newest_first'), models.Index(fields=['kind', 'issued_at', 'id'], name='slip_ledger'), models.Index(condition=models.Q(('to_print', True)), fields=['id'], name='slip_to_print'), models.Index(condition=models.Q(('document', '')), fields=['issued_at'], name='slip_without_document'), models.Index(fields=['number'], name='slip_number_begins', opclasses=['varchar_pattern_ops']), models.Index(fields=['issued_at', 'id'], name='slip_by_issue'), models.Index(condition=models.Q(('voided_at__isnull', False)), fields=['id'], name='slip_void')],
                'constraints': [models.UniqueConstraint(fields=('number', 'revision'), name='slip_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason__isnull', True), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('void_reason__isnull', False), ('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='slip_voided_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='PrintedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='copy')),
                ('nth', models.PositiveSmallIntegerField(null=True, verbose_name='print of this copy')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='to be acknowledged by')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='slips.printjob', verbose_name='print')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printed_copies', to='slips.slip', verbose_name='slip')),
            ],
            options={
                'verbose_name': 'printed copy',
                'verbose_name_plural': 'printed copies',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('due_on__isnull', False)), fields=['due_on', 'id'], name='copy_not_acknowledged')],
                'constraints': [models.UniqueConstraint(fields=('slip', 'number', 'nth'), name='copy_printed_nth_once')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='copy')),
                ('role', models.CharField(max_length=30, verbose_name='role')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='acknowledged')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='acknowledged by')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='slips.slip', verbose_name='slip')),
            ],
            options={
                'verbose_name': 'acknowledgement',
                'verbose_name_plural': 'acknowledgements',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('slip', 'number'), name='copy_acknowledged_once')],
            },
        ),
        migrations.CreateModel(
            name='VoidRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('status', django_fsm.FSMField(choices=[('asked', 'waits for a second person'), ('confirmed', 'declared void'), ('declined', 'declined')], default='asked', max_length=50, protected=True, verbose_name='status')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='void_requests', to='slips.slip', verbose_name='slip')),
            ],
            options={
                'verbose_name': 'request to declare a slip void',
                'verbose_name_plural': 'requests to declare a slip void',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('status', 'asked')), fields=['id'], name='void_requests_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('slip',), name='one_open_void_request'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='void_decided_by_whom')],
            },
        ),
        migrations.RunPython(printers.first_printers, migrations.RunPython.noop),
        migrations.RunPython(plies.three_of_three, migrations.RunPython.noop),
    ]
