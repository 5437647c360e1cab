"""People and their roles. Cases, motors and slips are not here: only actions change them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import CLEAN
from aftersales.models import RoleGrant, User

admin.site.site_header = admin.site.site_title = _("After-sales service")


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password that the administrator knows: the person chooses another when signing in next."""

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        return super().save(commit)


class RoleGrantInline(admin.TabularInline):
    model = RoleGrant
    extra = 1


@admin.register(User)
class PersonAdmin(UserAdmin):
    """A person signs in with a user name, and works by the roles granted below."""

    formfield_overrides = CLEAN
    inlines = [RoleGrantInline]
    change_password_form = GivenPasswordForm
    list_display = ["username", "name", "role_list", "is_active"]
    list_filter = ["grants__role", "is_active"]
    search_fields = ["username", "name"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "phone", "email"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "usable_password", "password1", "password2"]})]
    ordering = ["username"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("grants")

    def save_model(self, request, obj, form, change):
        obj.must_change_password |= not change
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Somebody else's; one's own is changed where everybody changes theirs, who knows the old one."""
        if id == str(request.user.pk):
            return redirect("password")
        return super().user_change_password(request, id, form_url)

    @admin.display(description=_("roles"))
    def role_list(self, user: User) -> str:
        return user.role_names

    def has_delete_permission(self, request, obj=None):
        return False  # people are on record; they are made inactive instead
