"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('returns', '0001_initial'),
        ('returns', '0002_taking_back_is_in_its_papers'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0007_quotation_repair_and_inspection_that_count'),
        ('slips', '0001_initial'),
        ('warranty', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('status', django_fsm.FSMField(choices=[('counted', 'awaiting the second signature'), ('signed', 'signed by both')], default='counted', max_length=50, protected=True, verbose_name='status')),
                ('sequence', models.PositiveSmallIntegerField(default=1, verbose_name='consignment')),
                ('carrier', models.CharField(max_length=60, verbose_name='carrier')),
                ('waybill', models.CharField(blank=True, max_length=60, verbose_name='waybill')),
                ('arrived_on', models.DateField(verbose_name='arrived on')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('counted_as', models.CharField(max_length=20, verbose_name='counted by')),
                ('counted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('signed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='cases.case', verbose_name='case')),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='countersigned by')),
                ('slips', models.ManyToManyField(editable=False, related_name='handovers', to='slips.slip')),
            ],
            options={
                'verbose_name': 'handover',
                'verbose_name_plural': 'handovers',
                'ordering': ['case', 'sequence'],
                'indexes': [models.Index(fields=['arrived_on', 'id'], name='handover_ledger'), models.Index(fields=['status', 'arrived_on', 'id'], name='handover_ledger_of_status')],
                'constraints': [models.UniqueConstraint(fields=('case', 'sequence'), name='consignment_once_per_case'), models.UniqueConstraint(condition=models.Q(('status', 'counted')), fields=('case',), name='one_open_count_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='handover_signed_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='HandoverLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(choices=[('received', 'received'), ('missing', 'missing'), ('wrong_model', 'wrong model'), ('unlisted', 'not on the list')], max_length=20, verbose_name='finding')),
                ('serial_number', models.CharField(blank=True, max_length=40, verbose_name='serial number')),
                ('other_model', models.CharField(blank=True, max_length=60, verbose_name='model, if not in the list')),
                ('exterior', models.CharField(blank=True, max_length=200, verbose_name='exterior and packing')),
                ('accessories', models.CharField(blank=True, max_length=120, verbose_name='accessories')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='remark')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='returns.handover')),
                ('motor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover_lines', to='cases.returnedmotor')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='warranty.product', verbose_name='model')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReturnEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_document', models.CharField(max_length=60, verbose_name='original delivery note or invoice')),
                ('price', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='price')),
                ('reason', models.CharField(max_length=300, verbose_name='reason for the return')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='remark')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('motor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='return_entry', to='cases.returnedmotor')),
                ('appraisal', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.appraisal')),
                ('endorsed_at', models.DateTimeField(null=True)),
                ('endorsed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='endorsed by')),
            ],
            options={
                'verbose_name': 'return ledger entry',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['entered_at', 'id'], name='return_ledger'), models.Index(fields=['price', 'id'], name='return_ledger_by_price')],
                'constraints': [models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='return_price_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('endorsed_at__isnull', True), ('endorsed_by__isnull', True)), models.Q(('endorsed_at__isnull', False), ('endorsed_by__isnull', False)), _connector='OR'), name='return_endorsed_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to_workshop', models.CharField(max_length=40, verbose_name='workshop')),
                ('instruction', models.CharField(max_length=300, verbose_name='what to do')),
                ('due_on', models.DateField(verbose_name='by when')),
                ('prepared_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=300, verbose_name='workshop result')),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken over by')),
                ('motor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_order', to='cases.returnedmotor')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('appraisal', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.appraisal')),
            ],
            options={
                'verbose_name': 'transfer',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['prepared_at', 'id'], name='transfer_ledger'), models.Index(fields=['due_on', 'id'], name='transfer_ledger_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='transfer_accepted_by_whom')],
            },
        ),
    ]
