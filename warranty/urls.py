from django.urls import path

from warranty.views import amendments, what_if
from warranty.views.registers import customers, motors, products

app_name = "warranty"

urlpatterns = [
    path("what-if/", what_if.what_if, name="what_if"),
    *motors.urls(),
    *customers.urls(),
    *products.urls(),
    path("amendments/<key:pk>/", amendments.amendment, name="amendment"),
    path("amendments/<key:pk>/<slug:verb>/", amendments.act, name="act_amendment"),
]
