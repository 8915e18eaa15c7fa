"""The deck's own master: colours and letters of the theme, two layouts (cover, message), and where everything stands on a slide, in millimetres.

Built on the empty file of python-pptx, whose layouts are thrown away: what a person changes in the master of a finished deck holds on every slide.
"""

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.util import Mm

from payung.reports.looks import ACT, INK, LINE, PAPER_2, SOFT
from payung.values.words import Words

FONT = "Source Sans Pro"
WIDE, HIGH = 338.667, 190.5  # 16:9
LEFT, ROOM = 16.0, 306.667  # of everything
TITLE_TOP, TITLE_HIGH = 15.5, 24.0
BODY_TOP, BODY_HIGH = 42.5, 112.5
NOTES_TOP, NOTES_HIGH = 157.0, 21.0
FOOT_TOP, FOOT_HIGH = 180.5, 6.0
TITLE_SIZE, NOTE_SIZE, SMALL = 28.0, 9.5, 9.0
BLUE = "0B5C7A"
_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
KICKER, NOTES, SOURCE = 13, 14, 15  # idx of the placeholders beside the title
FIGURE, FIGURE_NOTE, MADE = 16, 17, 18  # of the cover
_HINTS = {
    "title": Words("Satu pesan sebagai kalimat", "One message, as a sentence"),
    "body": Words("Teks", "Text"),
}


def empty_deck() -> Any:
    """A presentation without slides, with the layouts `cover` (0) and `message` (1)."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(WIDE), Mm(HIGH)
    master = deck.slide_master
    for layout in list(deck.slide_layouts)[2:]:
        deck.slide_layouts.remove(layout)
    _theme(master)
    _fill(master, _MASTER)
    for style in master._element.findall(".//{*}txStyles"):
        master._element.remove(style)
    master._element.append(parse_xml(_STYLES))
    for layout, shapes, name in zip(deck.slide_layouts, (_COVER, _MESSAGE), ("Sampul", "Pesan"), strict=True):
        _fill(layout, shapes)
        layout.name = name
    deck.slide_layouts[0]._element.cSld.insert(0, parse_xml(_COVER_GROUND))
    deck.slide_layouts[0]._element.set("showMasterSp", "0")
    out = BytesIO()
    deck.save(out)
    return Presentation(BytesIO(out.getvalue()))


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = _theme_of(part.blob)


def _theme_of(blob: bytes) -> bytes:
    theme = parse_xml(blob)
    theme.set("name", "Payung")
    scheme = theme.find(".//{*}clrScheme")
    scheme.set("name", "Payung")
    colours = {"dk1": INK, "lt1": "#FFFFFF", "dk2": SOFT, "lt2": PAPER_2, "accent1": f"#{BLUE}", "accent2": "#A9B7C2", "accent3": "#7A4B00"}
    more = {"accent4": "#176B41", "accent5": "#563A8E", "accent6": "#9C1F2B", "hlink": f"#{BLUE}", "folHlink": ACT}
    for name, colour in {**colours, **more}.items():
        held = scheme.find(f"{{*}}{name}")
        for child in list(held):
            held.remove(child)
        held.append(parse_xml(f'<a:srgbClr {_NS} val="{colour[1:]}"/>'))
    theme.find(".//{*}fontScheme").set("name", "Payung")
    for latin in (theme.find(".//{*}majorFont/{*}latin"), theme.find(".//{*}minorFont/{*}latin")):
        latin.set("typeface", FONT)
    made: bytes = serialize_part_xml(theme)
    return made


def _fill(sheet: Any, shapes: str) -> None:
    """The shapes of a master or layout instead of those that it has."""
    tree = sheet.shapes._spTree
    for child in list(tree)[2:]:
        tree.remove(child)
    for child in parse_xml(f"<p:spTree {_NS}>{shapes}</p:spTree>"):
        tree.append(child)


def _emu(mm: float) -> int:
    return int(Mm(mm))


def _box(left: float, top: float, wide: float, high: float) -> str:
    return f'<a:xfrm><a:off x="{_emu(left)}" y="{_emu(top)}"/><a:ext cx="{_emu(wide)}" cy="{_emu(high)}"/></a:xfrm>'


def _holder(
    key: int,
    name: str,
    kind: str,
    box: tuple[float, float, float, float],
    size: float,
    colour: str,
    *,
    bold: bool = False,
    anchor: str = "t",
    align: str = "l",
) -> str:
    """A placeholder. `kind`: what it is (`type="title"`, `type="body" idx="13"`)."""
    hint = _HINTS["title" if "title" in kind else "body"].id
    text = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="id-ID"/><a:t>‹#›</a:t></a:fld>'
    body = f"<a:p>{text}</a:p>" if "sldNum" in kind else f'<a:p><a:r><a:rPr lang="id-ID"/><a:t>{hint}</a:t></a:r></a:p>'
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    look = f'<a:defRPr sz="{int(size * 100)}" b="{int(bold)}">{fill}<a:latin typeface="+mn-lt"/></a:defRPr>'
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{key}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>"
        f'<p:spPr>{_box(*box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>{look}</a:lvl1pPr></a:lstStyle>{body}</p:txBody></p:sp>'
    )


def _bar(key: int, name: str, box: tuple[float, float, float, float], fill: str) -> str:
    """A plain rectangle: decoration."""
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{key}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_box(*box)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>{fill}</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="id-ID"/></a:p></p:txBody></p:sp>'
    )


_RULE = f'<a:srgbClr val="{LINE[1:]}"/>'
_ACCENT = '<a:schemeClr val="accent1"/>'
_TITLE = (LEFT, TITLE_TOP, ROOM, TITLE_HIGH)
_MASTER = (
    _bar(2, "Aksen", (LEFT, 8.5, 12, 1.4), _ACCENT)
    + _bar(3, "Garis kaki", (LEFT, FOOT_TOP - 1.5, ROOM, 0.25), _RULE)
    + _holder(4, "Judul", 'type="title"', _TITLE, TITLE_SIZE, "tx1", bold=True)
    + _holder(5, "Isi", 'type="body" idx="1"', (LEFT, BODY_TOP, ROOM, BODY_HIGH), 16, "tx1")
    + _holder(6, "Nomor halaman", 'type="sldNum" sz="quarter" idx="4"', (LEFT + ROOM - 60, FOOT_TOP, 60, FOOT_HIGH), SMALL, "tx2", align="r")
)
_MESSAGE = (
    _holder(2, "Judul", 'type="title"', _TITLE, TITLE_SIZE, "tx1", bold=True)
    + _holder(3, "Bagian", f'type="body" sz="quarter" idx="{KICKER}"', (LEFT + 15, 7.2, ROOM - 15, 6), 11, "accent1", bold=True)
    + _holder(4, "Catatan kaki", f'type="body" sz="quarter" idx="{NOTES}"', (LEFT, NOTES_TOP, ROOM, NOTES_HIGH), NOTE_SIZE, "tx2", anchor="b")
    + _holder(5, "Sumber", f'type="body" sz="quarter" idx="{SOURCE}"', (LEFT, FOOT_TOP, ROOM - 64, FOOT_HIGH), SMALL, "tx2")
    + _holder(6, "Nomor halaman", 'type="sldNum" sz="quarter" idx="4"', (LEFT + ROOM - 60, FOOT_TOP, 60, FOOT_HIGH), SMALL, "tx2", align="r")
)
_COVER = (
    _bar(2, "Aksen", (LEFT, 30, 24, 2), '<a:srgbClr val="6BAAC7"/>')
    + _holder(3, "Judul", 'type="ctrTitle"', (LEFT, 48, 168, 58), 44, "bg1", bold=True)
    + _holder(4, "Bagian", f'type="body" sz="quarter" idx="{KICKER}"', (LEFT, 37, 168, 8), 14, "bg1", bold=True)
    + _holder(5, "Waktu", 'type="subTitle" idx="1"', (LEFT, 110, 168, 24), 20, "bg1")
    + _holder(6, "Angka", f'type="body" sz="quarter" idx="{FIGURE}"', (200, 60, 122, 34), 80, "bg1", bold=True, anchor="b", align="r")
    + _holder(7, "Arti angka", f'type="body" sz="quarter" idx="{FIGURE_NOTE}"', (200, 98, 122, 50), 12, "bg1", align="r")
    + _holder(8, "Pembuat", f'type="body" sz="quarter" idx="{MADE}"', (LEFT, 168, ROOM, 14), 11, "bg1", anchor="b")
)
_COVER_GROUND = f'<p:bg {_NS}><p:bgPr><a:solidFill><a:srgbClr val="{ACT[1:]}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def _style(name: str, size: float, bold: bool) -> str:
    return (
        f'<p:{name}><a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:buNone/>'
        f'<a:defRPr sz="{int(size * 100)}" b="{int(bold)}" kern="1200">'
        f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:{name}>'
    )


_STYLES = f"<p:txStyles {_NS}>{_style('titleStyle', TITLE_SIZE, True)}{_style('bodyStyle', 16, False)}{_style('otherStyle', 12, False)}</p:txStyles>"
