"""docs/rules: one page a rule with worked tables, made by running the rules, and one of all figures; `rules.yaml` says which cases."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.law.evaluate import RULES
from payung.law.figure import Figure, figure, figures, sources
from payung.law.read_figures import Mark
from payung.reports.explained import LINES, MARKS, cited, doubts, held, said_value
from payung.reports.explained import cell as table_cell
from payung.reports.law_words import LABELS, name_of
from payung.reports.step_chart import step_chart
from payung.reports.touched import one_part, touched
from payung.values.errors import PayungError
from payung.values.words import day, number, rupiah

CHARTS = ("wage.jp_ceiling", "cover.death_grant", "pension.retirement_age")
Case = Mapping[str, Any]


def pages() -> dict[str, str]:
    """Every file of the folder by its name: the pages, their charts, a README that lists them."""
    made = {f"{name}.md": _page(page) for name, page in contents().items()}
    made["figures.md"] = _figures_page()
    made["README.md"] = _list_of_pages()
    return {**made, **{_chart(key): step_chart(figure(key)) for key in CHARTS}}


def write_pages(folder: Path) -> list[Path]:
    """Writes the pages; returns what is there now."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(folder / name for name in pages())


@cache
def contents() -> dict[str, Any]:
    return dict(yaml.safe_load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8")))


def cases_of(page: Case) -> Iterator[Case]:
    """The `given` of every case that a page shows."""
    for part in page["tables"]:
        yield from (_given(part, row) for row in _rows(part))
    yield from (shown["given"] for shown in page["steps"])


def _page(page: Case) -> str:
    lines = [f"# {_both(page['title'])}", "", page["about"]["id"], "", f"*{page['about']['en']}*", ""]
    for part in page["tables"]:
        lines += [f"## {_both(part['title'])}", "", *_given_line(part), *_markdown(_table(page["rule"], part)), ""]
    for shown in page["steps"]:
        lines += [f"## {_both(shown['title'])}", "", *_worked(page["rule"], shown["given"]), ""]
    used = {key for given in cases_of(page) for key in _keys(page["rule"], given)}
    lines += ["## Angka yang dipakai · Figures used", ""]
    lines += [f"- [{figure(key).title.id}](figures.md#{_anchor(key)}) (`{key}`)" for key in sorted(used)]
    return "\n".join([*lines, "", _MADE, ""])


def _given_line(part: Case) -> list[str]:
    """What all rows of a table have in common."""
    if not part.get("given"):
        return []
    return ["Untuk semua baris: " + "; ".join(f"{_label(key)} {_cell(key, value)}" for key, value in part["given"].items()) + ".", ""]


def _rows(part: Case) -> list[list[Any]]:
    each = part.get("each")
    if not each:
        return list(part["rows"])
    if "figures" in each:
        return [[[one_part(found)]] for found in figures(each["figures"])]
    return [[row[each["column"]]] for row in figure(each["figure"]).values[-1].rows]


def _given(part: Case, row: Iterable[Any]) -> dict[str, Any]:
    filled = {key: value for key, value in zip(part["inputs"], row, strict=True) if value is not None}
    return {**part.get("given", {}), **filled}


def _table(rule: str, part: Case) -> list[list[str]]:
    head = [*(_label(key) for key in part["inputs"]), *(_label(key) for key in part["outputs"])]
    rows = []
    for row in _rows(part):
        told = [_cell(key, value) for key, value in zip(part["inputs"], row, strict=True)]
        try:
            result = RULES[rule](_given(part, row))
            told += [_cell(key, _found(result, key)) for key in part["outputs"]]
        except PayungError as error:
            told += [f"*{error.words.id}*", *["" for _ in part["outputs"][1:]]]
        rows.append(told)
    return [head, *rows]


def _found(result: Case, key: str) -> Any:
    if key in result.get("lines", {}):
        return result["lines"][key]
    value: Any = result
    for name in key.split("."):
        value = value.get(name)
    return value


def _cell(key: str, value: Any) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return number(value) if key in _COUNTS else rupiah(value)
    if key == "mark":
        return MARKS[Mark(value)].id
    if isinstance(value, list):
        return ", ".join(_item(key, one) for one in value)
    return _text(key, value)


def _item(key: str, one: Any) -> str:
    if not isinstance(one, dict):
        return _text(key, one)
    if key == "reasons":
        return str(one["id"])
    if "code" in one:
        more = f", {one['loss_percent']} %" if "loss_percent" in one else ", tiap sepuluh" if "tens" in one else ""
        title = figure(f"disability.{one['code']}").title
        return f"{title.id} (`{one['code']}`){more}"
    if "relation" in one:
        return name_of("relation", one["relation"]) + (" (sudah meninggal)" if one.get("alive") is False else "")
    return ", ".join(f"{_label(name)} {_cell(name, part)}" for name, part in one.items())


def _text(key: str, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return name_of(key, str(value))


def _worked(rule: str, given: Case) -> list[str]:
    result = RULES[rule](dict(given))
    lines = ["Diketahui: " + "; ".join(f"{_label(key)} {_cell(key, value)}" for key, value in given.items()) + ".", ""]
    lines += [f"{at}. {step['id']}{cited(step)}  \n   *{step['en']}*" for at, step in enumerate(result["steps"], 1)]
    if "total" in result:
        lines += ["", f"**Jumlah: {rupiah(result['total'])}**"]
    lines += ["", f"Kepastian: {MARKS[Mark(result['mark'])].id}."]
    return [*lines, *(f"- {doubt.id}" for doubt in doubts(result))]


def _keys(rule: str, given: Case) -> set[str]:
    try:
        return {key for step in RULES[rule](dict(given))["steps"] for key in step["figures"]}
    except PayungError:
        return set()


def _figures_page() -> str:
    lines = ["# Semua angka · All figures", "", "Tiap angka dengan hari pertama berlakunya, satuan, sumber, dan kepastiannya.", "",
             "*Each figure with its first day in force, unit, source and sureness.*", ""]  # fmt: skip
    for found in figures():
        lines += [f'<a id="{_anchor(found.key)}"></a>', f"## {_both(vars(found.title))}", "", f"`{found.key}` · {found.unit.title.id}", ""]
        lines += [f"![{found.title.id}]({_chart(found.key)})", ""] if found.key in CHARTS else []
        rows = [[held(value, "id"), said_value(value, "id"), value.cited, MARKS[value.mark].id] for value in found.values]
        lines += [*_markdown([["Berlaku", "Angka", "Sumber", "Kepastian"], *rows]), *_tables(found), *_touches(found), ""]
    lines += ["## Sumber · Sources", ""]
    lines += [f"- **{source.short}**: {source.title.id}" + (f". Dibaca: {source.read}" if source.read else "") for source in sources().values()]
    return "\n".join([*lines, "", _MADE, ""])


def _tables(found: Figure) -> list[str]:
    """A figure that is a table, as now in force."""
    value = found.values[-1]
    if not isinstance(value.value, list):
        return []
    head = [_label(key) for key in value.rows[0]]
    return ["", *_markdown([head, *([table_cell(value, key, part, "id") for key, part in row.items()] for row in value.rows)])]


def _touches(found: Figure) -> list[str]:
    used = touched().get(found.key, {})
    return ["", "Dipakai dalam: " + "; ".join(_by_rule(rule, segments) for rule, segments in used.items()) + "."] if used else []


def _by_rule(rule: str, segments: Iterable[str]) -> str:
    named = ", ".join(segments)
    return f"`{rule}`" + (f" ({named})" if named else "")


def _list_of_pages() -> str:
    lines = ["# Aturan dan angka · Rules and figures", "", "Halaman ini dihitung oleh aturan yang sama dengan yang dipakai `payung`.", "",
             "*These pages are calculated by the very rules that `payung` uses.*", ""]  # fmt: skip
    lines += [f"- [{_both(page['title'])}]({name}.md)" for name, page in contents().items()]
    return "\n".join([*lines, "- [Semua angka · All figures](figures.md)", "", _MADE, ""])


def _markdown(rows: list[list[str]]) -> list[str]:
    head, *body = [[text.replace("|", "\\|") for text in row] for row in rows]
    money = [bool(body) and all(row[at][:2] == "Rp" or row[at] in ("–", "") for row in body) for at in range(len(head))]
    rule = ["---:" if right else "---" for right in money]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *body)]


def _both(title: Mapping[str, str]) -> str:
    return f"{title['id']} · {title['en']}"


def _label(key: str) -> str:
    return LABELS[key].id if key in LABELS else LINES[key].id if key in LINES else f"`{key}`"


def _anchor(key: str) -> str:
    return key.replace(".", "-")


def _chart(key: str) -> str:
    return f"{_anchor(key)}.svg"


_MADE = "<!-- Dibuat oleh “payung law docs”; jangan diubah di sini. Made by “payung law docs”; not changed here. -->"
_COUNTS = {"risk_group", "contract_months", "months_late", "months_in_arrears", "months_paid", "days_off", "grade", "months_in_a_row"}
