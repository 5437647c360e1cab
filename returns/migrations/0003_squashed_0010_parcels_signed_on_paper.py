"""What came after the tables of 0001_squashed_0002, at once; a database between the steps goes on by them."""

import django.db.models.deletion
import django.utils.timezone
import django_fsm
import warranty.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('returns', '0003_damaged_in_transport'),
        ('returns', '0004_parcels'),
        ('returns', '0005_returns_settled'),
        ('returns', '0006_freight_of_consignments'),
        ('returns', '0007_list_as_it_was_sent'),
        ('returns', '0008_counts_signed_on_paper'),
        ('returns', '0009_place_of_motors_without_a_case'),
        ('returns', '0010_parcels_signed_on_paper'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0034_photos_of_what_has_no_case'),
        ('returns', '0002_taking_back_is_in_its_papers'),
        ('slips', '0002_first_printers'),
        ('warranty', '0007_found_by_initials_and_phone'),
        ('workflow', '0009_policy_by_two_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('counted', 'awaiting the second signature'), ('signed', 'signed by both')], default='counted', max_length=50, protected=True, verbose_name='status')),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('carrier', models.CharField(max_length=60, verbose_name='carrier')),
                ('waybill', models.CharField(blank=True, max_length=60, verbose_name='waybill')),
                ('arrived_on', models.DateField(verbose_name='arrived on')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('counted_as', models.CharField(max_length=20, verbose_name='counted by')),
                ('counted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('signed_at', models.DateTimeField(null=True)),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='warranty.customer', verbose_name='customer')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='countersigned by')),
                ('freight', models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='freight')),
                ('freight_paid_by', models.CharField(blank=True, choices=[('factory', 'the factory'), ('customer', 'the customer')], max_length=10, verbose_name='paid to the carrier by')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.photo')),
            ],
            options={
                'verbose_name': 'parcel',
                'verbose_name_plural': 'parcels',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='parcel_signed_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('entered_by__isnull', True), ('scan__isnull', True)), models.Q(('entered_by__isnull', False), ('scan__isnull', False)), _connector='OR'), name='parcel_on_paper_is_shown')],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('status', django_fsm.FSMField(choices=[('counted', 'counted'), ('waiting', 'without a case'), ('asked', 'sales is to register it'), ('joined', 'joined to a case')], default='counted', max_length=50, protected=True, verbose_name='status')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='line')),
                ('serial_number', models.CharField(blank=True, max_length=40, verbose_name='serial number')),
                ('serial_key', warranty.fields.SerialKeyField(blank=True, default='', editable=False, max_length=80)),
                ('other_model', models.CharField(blank=True, max_length=60, verbose_name='model, if not in the list')),
                ('exterior', models.CharField(blank=True, max_length=200, verbose_name='exterior and packing')),
                ('accessories', models.CharField(blank=True, max_length=120, verbose_name='accessories')),
                ('damaged', models.BooleanField(default=False, verbose_name='damaged in transport')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='remark')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='cases.case')),
                ('motor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='cases.returnedmotor')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='warranty.product')),
                ('salesperson', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to be registered by')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='returns.parcel')),
                ('place', models.CharField(blank=True, choices=[('receipt', 'receipt'), ('bench', 'bench'), ('parts_shelf', 'parts shelf'), ('inspection', 'inspection'), ('dispatch', 'dispatch'), ('store', 'store')], editable=False, max_length=20, verbose_name='place')),
                ('place_note', models.CharField(blank=True, editable=False, max_length=60, verbose_name='where exactly')),
            ],
            options={
                'verbose_name': 'motor of a parcel',
                'verbose_name_plural': 'motors of parcels',
                'ordering': ['parcel', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ListOriginal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('ending', models.CharField(max_length=4)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_originals', to='cases.case', verbose_name='case')),
            ],
            options={
                'verbose_name': 'original of a return list',
                'verbose_name_plural': 'originals of return lists',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('case', 'sha256'), name='list_original_once_a_case')],
            },
        ),
        migrations.AddField(
            model_name='handover',
            name='freight',
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='freight'),
        ),
        migrations.AddField(
            model_name='handover',
            name='freight_paid_by',
            field=models.CharField(blank=True, choices=[('factory', 'the factory'), ('customer', 'the customer')], max_length=10, verbose_name='paid to the carrier by'),
        ),
        migrations.AddField(
            model_name='handover',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='handover',
            name='scan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.photo'),
        ),
        migrations.AddField(
            model_name='handoverline',
            name='damaged',
            field=models.BooleanField(default=False, verbose_name='damaged in transport'),
        ),
        migrations.AddField(
            model_name='returnentry',
            name='settled_amount',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='amount settled'),
        ),
        migrations.AddField(
            model_name='returnentry',
            name='settled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='returnentry',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by'),
        ),
        migrations.AddField(
            model_name='returnentry',
            name='settled_document',
            field=models.CharField(blank=True, max_length=80, verbose_name='document'),
        ),
        migrations.AddField(
            model_name='returnentry',
            name='settled_with',
            field=models.CharField(blank=True, choices=[('refund', 'refund'), ('credit_note', 'credit note'), ('replacement', 'replacement order')], editable=False, max_length=20, verbose_name='settled with'),
        ),
        migrations.AlterField(
            model_name='handoverline',
            name='finding',
            field=models.CharField(choices=[('received', 'received'), ('missing', 'missing'), ('wrong_model', 'wrong model'), ('wrong_serial', 'wrong serial number'), ('unlisted', 'not on the list')], max_length=20, verbose_name='finding'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_by__isnull', True), ('scan__isnull', True)), models.Q(('entered_by__isnull', False), ('scan__isnull', False)), _connector='OR'), name='handover_on_paper_is_shown'),
        ),
        migrations.AddConstraint(
            model_name='returnentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='return_settled_by_whom'),
        ),
        migrations.AddIndex(
            model_name='returnentry',
            index=models.Index(fields=['settled_at', 'id'], name='refund_ledger'),
        ),
    ]
