"""Sessions in the database, each fetched together with the account that is signed in there.

One query answers who is asking, what their learner is, and whether the session still holds. It does not once the
account is disabled or has another password: so nothing that a session opens outlives those, whether or not a page
looks at `request.user`.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from studyguide.models import Session


class SessionStore(DatabaseStore):
    """The name is the one that Django looks for."""

    _user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @property
    def user(self) -> User | None:
        """Whose session this is, with `learner`; None for a guest. Costs no query but the session's own."""
        key = self.get(USER_KEY)
        if key is None:
            return None
        if self._user is None or str(self._user.pk) != key:  # signed in by this very request
            self._user = User.objects.select_related("learner").filter(pk=key).first()
        return self._user

    def load(self) -> dict[str, Any]:
        found = Session.objects.live(self.session_key, timezone.now())
        contents = self.decode(found.session_data) if found else {}
        user = found.account if found else None
        if found is None or not _holds(contents, user):
            self._session_key = None  # it stays this way: a new session never takes over the old one's key
            return {}
        self._user = user
        return contents

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made: Session = super().create_model_instance(data)  # type: ignore[assignment]
        made.user_id = data.get(USER_KEY)
        return made


def _holds(contents: Mapping[str, Any], user: User | None) -> bool:
    """Whether a session is a guest's, or that of an account that may still sign in with the same password."""
    key = contents.get(USER_KEY)
    if key is None:
        return True
    if user is None or str(user.pk) != key or not user.is_active:
        return False
    return constant_time_compare(contents.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
