"""What a monitor asks."""

import pytest


@pytest.mark.django_db
def test_a_process_that_reaches_its_database_is_well(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert response.content == b"ok"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_asking_changes_nothing(client):
    assert client.post("/healthz").status_code == 405
    assert client.trace("/healthz").status_code == 405
