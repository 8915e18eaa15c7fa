"""The radar's blocks about months: until when people are paid, which funds end, when unpaid months cost a right, who is new."""

from collections import Counter
from datetime import date
from typing import Any

from payung.billing.ahead import Cliff, Ending
from payung.billing.radar import due_day
from payung.reports.charts import Bar, bars
from payung.reports.radar import Radar
from payung.reports.radar_said import UNKNOWN, Block, Heat, Told, people, unsure
from payung.values.month import Month
from payung.values.words import Lang, Words, day, number, rupiah_short

_FUND = Told("fund", Words("Dana", "Fund"), to="fund")
_GO_ON = (1, 3, 12)  # months
_HEATED = 400  # villages of the heat table


def cover(radar: Radar, lang: Lang) -> Block:
    """How many of those on a list now are paid until which month, without a gap."""
    due = radar.now if (due_day(radar.now) or radar.on) < radar.on else radar.now + -1
    by_fund, by_village = radar.cover("fund"), radar.cover("village")
    months: Counter[Month | None] = Counter()
    for counts in by_fund.values():
        months.update(counts)
    order = sorted(months, key=lambda month: month.no if month else 0)
    reached = sum(count for month, count in months.items() if month and month >= due)
    behind = radar.people - reached
    fund_rows = [_cover_row(radar.ahead[key].name, counts, order, due, {"fund_id": key, "group": "fund"}) for key, counts in by_fund.items()]
    village_rows = [
        _cover_row(radar.villages.get(key, UNKNOWN.said(lang)), counts, order, due, {"village_id": key, "group": "village"})
        for key, counts in by_village.items()
    ]
    rows = [*sorted(fund_rows, key=_most_behind), *sorted(village_rows, key=_most_behind)]
    name = Words(f"{number(reached)} dari {number(radar.people)}", f"{number(reached, 'en')} of {number(radar.people, 'en')}")
    return Block(
        "cover",
        Words("Lunas sampai bulan apa", "Paid until which month"),
        "wait" if not radar.people else "no" if behind * 2 > radar.people else "fix" if behind else "ok",
        name,
        _cover_said(radar, due, reached, behind, months[None]),
        [Told("name", Words("Dana atau desa", "Fund or village"), to="any"), Told("people", Words("Peserta", "People"), "number"), *_until(order)],
        rows,
        _cover_chart(order, months, due, lang),
        weight=0 if not behind else 20,
        groups={"fund": Words("Per dana", "By fund"), "village": Words("Per desa", "By village")},
        heat=Heat(tuple(order), tuple((row["name"], row, tuple(row[_key(month)] for month in order)) for row in rows[:_HEATED])),
    )


def _cover_said(radar: Radar, due: Month, reached: int, behind: int, none: int) -> Words:
    if not radar.people:
        return Words("Belum ada orang di daftar peserta bulan ini.", "Nobody is on a list this month yet.")
    if not behind:
        return Words(f"Semua peserta lunas tanpa putus sampai {due.said()}.", f"Everybody is paid without a gap until {due.said('en')}.")
    return Words(
        f"{number(reached)} orang lunas tanpa putus sampai {due.said()} atau lebih; {number(behind)} tertinggal, {number(none)} di antaranya "
        "belum lunas sejak bulan pertama. Bayar dulu bulan yang paling lama.",
        f"{number(reached, 'en')} people are paid without a gap until {due.said('en')} or longer; {number(behind, 'en')} are behind, "
        f"{number(none, 'en')} of them since their first month. Pay the oldest month first.",
    )


def _key(month: Month | None) -> str:
    return str(month) if month else "none"


def _until(order: list[Month | None]) -> list[Told]:
    none = Words("Belum lunas", "None paid")
    return [Told(_key(month), Words(month.said(), month.said("en")) if month else none, "number") for month in order]


def _cover_row(name: str, counts: dict[Month | None, int], order: list[Month | None], due: Month, keys: dict[str, Any]) -> dict[str, Any]:
    behind = sum(count for month, count in counts.items() if not month or month < due)
    return {"name": name, "people": sum(counts.values()), "behind": behind, **{_key(month): counts.get(month, 0) for month in order}, **keys}


def _most_behind(row: dict[str, Any]) -> tuple[int, str]:
    return -row["behind"], row["name"]


def _cover_chart(order: list[Month | None], months: Counter[Month | None], due: Month, lang: Lang) -> str:
    none = Words("belum lunas", "none paid").said(lang)
    lines = [
        Bar(month.said(lang) if month else none, months[month], state="no" if not month else "ok" if month >= due else "fix") for month in order[-14:]
    ]
    return bars(Words("Peserta menurut bulan lunas terakhir", "People by the last paid month").said(lang), lines, lang, key="radar-cover")


_ENDS: dict[int | None, tuple[str, Words]] = {
    0: ("no", Words("sudah berakhir", "has ended")),
    30: ("no", Words("30 hari atau kurang", "30 days or fewer")),
    60: ("fix", Words("60 hari atau kurang", "60 days or fewer")),
}


def ending(radar: Radar, lang: Lang) -> Block:
    """Funds whose cover ends within 60 days, and what going on takes."""
    found = radar.endings
    alone = sum(radar.alone(one) for one in found)
    first = min((one.last for one in found if one.days > 0), default=None)
    if not found:
        said = Words("Tidak ada dana yang berakhir dalam 60 hari.", "No fund ends within 60 days.")
    else:
        until = (
            Words(f" Yang terdekat berakhir {day(first.last_day)}.", f" The nearest ends on {day(first.last_day, 'en')}.") if first else Words("", "")
        )
        said = Words(
            f"{number(len(found))} dana berakhir; {number(alone)} orang belum punya dana lanjutan.{until.id} Siapkan dana berikutnya atau pindahkan "
            "pesertanya.",
            f"Funds that end: {number(len(found), 'en')}; {number(alone, 'en')} people have no fund to go on with.{until.en} Prepare the next fund "
            "or move them.",
        )
    soon = [one for one in found if one.days <= 30 and radar.alone(one)]
    return Block(
        "ending",
        Words("Dana yang segera berakhir", "Funds that end soon"),
        "ok" if not alone else "no" if soon else "fix",
        people(alone),
        said,
        [
            _FUND,
            Told("state", Words("Berakhir", "Ends"), "badge"),
            Told("last_paid", Words("Lunas terakhir", "Last paid"), "month"),
            Told("last", Words("Bulan terakhir", "Last month"), "month"),
            Told("days", Words("Sisa hari", "Days left"), "number"),
            Told("people", Words("Peserta", "People"), "number"),
            Told("alone", Words("Tanpa lanjutan", "Nothing after"), "number"),
            *(Told(f"cost_{n}", Words(f"Lanjut {n} bulan", f"{n} more months"), "rupiah") for n in _GO_ON),
        ],
        [_ending_row(radar, one) for one in found],
        bars(
            Words("Peserta tanpa lanjutan per dana", "People with nothing after, by fund").said(lang),
            [Bar(one.fund.name, radar.alone(one), state=_ENDS[one.within][0]) for one in found[:12]],
            lang,
            key="radar-ending",
        ),
        weight=0 if not alone else 85 if soon else 60,
    )


def _ending_row(radar: Radar, one: Ending) -> dict[str, Any]:
    words = _ENDS[one.within]
    if one.by_money:
        words = words[0], Words(f"{words[1].id}, uangnya habis", f"{words[1].en}, its money is used up")
    return {
        "fund": one.fund.name,
        "fund_id": one.fund.key,
        "state": words,
        "last_paid": one.fund.last_paid,
        "last": one.last,
        "days": max(0, one.days),
        "people": one.people,
        "alone": radar.alone(one),
        **{f"cost_{n}": one.cost_of(n) for n in _GO_ON},
    }


def cliff(radar: Radar, lang: Lang) -> Block:
    """On which day unpaid months become more than the law lets settle."""
    found = radar.cliffs
    lost, near = sum(one.people for one in found if one.lost), [one for one in found if one.months and not one.lost and one.lost_after]
    late = sum(one.people for one in found if one.months)
    return Block(
        "cliff",
        Words("Jurang tiga bulan: tunggakan", "The three-month cliff: arrears"),
        "no" if lost or near else "fix" if late else "ok",
        people(late),
        _cliff_said(radar, lost, near, found),
        [
            _FUND,
            Told("people", Words("Orang", "People"), "number"),
            Told("months", Words("Bulan menunggak", "Months unpaid"), "number"),
            Told("since", Words("Mulai", "Since"), "month"),
            Told("lost_after", Words("Hak gugur bila lewat", "Right lost if unpaid after"), "date"),
            Told("state", Words("Keadaan", "State"), "badge"),
        ],
        [_cliff_row(radar, one) for one in found],
        _cliff_chart(found, lang),
        weight=98 if lost else 97 if near else 0,
        notes=[
            Words(
                "Bulan dihitung berturut-turut untuk setiap orang, juga yang belum dibuat tagihannya. Batas: PP 44/2015 Pasal 39 dan 42.",
                "Months count in a row for each person, also those without a bill yet. Limit: PP 44/2015 Pasal 39 and 42.",
            )
        ],
    )


def _cliff_said(radar: Radar, lost: int, near: list[Cliff], found: list[Cliff]) -> Words:
    if near and (when := near[0].lost_after):
        at_risk = sum(one.people for one in near if one.lost_after == when)
        more = (
            Words(f" {number(lost)} orang sudah melewati batas.", f" {number(lost, 'en')} people are past the limit already.")
            if lost
            else Words("", "")
        )
        return Words(
            f"{number(at_risk)} orang kehilangan hak bila tunggakannya tidak dibayar sampai {day(when)}.{more.id} Bayar bulan tertua dulu.",
            f"{number(at_risk, 'en')} people lose their right unless their arrears are paid by {day(when, 'en')}.{more.en} Pay the oldest first.",
        )
    if lost:
        return Words(
            f"{number(lost)} orang sudah melewati batas tunggakan: hak JKK dan JKM-nya gugur. Hubungi BPJS dan bayar.",
            f"{number(lost, 'en')} people are past the limit: no right to JKK and JKM. Talk to BPJS and pay.",
        )
    first = next((one.lost_after for one in found if one.lost_after), None)
    if any(one.months for one in found):
        return Words(
            "Ada tunggakan, tetapi belum melewati batas. Klaim baru dibayar setelah lunas.",
            "There are arrears within the limit. Claims are paid once they are settled.",
        )
    if first is None:
        return Words("Tidak ada tunggakan.", "There are no arrears.")
    return Words(
        f"Tidak ada tunggakan. Bila mulai sekarang tidak dibayar, batasnya lewat setelah {day(first)}.",
        f"There are no arrears. If nothing is paid from now on, the limit passes after {day(first, 'en')}.",
    )


def _cliff_row(radar: Radar, one: Cliff) -> dict[str, Any]:
    state = ("no", Words("hak gugur", "right lost")) if one.lost else ("fix", Words("menunggak", "in arrears")) if one.months else None
    keys = {"fund": radar.ahead[one.fund].name, "fund_id": one.fund, "people": one.people, "months": one.months, "since": one.since}
    return {**keys, "lost_after": one.lost_after, "state": state or ("ok", Words("belum menunggak", "none so far"))}


def _cliff_chart(found: list[Cliff], lang: Lang) -> str:
    by_day: Counter[date] = Counter()
    for one in found:
        if one.lost_after:
            by_day[one.lost_after] += one.people
    lost = sum(one.people for one in found if one.lost)
    lines = [Bar(Words("sudah lewat", "already past").said(lang), lost, state="no")] if lost else []
    lines += [Bar(day(when, lang), count, state="fix") for when, count in sorted(by_day.items())[:10]]
    return bars(Words("Orang menurut hari hak gugur", "People by the day the right is lost").said(lang), lines, lang, key="radar-cliff")


def beginning(radar: Radar, lang: Lang) -> Block:
    """Whose families would not have the full death grant yet, until which day."""
    found, mark = radar.beginnings
    new = sum(one.people for one in found)
    if not found:
        said = Words("Semua peserta sudah melewati bulan-bulan pertamanya.", "Everybody is past their first months.")
    else:
        early, full, last = found[0].early, found[0].full, found[-1].full_from
        said = Words(
            f"Bila meninggal bukan karena kerja, keluarga {number(new)} peserta baru menerima {rupiah_short(early)}, belum {rupiah_short(full)}; "
            f"yang terakhir penuh mulai {day(last)}. Jangan putus iurannya.",
            f"If one of {number(new, 'en')} new members dies otherwise than at work, the family has {rupiah_short(early, 'en')}, not "
            f"{rupiah_short(full, 'en')}; the last of them has it in full from {day(last, 'en')}. Let no month be missed.",
        )
    return Block(
        "beginning",
        Words("Jurang lain: bulan-bulan pertama", "The other cliff: first months"),
        "fix" if new else "ok",
        people(new),
        said,
        [
            Told("since", Words("Peserta sejak", "Member since"), "month"),
            Told("people", Words("Orang", "People"), "number"),
            Told("full_from", Words("Santunan penuh mulai", "Full grant from"), "date"),
            Told("early", Words("Sebelum itu", "Before that"), "rupiah"),
            Told("full", Words("Sesudah itu", "After that"), "rupiah"),
        ],
        [{"since": one.since, "people": one.people, "full_from": one.full_from, "early": one.early, "full": one.full} for one in found],
        bars(
            Words("Peserta baru menurut hari santunan penuh", "New members by the day of the full grant").said(lang),
            [Bar(day(one.full_from, lang), one.people, state="fix") for one in found],
            lang,
            key="radar-beginning",
        ),
        notes=[
            *unsure(mark),
            Words(
                "Keanggotaan dihitung dari bulan pertama tanpa putus di daftar dana mana pun.",
                "Membership counts from the first month without a gap on any fund's list.",
            ),
        ],
        weight=0,
    )
