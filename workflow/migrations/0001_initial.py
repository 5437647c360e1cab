
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=20, null=True)),
                ('view', models.CharField(max_length=40)),
                ('confined', models.BooleanField(default=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
                ('readers', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('verb', models.CharField(max_length=40)),
                ('from_status', models.CharField(blank=True, max_length=40)),
                ('to_status', models.CharField(blank=True, max_length=40)),
                ('actor_name', models.CharField(max_length=60)),
                ('on_behalf_of_name', models.CharField(max_length=60, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='workflow.dossier')),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代理')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PolicyEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('effective_from', models.DateField(unique=True, verbose_name='effective from')),
                ('values', models.JSONField(blank=True, default=dict, verbose_name='values that differ from the defaults')),
            ],
            options={
                'verbose_name': 'policy edition',
                'verbose_name_plural': 'policy editions',
                'ordering': ['-effective_from'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('result', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['author', '-id'], name='dossier_author'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['owner', '-id'], name='dossier_owner'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['dossier', 'id'], name='event_of_dossier'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['subject', 'subject_id', 'id'], name='event_of_subject'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('on_behalf_of__isnull', True), ('on_behalf_of_name__isnull', True)), models.Q(('on_behalf_of__isnull', False), ('on_behalf_of_name__isnull', False)), _connector='OR'), name='event_on_behalf_of_whom'),
        ),
    ]
