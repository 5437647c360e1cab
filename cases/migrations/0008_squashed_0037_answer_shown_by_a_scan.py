"""What came after the tables of 0001_squashed_0007, at once, for a database that has none of it.

Such a one may be in use, so what the steps filled in is filled in here as well. One between the steps goes on by them.
"""

from importlib import import_module
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import django_fsm
import warranty.fields
from django.conf import settings
from django.db import migrations, models

by_key = import_module("cases.migrations.0009_serial_numbers_by_key")
due_next = import_module("cases.migrations.0010_what_is_due_next")
ways_back = import_module("cases.migrations.0012_what_ways_back_find")
refunds = import_module("cases.migrations.0023_refunds_of_payments")
costs = import_module("cases.migrations.0028_bench_cost_and_parts_in_words")
by_phone = import_module("cases.migrations.0031_found_by_phone")


def fill(apps, schema_editor):
    """In the order of the steps; then keys are checked, for PostgreSQL alters no table whose rows wait for that."""
    by_key.cases_and_motors(apps, schema_editor)
    due_next.fill(apps, schema_editor)
    ways_back.fill(apps, schema_editor)
    refunds.corrections(apps, schema_editor)
    costs.parts_cost_what_they_were_priced_at(apps, schema_editor)
    by_phone.fill(apps, schema_editor)
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    replaces = [
        ('cases', '0008_taking_back_is_in_its_papers'),
        ('cases', '0009_serial_numbers_by_key'),
        ('cases', '0010_what_is_due_next'),
        ('cases', '0011_ways_back'),
        ('cases', '0012_what_ways_back_find'),
        ('cases', '0013_a_quotation_has_its_last_day'),
        ('cases', '0014_failure_codes'),
        ('cases', '0015_quotation_by_its_parts'),
        ('cases', '0016_photos_of_motors_and_dates_that_decide'),
        ('cases', '0017_rounds'),
        ('cases', '0018_failure_code_at_intake'),
        ('cases', '0019_extensions_for_holidays'),
        ('cases', '0020_missing_parts_by_name'),
        ('cases', '0021_place_in_the_house'),
        ('cases', '0022_freight'),
        ('cases', '0023_refunds_of_payments'),
        ('cases', '0024_struck_off_the_list'),
        ('cases', '0025_appraisal_names_the_document'),
        ('cases', '0026_signatures_on_paper'),
        ('cases', '0027_test_sheets'),
        ('cases', '0028_bench_cost_and_parts_in_words'),
        ('cases', '0029_figures_by_their_days'),
        ('cases', '0030_ledgers_of_appraisals_and_costs'),
        ('cases', '0031_found_by_phone'),
        ('cases', '0032_inspected_without_the_whole_plan'),
        ('cases', '0033_lists_by_status_due_and_region'),
        ('cases', '0034_photos_of_what_has_no_case'),
        ('cases', '0035_motors_by_number'),
        ('cases', '0036_scans_as_pdf'),
        ('cases', '0037_answer_shown_by_a_scan'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0007_quotation_repair_and_inspection_that_count'),
        ('catalogue', '0004_reviews_of_limits'),
        ('slips', '0005_numbers_by_their_beginning'),
        ('warranty', '0008_lists_by_status_due_and_region'),
        ('workflow', '0009_policy_by_two_people'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='returnedmotor',
            name='motor_serial_once_per_case',
        ),
        migrations.RemoveConstraint(
            model_name='returnedmotor',
            name='motor_return_drafted_by_whom',
        ),
        migrations.RemoveConstraint(
            model_name='returnedmotor',
            name='motor_return_endorsed_by_whom',
        ),
        migrations.RemoveConstraint(
            model_name='returnedmotor',
            name='motor_transfer_by_whom',
        ),
        migrations.RemoveField(
            model_name='returnedmotor',
            name='return_drafted_at',
        ),
        migrations.RemoveField(
            model_name='returnedmotor',
            name='return_endorsed_at',
        ),
        migrations.RemoveField(
            model_name='returnedmotor',
            name='transfer_at',
        ),
        migrations.RemoveField(
            model_name='returnedmotor',
            name='return_drafted_by',
        ),
        migrations.RemoveField(
            model_name='returnedmotor',
            name='return_endorsed_by',
        ),
        migrations.RemoveField(
            model_name='returnedmotor',
            name='transfer_by',
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('reference', models.CharField(max_length=80, verbose_name='receipt or transfer number')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the correction')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='cases.returnedmotor')),
                ('kind', models.CharField(choices=[('payment', 'payment'), ('correction', 'correction'), ('refund', 'refund')], default='payment', max_length=20)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['entered_at', 'id'], name='receipt_ledger'), models.Index(fields=['kind', 'entered_at', 'id'], name='receipt_ledger_of_kind')],
            },
        ),
        migrations.CreateModel(
            name='QuotedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='part')),
                ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=2, default=0, max_digits=10, verbose_name='unit price')),
                ('customer_machined', models.BooleanField(default=False, verbose_name='machined by the customer')),
                ('quotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='cases.quotation')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('unit_price__gte', 0)), name='quoted_part_has_a_price')],
            },
        ),
        migrations.CreateModel(
            name='MissingPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='quantity')),
                ('ordered_from', models.CharField(blank=True, max_length=120, verbose_name='ordered from')),
                ('expected_on', models.DateField(null=True, verbose_name='expected on')),
                ('arrived_at', models.DateTimeField(null=True, verbose_name='arrived')),
                ('dropped_at', models.DateTimeField(null=True)),
                ('arrived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='arrival recorded by')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missing_parts', to='cases.returnedmotor')),
                ('ordered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ordered by')),
                ('part', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.part', verbose_name='part')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='part, in words')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('arrived_at', None), ('dropped_at', None)), fields=['part', 'motor'], name='missing_part_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='missing_part_counts'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at__isnull', True), ('arrived_by__isnull', True)), models.Q(('arrived_at__isnull', False), ('arrived_by__isnull', False)), _connector='OR'), name='missing_part_arrived_by_whom'), models.CheckConstraint(condition=models.Q(('part', None), ('name', ''), _connector='XOR'), name='missing_part_is_named_once')],
            },
        ),
        migrations.CreateModel(
            name='Freight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('status', django_fsm.FSMField(choices=[('open', 'payer not decided'), ('due', 'to be settled'), ('paid', 'paid'), ('charged', 'charged'), ('waived', 'waived'), ('corrected', 'corrected')], default='open', max_length=50, protected=True, verbose_name='status')),
                ('way', models.CharField(choices=[('in', 'inbound'), ('out', 'outbound')], max_length=10, verbose_name='way')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='freight')),
                ('paid_by', models.CharField(choices=[('factory', 'the factory'), ('customer', 'the customer')], max_length=10, verbose_name='paid to the carrier by')),
                ('payer', models.CharField(blank=True, choices=[('factory', 'the factory'), ('customer', 'the customer'), ('salesperson', 'the salesperson')], max_length=20, verbose_name='borne by')),
                ('clauses', models.CharField(blank=True, max_length=60, verbose_name='by which clause')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('document', models.CharField(blank=True, max_length=80, verbose_name='bill, transfer or deduction')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freights', to='cases.returnedmotor')),
                ('salesperson', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salesperson who bears it')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
                ('shipment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='freights', to='cases.shipment')),
            ],
            options={
                'verbose_name': 'freight',
                'verbose_name_plural': 'freight',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['entered_at', 'id'], name='freight_ledger'), models.Index(fields=['status', 'entered_at', 'id'], name='freight_ledger_of_status'), models.Index(fields=['salesperson', 'entered_at', 'id'], name='freight_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='freight_is_an_amount'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='freight_settled_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='TestSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('appraisal', 'appraisal'), ('inspection', 'inspection')], max_length=12, verbose_name='occasion')),
                ('values', models.JSONField(default=list, verbose_name='values')),
                ('lacks', models.JSONField(default=list, verbose_name='lacking')),
                ('answers', models.JSONField(default=dict, verbose_name='what was looked at further')),
                ('tested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_sheets', to='cases.returnedmotor')),
                ('tested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='measured by')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AlterModelOptions(
            name='shipment',
            options={'ordering': ['-id']},
        ),
        migrations.AddField(
            model_name='appraisal',
            name='failure',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.failure', verbose_name='failure code'),
        ),
        migrations.AddField(
            model_name='appraisal',
            name='missing_parts',
            field=models.JSONField(default=list, verbose_name='missing parts'),
        ),
        migrations.AddField(
            model_name='appraisal',
            name='ex_factory_document',
            field=models.CharField(blank=True, max_length=80, verbose_name='document that shows the ex-factory date'),
        ),
        migrations.AddField(
            model_name='appraisal',
            name='no_fault_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='why no fault without all values'),
        ),
        migrations.AddField(
            model_name='appraisal',
            name='test_sheet',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.testsheet'),
        ),
        migrations.AddField(
            model_name='case',
            name='serial_key',
            field=warranty.fields.SerialKeyField(blank=True, default='', editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name='case',
            name='next_due_on',
            field=models.DateField(editable=False, null=True, verbose_name='due next'),
        ),
        migrations.AddField(
            model_name='case',
            name='backdating_reason',
            field=models.CharField(blank=True, help_text='Where the customer told us long ago: the warranty is judged on that day.', max_length=300, verbose_name='why it is registered only now'),
        ),
        migrations.AddField(
            model_name='case',
            name='ex_factory_document',
            field=models.CharField(blank=True, help_text='Contract, delivery note or invoice with its number; add a photo of it.', max_length=60, verbose_name='document that shows the ex-factory date'),
        ),
        migrations.AddField(
            model_name='case',
            name='ex_factory_month_only',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='failure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.failure', verbose_name='failure code'),
        ),
        migrations.AddField(
            model_name='case',
            name='phone_key',
            field=warranty.fields.PhoneKeyField(blank=True, default='', editable=False, max_length=11),
        ),
        migrations.AddField(
            model_name='photo',
            name='motor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='cases.returnedmotor'),
        ),
        migrations.AddField(
            model_name='photo',
            name='stage',
            field=models.CharField(blank=True, choices=[('intake', 'feedback'), ('receipt', 'receipt'), ('appraisal', 'appraisal'), ('repair', 'repair'), ('inspection', 'inspection'), ('later', 'afterwards')], max_length=10, verbose_name='taken at'),
        ),
        migrations.AddField(
            model_name='photo',
            name='dossier',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.dossier'),
        ),
        migrations.AddField(
            model_name='photo',
            name='pages',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='pages'),
        ),
        migrations.AddField(
            model_name='photo',
            name='size',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='bytes'),
        ),
        migrations.AddField(
            model_name='repair',
            name='minute_cost',
            field=models.DecimalField(decimal_places=4, default=0, max_digits=8, verbose_name='own cost of a minute (CNY)'),
        ),
        migrations.AddField(
            model_name='repair',
            name='minutes',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='minutes of work'),
        ),
        migrations.AddField(
            model_name='repairpart',
            name='old_part',
            field=models.CharField(blank=True, choices=[('kept', 'kept'), ('scrapped', 'scrapped')], max_length=10, verbose_name='old part'),
        ),
        migrations.AddField(
            model_name='repairpart',
            name='part',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.part', verbose_name='part of the catalogue'),
        ),
        migrations.AddField(
            model_name='repairpart',
            name='unit_cost',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=10, verbose_name='own cost of one'),
        ),
        migrations.AddField(
            model_name='repairpart',
            name='supplier',
            field=models.CharField(blank=True, max_length=80, verbose_name='supplier'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='serial_key',
            field=warranty.fields.SerialKeyField(blank=True, default='', editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='parts_arrived_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='shipment',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.shipment'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='failure',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.failure', verbose_name='failure code'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='no_charge_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='listed_serial',
            field=models.CharField(blank=True, max_length=40, verbose_name='serial number on the return list, where it differs'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='round',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='round'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='place',
            field=models.CharField(blank=True, choices=[('receipt', 'receipt'), ('bench', 'bench'), ('parts_shelf', 'parts shelf'), ('inspection', 'inspection'), ('dispatch', 'dispatch'), ('store', 'store')], editable=False, max_length=20, verbose_name='place'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='place_note',
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name='where exactly'),
        ),
        migrations.AddField(
            model_name='returnedmotor',
            name='repairer',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='repairer'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='valid_until',
            field=models.DateField(null=True, verbose_name='valid until'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='agreed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='quotation',
            name='agreed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='departure agreed by'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='answered_for',
            field=models.CharField(blank=True, max_length=60, verbose_name='who answered'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='answered_how',
            field=models.CharField(blank=True, choices=[('phone', 'by telephone'), ('message', 'by message (WeChat, SMS)'), ('mail', 'by e-mail or fax'), ('paper', 'on the signed quotation'), ('person', 'in person')], max_length=20, verbose_name='how'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='discount',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='charged less by'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='discount_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='why less is charged'),
        ),
        migrations.AddField(
            model_name='quotation',
            name='answer_scan',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.photo'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='test_sheet',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.testsheet'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='unmeasured',
            field=models.CharField(blank=True, max_length=300, verbose_name='why not measured by the whole plan'),
        ),
        migrations.AddField(
            model_name='extension',
            name='holiday',
            field=models.BooleanField(default=False, verbose_name='for a holiday'),
        ),
        migrations.AddField(
            model_name='shipment',
            name='end',
            field=models.CharField(blank=True, choices=[('came_back', 'came back'), ('corrected', 'corrected')], max_length=20),
        ),
        migrations.AddField(
            model_name='shipment',
            name='end_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='why it does not count any more'),
        ),
        migrations.AddField(
            model_name='signature',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='signature',
            name='scan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.photo'),
        ),
        migrations.AlterField(
            model_name='case',
            name='quantity',
            field=models.PositiveSmallIntegerField(default=1, help_text='Motors with this problem.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='quantity'),
        ),
        migrations.AlterField(
            model_name='photo',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='returnedmotor',
            name='status',
            field=django_fsm.FSMField(choices=[('expected', 'expected'), ('missing', 'missing'), ('not_received', 'not received'), ('struck', 'struck off the list'), ('received', 'awaiting appraisal'), ('quoted', "awaiting the customer's reply"), ('awaiting_parts', 'awaiting parts'), ('repairing', 'under repair'), ('inspecting', 'awaiting inspection'), ('ready_to_ship', 'ready to ship'), ('shipped', 'shipped'), ('delivered', 'delivered'), ('return_pending', 'return awaiting approval'), ('return_approved', 'awaiting transfer'), ('transferred', 'transferred to the workshop'), ('restocked', 'back in stock'), ('dismantled', 'dismantled for parts'), ('scrapped', 'scrapped')], default='expected', max_length=50, protected=True, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='quotation',
            name='lapse',
            field=models.CharField(blank=True, choices=[('replaced', 'replaced by a new offer'), ('appraised_again', 'appraised again'), ('scrapped', 'scrapped'), ('shipped', 'shipped'), ('not_agreed', 'the sales manager did not agree'), ('silent', 'no answer while it was valid')], max_length=20),
        ),
        migrations.AlterField(
            model_name='extension',
            name='lapse',
            field=models.CharField(blank=True, choices=[('replaced', 'replaced by a new offer'), ('appraised_again', 'appraised again'), ('scrapped', 'scrapped'), ('shipped', 'shipped'), ('not_agreed', 'the sales manager did not agree'), ('silent', 'no answer while it was valid')], max_length=20),
        ),
        migrations.AlterField(
            model_name='shipment',
            name='motor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='cases.returnedmotor'),
        ),
        migrations.AddIndex(
            model_name='appraisal',
            index=models.Index(fields=['effective_at', 'id'], name='appraisal_ledger'),
        ),
        migrations.AddIndex(
            model_name='appraisal',
            index=models.Index(fields=['liable_department'], name='appraisal_liable'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['serial_key'], name='case_by_key'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('next_due_on__isnull', False)), fields=['-dossier', 'next_due_on'], name='case_due_next'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['submitted_at'], name='case_submitted'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['completed_at'], name='case_completed'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('phone_key', ''), _negated=True), fields=['phone_key', '-dossier'], name='case_by_phone'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['status', 'dossier'], name='case_by_status'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('next_due_on__isnull', False)), fields=['next_due_on', 'dossier'], name='case_by_due'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('motor__isnull', True), ('case__isnull', False), _connector='OR'), name='photo_of_motor_of_case'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('case__isnull', True), ('dossier__isnull', True), _connector='OR'), name='photo_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pages__isnull', True), ('size__isnull', True)), models.Q(('pages__isnull', False), ('size__isnull', False)), _connector='OR'), name='photo_pages_and_size_of_a_pdf'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('case', None), ('dossier', None)), fields=['added_by'], name='photo_belongs_to_nothing'),
        ),
        migrations.AddIndex(
            model_name='repair',
            index=models.Index(fields=['done_at', 'id'], name='repair_cost_ledger'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('serial_number', ''), _negated=True), models.Q(('status', 'struck'), _negated=True)), fields=('case', 'round', 'serial_number'), name='motor_serial_once_per_round'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['serial_key'], name='returned_by_key'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['failure', 'product', '-id'], name='motor_failure'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('failure', None), models.Q(('disposition', ''), _negated=True)), fields=['id'], name='motor_without_failure'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['failure', '-id'], name='motor_failure_latest'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('credit_at__isnull', False)), fields=['credit_at', 'id'], name='motor_credit_ledger'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('paid_amount__gt', 0)), fields=['id'], name='motor_with_money'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('repairer__isnull', False)), fields=['repairer', 'due_on'], name='motor_repairer'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['stopped_on'], name='motor_given_back'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['received_at', 'id'], name='motor_received_ledger'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['status', 'id'], name='motor_by_status'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['due_on', 'id'], name='motor_by_due'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['serial_number', 'id'], name='motor_by_number'),
        ),
        migrations.AddConstraint(
            model_name='quotation',
            constraint=models.CheckConstraint(condition=models.Q(('discount__gte', 0), ('discount__lte', django.db.models.expressions.CombinedExpression(models.F('material_fee'), '+', models.F('labour_fee')))), name='quotation_discount_within'),
        ),
        migrations.AddConstraint(
            model_name='quotation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='quotation_agreed_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.UniqueConstraint(condition=models.Q(('end', '')), fields=('motor',), name='one_shipment_that_counts'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_by__isnull', True), ('scan__isnull', True)), models.Q(('entered_by__isnull', False), ('scan__isnull', False)), _connector='OR'), name='signature_on_paper_is_shown'),
        ),
        migrations.RunPython(by_phone.forwards, by_phone.backwards_again),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='quotation',
            name='valid_until',
            field=models.DateField(verbose_name='valid until'),
        ),
    ]
