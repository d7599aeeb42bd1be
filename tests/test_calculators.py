"""Calculators: a result for numbers, a message for anything else, and what was typed stays."""

import pytest

from tests.pages import BREAD, Page

HYDRATION = f"{BREAD}calculators/hydration/"
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("synced_guide")


def test_it_starts_with_an_example(client):
    page = Page(client.get(HYDRATION))
    assert "70 % Ordinary bread." in page.text


@pytest.mark.parametrize(
    ("water", "flour", "result"),
    [
        ("250", "500", "50 % Stiff."),
        ("500", "500", "100 % Wet."),
        ("2,5", "5", "50 % Stiff."),
        (" 3e2 ", "500", "60 %"),
    ],
)
def test_numbers_give_a_result(client, water, flour, result):
    response = client.get(HYDRATION, {"water": water, "flour": flour})
    assert response.status_code == 200
    assert result in Page(response).text


def test_a_field_that_is_missing_has_its_example(client):
    assert "100 % Wet." in Page(client.get(HYDRATION, {"water": "500"})).text


@pytest.mark.parametrize("typed", ["", "much", "-1", "5001", "nan", "inf", "1e999", "0x10", "<b>", "\0"])
def test_anything_else_is_told_and_kept(client, typed):
    response = client.get(HYDRATION, {"water": typed, "flour": "400"})
    page = Page(response)
    assert response.status_code == 422
    assert "Water: Give a number from 0 to 5000." in page.text
    assert [own["value"] for tag, own in page.elements if own.get("name") in {"water", "flour"}] == [typed, "400"]


def test_a_message_belongs_to_its_field(client):
    page = Page(client.get(HYDRATION, {"water": "much"}))
    field = next(own for _, own in page.elements if own.get("name") == "water")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] in page.ids


def test_htmx_gets_the_form_alone(client):
    page = Page(client.get(HYDRATION, {"water": "250"}, headers=HTMX))
    assert page.ids[0] == "calculator-hydration"
    assert "main" not in page.ids
    assert "50 % Stiff." in page.text


def test_a_section_holds_the_form(client):
    page = Page(client.get(f"{BREAD}choosing/"))
    assert HYDRATION in page.values("action", "form")
    assert "70 % Ordinary bread." in page.text
