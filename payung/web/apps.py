from django.apps import AppConfig


class WebConfig(AppConfig):
    """The screens; no tables of their own."""

    name = "payung.web"

    def ready(self) -> None:
        from payung.reports.makers import MAKERS
        from payung.web.account.events import connect
        from payung.web.papers.again import write_table_again

        connect()
        MAKERS["table"] = write_table_again
