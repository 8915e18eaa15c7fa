"""What every test stands on: a database of its own with all places in it, and a folder of its own for received files."""

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The places are there once for the whole session: they are the country's, and no test changes them."""
    from payung.places.actions import load_places

    with django_db_blocker.unblock():
        load_places(by=None)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """No test writes into the folder of the person who runs it."""
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
