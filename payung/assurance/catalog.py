"""The tests that an auditor runs, as data: what each asks, what counts as a finding, and on what it rests. No database.

`kind` says how far a finding goes: "fault" (temuan) is something that must not be, "sign" (petunjuk) is something to look at, which may have a good
reason and accuses nobody. `population` names what was tested; each finding is about one of it.
"""

from dataclasses import dataclass
from typing import Literal

from payung.law.read_figures import Mark
from payung.values.words import Words

MOST_OF_ONE_PHONE = 4  # people with one phone number, as families share one; a choice of ours

Kind = Literal["fault", "sign"]
Group = Literal["existence", "eligibility", "duplicates", "deaths", "money", "decisions"]

GROUPS: dict[Group, Words] = {
    "existence": Words("Keberadaan", "Existence"),
    "eligibility": Words("Kelayakan", "Eligibility"),
    "duplicates": Words("Ganda", "Duplicates"),
    "deaths": Words("Meninggal", "Deceased"),
    "money": Words("Daftar, tagihan, dan pembayaran", "List, bill and payment"),
    "decisions": Words("Penetapan dan mutasi", "Decisions and changes"),
}
KINDS: dict[Kind, Words] = {"fault": Words("Temuan", "Finding"), "sign": Words("Petunjuk", "Sign")}
POPULATIONS: dict[str, Words] = {
    "people": Words("orang di daftar", "people on the list"),
    "spells": Words("masa di daftar dan tagihan", "spells on the list and bills"),
    "lines": Words("baris tagihan", "bill lines"),
    "bills": Words("tagihan", "bills"),
    "months": Words("bulan dana", "months of funds"),
    "determinations": Words("penetapan", "determinations"),
    "villages": Words("desa dan bulan", "villages and months"),
    "changes": Words("mutasi dan masa di daftar", "changes and spells"),
}


@dataclass(frozen=True)
class Basis:
    """`mark` None: no law but the programme's own terms or a rule of this software."""

    words: Words
    mark: Mark | None = None


@dataclass(frozen=True)
class AuditTest:
    """`whole`: only where a whole fund is looked at, because it compares sums."""

    title: Words
    question: Words
    counts: Words
    group: Group
    kind: Kind
    population: str
    basis: tuple[Basis, ...]
    whole: bool = False


_OWN = Basis(Words("Ketentuan dana dan penetapannya (SK)", "Terms of the fund and its determination"))
_LIST = Basis(Words("Aturan daftar: satu orang, satu dana, satu bulan", "Rule of the list: one person, one fund, one month"))
_NIK = Basis(Words("PP 40/2019 Pasal 30-33; PP 37/2007 Pasal 37", "PP 40/2019 art. 30-33; PP 37/2007 art. 37"), Mark.SOURCE)
_NIK_USE = Basis(Words("UU 24/2013 Pasal 64", "Law 24/2013 art. 64"), Mark.SOURCE)
_DUE = Basis(Words("PP 44/2015 Pasal 24(3-4)", "PP 44/2015 art. 24(3-4)"), Mark.SOURCE)
_PROOF = Basis(
    Words("PP 12/2019 Pasal 141: pengeluaran didukung bukti lengkap dan sah", "PP 12/2019 art. 141: spending rests on complete and valid proof"),
    Mark.MEMORY,
)
_STOP = Basis(Words("Berhenti sejak bulan sesudah meninggal (aturan mutasi)", "Stops with the month after the death (rule of the changes)"))
_TWO = Basis(Words("Yang menetapkan tidak menyetujui sendiri (aturan peran)", "Who freezes a list does not approve it (rule of the roles)"))
_SIGN = Basis(Words("Petunjuk saja, tanpa dasar hukum", "A sign only, without a basis in law"))

TESTS: dict[str, AuditTest] = {
    "candidacy": AuditTest(
        Words("Usulan dan baris yang lolos", "Candidacy and a checked row"),
        Words("Apakah setiap orang di daftar pernah diusulkan dan lolos diperiksa?", "Was everybody on the list proposed, and did they pass?"),
        Words(
            "Orang tanpa usulan, tanpa baris yang lolos, atau yang barisnya tidak lolos lagi.", "No candidacy, no row that passed, or none any more."
        ),
        "existence",
        "fault",
        "people",
        (_OWN,),
    ),
    "nik": AuditTest(
        Words("Bentuk NIK", "Shape of the NIK"),
        Words(
            "Apakah NIK setiap orang dapat benar, dan cocok dengan tanggal lahir dan jenis kelaminnya?",
            "Can everybody's NIK be right, and does it agree with birth date and sex?",
        ),
        Words("NIK yang tidak dapat ada, atau menyebut tanggal lahir atau jenis kelamin lain.", "A NIK that cannot be, or says otherwise."),
        "existence",
        "fault",
        "people",
        (_NIK, _NIK_USE),
    ),
    "nik_region": AuditTest(
        Words("Wilayah NIK", "Region of the NIK"),
        Words("Apakah enam angka pertama NIK adalah kecamatan yang dikenal?", "Are the first six digits a district that is known?"),
        Words(
            "Kode yang tidak ada sekarang; kecamatan lama yang berganti kode juga muncul di sini.",
            "A code that is not there today; districts that changed their code show up too.",
        ),
        "existence",
        "sign",
        "people",
        (_NIK,),
    ),
    "population": AuditTest(
        Words("Data kependudukan", "Population data"),
        Words("Apakah setiap orang ada dalam data kependudukan?", "Does everybody stand in the population data?"),
        Words("NIK yang tidak ada dalam data kependudukan terbaru.", "A NIK that is not in the newest population data."),
        "existence",
        "fault",
        "people",
        (_NIK_USE,),
    ),
    "age": AuditTest(
        Words("Umur pada awal", "Age at the start"),
        Words("Apakah umur setiap orang pada hari pertama dana memenuhi ketentuan?", "Was everybody of an admitted age on the fund's first day?"),
        Words("Lebih muda dari umur paling muda, atau sudah mencapai batas atas.", "Below the youngest age, or at the upper limit already."),
        "eligibility",
        "fault",
        "people",
        (_OWN,),
    ),
    "registers": AuditTest(
        Words("Data acuan yang menolak", "Registers against"),
        Words(
            "Apakah ada ASN, perangkat desa, peserta aktif, atau peserta Taspen di daftar?",
            "Are civil servants, village officials, active members or Taspen members on the list?",
        ),
        Words(
            "Orang yang statusnya berlaku pada hari pertama mereka di daftar, menurut data acuan terbaru atau keputusan petugas.",
            "A status that held on their first day on the list, by the newest register or an officer's word.",
        ),
        "eligibility",
        "fault",
        "people",
        (_OWN,),
    ),
    "rules": AuditTest(
        Words("Putusan penetapan", "What was decided"),
        Words(
            "Apakah ada yang di daftar padahal penetapannya menolak, atau desilnya di atas batas dana?",
            "Is anybody on the list whom the determination turned down, or above the fund's decile?",
        ),
        Words(
            "Putusan “tidak” dalam penetapan terbaru, atau desil di atas batas atau tidak ada.",
            "Decided out, or a decile above the limit or missing.",
        ),
        "eligibility",
        "fault",
        "people",
        (_OWN,),
    ),
    "same_person": AuditTest(
        Words("Orang sama, dua kali di daftar", "The same person twice on the list"),
        Words(
            "Apakah satu orang ada dua kali di daftar pada bulan yang sama, juga dengan NIK lain?",
            "Does one person stand twice on the list of a month, also under another NIK?",
        ),
        Words("Dua masa pada bulan yang sama untuk orang yang sama.", "Two spells in one month of the same person."),
        "duplicates",
        "fault",
        "people",
        (_LIST,),
    ),
    "name_and_birth": AuditTest(
        Words("Nama dan tanggal lahir sama", "The same name and birth date"),
        Words("Apakah ada NIK berbeda dengan nama dan tanggal lahir sama dalam satu dana?", "Are there different NIKs of one name and birth date?"),
        Words(
            "Setiap orang yang berbagi nama dan tanggal lahir dengan orang lain di dana itu.", "Everybody who shares both with somebody of the fund."
        ),
        "duplicates",
        "sign",
        "people",
        (_SIGN,),
    ),
    "phone": AuditTest(
        Words("Satu telepon untuk banyak orang", "One phone for many"),
        Words(
            f"Apakah satu nomor telepon dipakai lebih dari {MOST_OF_ONE_PHONE} orang?", f"Is one phone used by more than {MOST_OF_ONE_PHONE} people?"
        ),
        Words("Setiap orang dengan nomor itu.", "Everybody with that number."),
        "duplicates",
        "sign",
        "people",
        (_SIGN,),
    ),
    "dead_listed": AuditTest(
        Words("Meninggal tetapi di daftar", "Deceased and on the list"),
        Words("Apakah ada yang masih di daftar sesudah bulan meninggal?", "Is anybody on the list after the month of their death?"),
        Words(
            "Masa di daftar sesudah bulan meninggal menurut data kematian, keputusan petugas, atau mutasi.",
            "A spell after the month of death by a register, an officer's word or a change.",
        ),
        "deaths",
        "fault",
        "people",
        (_STOP,),
    ),
    "dead_billed": AuditTest(
        Words("Meninggal tetapi ditagih", "Deceased and billed"),
        Words("Apakah iuran ditagih untuk bulan sesudah meninggal?", "Was a month after the death billed?"),
        Words("Orang dengan baris tagihan sesudah bulan meninggal.", "A person with a bill line after the month of death."),
        "deaths",
        "fault",
        "people",
        (_STOP, _PROOF),
    ),
    "paid_after_leaving": AuditTest(
        Words("Ditagih di luar masa di daftar", "Billed while not on the list"),
        Words("Apakah setiap baris tagihan adalah orang yang di daftar bulan itu?", "Is every bill line somebody on the list of that month?"),
        Words(
            "Baris tagihan sesudah keluar, sebelum masuk, atau tanpa pernah di daftar.", "A line after leaving, before joining, or of nobody listed."
        ),
        "money",
        "fault",
        "lines",
        (_PROOF,),
    ),
    "paid_twice": AuditTest(
        Words("Dibayar dua kali sebulan", "Paid twice in a month"),
        Words("Apakah orang yang sama ditagih oleh dua dana, atau dua kali, pada satu bulan?", "Was one person billed twice in one month?"),
        Words(
            "Baris tagihan yang orangnya juga di tagihan lain bulan itu, juga dengan NIK lain.",
            "A line whose person is on another bill of the month.",
        ),
        "money",
        "fault",
        "lines",
        (_LIST, _PROOF),
    ),
    "bill_people": AuditTest(
        Words("Daftar melawan tagihan: orang", "List against bill: people"),
        Words("Apakah setiap orang di daftar ada di tagihan bulan itu?", "Is everybody on the list on the bill of that month?"),
        Words("Orang di daftar tanpa baris tagihan.", "Somebody on the list without a line."),
        "money",
        "fault",
        "lines",
        (_DUE,),
        whole=True,
    ),
    "bill_amount": AuditTest(
        Words("Daftar melawan tagihan: rupiah", "List against bill: rupiah"),
        Words(
            "Apakah jumlah tagihan sama dengan barisnya, dan dengan daftar kali iuran?",
            "Is a bill the sum of its lines, and the list times the price?",
        ),
        Words("Tagihan yang jumlah orang atau rupiahnya berbeda.", "A bill whose people or rupiah differ."),
        "money",
        "fault",
        "bills",
        (_PROOF,),
        whole=True,
    ),
    "bill_missing": AuditTest(
        Words("Bulan tanpa tagihan", "A month without a bill"),
        Words("Apakah setiap bulan yang sudah jatuh tempo ditagih?", "Was every month that is due billed?"),
        Words(
            "Bulan dengan orang di daftar, sudah lewat jatuh tempo, tanpa tagihan.",
            "A month with people on the list, past its due day, without a bill.",
        ),
        "money",
        "fault",
        "months",
        (_DUE,),
        whole=True,
    ),
    "payment": AuditTest(
        Words("Tagihan melawan pembayaran (SP2D)", "Bill against payment (SP2D)"),
        Words("Apakah setiap tagihan yang jatuh tempo dibayar tepat sejumlahnya?", "Was every bill that is due paid exactly?"),
        Words("Kurang bayar sesudah jatuh tempo, atau lebih bayar.", "Less than the bill after its due day, or more than it."),
        "money",
        "fault",
        "bills",
        (_DUE, _PROOF),
        whole=True,
    ),
    "outside": AuditTest(
        Words("Di luar masa dana", "Outside the fund's months"),
        Words("Apakah ada tagihan atau masa di daftar di luar bulan dana?", "Is there a bill or a spell outside the fund's months?"),
        Words(
            "Tagihan atau masa di daftar sebelum bulan pertama atau sesudah bulan terakhir dana.",
            "A bill or spell before its first or after its last month.",
        ),
        "money",
        "fault",
        "spells",
        (_OWN,),
        whole=True,
    ),
    "four_eyes": AuditTest(
        Words("Dua orang pada penetapan", "Two people for a determination"),
        Words("Apakah orang kedua menyetujui penetapan sebelum daftarnya dimulai?", "Did a second person approve before the list began?"),
        Words(
            "Penetapan tanpa orang kedua, atau daftar yang dimulai sebelum disetujui.", "No second person, or a list that began before the approval."
        ),
        "decisions",
        "fault",
        "determinations",
        (_TWO,),
        whole=True,
    ),
    "not_determined": AuditTest(
        Words("Di daftar tanpa ditetapkan", "On the list and not determined"),
        Words("Apakah setiap orang di daftar ditetapkan, atau masuk lewat mutasi?", "Was everybody determined, or let in by a change?"),
        Words(
            "Orang yang tidak masuk dalam penetapan mana pun dan tanpa mutasi masuk.", "Not in by any determination, and no change that let them in."
        ),
        "decisions",
        "fault",
        "people",
        (_OWN,),
    ),
    "changes": AuditTest(
        Words("Perubahan tanpa alasan", "Changes without a reason"),
        Words("Apakah setiap masuk dan keluar punya mutasi dengan alasan?", "Has every coming and leaving a change with a reason?"),
        Words(
            "Masuk atau keluar tanpa mutasi, mutasi tanpa alasan, koreksi tanpa keterangan.", "No change, no reason, or a correction without a note."
        ),
        "decisions",
        "fault",
        "changes",
        (_OWN,),
        whole=True,
    ),
    "quota": AuditTest(
        Words("Kuota desa", "Quota of a village"),
        Words("Apakah ada desa dengan lebih banyak orang dari kuotanya?", "Has a village more people than its quota?"),
        Words(
            "Desa dan bulan dengan orang di atas kuota; rupiahnya dari yang lebih itu.", "A village and month above it; the rupiah of those above."
        ),
        "decisions",
        "fault",
        "villages",
        (_OWN,),
        whole=True,
    ),
}
