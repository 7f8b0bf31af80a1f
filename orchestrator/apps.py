from django.apps import AppConfig


class OrchestratorConfig(AppConfig):
    name = "orchestrator"
    verbose_name = "Models and cost"

    def ready(self) -> None:
        from orchestrator import checks  # noqa: F401, PLC0415 - Django: importing registers them, once apps are loaded
