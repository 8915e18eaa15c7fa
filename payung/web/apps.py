from django.apps import AppConfig


class WebConfig(AppConfig):
    """The screens; no tables of their own."""

    name = "payung.web"

    def ready(self) -> None:
        from payung.reports.makers import MAKERS, named
        from payung.web.account.events import connect

        connect()
        MAKERS["table"] = named("payung.web.papers.again.write_table_again")
