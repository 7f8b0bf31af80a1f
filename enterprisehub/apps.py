from django.apps import AppConfig


class EnterpriseHubConfig(AppConfig):
    name = "enterprisehub"
    verbose_name = "EnterpriseHub"
