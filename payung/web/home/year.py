"""Which weeks of the programme's year these are: what an office of a regency does in them, in one sentence."""

from datetime import date

from payung.values.words import Words

_MONTHS: dict[int, Words] = {
    1: Words("Januari: masa perlindungan dimulai dan PKS dengan BPJS diperbarui.", "January: cover begins and the agreement with BPJS is renewed."),
    2: Words("Februari: bulan terakhir untuk menuntaskan pendataan.", "February: the last month to finish collecting data."),
    3: Words("Maret: verifikasi data untuk DBH CHT dan DBH sawit dimulai.", "March: verification for tobacco and palm oil funds begins."),
    4: Words("April: verifikasi DBH berjalan dan kartu mulai diserahkan.", "April: verification goes on and the first cards are handed over."),
    5: Words("Mei: verifikasi DBH selesai; penyerahan kartu berlanjut.", "May: verification ends; cards are handed over."),
    6: Words("Juni: monev semester I dan data Paritrana disiapkan.", "June: the half-year review and the award’s data are prepared."),
    7: Words("Juli: monev semester I, dan usulan masuk ke KUA-PPAS.", "July: the half-year review, and proposals go into next year’s budget policy."),
    8: Words("Agustus: KUA-PPAS dibahas; hitung kebutuhan tahun depan.", "August: the budget policy is debated; work out next year’s need."),
    9: Words(
        "September: APBD Perubahan dibahas dan pendataan ulang dimulai.", "September: the revised budget is debated and data collection starts anew."
    ),
    10: Words(
        "Oktober: tambahan kuota dari APBD Perubahan; pendataan ulang berjalan.",
        "October: more places from the revised budget; data collection goes on.",
    ),
    11: Words("November: pendataan ulang selesai dan RAPBD dibahas.", "November: data collection ends and next year’s budget is debated."),
    12: Words(
        "Desember: rakor evaluasi, SK tahun depan, tutup buku, dan LPJ.",
        "December: evaluation, next year’s decree, closing the books and the report.",
    ),
}


def season(on: date) -> Words:
    return _MONTHS[on.month]
