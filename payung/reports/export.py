"""The whole content as CSV files, for auditors and for comparing two installations.

Rows are named by what people know (place code, file name, NIK, month), never by numbers that a database gave, and sorted by them: equal
content gives equal bytes. NIKs are in clear: the files are as confidential as the database.
"""

import json
import os
from collections.abc import Collection
from pathlib import Path

import polars as pl
from django.db import connection

from payung.reports.export_plain import PLAIN, plain

_TABLES: dict[str, str] = {
    "lists.csv": """SELECT t.place_id AS place, t.name AS round, l.file_name AS file, l.sha256, l.size, l.state, l.refusal, l.rows,
        o.name AS sender, o.place_id AS sender_place, c.sha256 AS corrects
        FROM intake_submittedlist l JOIN registry_round t ON t.id = l.round_id JOIN places_office o ON o.id = l.office_id
        LEFT JOIN intake_submittedlist c ON c.id = l.corrects_id""",
    "rows.csv": """SELECT t.place_id AS place, t.name AS round, l.sha256, r.sheet, r.number AS row, r.nik, r.name, r.birth_date, r.birth_place,
        r.sex, r.village_id AS village, r.occupation, r.income, r.verdict, r.codes
        FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id JOIN registry_round t ON t.id = l.round_id""",
    "findings.csv": """SELECT t.place_id AS place, t.name AS round, l.sha256, r.sheet, r.number AS row, f.code, f."column", f.value, f.evidence
        FROM intake_finding f JOIN intake_row r ON r.id = f.row_id JOIN intake_submittedlist l ON l.id = r.list_id
        JOIN registry_round t ON t.id = l.round_id""",
    "people.csv": """SELECT p.nik, p.name, p.birth_date, p.birth_place, p.sex, p.mother, p.phone, p.address, p.village_id AS village, k.nik AS same_as
        FROM registry_person p LEFT JOIN registry_person k ON k.id = p.same_as_id""",
    "candidates.csv": """SELECT t.place_id AS place, t.name AS round, p.nik, o.name AS sender, c.village_id AS village, c.occupation, c.income,
        CASE WHEN c.stands THEN 1 ELSE 0 END AS stands
        FROM registry_candidate c JOIN registry_round t ON t.id = c.round_id JOIN registry_person p ON p.id = c.person_id
        JOIN places_office o ON o.id = c.office_id""",
    "registers.csv": """SELECT place_id AS place, kind, version, source, owner, legal_basis, coverage, as_of, file_name AS file, sha256, rows
        FROM registry_register""",
    "register_uses.csv": """SELECT t.place_id AS place, t.name AS round, u.work, g.place_id AS register_place, g.kind, g.version,
        sum(u.rows) AS rows, sum(u.found) AS found
        FROM registry_registeruse u JOIN registry_register g ON g.id = u.register_id JOIN registry_round t ON t.id = u.round_id
        GROUP BY t.place_id, t.name, u.work, g.place_id, g.kind, g.version""",
    "standings.csv": """SELECT p.nik, s.kind, s."on", s.until, s.evidence, s.withdrawn_on, r.sha256 AS register
        FROM registry_standing s JOIN registry_person p ON p.id = s.person_id JOIN registry_register r ON r.id = s.register_id""",
    "pairs.csv": """SELECT p.nik, o.nik AS other, x.kind, x.entry_key, x.probability, x.why
        FROM review_pair x JOIN registry_person p ON p.id = x.person_id LEFT JOIN registry_person o ON o.id = x.other_id""",
    "decisions.csv": """SELECT p.nik, o.nik AS other, x.kind, x.entry_key, d.number, d.answer, d.reason, d.signed, d."on", k.nik AS kept,
        b.number AS takes_back FROM review_decision d JOIN review_pair x ON x.id = d.pair_id JOIN registry_person p ON p.id = x.person_id
        LEFT JOIN registry_person o ON o.id = x.other_id LEFT JOIN registry_person k ON k.id = d.kept_id
        LEFT JOIN review_decision b ON b.id = d.takes_back_id""",
    "determinations.csv": """SELECT f.name AS fund, d.version, d.number, d.decided_on, p.nik, x.position, x.outcome, x.reason
        FROM planning_decided x JOIN planning_determination d ON d.id = x.determination_id JOIN planning_fund f ON f.id = d.fund_id
        JOIN registry_candidate c ON c.id = x.candidate_id JOIN registry_person p ON p.id = c.person_id""",
    "memberships.csv": """SELECT f.name AS fund, p.nik, m.first_month, m.last_month
        FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id JOIN registry_person p ON p.id = m.person_id""",
    "changes.csv": """SELECT f.name AS fund, c.month, p.nik, c.direction, c.reason, c.happened_on, c.note
        FROM roster_change c JOIN planning_fund f ON f.id = c.fund_id JOIN registry_person p ON p.id = c.person_id""",
    "marks.csv": """SELECT f.name AS fund, r.month, p.nik, k.kind, k.happened_on, k.note, k.side, g.sha256 AS register, k."on"
        FROM roster_mark k JOIN roster_changeround r ON r.id = k.round_id JOIN planning_fund f ON f.id = r.fund_id
        JOIN registry_person p ON p.id = k.person_id LEFT JOIN registry_register g ON g.id = k.register_id""",
    "round_answers.csv": """SELECT f.name AS fund, r.month, a.village_id AS village, o.name AS office, a.people, a.marked, a.leaving, a."on"
        FROM roster_roundanswer a JOIN roster_changeround r ON r.id = a.round_id JOIN planning_fund f ON f.id = r.fund_id
        LEFT JOIN places_office o ON o.id = a.office_id""",
    "change_plans.csv": """SELECT f.name AS fund, r.month, n.version, n.made_on, p.nik, l.direction, l.reason, l.happened_on, l.rupiah,
        CASE WHEN a.granted THEN 1 WHEN a.id IS NULL THEN NULL ELSE 0 END AS granted, a."on" AS answered_on
        FROM roster_plannedchange l JOIN roster_changeplan n ON n.id = l.plan_id JOIN roster_changeround r ON r.id = n.round_id
        JOIN planning_fund f ON f.id = r.fund_id JOIN registry_person p ON p.id = l.person_id
        LEFT JOIN roster_plananswer a ON a.plan_id = n.id""",
    "bills.csv": """SELECT f.name AS fund, b.month, b.people, b.jkk, b.jkm, b.total, b.due_on
        FROM billing_bill b JOIN planning_fund f ON f.id = b.fund_id""",
    "bill_lines.csv": """SELECT f.name AS fund, b.month, p.nik, l.jkk, l.jkm FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id
        JOIN planning_fund f ON f.id = b.fund_id JOIN registry_person p ON p.id = l.person_id""",
    "overpaid.csv": """SELECT f.name AS fund, b.month, p.nik, s.kind, s.reference, s."on" FROM compliance_overpaidstep s
        JOIN billing_billline l ON l.id = s.line_id JOIN billing_bill b ON b.id = l.bill_id JOIN planning_fund f ON f.id = b.fund_id
        JOIN registry_person p ON p.id = l.person_id""",
    "payment_codes.csv": """SELECT f.name AS fund, b.month, c.version, c.code, c.reason, c."on" FROM billing_paymentcode c
        JOIN billing_bill b ON b.id = c.bill_id JOIN planning_fund f ON f.id = b.fund_id""",
    "bpjs_postings.csv": """SELECT f.name AS fund, b.month, p.posted_on, p.people, p.amount, p.code, p.rows, p.sha256, p.reason
        FROM billing_bpjsposting p JOIN billing_bill b ON b.id = p.bill_id JOIN planning_fund f ON f.id = b.fund_id""",
    "bpjs_lines.csv": """SELECT f.name AS fund, b.month, p.sha256, l.row, l.nik, l.kpj, l.name, l.amount FROM billing_bpjsline l
        JOIN billing_bpjsposting p ON p.id = l.posting_id JOIN billing_bill b ON b.id = p.bill_id JOIN planning_fund f ON f.id = b.fund_id""",
    "differences.csv": """SELECT f.name AS fund, b.month, r.number, d.kind, p.nik AS person, d.nik, d.kpj, d.name, d.billed, d.posted, d.times
        FROM billing_difference d JOIN billing_reconciliation r ON r.id = d.reconciliation_id JOIN billing_bill b ON b.id = r.bill_id
        JOIN planning_fund f ON f.id = b.fund_id LEFT JOIN registry_person p ON p.id = d.person_id""",
    "closings.csv": """SELECT f.name AS fund, c.month, c.version, c."on", a.what, a.amount, a.reason, r.reason AS reopened
        FROM billing_closing c JOIN planning_fund f ON f.id = c.fund_id LEFT JOIN billing_accepted a ON a.closing_id = c.id
        LEFT JOIN billing_reopening r ON r.closing_id = c.id""",
    "payments.csv": """SELECT f.name AS fund, b.month, y.reference, y.entry, y.kind, y.amount, y.surplus, y.code, y.paid_on
        FROM billing_payment y JOIN billing_bill b ON b.id = y.bill_id JOIN planning_fund f ON f.id = b.fund_id""",
    "postings.csv": """SELECT f.name AS fund, b.month, y.reference, j.booked_on, p.account, p.amount
        FROM billing_posting p JOIN billing_journal j ON j.id = p.journal_id JOIN billing_bill b ON b.id = j.bill_id
        JOIN planning_fund f ON f.id = b.fund_id LEFT JOIN billing_payment y ON y.id = j.payment_id""",
    "packages.csv": """SELECT f.name AS fund, k.number AS package, k.month, k.kind, k.employer_number, k.fingerprint, l.number AS line, l.nik, l.name,
        l.birth_date, l.part, l.reason
        FROM exchange_packageline l JOIN exchange_package k ON k.id = l.package_id JOIN planning_fund f ON f.id = k.fund_id""",
    "package_files.csv": """SELECT f.name AS fund, k.number AS package, x.number, x.kind, x.name, x.rows, d.sha256
        FROM exchange_packagefile x JOIN exchange_package k ON k.id = x.package_id JOIN planning_fund f ON f.id = k.fund_id
        JOIN filing_document d ON d.id = x.document_id""",
    "replies.csv": """SELECT f.name AS fund, k.number AS package, r.number AS reply, r.sha256, w.number, w.sheet, w.row, w.nik, w.name, w.birth_date,
        w.answer, w.member_no, w.reason, w.code, w.elsewhere, w.found_by, w.fate
        FROM exchange_replyrow w JOIN exchange_reply r ON r.id = w.reply_id JOIN exchange_package k ON k.id = r.package_id
        JOIN planning_fund f ON f.id = k.fund_id""",
    "participations.csv": """SELECT q.member_no, p.nik FROM exchange_participation q JOIN registry_person p ON p.id = q.person_id""",
    "settlements.csv": """SELECT f.name AS fund, k.number AS package, s.month, s.gone, s.came, s.free, t.number AS sent_with
        FROM exchange_settlement s JOIN exchange_package k ON k.id = s.package_id JOIN planning_fund f ON f.id = k.fund_id
        LEFT JOIN exchange_package t ON t.id = s.delta_id""",
    "instruments.csv": """SELECT i.place_id AS place, i.kind, i.number, i.year, i.title, i.second_number, i.signed_on, i.starts_on, i.ends_on,
        i.ended_on, i.ended_why, i.scope, i.parties, i.ceiling, i.contact, d.sha256
        FROM compliance_instrument i LEFT JOIN filing_document d ON d.id = i.document_id""",
    "citations.csv": """SELECT c.place_id AS place, c.kind, c.number, c.year, i.number AS held_number, i.year AS held_year, c.seen_in,
        r.why, r.signed, r."on" FROM compliance_citation c JOIN compliance_instrument i ON i.id = c.instrument_id
        LEFT JOIN compliance_ruling r ON r.citation_id = c.id""",
    "duty_evidence.csv": """SELECT e.addressee, e.duty, e.period, e.counts_from, i.kind AS instrument_kind, i.number, i.year, e.reference,
        e.amount, e.part, e.whole, e.note, e."on", e.signed, d.sha256, e.taken_back_on, e.taken_back_why
        FROM compliance_dutyevidence e LEFT JOIN compliance_instrument i ON i.id = e.instrument_id
        LEFT JOIN filing_document d ON d.id = e.document_id""",
    "meetings.csv": """SELECT m.place_id AS place, m.kind, m.held_on, m.title, m.state, m.reference, g.title AS guest, g.name,
        CASE WHEN g.came THEN 1 WHEN g.came IS NULL THEN NULL ELSE 0 END AS came
        FROM compliance_meeting m LEFT JOIN compliance_guest g ON g.meeting_id = m.id""",
    "resolutions.csv": """SELECT m.place_id AS place, m.kind, m.held_on, m.title, r.number, r.text
        FROM compliance_resolution r JOIN compliance_meeting m ON m.id = r.meeting_id""",
    "follow_ups.csv": """SELECT f.place_id AS place, m.kind AS meeting, m.held_on, i.kind AS instrument, i.number, i.year, f.what, f.owner,
        f.village_id AS village, s.state, s.due_on, s.note, s."on", s.signed FROM compliance_followupstep s
        JOIN compliance_followup f ON f.id = s.follow_up_id LEFT JOIN compliance_meeting m ON m.id = f.meeting_id
        LEFT JOIN compliance_instrument i ON i.id = f.instrument_id""",
    "outreach.csv": """SELECT place_id AS place, held_on, title, host, audience, people, villages, enrolled, enrolled_until, enrolled_source
        FROM compliance_outreach""",
    "official_figures.csv": """SELECT f.place_id AS place, f.definition, f.segment, f.value, f.as_of, f.source, f.publisher, f.published_on, f.page,
        f.known_on, c.value AS corrects, x.sha256, f.sheet, f."row" FROM coverage_officialfigure f
        LEFT JOIN coverage_officialfigure c ON c.id = f.corrects_id LEFT JOIN coverage_officialfile x ON x.id = f.file_id""",
    "published_shares.csv": """SELECT place_id AS place, as_of, segment, numerator, denominator, part, rest, whole, hundredths, decimals, source,
        publisher, published_on, page, quote, known_on FROM coverage_publishedshare""",
    "targets.csv": """SELECT t.place_id AS place, t.scheme, t.year, t.pair, t.hundredths, t.source, t.page, t.known_on, c.hundredths AS corrects
        FROM coverage_target t LEFT JOIN coverage_target c ON c.id = t.corrects_id""",
}
_MONTHS = ("month", "first_month", "last_month")


def write_export(folder: Path) -> dict[str, int]:
    """File name -> rows. Each file is whole or not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {name: _write(_read(sql), folder / name) for name, sql in _TABLES.items()}
    for name, label in PLAIN.items():
        told = plain(label)
        ordered = [pl.col(column).cast(pl.String).map_elements(_ordered, pl.String) for column in told.json]
        written[name] = _write(_read(told.sql, told.months).with_columns(ordered), folder / name)
    return written


def _read(sql: str, months: Collection[str] = _MONTHS) -> pl.DataFrame:
    """Months as 2026-04."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        columns = [column[0] for column in cursor.description]
        frame = pl.DataFrame(cursor.fetchall(), schema=columns, orient="row", infer_schema_length=None)
    return frame.with_columns(
        pl.format("{}-{}", pl.col(m) // 12, (pl.col(m) % 12 + 1).cast(pl.String).str.zfill(2)).alias(m)
        for m in columns
        if m in months and frame[m].dtype.is_integer()
    )


def _ordered(written: str) -> str:
    return json.dumps(json.loads(written), sort_keys=True, ensure_ascii=False)


def _write(frame: pl.DataFrame, path: Path) -> int:
    draft = path.with_name(f"{path.name}.part")
    frame.sort(frame.columns, nulls_last=True).write_csv(draft)
    os.replace(draft, path)
    return frame.height
