
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
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
            ],
            options={
                'verbose_name': 'customer',
                'verbose_name_plural': 'customers',
                'ordering': ['name'],
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
            ],
            options={
                'verbose_name': 'registered motor',
                'verbose_name_plural': 'registered motors',
                'ordering': ['-ex_factory_date', 'serial_number'],
                'indexes': [models.Index(fields=['-ex_factory_date', 'serial_number'], name='motor_newest_first')],
            },
        ),
    ]
