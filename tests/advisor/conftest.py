import pytest

from tests.advisor.bread_advisor import advisor_of
from tests.conftest import BREAD


@pytest.fixture(scope="session")
def bread_advisor():
    return advisor_of(BREAD)
