"""Packages import downwards only, and so do the models' foreign keys."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from tree import ROOT, package_files, parsed, said

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
# package -> its height; packages of one layer are siblings and do not know each other
HEIGHT = {name.strip(): height for height, layer in enumerate(reversed(CONTRACTS[0]["layers"])) for name in layer.split("|")}


def test_the_import_contracts_hold():
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_package_has_its_layer():
    packages = {path.name for path in (ROOT / "payung").iterdir() if (path / "__init__.py").exists()}
    assert packages - {"config"} == set(HEIGHT)


def relations() -> list[tuple[str, str, str]]:
    """(field, package of its table, package of the table it points to), without Django's own tables."""
    found = []
    for model in apps.get_models():
        package = model.__module__.split(".")
        for field in model._meta.get_fields() if package[0] == "payung" else []:
            if field.is_relation and field.concrete and field.related_model.__module__.startswith("payung."):
                found.append((f"{model.__name__}.{field.name}", package[1], field.related_model.__module__.split(".")[1]))
    return found


def test_foreign_keys_point_downwards():
    found = relations()
    assert len(found) > 20
    assert [f"{field}: {own} -> {other}" for field, own, other in found if own != other and HEIGHT[other] >= HEIGHT[own]] == []


def test_foreign_keys_name_the_class():
    """A string would hide the direction from the import contract; "self" is the one that cannot be a class."""
    for path in package_files():
        calls = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
        for call in (call for call in calls if call.func.attr in ("ForeignKey", "OneToOneField", "ManyToManyField")):
            named = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg in ("to", "through"))]
            assert not [n for n in named if isinstance(n, ast.Constant) and n.value != "self"], said(path, call.lineno)
