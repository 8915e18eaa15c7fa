"""The radar's blocks about money: arrears, families whom they block, next year's need, what will be left over."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from payung.billing.ahead import Absorption, Owed
from payung.billing.need import NeedLine, Plan, by_month
from payung.law.figure import weakest
from payung.reports.charts import Bar, bars
from payung.reports.month_charts import Column, Part, columns, month_labels, short_rupiah
from payung.reports.radar import Radar
from payung.reports.radar_said import NO_OFFICE, UNKNOWN, Block, Told, unsure
from payung.values.month import Month
from payung.values.words import Lang, Words, number, percent, rupiah

_FUND = Told("fund", Words("Dana", "Fund"), to="fund")
_PEOPLE = Told("people", Words("Orang", "People"), "number")
_BARS = 12


def arrears(radar: Radar, lang: Lang) -> Block:
    """Months that are due and not paid in full, by fund, village and office."""
    rows: list[dict[str, Any]] = []
    by_fund = radar.owed("fund")
    rows += [_owed_row(radar.ahead[key].name, one, {"group": "fund", "fund_id": key}) for key, one in by_fund.items()]
    for key, one in radar.owed("village").items():
        rows.append(_owed_row(radar.villages.get(key, UNKNOWN.said(lang)), one, {"group": "village", "village_id": key}))
    for key, one in radar.owed("office").items():
        rows.append(_owed_row(radar.offices.get(key, NO_OFFICE.said(lang)), one, {"group": "office", "office_id": key}))
    total, affected = sum(one.rupiah for one in by_fund.values()), sum(one.people for one in by_fund.values())
    unbilled = sum(one.unbilled for one in by_fund.values())
    return Block(
        "arrears",
        Words("Tunggakan", "Arrears"),
        "no" if total else "ok",
        Words(rupiah(total), rupiah(total, "en")),
        _arrears_said(total, affected, unbilled),
        [
            Told("name", Words("Dana, desa, atau pengusul", "Fund, village or proposer"), to="any"),
            _PEOPLE,
            Told("months", Words("Bulan", "Months"), "number"),
            Told("unbilled", Words("Tanpa tagihan", "Without a bill"), "number"),
            Told("rupiah", Words("Rupiah", "Rupiah"), "rupiah"),
        ],
        rows,
        bars(
            Words("Tunggakan per desa", "Arrears by village").said(lang),
            [Bar(row["name"], row["rupiah"], rupiah(row["rupiah"], lang), "no") for row in rows if row["group"] == "village"][:_BARS],
            lang,
            key="radar-arrears",
        ),
        weight=96 if total else 0,
        groups={"fund": Words("Per dana", "By fund"), "village": Words("Per desa", "By village"), "office": Words("Per pengusul", "By proposer")},
        notes=[
            Words(
                "Setiap orang dihitung sekali per dana; sisa satu bulan dibagi rata menurut orangnya.",
                "Everybody counts once for each fund; what is owed of a month is shared out by heads.",
            )
        ],
    )


def _arrears_said(total: int, affected: int, unbilled: int) -> Words:
    if not total:
        return Words("Semua bulan yang jatuh tempo sudah lunas.", "Every month that was due is paid.")
    more = Words(
        f" {number(unbilled)} bulan belum dibuat tagihannya: buat dulu.", f" Months without a bill: {number(unbilled, 'en')}. Make them first."
    )
    return Words(
        f"Iuran {number(affected)} orang lewat jatuh tempo dan belum lunas.{more.id if unbilled else ''}",
        f"Contributions of {number(affected, 'en')} people are overdue.{more.en if unbilled else ''}",
    )


def _owed_row(name: str, one: Owed, keys: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "people": one.people, "months": one.months, "unbilled": one.unbilled, "rupiah": one.rupiah, **keys}


def families(radar: Radar, lang: Lang) -> Block:
    """People who died while months of theirs were unpaid, by number only."""
    found = radar.blocked
    lost = sum(one.lost for one in found)
    counted: Counter[tuple[int, str]] = Counter((one.death.spell.fund, one.death.spell.village) for one in found)
    gone: Counter[tuple[int, str]] = Counter((one.death.spell.fund, one.death.spell.village) for one in found if one.lost)
    if found:
        said = Words(
            f"{number(len(found))} keluarga belum dapat menerima santunan karena ada bulan yang belum lunas. Bayar, lalu ajukan klaimnya.",
            f"{number(len(found), 'en')} families cannot have the grant yet because months are unpaid. Pay, then file their claims.",
        )
    else:
        said = Words("Tidak ada keluarga yang tertahan tunggakan.", "No family is held up by arrears.")
    beyond = Words(f" {number(lost)} di antaranya melewati batas: haknya gugur.", f" {number(lost, 'en')} of them are past the limit: no right.")
    return Block(
        "families",
        Words("Keluarga yang tertahan", "Families held up"),
        "no" if found else "ok",
        Words("{n} keluarga", "{n} families").counting(n=len(found)),
        Words(said.id + beyond.id, said.en + beyond.en) if lost else said,
        [
            _FUND,
            Told("village", Words("Desa", "Village"), to="village"),
            Told("families", Words("Keluarga", "Families"), "number"),
            Told("lost", Words("Melewati batas", "Past the limit"), "number"),
        ],
        [
            {
                "fund": radar.ahead[fund].name,
                "fund_id": fund,
                "village": radar.villages.get(village, UNKNOWN.said(lang)),
                "village_id": village,
                "families": count,
                "lost": gone[fund, village],
            }
            for (fund, village), count in counted.most_common()
        ],
        bars(
            Words("Keluarga per desa", "Families by village").said(lang),
            [Bar(radar.villages.get(village, UNKNOWN.said(lang)), count, state="no") for (_, village), count in counted.most_common(_BARS)],
            lang,
            key="radar-families",
        ),
        weight=99 if found else 0,
        notes=[
            Words(
                "Dari data kematian terbaru (NIK sama), keputusan petugas, dan mutasi; bulan sampai dengan bulan meninggal. Cocokkan dulu orangnya "
                "sebelum menghubungi keluarga.",
                "From the newest register of deaths (same NIK), decisions of officers and the monthly changes; months up to that of the death. "
                "Make sure who it is before calling on the family.",
            )
        ],
    )


_PLANS = {
    "same": Words("Orang yang sama", "Same people"),
    "reserve": Words("Ditambah cadangan", "With the reserve"),
    "all": Words("Semua calon yang lolos", "All valid candidates"),
}


def need(radar: Radar, lang: Lang) -> Block:
    """What next year would cost, by three plans and by fund."""
    year, plans, lines = radar.on.year + 1, radar.plans, radar.need
    columns_ = [
        Told("name", Words("Pilihan atau dana", "Plan or fund"), to="any"),
        _PEOPLE,
        Told("too_old", Words("Terlalu tua", "Too old"), "number"),
        Told("turning", Words("Menjadi terlalu tua", "Turning too old"), "number"),
        Told("waiting", Words("Cadangan", "Reserve"), "number"),
        Told("price", Words("Per orang setahun", "A person and year"), "rupiah"),
        Told("rupiah", Words("Kebutuhan", "Need"), "rupiah"),
    ]
    title = Words(f"Kebutuhan anggaran {year}", f"Budget need of {year}")
    if not plans:
        none = Words("Belum ada peserta bulan ini untuk dihitung tahun depan.", "Nobody is on a list this month to be reckoned for next year.")
        return Block("need", title, "wait", Words("–", "–"), none, columns_, [])
    cost, old, turning = plans[0].rupiah, sum(line.too_old for line in lines), sum(line.turning for line in lines)
    said = Words(
        f"Orang yang sama dua belas bulan: {number(plans[0].people)} orang. {number(old)} orang terlalu tua pada 1 Januari dan tidak dihitung; "
        f"{number(turning)} lagi menjadi terlalu tua dalam tahun itu.",
        f"The same people for twelve months: {number(plans[0].people, 'en')}. {number(old, 'en')} are too old on 1 January and not counted; "
        f"{number(turning, 'en')} more get too old within the year.",
    )
    return Block(
        "need",
        title,
        "wait",
        Words(rupiah(cost), rupiah(cost, "en")),
        said,
        columns_,
        [*(_plan_row(one) for one in plans), *(_need_row(line) for line in lines)],
        _need_chart(lines, year, lang),
        notes=[*unsure(weakest(line.price.mark for line in lines)), _PRICED],
        groups={"plan": Words("Pilihan", "Plans"), "fund": Words("Per dana", "By fund")},
    )


_PRICED = Words(
    "Iuran tiap bulan menurut sumber dananya dan aturan bulan itu. Calon di luar daftar dihitung dengan iuran dana yang pesertanya terbanyak.",
    "Each month by the fund's source and the rules of that month. Candidates on no list are priced as the fund with most people pays.",
)


def _plan_row(one: Plan) -> dict[str, Any]:
    return {"group": "plan", "name": _PLANS[one.key], "people": one.people, "rupiah": one.rupiah}


def _need_row(line: NeedLine) -> dict[str, Any]:
    keys = {"group": "fund", "name": line.name, "fund_id": line.fund, "people": line.people, "too_old": line.too_old, "turning": line.turning}
    return {**keys, "waiting": line.waiting, "price": line.price.year, "rupiah": line.cost}


def _need_chart(lines: Sequence[NeedLine], year: int, lang: Lang) -> str:
    found = by_month(lines, Month.at(year, 1).upto(Month.at(year, 12)))
    labels = month_labels([month.said(lang) for month, _ in found])
    data = [
        Column(label, (cost,), rupiah(cost, lang), short_rupiah(cost, lang).removeprefix("Rp"))
        for label, (_, cost) in zip(labels, found, strict=True)
    ]
    title = Words(f"Orang yang sama, bulan demi bulan {year}", f"The same people, month by month {year}").said(lang)
    return columns(title, [Part(Words("iuran", "contributions"))], data, lang, key="radar-need")


def absorption(radar: Radar, lang: Lang) -> Block:
    """What will be left of each fund, or missing, when its last month is paid."""
    found = radar.absorptions
    amount, left = sum(one.fund.amount for one in found), sum(max(0, one.left) for one in found)
    missing = -sum(min(0, one.left) for one in found)
    fillable = sum(one.fund.free for one in found if one.months_left and one.left > 0)
    return Block(
        "absorption",
        Words("Perkiraan serapan", "Absorption forecast"),
        "wait" if not found else "no" if missing else "fix" if any(_matters(one) for one in found) else "ok",
        Words(rupiah(left - missing), rupiah(left - missing, "en")),
        _absorption_said(found, amount, left, missing, fillable),
        [
            _FUND,
            Told("amount", Words("Jumlah", "Amount"), "rupiah"),
            Told("paid", Words("Dibayar", "Paid"), "rupiah"),
            Told("still", Words("Masih akan dibayar", "Still to be paid"), "rupiah"),
            Told("left", Words("Sisa (− kurang)", "Left (− missing)"), "rupiah"),
            Told("free", Words("Tempat kosong", "Free places"), "number"),
            Told("months_left", Words("Bulan terbuka", "Open months"), "number"),
            Told("free_cost", Words("Bila diisi", "If filled"), "rupiah"),
            Told("more", Words("Cukup untuk orang lagi", "More people it pays for"), "number"),
        ],
        [_absorption_row(one) for one in found],
        bars(
            Words("Sisa per dana", "Left by fund").said(lang),
            [Bar(one.fund.name, abs(one.left), rupiah(one.left, lang), "no" if one.left < 0 else "wait") for one in found[:_BARS]],
            lang,
            key="radar-absorption",
        ),
        weight=90 if missing else 55 if fillable else 0,
    )


def _matters(one: Absorption) -> bool:
    return one.months_left > 0 and one.more > 0


def _absorption_said(found: Sequence[Absorption], amount: int, left: int, missing: int, fillable: int) -> Words:
    if not found:
        return Words("Belum ada dana yang berjalan.", "No fund is running yet.")
    told = Words(
        f"Diperkirakan sisa {rupiah(left)} ({percent(left, amount)}) dari {rupiah(amount)}.",
        f"Expected to be left: {rupiah(left, 'en')} ({percent(left, amount, 'en')}) of {rupiah(amount, 'en')}.",
    )
    if missing:
        told = Words(
            f"{told.id} Kurang {rupiah(missing)} di dana lain: tambah uangnya atau kurangi bulannya.",
            f"{told.en} Missing in other funds: {rupiah(missing, 'en')}. Add money or take off months.",
        )
    if fillable:
        told = Words(
            f"{told.id} {number(fillable)} tempat masih kosong: isi dari cadangan supaya uangnya terpakai.",
            f"{told.en} Places still free: {number(fillable, 'en')}. Fill them from the reserve so that the money is used.",
        )
    return told


def _absorption_row(one: Absorption) -> dict[str, Any]:
    paid = one.fund.paid
    keys = {"fund": one.fund.name, "fund_id": one.fund.key, "amount": one.fund.amount, "paid": paid, "still": one.months[-1].total - paid}
    return {
        **keys,
        "left": one.left,
        "free": one.fund.free,
        "months_left": one.months_left,
        "free_cost": one.free_cost,
        "more": one.more,
    }


def months(radar: Radar, lang: Lang) -> Block:
    """The money of all running funds month by month: paid, on a bill, expected."""
    sums: dict[Month, list[int]] = {}
    for one in radar.absorptions:
        for month in one.months:
            line = sums.setdefault(month.month, [0, 0, 0, 0])
            for at, value in enumerate((month.people, month.paid, month.owed, month.expected)):
                line[at] += value
    amount, total = sum(one.fund.amount for one in radar.absorptions), 0
    rows: list[dict[str, Any]] = []
    for month_, (listed, paid, owed, expected) in sorted(sums.items()):
        total += paid + owed + expected
        rows.append({"month": month_, "people": listed, "paid": paid, "owed": owed, "expected": expected, "total": total, "left": amount - total})
    so_far = sum(row["paid"] for row in rows)
    return Block(
        "months",
        Words("Uang bulan demi bulan", "Money month by month"),
        "wait",
        Words(percent(so_far, amount), percent(so_far, amount, "en")),
        Words(
            "Bagian dana berjalan yang sudah dibayar; tagihan dan perkiraan bulan berikutnya memakai daftar peserta sekarang.",
            "Share of the running funds paid so far; bills and the months to come follow the lists as they stand.",
        ),
        [
            Told("month", Words("Bulan", "Month"), "month"),
            _PEOPLE,
            Told("paid", Words("Dibayar", "Paid"), "rupiah"),
            Told("owed", Words("Ditagih, belum lunas", "Billed, not paid"), "rupiah"),
            Told("expected", Words("Perkiraan", "Expected"), "rupiah"),
            Told("total", Words("Jumlah sampai bulan itu", "Total so far"), "rupiah"),
            Told("left", Words("Sisa dana", "Left of the funds"), "rupiah"),
        ],
        rows,
        _months_chart(rows, lang),
    )


_PARTS = [
    Part(Words("dibayar", "paid"), "ok"),
    Part(Words("ditagih", "billed"), "no"),
    Part(Words("perkiraan", "expected"), "wait"),
]


def _months_chart(rows: Sequence[dict[str, Any]], lang: Lang) -> str:
    shown = rows[-18:]
    labels = month_labels([row["month"].said(lang) for row in shown])
    data = [
        Column(label, (row["paid"], row["owed"], row["expected"]), rupiah(row["paid"] + row["owed"] + row["expected"], lang))
        for label, row in zip(labels, shown, strict=True)
    ]
    return columns(Words("Uang bulan demi bulan", "Money month by month").said(lang), _PARTS, data, lang, key="radar-months")
