from django.contrib.admin.apps import AdminConfig


class GuardedAdminConfig(AdminConfig):
    default_site = "studyguide.accounts.admin_site.GuardedAdminSite"
