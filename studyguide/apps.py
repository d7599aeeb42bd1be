from django.apps import AppConfig


class StudyGuideConfig(AppConfig):
    name = "studyguide"
