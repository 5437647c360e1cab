import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('workflow', '0003_editions_in_use'),
    ]

    operations = [
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('item_id', models.BigIntegerField()),
                ('task', models.CharField(max_length=40)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('beside', models.BooleanField(default=False)),
                ('due_on', models.DateField(null=True)),
                ('since', models.DateTimeField()),
                ('not_before', models.DateField(null=True)),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='workflow.dossier')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='for')),
            ],
            options={
                'indexes': [models.Index(fields=['task', 'role', 'due_on', 'item_id'], name='waiting_of_task')],
                'constraints': [models.UniqueConstraint(models.F('noun'), models.F('item_id'), models.F('task'), models.F('role'), django.db.models.functions.comparison.Coalesce('person', 0), name='waiting_once'), models.CheckConstraint(condition=models.Q(('role', ''), ('person', None), _connector='OR'), name='waiting_for_role_or_person')],
            },
        ),
        migrations.CreateModel(
            name='Barred',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who may not')),
                ('waiting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='barred', to='workflow.waiting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('waiting', 'person'), name='barred_once')],
            },
        ),
    ]
