"""All blocks of the radar in the order in which they are shown."""

from collections.abc import Callable

from payung.reports.radar import Radar
from payung.reports.radar_cover import beginning, cliff, cover, ending
from payung.reports.radar_money import absorption, arrears, families, months, need
from payung.reports.radar_said import Block
from payung.values.words import Lang

BLOCKS: dict[str, Callable[[Radar, Lang], Block]] = {
    "families": families,
    "cliff": cliff,
    "arrears": arrears,
    "ending": ending,
    "cover": cover,
    "beginning": beginning,
    "absorption": absorption,
    "months": months,
    "need": need,
}


def blocks_of(radar: Radar, lang: Lang = "id") -> list[Block]:
    return [make(radar, lang) for make in BLOCKS.values()]
