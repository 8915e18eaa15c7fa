"""Tables of the export that hold what their model holds: every column but the number of the row, and other rows by what people know of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field

from payung.registry.fields import MonthField

PLAIN: dict[str, str] = {
    "accounts.csv": "accounts.User",
    "assignments.csv": "accounts.Assignment",
    "territories.csv": "places.Territory",
    "offices.csv": "places.Office",
    "rounds.csv": "registry.Round",
    "documents.csv": "filing.Document",
    "letterheads.csv": "correspondence.Letterhead",
    "paper_rules.csv": "correspondence.PaperRule",
    "taken_numbers.csv": "correspondence.TakenNumber",
    "sender_columns.csv": "intake.SenderColumn",
    "funds.csv": "planning.Fund",
    "decrees.csv": "planning.Determination",
    "approvals.csv": "planning.Approval",
    "paper_numbers.csv": "planning.PaperNumber",
    "signings.csv": "planning.Signing",
    "plans.csv": "planning.Plan",
    "plan_funds.csv": "planning.PlanFund",
    "planned.csv": "planning.Planned",
    "round_days.csv": "roster.RoundDay",
    "change_rounds.csv": "roster.ChangeRound",
    "change_plan_sums.csv": "roster.ChangePlan",
    "packages_made.csv": "exchange.Package",
    "replies_taken.csv": "exchange.Reply",
    "templates.csv": "exchange.Template",
    "template_columns.csv": "exchange.TemplateColumn",
    "handovers.csv": "exchange.Handover",
    "reply_columns.csv": "exchange.ReplyColumn",
    "pledges.csv": "pledges.Pledge",
    "pledges_paid.csv": "pledges.PledgePaid",
    "headcounts.csv": "pledges.Headcount",
    "reconciliations.csv": "billing.Reconciliation",
    "orders.csv": "billing.Order",
    "proofs.csv": "billing.Proof",
    "reversals.csv": "billing.Reversal",
    "reversal_answers.csv": "billing.ReversalAnswer",
    "posting_columns.csv": "billing.PostingColumn",
    "official_columns.csv": "coverage.OfficialColumn",
    "publications.csv": "coverage.Publication",
    "list_changes.csv": "review.ListChange",
    "entities.csv": "compliance.Entity",
    "arrears_files.csv": "compliance.ArrearsFile",
    "arrears_refused.csv": "compliance.RefusedRow",
    "arrears_columns.csv": "compliance.ArrearsColumn",
    "enrolment.csv": "compliance.EnrolmentFact",
    "arrears.csv": "compliance.ArrearsFact",
    "arrears_letters.csv": "compliance.ArrearsLetter",
    "letter_steps.csv": "compliance.LetterStep",
    "commitments.csv": "compliance.Commitment",
    "arrears_payments.csv": "compliance.ArrearsPayment",
    "referrals.csv": "compliance.Referral",
    "skk.csv": "compliance.Skk",
    "skk_steps.csv": "compliance.SkkStep",
    "reminders.csv": "compliance.Reminder",
    "samples.csv": "assurance.Sample",
    "sample_lines.csv": "assurance.SampleLine",
    "sample_answers.csv": "assurance.SampleAnswer",
    "cases.csv": "claims.Case",
    "injuries.csv": "claims.Injury",
    "reports.csv": "claims.Report",
    "case_steps.csv": "claims.Step",
    "relatives.csv": "claims.Relative",
    "case_papers.csv": "claims.Paper",
    "told.csv": "claims.Told",
    "confirmations.csv": "claims.Confirmation",
    "consents.csv": "claims.Consent",
    "scholars.csv": "claims.Scholar",
    "school_years.csv": "claims.SchoolYear",
    "flags.csv": "claims.Flag",
    "editions.csv": "reports.Edition",
    "edition_facts.csv": "reports.EditionFacts",
    "sendings.csv": "reports.Sending",
    "receipts.csv": "reports.Receipt",
}
"""File -> model."""

LEFT_OUT: dict[str, str] = {
    "accounts.Invitation": "opens an account",
    "accounts.InvitationUse": "opens an account",
    "accounts.Attempt": "forgotten after a while",
    "audit.Act": "who changed what: `payung audit`",
    "audit.Entry": "who changed what: `payung audit`",
    "places.Place": "the country's, and the same everywhere",
    "registry.RegisterEntry": "other offices' people; registers.csv says which register",
    "registry.NamePart": "follows from the people",
    "registry.PersonPart": "follows from the people",
    "intake.Upload": "on its way to a list",
    "intake.UploadedFile": "on its way to a list",
    "intake.RowCount": "a sum",
    "review.MatchRun": "a search; what it found is in pairs.csv",
    "coverage.CandidateCount": "a sum",
    "coverage.CoverStep": "a sum",
    "coverage.SeveralTimes": "a sum",
    "coverage.CoverState": "a sum",
    "coverage.CoverBlock": "a sum",
    "coverage.CoverFund": "a sum",
    "coverage.FundSet": "a sum",
    "coverage.WorkKind": "a sum",
    "reports.Paper": "ordered papers, thrown away after some days",
}
"""Model -> why none of it is in the export."""

# What people know a row by. Rows that are named by nobody else are not here.
_KNOWN_BY: dict[str, tuple[str, ...]] = {
    "accounts.User": ("username",),
    "places.Office": ("name", "place"),
    "registry.Person": ("nik",),
    "registry.Round": ("place", "name"),
    "registry.RegisterEntry": ("nik", "name"),
    "registry.Candidate": ("person",),
    "filing.Document": ("sha256",),
    "correspondence.Letterhead": ("place", "office"),
    "correspondence.TakenNumber": ("number",),
    "planning.Fund": ("name",),
    "planning.Determination": ("fund", "version"),
    "planning.Plan": ("round", "version"),
    "roster.ChangeRound": ("fund", "month"),
    "roster.Membership": ("fund", "person", "first_month"),
    "exchange.Template": ("place", "version"),
    "exchange.Package": ("fund", "number"),
    "pledges.Pledge": ("fund", "person", "first_month"),
    "billing.Bill": ("fund", "month"),
    "billing.Payment": ("bill", "reference", "entry"),
    "billing.Reversal": ("payment",),
    "review.Pair": ("person", "other", "kind", "entry_key"),
    "review.Decision": ("pair", "number"),
    "review.ListChange": ("decision", "spell", "month"),
    "compliance.Entity": ("kind", "place", "office"),
    "compliance.ArrearsFile": ("sha256",),
    "compliance.ArrearsLetter": ("entity", "on"),
    "compliance.Referral": ("place", "to", "reference"),
    "compliance.Skk": ("entity", "referral"),
    "assurance.Sample": ("fund", "first_month", "last_month", "seed"),
    "assurance.SampleLine": ("sample", "number"),
    "claims.Case": ("kind", "person", "name", "happened_on"),
    "claims.Relative": ("case", "relation", "name"),
    "claims.Scholar": ("relative",),
    "reports.Edition": ("kind", "place", "first_month", "version"),
    "reports.Sending": ("edition", "to", "sent_on"),
}
# Secrets, moments and numbers of rows (two installations have others), and what a model has only because Django's own user has it.
_SILENT = set("password last_login date_joined first_name last_name is_staff is_superuser at started_at last_payment last_posting".split())


@dataclass
class Plain:
    """A statement, and which of its columns are months and which hold JSON."""

    table: str
    columns: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    json: list[str] = field(default_factory=list)

    @property
    def sql(self) -> str:
        return f'SELECT {", ".join(self.columns)} FROM "{self.table}" t{"".join(self.joins)}'

    def add(self, fields: Sequence[Any], table: str, prefix: str = "") -> None:
        """Columns of a table, and for rows of other tables what they are known by."""
        for one in fields:
            name, target = prefix + one.name, one.related_model
            if target is None or target._meta.label == "places.Place":  # whose key is its code
                self._add_value(one, table, name)
                continue
            alias, parts = f"j{len(self.joins)}", [target._meta.get_field(known) for known in _KNOWN_BY[target._meta.label]]
            self.joins.append(f' LEFT JOIN "{target._meta.db_table}" {alias} ON {alias}."{target._meta.pk.column}" = {table}."{one.column}"')
            if len(parts) == 1 and not parts[0].related_model:
                self._add_value(parts[0], alias, name)
            else:
                self.add(parts, alias, f"{name}_")

    def _add_value(self, one: "Field[Any, Any]", table: str, name: str) -> None:
        value, kind = f'{table}."{one.column}"', one.get_internal_type()
        if kind == "BooleanField":
            value = f"CASE WHEN {value} THEN 1 WHEN NOT {value} THEN 0 END"
        elif kind == "JSONField":
            value = f"CAST({value} AS TEXT)"
            self.json.append(name)
        elif isinstance(one, MonthField):
            self.months.append(name)
        self.columns.append(f'{value} AS "{name}"')


def plain(label: str) -> Plain:
    """For a model of PLAIN."""
    model = apps.get_model(label)
    found = Plain(model._meta.db_table)
    found.add([one for one in model._meta.local_concrete_fields if not one.primary_key and one.name not in _SILENT], "t")
    return found
