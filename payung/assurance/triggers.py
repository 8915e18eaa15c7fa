"""What the tables of samples refuse: a sample that is not its lines, and lines that come later."""

from payung.registry.triggers import Refusal

REFUSALS = (
    Refusal(
        "assurance.sample_is_not_its_lines",
        "INSERT",
        "assurance_sample",
        ("id", "size"),
        "SELECT 1 FROM {new} n WHERE n.size <> (SELECT COUNT(*) FROM assurance_sampleline l WHERE l.sample_id = n.id)",
    ),
    Refusal(
        "assurance.sample_is_closed",
        "INSERT",
        "assurance_sampleline",
        ("sample_id",),
        "SELECT 1 FROM {new} n JOIN assurance_sample s ON s.id = n.sample_id",
    ),
)
