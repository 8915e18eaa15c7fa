"""A native chart on a slide, with its values beside the bars or points instead of an axis of numbers."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Mm, Pt

from payung.reports.deck_draw import Box, colour, describe, textbox, write
from payung.reports.deck_look import FONT
from payung.reports.deck_text import cut
from payung.reports.looks import ACT, INK, LINE
from payung.reports.parts import WHOLE, Chart
from payung.values.words import Lang, number, percent, rupiah

_GREY = "#A9B7C2"
_FORMATS = {"number": "#,##0", "rupiah": '"Rp"#,##0', "hundredths": '0.00" %"'}
_ROOM = {"number": 0.18, "rupiah": 0.45, "hundredths": 0.18}
_LOCALE = {"id": "[$-421]", "en": "[$-409]"}


def draw_chart(slide: Any, box: Box, chart: Chart, lang: Lang) -> None:
    """Native, with its values beside the bars or points instead of an axis of numbers."""
    title = chart.title.said(lang)
    frame = textbox(slide, Box(box.left, box.top, box.wide, 6), title)
    write(frame, cut(title, 13, box.wide - 3, 1, bold=True), 13, bold=True, ink=ACT, mark=chart.mark, lang=lang)
    data = CategoryChartData(number_format=_LOCALE[lang] + _FORMATS[chart.unit])  # type: ignore[no-untyped-call]
    data.categories = [label.said(lang) for label in chart.labels]
    scale = 100 if chart.unit == "hundredths" else 1
    for series in chart.series:
        values = [None if value is None else value / scale if scale > 1 else value for value in series.values]
        data.add_series(series.name.said(lang), values)  # type: ignore[no-untyped-call]
    kind = XL_CHART_TYPE.BAR_CLUSTERED if chart.kind == "bar" else XL_CHART_TYPE.LINE_MARKERS
    several = len(chart.series) > 1
    most = 10 + len(chart.labels) * (16 if several else 13)
    body = box.below(7)
    high = min(body.high, most) if chart.kind == "bar" else body.high
    shape = slide.shapes.add_chart(kind, Mm(body.left), Mm(body.top), Mm(body.wide), Mm(high), data)
    shape.name = title
    describe(shape, f"{title}: {_told(chart, lang)}")
    _chart_look(shape.chart, chart, lang)


def _told(chart: Chart, lang: Lang) -> str:
    parts = []
    for series in chart.series:
        values = (f"{label.said(lang)} {_said(value, chart.unit, lang)}" for label, value in zip(chart.labels, series.values, strict=True))
        parts.append((f"{series.name.said(lang)}: " if len(chart.series) > 1 else "") + ", ".join(values))
    return "; ".join(parts)


def _said(value: int | None, unit: str, lang: Lang) -> str:
    if value is None:
        return "–"
    if unit == "hundredths":
        return percent(value, WHOLE, lang)
    return rupiah(value, lang) if unit == "rupiah" else number(value, lang)


def _chart_look(made: Any, chart: Chart, lang: Lang) -> None:
    several = len(chart.series) > 1
    made.font.size, made.font.name, made.font.color.rgb = Pt(11), FONT, colour(INK)
    made.has_title = False
    made.has_legend = several
    if several:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    values, names = made.value_axis, made.category_axis
    values.visible, values.has_major_gridlines = False, False
    values.minimum_scale = 0
    most = max((value for series in chart.series for value in series.values if value is not None), default=0) / (
        100 if chart.unit == "hundredths" else 1
    )
    values.maximum_scale = most * (1 + _ROOM[chart.unit] if chart.kind == "bar" else 1.25) if most else 1  # room for the value behind the longest bar
    names.format.line.color.rgb = colour(LINE)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(11)
    plot = made.plots[0]
    if chart.kind == "bar":
        names.reverse_order = True
        plot.gap_width, plot.overlap = 45, -8
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = _LOCALE[lang] + _FORMATS[chart.unit], False
    labels.font.size, labels.font.bold = Pt(11), True
    labels._element.find(".//{*}txPr/{*}bodyPr").set("wrap", "none")  # a long number stays on its line
    labels.position = XL_LABEL_POSITION.OUTSIDE_END if chart.kind == "bar" else XL_LABEL_POSITION.ABOVE
    for series, hex_ in zip(plot.series, (ACT, _GREY, "#6BAAC7"), strict=False):
        _series_look(series, chart, hex_)


def _series_look(series: Any, chart: Chart, hex_: str) -> None:
    if chart.kind == "bar":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(hex_)
        series.invert_if_negative = False
        return
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = colour(hex_), Pt(2.5)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour(hex_)
    series.marker.format.line.color.rgb = colour("#FFFFFF")
