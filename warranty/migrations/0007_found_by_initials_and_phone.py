"""Customers and models are found by initials, customers by their telephone number; motors by a part of their number."""

import warranty.fields
from django.db import migrations, models

from aftersales.kit.initials import initials
from aftersales.kit.phones import backwards
from aftersales.kit.search import index_text

INDEXES = {
    "customer_found_trgm": "warranty_customer USING gin (search_text gin_trgm_ops)",
    "product_found_trgm": "warranty_product USING gin (search_text gin_trgm_ops)",
    "motor_key_trgm": "warranty_motor USING gin (serial_key gin_trgm_ops)",
}


def fill(apps, schema_editor):
    Customer, Product = apps.get_model("warranty", "Customer"), apps.get_model("warranty", "Product")
    customers, products = list(Customer.objects.all()), list(Product.objects.all())
    for one in customers:
        one.phone_key = backwards(one.phone)
        one.search_text = index_text(one.name, initials(one.name), one.region, one.contact)
    for one in products:
        one.search_text = index_text(one.model, one.description, initials(one.description))
    Customer.objects.bulk_update(customers, ["phone_key", "search_text"], batch_size=500)
    Product.objects.bulk_update(products, ["search_text"], batch_size=500)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, of in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {of}")


def backwards_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("warranty", "0006_customers_by_trigrams")]
    operations = [
        migrations.AddField(
            model_name="customer",
            name="phone_key",
            field=warranty.fields.PhoneKeyField(blank=True, default="", editable=False, max_length=11),
        ),
        migrations.AddField(
            model_name="customer",
            name="search_text",
            field=warranty.fields.SearchTextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="product",
            name="search_text",
            field=warranty.fields.SearchTextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="customer", index=models.Index(fields=["phone_key"], name="customer_by_phone")
        ),
        migrations.RunPython(forwards, backwards_again),
    ]
