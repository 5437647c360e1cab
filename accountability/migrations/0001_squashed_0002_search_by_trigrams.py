"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

from importlib import import_module
import aftersales.kit.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_fsm
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

trigrams = import_module("accountability.migrations.0002_search_by_trigrams")


class Migration(migrations.Migration):

    replaces = [
        ('accountability', '0001_initial'),
        ('accountability', '0002_search_by_trigrams'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0001_initial'),
        ('workflow', '0002_append_only_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectiveAction',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('issued', 'issued, awaiting a plan'), ('planned', 'planned, being implemented'), ('implemented', 'implemented, awaiting verification'), ('verified', 'verified')], default='issued', max_length=50, protected=True, verbose_name='status')),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('cycle', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='cycle')),
                ('matter', models.CharField(editable=False, max_length=500)),
                ('model', models.CharField(max_length=60, verbose_name='model')),
                ('defect_group', models.CharField(choices=[('E', 'electrical'), ('C', 'commutation'), ('M', 'mechanical'), ('N', 'noise and vibration'), ('D', 'dimension'), ('P', 'performance'), ('A', 'appearance'), ('T', 'transport damage'), ('X', 'no fault')], max_length=1, verbose_name='kind of defect')),
                ('defect', models.CharField(max_length=80, verbose_name='defect')),
                ('department', models.CharField(choices=[('engineering', 'engineering (design, process)'), ('winding', 'winding workshop'), ('assembly', 'assembly workshop'), ('machining', 'machining workshop'), ('purchasing', 'purchasing (bought-in parts)'), ('quality', 'quality (missed in inspection)'), ('sales', 'sales and dispatch (packing, transport)')], max_length=20, verbose_name='liable department')),
                ('team', models.CharField(blank=True, max_length=300, verbose_name='team')),
                ('problem', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='problem')),
                ('root_cause', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='root cause')),
                ('standards', models.CharField(blank=True, max_length=300, verbose_name='standards updated')),
                ('verification', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='evidence of the verification')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='issued')),
                ('planned_at', models.DateTimeField(editable=False, null=True)),
                ('implemented_at', models.DateTimeField(editable=False, null=True)),
                ('verified_at', models.DateTimeField(editable=False, null=True)),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='due')),
                ('search_text', models.TextField(default='', editable=False)),
                ('case', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrective_actions', to='cases.case')),
                ('implemented_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='implemented by')),
                ('issued_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('planned_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
                ('verified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by')),
            ],
            options={
                'verbose_name': 'corrective action',
                'verbose_name_plural': 'corrective actions',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['status', 'due_on'], name='action_status_due'), models.Index(fields=['matter', '-verified_at'], name='action_of_matter'), models.Index(fields=['department', '-dossier'], name='action_department'), models.Index(fields=['issued_at', 'dossier'], name='action_issued')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'verified'), _negated=True), fields=('matter',), name='one_open_action_a_matter'), models.CheckConstraint(condition=models.Q(models.Q(('planned_at__isnull', True), ('planned_by__isnull', True)), models.Q(('planned_at__isnull', False), ('planned_by__isnull', False)), _connector='OR'), name='action_planned_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('implemented_at__isnull', True), ('implemented_by__isnull', True)), models.Q(('implemented_at__isnull', False), ('implemented_by__isnull', False)), _connector='OR'), name='action_implemented_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='action_verified_by_whom'), models.CheckConstraint(condition=models.Q(('planned_by', None), models.Q(('planned_by', models.F('issued_by')), _negated=True), _connector='OR'), name='action_planner_did_not_issue'), models.CheckConstraint(condition=models.Q(('verified_by', None), models.Q(models.Q(('verified_by', models.F('issued_by')), _negated=True), models.Q(('verified_by', models.F('planned_by')), _negated=True)), _connector='OR'), name='action_verifier_is_a_third')],
            },
        ),
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('department', models.CharField(blank=True, choices=[('engineering', 'engineering (design, process)'), ('winding', 'winding workshop'), ('assembly', 'assembly workshop'), ('machining', 'machining workshop'), ('purchasing', 'purchasing (bought-in parts)'), ('quality', 'quality (missed in inspection)'), ('sales', 'sales and dispatch (packing, transport)'), ('customer', 'the customer'), ('nobody', 'nobody')], max_length=20, verbose_name='department')),
                ('team', models.CharField(blank=True, help_text='As the register calls the production shift.', max_length=40, verbose_name='team')),
                ('capacity', models.CharField(choices=[('responsible', 'responsible person'), ('team_leader', 'team leader (jointly liable)'), ('workshop_head', 'workshop head (jointly liable)'), ('department_head', 'department head (jointly liable)')], default='responsible', max_length=20, verbose_name='answers as')),
                ('monthly_wage', models.DecimalField(blank=True, decimal_places=2, help_text='Only for a warning above a fifth of it.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='monthly wage (CNY)')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'employee',
                'verbose_name_plural': 'employees',
                'ordering': ['team', 'name'],
                'indexes': [models.Index(fields=['name'], name='employee_name'), models.Index(fields=['team', 'capacity'], name='employee_team')],
            },
        ),
        migrations.CreateModel(
            name='Liability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='found')),
                ('due_on', models.DateField(verbose_name='due')),
                ('closed_at', models.DateTimeField(null=True)),
                ('appraisal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='liability', to='cases.appraisal')),
                ('motor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='liabilities', to='cases.returnedmotor')),
            ],
            options={
                'verbose_name': 'liability finding',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['due_on'], name='liability_open')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(choices=[('containment', 'immediate containment'), ('corrective', 'corrective'), ('preventive', 'preventive')], max_length=20, verbose_name='kind')),
                ('text', models.CharField(max_length=300, verbose_name='measure')),
                ('due_on', models.DateField(verbose_name='by when')),
                ('done_at', models.DateTimeField(null=True)),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='how it was done')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='accountability.correctiveaction')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_on'], name='measure_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='measure_done_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('recurrence', models.BooleanField(default=False, verbose_name='recurrence')),
                ('verified_on', models.DateField(null=True, verbose_name='verified before, on')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='accountability.correctiveaction')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='cases.case')),
                ('motor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='cases.returnedmotor')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('action', 'case', 'motor'), name='occurrence_once'), models.UniqueConstraint(condition=models.Q(('motor', None)), fields=('action', 'case'), name='occurrence_of_a_case_once')],
            },
        ),
        migrations.CreateModel(
            name='Penalty',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('drafted', 'drafted by production'), ('assessed', 'assessed, awaiting the director'), ('approved', 'approved, to be deducted'), ('dismissed', 'dismissed'), ('deducted', 'deducted')], default='drafted', max_length=50, protected=True, verbose_name='status')),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='number')),
                ('department', models.CharField(choices=[('engineering', 'engineering (design, process)'), ('winding', 'winding workshop'), ('assembly', 'assembly workshop'), ('machining', 'machining workshop'), ('purchasing', 'purchasing (bought-in parts)'), ('quality', 'quality (missed in inspection)'), ('sales', 'sales and dispatch (packing, transport)'), ('customer', 'the customer'), ('nobody', 'nobody')], max_length=20, verbose_name='liable department')),
                ('fault_class', models.CharField(choices=[('minor', 'minor fault'), ('ordinary', 'ordinary fault'), ('grave', 'grave fault')], max_length=20, verbose_name='class of the fault')),
                ('finding', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='finding')),
                ('opinion', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='opinion')),
                ('drafted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='drafted')),
                ('countersigned_at', models.DateTimeField(editable=False, null=True)),
                ('countersign_note', models.CharField(blank=True, editable=False, max_length=300, verbose_name='countersignature')),
                ('assessed_at', models.DateTimeField(editable=False, null=True)),
                ('assessment', aftersales.kit.fields.LongTextField(blank=True, editable=False, max_length=4000, verbose_name='assessment')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision', models.CharField(blank=True, editable=False, max_length=300, verbose_name="the director's decision")),
                ('deducted_at', models.DateTimeField(editable=False, null=True)),
                ('deduction', models.CharField(blank=True, editable=False, max_length=120, verbose_name='deduction')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='due')),
                ('search_text', models.TextField(default='', editable=False)),
                ('appraisal', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='penalties', to='cases.appraisal')),
                ('assessed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assessed by')),
                ('case', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='penalties', to='cases.case')),
                ('countersigned_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='countersigned by')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('deducted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deduction recorded by')),
                ('drafted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('motor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='penalties', to='cases.returnedmotor')),
            ],
            options={
                'verbose_name': 'penalty',
                'verbose_name_plural': 'penalties',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['status', 'due_on'], name='penalty_status_due'), models.Index(fields=['drafted_at', 'dossier'], name='penalty_drafted')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'dismissed'), _negated=True), fields=('appraisal',), name='one_penalty_a_finding'), models.CheckConstraint(condition=models.Q(models.Q(('countersigned_at__isnull', True), ('countersigned_by__isnull', True)), models.Q(('countersigned_at__isnull', False), ('countersigned_by__isnull', False)), _connector='OR'), name='penalty_countersigned_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('assessed_at__isnull', True), ('assessed_by__isnull', True)), models.Q(('assessed_at__isnull', False), ('assessed_by__isnull', False)), _connector='OR'), name='penalty_assessed_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='penalty_decided_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('deducted_at__isnull', True), ('deducted_by__isnull', True)), models.Q(('deducted_at__isnull', False), ('deducted_by__isnull', False)), _connector='OR'), name='penalty_deducted_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='PenaltyPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('capacity', models.CharField(choices=[('responsible', 'responsible person'), ('team_leader', 'team leader (jointly liable)'), ('workshop_head', 'workshop head (jointly liable)'), ('department_head', 'department head (jointly liable)')], max_length=20, verbose_name='answers as')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='amount (CNY)')),
                ('monthly_wage', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='monthly wage (CNY)')),
                ('response', aftersales.kit.fields.LongTextField(blank=True, max_length=4000, verbose_name='response')),
                ('responded_at', models.DateTimeField(null=True)),
                ('penalty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='accountability.penalty')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='response recorded by')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('penalty', 'name'), name='person_once_a_penalty'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='penalty_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', True), ('responded_at__isnull', True)), models.Q(('recorded_by__isnull', False), ('responded_at__isnull', False)), _connector='OR'), name='response_recorded_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='PenaltyRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fault_class', models.CharField(choices=[('minor', 'minor fault'), ('ordinary', 'ordinary fault'), ('grave', 'grave fault')], max_length=20, verbose_name='class of the fault')),
                ('capacity', models.CharField(choices=[('responsible', 'responsible person'), ('team_leader', 'team leader (jointly liable)'), ('workshop_head', 'workshop head (jointly liable)'), ('department_head', 'department head (jointly liable)')], max_length=20, verbose_name='answers as')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='amount (CNY)')),
            ],
            options={
                'verbose_name': 'penalty amount',
                'verbose_name_plural': 'penalty amounts',
                'ordering': ['fault_class', 'capacity'],
                'constraints': [models.UniqueConstraint(fields=('fault_class', 'capacity'), name='one_rate_a_class_and_capacity')],
            },
        ),
        migrations.RunPython(trigrams.forwards, trigrams.backwards),
    ]
