"""What instructors do to questions and quizzes, without the pages they do it on."""

from typing import Any

from quiz.checking import checked
from quiz.models import Question, Quiz
from studyguide.models import Guide
from tests.conftest import NOW, GuideFolder


class Instructor:
    """Writes and publishes on the guide in `folder`."""

    def __init__(self, folder: GuideFolder) -> None:
        self.folder = folder

    @property
    def guide(self) -> Guide:
        return Guide.objects.get(slug=self.folder.path.name)

    def question(self, slug: str) -> Question:
        return Question.objects.select_related("current_version").get(slug=slug)

    def write(self, slug: str, **change: Any) -> Question:
        """Save a draft; a field that is None goes."""
        question = Question.objects.filter(slug=slug).first() or Question(guide=self.guide, slug=slug)
        source = {**question.source, "id": slug, **change}
        question.save_draft({name: value for name, value in source.items() if value is not None})
        return question

    def publish(self, slug: str, **change: Any) -> Question:
        question = self.write(slug, **change)
        found = checked(self.folder.path, question.source, {})
        assert found.document is not None, found.mistakes
        question.publish(found.document, NOW, question.source)
        return question

    def retire(self, slug: str) -> None:
        self.question(slug).retire()

    def change_quiz(self, slug: str, **columns: Any) -> None:
        Quiz.objects.filter(slug=slug).update(**columns)

    def new_quiz(self, slug: str, **columns: Any) -> Quiz:
        usual = {"title": slug.title(), "summary": "A few.", "mode": "practice", "rule": {"count": 2}, "position": 99}
        return Quiz.objects.create(guide=self.guide, slug=slug, **usual | columns)
