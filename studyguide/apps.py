from django.apps import AppConfig


class StudyGuideConfig(AppConfig):
    name = "studyguide"
    verbose_name = "Guides"
