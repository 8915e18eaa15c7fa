"""Pages speak both languages: every word of a template stands in {% say %} or comes from a Words; nothing inline that the CSP would stop."""

import re

from tree import ROOT, files

_TEMPLATES = [path for path in files(".html") if path.is_relative_to(ROOT / "payung" / "web" / "templates")]
_LOGIC = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}", re.S)
_SPOKEN = re.compile(r"""\b(?:title|aria-label|placeholder|alt|data-confirm|data-copied)=(?:"([^"]*)"|'([^']*)')""")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_NAMES = {"Payung", "WhatsApp", "NIK", "English", "Bahasa", "Indonesia", "SP2D", "JKK", "JKM", "PDF", "xlsx", "xls", "ods", "csv", "pdf"}
_SAY = re.compile(r"""{%\s*say\s+("[^"]*"|'[^']*')\s+("[^"]*"|'[^']*')""")


def bare(text: str) -> list[str]:
    """Words outside of any tag, and in attributes that are read aloud."""
    plain = _LOGIC.sub(" ", text)
    spoken = " ".join(first or second for first, second in _SPOKEN.findall(plain))
    shown = re.sub(r"<(script|style|symbol)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", " ", plain, flags=re.S)
    return [word for word in _WORD.findall(f"{shown} {spoken}") if word not in _NAMES]


def test_no_template_holds_a_word_in_one_language():
    assert len(_TEMPLATES) > 10
    assert {str(path.relative_to(ROOT)): words for path in _TEMPLATES if (words := bare(path.read_text(encoding="utf-8")))} == {}


def test_both_languages_are_there_with_the_same_blanks():
    said = [(path.name, *found) for path in _TEMPLATES for found in _SAY.findall(path.read_text(encoding="utf-8"))]
    assert len(said) > 30
    assert [one for one in said if not one[1].strip("\"'").strip() or not one[2].strip("\"'").strip()] == []
    assert [one for one in said if set(re.findall(r"{(\w+)", one[1])) != set(re.findall(r"{(\w+)", one[2]))] == []


def test_nothing_inline_that_the_policy_would_stop():
    """No style attribute, no handler in an attribute, no script or style element with content, no other host."""
    stopped = re.compile(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)(?![^>]*application/json)|(?:src|href)=[\"']https?:", re.I)
    assert {str(path.relative_to(ROOT)) for path in _TEMPLATES if stopped.search(path.read_text(encoding="utf-8"))} == set()
