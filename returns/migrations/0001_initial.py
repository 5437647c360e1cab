import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('aftersales', '__first__'),
        ('cases', '0001_initial'),
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
            ],
            options={
                'verbose_name': 'handover',
                'verbose_name_plural': 'handovers',
                'ordering': ['case', 'sequence'],
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
            ],
            options={
                'verbose_name': 'return ledger entry',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='return_price_not_negative')],
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
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='issued')),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(max_length=300, null=True, verbose_name='why void')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='cases.case', verbose_name='case')),
                ('handover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='returns.handover')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('motor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='cases.returnedmotor')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by')),
            ],
            options={
                'verbose_name': 'slip',
                'verbose_name_plural': 'slips',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['kind', '-id'], name='slip_kind_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('number', 'revision'), name='slip_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason__isnull', True), ('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('void_reason__isnull', False), ('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='slip_voided_by_whom')],
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
            ],
            options={
                'verbose_name': 'transfer',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='transfer_accepted_by_whom')],
            },
        ),
    ]
