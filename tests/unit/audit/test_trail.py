from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from payung.accounts.models import Assignment, Role, User
from payung.audit.actions import acting
from payung.audit.models import Act, Entry
from payung.audit.queries import history

pytestmark = pytest.mark.django_db
USERS = "accounts_user"


def people(*names: str) -> list[User]:
    return User.objects.bulk_create([User(username=name, display_name=name.title(), password="hash-of-" + name) for name in names])


@pytest.fixture
def boss() -> User:
    return User.objects.create(username="boss", display_name="Ibu Rukmini")


def told(row: int, table: str = USERS) -> list[tuple]:
    return [(change.op, change.act and change.act.command, change.actor and change.actor.username, change.old) for change in history(table, row)]


def test_bulk_create_is_recorded_with_actor_as_one_range(boss):
    with acting("user.invite", by=boss):
        made = people("ani", "budi", "citra")
    entry = Entry.objects.get(act__command="user.invite")
    assert (entry.row_id, entry.last_id, entry.op, entry.old) == (made[0].pk, made[-1].pk, "I", None)
    assert told(made[1].pk) == [("I", "user.invite", "boss", None)]


def test_update_of_a_queryset_keeps_only_the_old_values_of_what_changed(boss):
    ani, budi = people("ani", "budi")
    with acting("user.rename", by=boss):
        User.objects.filter(pk__in=[ani.pk, budi.pk]).update(display_name="Budi", is_staff=False)
    assert told(ani.pk)[0] == ("U", "user.rename", "boss", {"display_name": "Ani"})
    assert [op for op, *_ in told(budi.pk)] == ["I"]


def test_raw_sql_is_recorded(boss):
    with acting("repair", by=boss), connection.cursor() as cursor:
        cursor.execute("INSERT INTO auth_group(name) VALUES ('not ours')")
        cursor.execute("UPDATE accounts_user SET email = 'x@contoh.id' WHERE id = %s", [boss.pk])
    assert told(boss.pk)[0] == ("U", "repair", "boss", {"email": ""})
    assert Entry.objects.filter(act__command="repair").count() == 1


def test_delete_keeps_the_whole_row_but_no_password(boss):
    (ani,) = people("ani")
    with acting("user.delete", by=boss):
        User.objects.filter(pk=ani.pk).delete()
    op, _, _, old = told(ani.pk)[0]
    assert op == "D"
    assert old["username"] == "ani"
    assert old["is_active"] is True
    assert old["last_login"] is None
    assert old["date_joined"].endswith("+00:00")
    assert old["password"] == "•••"
    assert old.keys() == {field.column for field in User._meta.local_concrete_fields}


def test_old_password_is_not_kept(boss):
    User.objects.update(password="other")
    assert told(boss.pk)[0][3] == {"password": "•••"}


def test_awkward_text_comes_back_whole(boss):
    strange = 'kutip " dan \' dan \\ dan baris\nbaru dan é dan "}'
    User.objects.filter(pk=boss.pk).update(display_name=strange)
    User.objects.filter(pk=boss.pk).update(display_name="lain")
    assert told(boss.pk)[0][3] == {"display_name": strange}


def test_a_date_that_was_empty_is_told_as_null(boss):
    held = Assignment.objects.create(user=boss, role=Role.OWNER, since=date(2026, 1, 1))
    Assignment.objects.update(until=date(2026, 6, 30))
    Assignment.objects.update(until=date(2026, 7, 31))
    assert [old for *_, old in told(held.pk, "accounts_assignment")] == [{"until": "2026-06-30"}, {"until": None}, None]


def test_an_update_that_changes_nothing_writes_nothing(boss):
    before = Entry.objects.count()
    User.objects.update(display_name="Ibu Rukmini")
    boss.save()
    assert Entry.objects.count() == before


def test_inserted_and_changed_and_deleted_in_one_act_is_told_in_order(boss):
    with acting("trial", by=boss):
        (ani,) = people("ani")
        User.objects.filter(pk=ani.pk).update(email="a@contoh.id")
        User.objects.filter(pk=ani.pk).delete()
    assert [op for op, *_ in told(ani.pk)] == ["D", "U", "I"]


def test_a_chosen_key_below_the_others_is_recorded(boss):
    (ani,) = people("ani")
    User.objects.filter(pk=ani.pk).delete()
    people("budi")
    with acting("restore", by=boss):
        User.objects.create(pk=ani.pk, username="ani")
    assert told(ani.pk)[0] == ("I", "restore", "boss", None)


def test_many_to_many_is_recorded(boss):
    group = boss.groups.model.objects.create(name="g")
    with acting("group", by=boss):
        boss.groups.add(group)
    assert Entry.objects.get(act__command="group").table_name == "accounts_user_groups"


def test_without_an_act_the_write_is_recorded_with_none(boss):
    assert told(boss.pk) == [("I", None, None, None)]


def test_after_an_act_nothing_carries_it(boss):
    with acting("one", by=boss):
        pass
    (ani,) = people("ani")
    assert told(ani.pk) == [("I", None, None, None)]


def test_the_owner_of_the_machine_is_no_user():
    with acting("setup", by=None, note="first day"):
        (ani,) = people("ani")
    assert told(ani.pk) == [("I", "setup", None, None)]
    assert Act.objects.get().note == "first day"


def test_an_inner_act_joins_the_outer(boss):
    with acting("outer", by=boss) as outer:
        with acting("inner", by=None) as inner:
            (ani,) = people("ani")
        (budi,) = people("budi")
    assert inner is outer
    assert told(ani.pk) == told(budi.pk) == [("I", "outer", "boss", None)]


def fail_within(act, write) -> None:
    with act:
        write()
        raise RuntimeError


def test_what_is_rolled_back_leaves_no_trace(boss):
    before = Entry.objects.count()
    with pytest.raises(RuntimeError):
        fail_within(acting("fails", by=boss), lambda: people("ani"))
    assert (Entry.objects.count(), Act.objects.count()) == (before, 0)
    (budi,) = people("budi")
    assert told(budi.pk) == [("I", None, None, None)]


def test_an_inner_failure_undoes_only_the_inner(boss):
    with acting("outer", by=boss):
        (ani,) = people("ani")
        with pytest.raises(RuntimeError):
            fail_within(acting("inner", by=boss), lambda: User.objects.filter(pk=ani.pk).update(email="lost"))
        (budi,) = people("budi")
    assert told(ani.pk) == told(budi.pk) == [("I", "outer", "boss", None)]


@pytest.mark.parametrize("model", [Act, Entry])
@pytest.mark.parametrize("write", [lambda rows: rows.update(at="2020-01-01T00:00Z"), lambda rows: rows._raw_delete("default")])
def test_the_trail_itself_refuses_changes(boss, model, write):
    with acting("one", by=boss):
        people("ani")
    before = list(model.objects.values())
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        write(model.objects.all())
    assert list(model.objects.values()) == before


def test_a_key_is_never_changed(boss):
    with pytest.raises(IntegrityError, match="key_fixed"), transaction.atomic():
        User.objects.filter(pk=boss.pk).update(id=boss.pk + 100)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE")
def test_truncate_is_refused(boss):
    with pytest.raises(IntegrityError, match="truncate"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no COPY")
def test_copy_is_recorded(boss):
    with acting("copy", by=boss), connection.cursor() as cursor:
        with cursor.copy("COPY auth_group(name) FROM STDIN") as rows:
            rows.write_row(["g"])
        group = boss.groups.model.objects.get()
        with cursor.copy("COPY accounts_user_groups(user_id, group_id) FROM STDIN") as rows:
            rows.write_row([boss.pk, group.pk])
    assert Entry.objects.get(act__command="copy").table_name == "accounts_user_groups"
