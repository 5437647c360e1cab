"""The tables of the app at once, for a new database; one of an earlier version goes on by the steps this replaces."""

from importlib import import_module
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import django_fsm
import warranty.fields
from django.conf import settings
from django.db import migrations, models

append_only = import_module("warranty.migrations.0004_append_only_history")
trigrams = import_module("warranty.migrations.0006_customers_by_trigrams")
found = import_module("warranty.migrations.0007_found_by_initials_and_phone")


class Migration(migrations.Migration):

    replaces = [
        ('warranty', '0001_initial'),
        ('warranty', '0002_serial_numbers_by_key'),
        ('warranty', '0003_history_and_two_people'),
        ('warranty', '0004_append_only_history'),
        ('warranty', '0005_provisional_customers'),
        ('warranty', '0006_customers_by_trigrams'),
        ('warranty', '0007_found_by_initials_and_phone'),
        ('warranty', '0008_lists_by_status_due_and_region'),
        ('warranty', '0009_mail_of_customers'),
        ('warranty', '0010_lists_by_region_and_ex_factory_date'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('workflow', '0004_waiting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('channel', models.CharField(choices=[('direct', 'direct sale'), ('office', 'sales office'), ('agent', 'agent')], default='direct', max_length=10, verbose_name='channel')),
                ('region', models.CharField(blank=True, max_length=40, verbose_name='region')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='contact')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('provisional', models.BooleanField(default=False, editable=False, verbose_name='to be confirmed')),
                ('phone_key', warranty.fields.PhoneKeyField(blank=True, default='', editable=False, max_length=11)),
                ('search_text', warranty.fields.SearchTextField(blank=True, default='', editable=False)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language of mails')),
            ],
            options={
                'verbose_name': 'customer',
                'verbose_name_plural': 'customers',
                'ordering': ['name'],
                'indexes': [models.Index(fields=['phone_key'], name='customer_by_phone'), models.Index(fields=['region', 'id'], name='customer_by_region_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=40, unique=True, verbose_name='model')),
                ('description', models.CharField(blank=True, max_length=80, verbose_name='description')),
                ('voltage', models.CharField(blank=True, max_length=20, verbose_name='voltage (V)')),
                ('power', models.CharField(blank=True, max_length=20, verbose_name='power (W)')),
                ('speed', models.CharField(blank=True, max_length=20, verbose_name='speed (r/min)')),
                ('price', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='list price (CNY)')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('search_text', warranty.fields.SearchTextField(blank=True, default='', editable=False)),
            ],
            options={
                'verbose_name': 'product',
                'verbose_name_plural': 'products',
                'ordering': ['model'],
            },
        ),
        migrations.CreateModel(
            name='Motor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial_number', models.CharField(max_length=40, unique=True, verbose_name='serial number')),
                ('ex_factory_date', models.DateField(verbose_name='ex-factory date')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='contract or delivery note')),
                ('custom_made', models.BooleanField(default=False, verbose_name='custom-made')),
                ('agreement_allows_return', models.BooleanField(default=False, verbose_name='agreement allows the return')),
                ('produced_on', models.DateField(blank=True, null=True, verbose_name='produced on')),
                ('production_shift', models.CharField(blank=True, max_length=40, verbose_name='production shift')),
                ('responsible_person', models.CharField(blank=True, max_length=60, verbose_name='responsible person')),
                ('consignee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motors', to='warranty.customer', verbose_name='consignee')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motors', to='warranty.product', verbose_name='model')),
                ('serial_key', warranty.fields.SerialKeyField(blank=True, default='', editable=False, max_length=80)),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'registered motor',
                'verbose_name_plural': 'registered motors',
                'ordering': ['-ex_factory_date', 'serial_number'],
                'indexes': [models.Index(fields=['-ex_factory_date', 'serial_number'], name='motor_newest_first'), models.Index(fields=['serial_key'], name='motor_by_key'), models.Index(fields=['ex_factory_date', 'id'], name='motor_by_ex_factory_date')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('dossier', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workflow.dossier')),
                ('status', django_fsm.FSMField(choices=[('open', 'waits for a second person'), ('accepted', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'taken back')], default='open', max_length=50, protected=True, verbose_name='status')),
                ('entry_noun', models.CharField(editable=False, max_length=20)),
                ('entry_id', models.BigIntegerField(editable=False)),
                ('name', models.CharField(editable=False, max_length=120, verbose_name='entry')),
                ('changes', models.JSONField(default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('values', models.JSONField(default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('reason', models.CharField(editable=False, max_length=300, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='proposed')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('proposed_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'change that waits for a second person',
                'verbose_name_plural': 'changes that wait for a second person',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['entry_noun', 'entry_id', '-dossier'], name='amendment_of_entry')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('entry_noun', 'entry_id'), name='one_open_amendment_an_entry'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='amendment_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='amendment_decided_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('entry_id', models.BigIntegerField()),
                ('entered', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by_name', models.CharField(max_length=60)),
                ('confirmed_by_name', models.CharField(max_length=60, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('changes', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('confined', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['noun', 'entry_id', '-id'], name='change_of_entry')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('confirmed_by_name__isnull', True)), models.Q(('confirmed_by__isnull', False), ('confirmed_by_name__isnull', False)), _connector='OR'), name='change_confirmed_by_whom'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='change_confirmed_by_another')],
            },
        ),
        migrations.RunPython(append_only.forwards, append_only.backwards),
        migrations.RunPython(trigrams.forwards, trigrams.backwards),
        migrations.RunPython(found.forwards, found.backwards_again),
    ]
