from django.apps import AppConfig

from enterprisehub import checks  # noqa: F401 - registers the system checks


class EnterpriseHubConfig(AppConfig):
    name = "enterprisehub"
    verbose_name = "EnterpriseHub"
