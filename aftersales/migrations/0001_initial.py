
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('must_change_password', models.BooleanField(default=False, editable=False)),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='offered on the demo sign-in page')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('minute', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'minute'), name='attempts_once_a_minute')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=4)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('prefix', 'year'), name='counter_once_per_year')],
            },
        ),
        migrations.CreateModel(
            name='LedgerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'being prepared'), ('done', 'ready'), ('failed', 'failed')], default='pending', editable=False, max_length=10, verbose_name='state')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('error', models.CharField(blank=True, editable=False, max_length=300, verbose_name='what went wrong')),
                ('total', models.PositiveIntegerField(default=0, editable=False)),
                ('done', models.PositiveIntegerField(default=0, editable=False)),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('claimed_at', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('expired_at', models.DateTimeField(editable=False, null=True)),
                ('ledger', models.CharField(editable=False, max_length=40)),
                ('query', models.TextField(blank=True, editable=False)),
                ('ending', models.CharField(editable=False, max_length=4)),
                ('language', models.CharField(editable=False, max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'file of a ledger',
                'verbose_name_plural': 'files of ledgers',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('salesperson', 'salesperson'), ('sales_coordinator', 'sales coordinator'), ('sales_manager', 'sales manager'), ('dispatcher', 'dispatcher'), ('after_sales', 'after-sales'), ('after_sales_lead', 'after-sales lead'), ('engineering', 'engineering'), ('quality', 'quality'), ('production', 'production'), ('workshop', 'workshop'), ('warehouse', 'warehouse'), ('finance', 'finance'), ('assessment', 'assessment'), ('director', 'director'), ('admin', 'administrator')], db_index=True, max_length=30, verbose_name='role')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
            },
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('is_demo', True)), fields=['is_demo'], name='user_demo'),
        ),
        migrations.AddIndex(
            model_name='ledgerfile',
            index=models.Index(condition=models.Q(('state', 'pending')), fields=['id'], name='ledger_file_pending'),
        ),
        migrations.AddIndex(
            model_name='ledgerfile',
            index=models.Index(fields=['user', '-id'], name='ledger_file_of_person'),
        ),
        migrations.AddIndex(
            model_name='ledgerfile',
            index=models.Index(condition=models.Q(('expired_at', None)), fields=['asked_at'], name='ledger_file_there'),
        ),
        migrations.AddConstraint(
            model_name='ledgerfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('claimed_at__isnull', True)), models.Q(('claim__isnull', False), ('claimed_at__isnull', False)), _connector='OR'), name='ledger_file_claimed_when'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(fields=('user', 'role'), name='role_once_per_user'),
        ),
    ]
