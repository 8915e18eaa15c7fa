"""Parts of addresses that are more than numbers and words: <day:…>, <entity:…>."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class DayConverter(StringConverter):
    regex = r"\d{4}-\d{2}-\d{2}"


class EntityConverter(StringConverter):
    """A village by its code, an office or employer by its key."""

    regex = r"desa-\d{2}\.\d{2}\.\d{2}\.\d{4}|kantor-\d{1,12}"


register_converter(DayConverter, "day")
register_converter(EntityConverter, "entity")
