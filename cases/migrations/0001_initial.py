
import aftersales.kit.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('slips', '0001_initial'),
        ('warranty', '0001_initial'),
        ('workflow', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appraisal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('facts', models.JSONField(verbose_name='facts')),
                ('verdict', models.JSONField(verbose_name='verdict')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('symptom', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='symptom')),
                ('defect_group', models.CharField(choices=[('E', 'electrical'), ('C', 'commutation'), ('M', 'mechanical'), ('N', 'noise and vibration'), ('D', 'dimension'), ('P', 'performance'), ('A', 'appearance'), ('T', 'transport damage'), ('X', 'no fault')], max_length=1, verbose_name='kind of defect')),
                ('defect', models.CharField(max_length=80, verbose_name='defect')),
                ('cause_text', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='cause found')),
                ('measurements', models.JSONField(default=list, verbose_name='measurements')),
                ('liable_department', models.CharField(choices=[('engineering', 'engineering (design, process)'), ('winding', 'winding workshop'), ('assembly', 'assembly workshop'), ('machining', 'machining workshop'), ('purchasing', 'purchasing (bought-in parts)'), ('quality', 'quality (missed in inspection)'), ('sales', 'sales and dispatch (packing, transport)'), ('customer', 'the customer'), ('nobody', 'nobody')], max_length=20, verbose_name='liable department')),
                ('liable_person', models.CharField(blank=True, max_length=60, verbose_name='liable person')),
                ('disposition', models.CharField(choices=[('repair_free', 'repair free of charge'), ('repair_charged', "repair at the customer's cost"), ('return', 'take back'), ('send_back', 'send back unrepaired')], max_length=20, verbose_name='disposition')),
                ('departs', models.BooleanField(default=False, verbose_name='departs from the proposal')),
                ('departure_reason', models.CharField(blank=True, max_length=300, verbose_name='reason for the departure')),
                ('remedy', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='remedy')),
                ('parts_complete', models.BooleanField(default=True, verbose_name='parts are complete')),
                ('drafted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settlement', models.CharField(blank=True, max_length=300, verbose_name="the director's decision")),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.policyedition')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('draft', 'draft'), ('submitted', 'awaiting approval'), ('info_requested', 'more information wanted'), ('rejected', 'rejected'), ('authorised', 'return approved'), ('awaiting_receipt', 'awaiting receipt'), ('in_process', 'in process'), ('completed', 'completed'), ('closed', 'closed'), ('withdrawn', 'withdrawn')], default='draft', max_length=50, protected=True, verbose_name='status')),
                ('number', models.CharField(editable=False, max_length=20, null=True, unique=True, verbose_name='case number')),
                ('revision', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='revision')),
                ('kind', models.CharField(choices=[('quality_problem', 'quality problem'), ('opinion', 'opinion'), ('grievance', 'grievance'), ('complaint', 'complaint')], default='quality_problem', max_length=20, verbose_name='kind of feedback')),
                ('claim_date', models.DateField(help_text='The day the customer told us.', verbose_name='date of the feedback')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='contact')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('contract_number', models.CharField(blank=True, max_length=60, verbose_name='contract number')),
                ('other_model', models.CharField(blank=True, help_text="Another maker's, for example.", max_length=60, verbose_name='model, if not in the list')),
                ('serial_number', models.CharField(blank=True, help_text='As on the nameplate, e.g. 250315-0042.', max_length=40, verbose_name='serial number')),
                ('ex_factory_date', models.DateField(blank=True, null=True, verbose_name='ex-factory date')),
                ('quantity', models.PositiveSmallIntegerField(default=1, help_text='Motors with this problem.', validators=[django.core.validators.MaxValueValidator(500)], verbose_name='quantity')),
                ('used', models.BooleanField(default=True, verbose_name='has been used')),
                ('hours_used', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(200000)], verbose_name='hours run')),
                ('time_in_use', models.CharField(blank=True, max_length=120, verbose_name='time in use')),
                ('environment', models.CharField(blank=True, max_length=200, verbose_name='working environment')),
                ('connected_equipment', models.CharField(blank=True, max_length=200, verbose_name='connected equipment')),
                ('operated_as_required', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], max_length=10, verbose_name='operated as required')),
                ('site_visit', models.CharField(blank=True, help_text='Who went when, if anybody did.', max_length=200, verbose_name='visit on site')),
                ('problem', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='problem')),
                ('damaged_parts', models.CharField(blank=True, max_length=200, verbose_name='damaged parts')),
                ('unknown_reason', models.CharField(blank=True, help_text='Leave a fact empty if nobody knows it, and say here why.', max_length=300, verbose_name='why some facts are unknown')),
                ('customer_request', models.CharField(blank=True, max_length=300, verbose_name="the customer's request")),
                ('own_product', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], max_length=10, verbose_name='(a) Is it our product?')),
                ('cause', models.CharField(blank=True, choices=[('factory', 'the factory'), ('customer', 'the customer'), ('transport', 'transport'), ('none', 'no fault found'), ('undetermined', 'undetermined')], max_length=20, verbose_name='(b) Who caused the problem?')),
                ('in_warranty', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], max_length=10, verbose_name='(c) Is it in warranty?')),
                ('repair_consent_by', models.CharField(blank=True, max_length=60, verbose_name='consent to a paid repair given by')),
                ('repair_consent_note', models.CharField(blank=True, max_length=200, verbose_name='how and when the consent was given')),
                ('resolved_on_site', models.BooleanField(default=False, editable=False)),
                ('action_taken', aftersales.kit.fields.LongTextField(blank=True, editable=False, max_length=4000, verbose_name='action taken')),
                ('customer_reply', aftersales.kit.fields.LongTextField(blank=True, editable=False, max_length=4000, verbose_name="the customer's reply")),
                ('customer_satisfied', models.BooleanField(editable=False, null=True, verbose_name='customer satisfied')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('authorised_at', models.DateTimeField(editable=False, null=True)),
                ('first_answered_at', models.DateTimeField(editable=False, null=True)),
                ('completed_at', models.DateTimeField(editable=False, null=True)),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='due')),
                ('search_text', models.TextField(default='', editable=False)),
                ('authorised_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='return approved by')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='warranty.customer', verbose_name='customer')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='warranty.product', verbose_name='model')),
                ('salesperson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL, verbose_name='salesperson')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=120, unique=True)),
                ('caption', models.CharField(blank=True, max_length=60, verbose_name='caption')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='cases.case')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work_done', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='work done')),
                ('labour_fee', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='labour fee')),
                ('done_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='repaired by')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RepairPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='part')),
                ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=2, default=0, max_digits=10, verbose_name='unit price')),
                ('customer_machined', models.BooleanField(default=False, verbose_name='machined by the customer')),
                ('repair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='cases.repair')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReturnedMotor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('status', django_fsm.FSMField(choices=[('expected', 'expected'), ('missing', 'missing'), ('not_received', 'not received'), ('received', 'awaiting appraisal'), ('quoted', "awaiting the customer's reply"), ('awaiting_parts', 'awaiting parts'), ('repairing', 'under repair'), ('inspecting', 'awaiting inspection'), ('ready_to_ship', 'ready to ship'), ('shipped', 'shipped'), ('delivered', 'delivered'), ('return_pending', 'return awaiting approval'), ('return_approved', 'awaiting transfer'), ('transferred', 'transferred to the workshop'), ('restocked', 'back in stock'), ('dismantled', 'dismantled for parts'), ('scrapped', 'scrapped')], default='expected', max_length=50, protected=True, verbose_name='status')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='line')),
                ('serial_number', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='serial number')),
                ('other_model', models.CharField(blank=True, max_length=60, verbose_name='model, if not in the list')),
                ('listed', models.BooleanField(default=True, verbose_name='on the return list')),
                ('listed_model', models.CharField(blank=True, max_length=60, verbose_name='model on the return list, where it differs')),
                ('exterior', models.CharField(blank=True, max_length=200, verbose_name='exterior and packing')),
                ('accessories', models.CharField(blank=True, max_length=120, verbose_name='accessories')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='remark')),
                ('received_at', models.DateTimeField(editable=False, null=True)),
                ('appraised_at', models.DateTimeField(editable=False, null=True)),
                ('disposition', models.CharField(blank=True, choices=[('repair_free', 'repair free of charge'), ('repair_charged', "repair at the customer's cost"), ('return', 'take back'), ('send_back', 'send back unrepaired')], editable=False, max_length=20, verbose_name='disposition')),
                ('warranty_status', models.CharField(blank=True, editable=False, max_length=20, verbose_name='warranty')),
                ('charge', models.CharField(blank=True, editable=False, max_length=40, verbose_name='charge')),
                ('parts_complete', models.BooleanField(default=True, editable=False, verbose_name='parts complete')),
                ('intact', models.BooleanField(default=False, editable=False, verbose_name='intact (五.1)')),
                ('exceptional', models.BooleanField(default=False, editable=False, verbose_name='exceptional return')),
                ('unrepaired', models.BooleanField(default=False, editable=False, verbose_name='goes back unrepaired')),
                ('quoted_at', models.DateTimeField(editable=False, null=True)),
                ('quoted_amount', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True)),
                ('material_fee', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True, verbose_name='material fee')),
                ('labour_fee', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True, verbose_name='labour fee')),
                ('repaired_at', models.DateTimeField(editable=False, null=True)),
                ('paid_at', models.DateTimeField(editable=False, null=True)),
                ('paid_amount', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=12)),
                ('credit_at', models.DateTimeField(editable=False, null=True)),
                ('return_drafted_at', models.DateTimeField(editable=False, null=True)),
                ('return_endorsed_at', models.DateTimeField(editable=False, null=True)),
                ('cleared_at', models.DateTimeField(editable=False, null=True)),
                ('transfer_at', models.DateTimeField(editable=False, null=True)),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='due')),
                ('original_due_on', models.DateField(editable=False, null=True, verbose_name='due originally')),
                ('extended_to', models.DateField(editable=False, null=True, verbose_name='extended to')),
                ('reply_due_on', models.DateField(editable=False, null=True, verbose_name="customer's reply due")),
                ('stopped_on', models.DateField(editable=False, null=True, verbose_name='clock stopped on')),
                ('shipped_at', models.DateTimeField(editable=False, null=True)),
                ('appraisal', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.appraisal')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motors', to='cases.case', verbose_name='case')),
                ('cleared_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found fit for stock by')),
                ('credit_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='credit approved by')),
                ('paid_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='payment recorded by')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='warranty.product', verbose_name='model')),
                ('registered', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='warranty.motor', verbose_name='register entry')),
                ('repaired_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='repaired by')),
                ('return_drafted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='return drafted by')),
                ('return_endorsed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='return endorsed by')),
                ('slips', models.ManyToManyField(editable=False, related_name='motors', to='slips.slip')),
                ('transfer_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='transfer prepared by')),
            ],
            options={
                'verbose_name': 'returned motor',
                'verbose_name_plural': 'returned motors',
                'ordering': ['case', 'position'],
            },
        ),
        migrations.AddField(
            model_name='repair',
            name='motor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='cases.returnedmotor'),
        ),
        migrations.CreateModel(
            name='Quotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('material_fee', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='material fee')),
                ('labour_fee', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='labour fee')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note for the customer')),
                ('quoted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accepted', models.BooleanField(null=True, verbose_name='accepted')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer_note', models.CharField(blank=True, max_length=300, verbose_name='who answered, and how')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answer recorded by')),
                ('quoted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quoted by')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotations', to='cases.returnedmotor')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed', models.BooleanField(verbose_name='passed')),
                ('findings', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='findings')),
                ('inspected_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('inspected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inspected by')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='cases.returnedmotor')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_due_on', models.DateField(verbose_name='due so far')),
                ('new_due_on', models.DateField(verbose_name='new due date')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('granted', models.BooleanField(null=True, verbose_name='granted')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='cases.returnedmotor')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='appraisal',
            name='motor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='cases.returnedmotor'),
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consignee', models.CharField(choices=[('customer', 'the customer'), ('salesperson', 'the salesperson')], max_length=20, verbose_name='shipped to')),
                ('recipient', models.CharField(max_length=120, verbose_name='recipient and phone')),
                ('address', models.CharField(max_length=200, verbose_name='address')),
                ('carrier', models.CharField(max_length=60, verbose_name='carrier')),
                ('waybill', models.CharField(blank=True, max_length=60, verbose_name='waybill')),
                ('shipped_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('delivered_on', models.DateField(null=True, verbose_name='delivered on')),
                ('motor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shipment', to='cases.returnedmotor')),
                ('shipped_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='shipped by')),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.CharField(choices=[('salesperson', 'salesperson'), ('sales_coordinator', 'sales coordinator'), ('sales_manager', 'sales manager'), ('dispatcher', 'dispatcher'), ('after_sales', 'after-sales'), ('after_sales_lead', 'after-sales lead'), ('engineering', 'engineering'), ('quality', 'quality'), ('production', 'production'), ('workshop', 'workshop'), ('warehouse', 'warehouse'), ('finance', 'finance'), ('assessment', 'assessment'), ('director', 'director'), ('admin', 'administrator')], max_length=20, verbose_name='department')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed at')),
                ('dissent', models.CharField(blank=True, max_length=300, verbose_name='dissent')),
                ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='cases.appraisal')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['status', 'due_on'], name='case_status_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['salesperson', '-dossier'], name='case_salesperson'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['created_by', '-dossier'], name='case_author'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['customer', '-dossier'], name='case_customer'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['claim_date', '-dossier'], name='case_claim_date'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['kind', 'claim_date', 'dossier'], name='case_ledger_of_kind'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authorised_at__isnull', True), ('authorised_by__isnull', True)), models.Q(('authorised_at__isnull', False), ('authorised_by__isnull', False)), _connector='OR'), name='case_authorised_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', False), ('status__in', ['draft', 'withdrawn']), _connector='OR'), name='case_numbered_once_submitted'),
        ),
        migrations.AddConstraint(
            model_name='repairpart',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('unit_price__gte', 0)), name='part_has_a_price'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['status', 'due_on'], name='motor_status_due'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('credit_at__isnull', False)), fields=['id'], name='motor_on_credit'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(condition=models.Q(('reply_due_on__isnull', False)), fields=['reply_due_on'], name='motor_reply_due'),
        ),
        migrations.AddIndex(
            model_name='returnedmotor',
            index=models.Index(fields=['original_due_on', 'disposition', 'due_on', 'stopped_on'], name='motor_promise'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.UniqueConstraint(fields=('case', 'position'), name='motor_line_once_per_case'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.UniqueConstraint(condition=models.Q(('serial_number', ''), _negated=True), fields=('case', 'serial_number'), name='motor_serial_once_per_case'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_at__isnull', True), ('paid_by__isnull', True)), models.Q(('paid_at__isnull', False), ('paid_by__isnull', False)), _connector='OR'), name='motor_paid_to_whom'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('credit_at__isnull', True), ('credit_by__isnull', True)), models.Q(('credit_at__isnull', False), ('credit_by__isnull', False)), _connector='OR'), name='motor_credit_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('repaired_at__isnull', True), ('repaired_by__isnull', True)), models.Q(('repaired_at__isnull', False), ('repaired_by__isnull', False)), _connector='OR'), name='motor_repaired_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_drafted_at__isnull', True), ('return_drafted_by__isnull', True)), models.Q(('return_drafted_at__isnull', False), ('return_drafted_by__isnull', False)), _connector='OR'), name='motor_return_drafted_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_endorsed_at__isnull', True), ('return_endorsed_by__isnull', True)), models.Q(('return_endorsed_at__isnull', False), ('return_endorsed_by__isnull', False)), _connector='OR'), name='motor_return_endorsed_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at__isnull', True), ('cleared_by__isnull', True)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='motor_cleared_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='returnedmotor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('transfer_at__isnull', True), ('transfer_by__isnull', True)), models.Q(('transfer_at__isnull', False), ('transfer_by__isnull', False)), _connector='OR'), name='motor_transfer_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='quotation',
            constraint=models.CheckConstraint(condition=models.Q(('labour_fee__gte', 0), ('material_fee__gte', 0)), name='quotation_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='quotation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('accepted__isnull', False), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='quotation_answered_by_whom'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['requested_at', 'id'], name='extension_ledger'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['granted', 'requested_at', 'id'], name='extension_ledger_decided'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['new_due_on', 'id'], name='extension_ledger_due'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('granted__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('granted__isnull', False)), _connector='OR'), name='extension_decided_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('new_due_on__gt', models.F('old_due_on'))), name='extension_is_later'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('motor',), name='one_open_extension_a_motor'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.UniqueConstraint(fields=('motor', 'version'), name='appraisal_version_once'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='appraisal_settled_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('appraisal', 'department'), name='one_signature_a_department'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('appraisal', 'user'), name='one_signature_a_person'),
        ),
    ]
