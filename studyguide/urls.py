from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from studyguide import advisor_views, health_views, views

guide_urls: list[URLPattern | URLResolver] = [
    path("", views.guide_home, name="guide_home"),
    path("glossary/", views.glossary, name="glossary"),
    path("compare/", views.comparisons, name="comparisons"),
    path("compare/<slug:table_slug>/", views.comparison, name="comparison"),
    path("decide/", views.decide, name="decide"),
    path("advisor/", advisor_views.advisor, name="advisor"),
    path("calculators/<slug:name>/", views.calculator, name="calculator"),
    path("sources/", views.sources, name="sources"),
    path("print/", views.print_guide, name="print_guide"),
    # Before the quiz's addresses: a section may be called `checkpoints`, and is marked as read like any other.
    path("<slug:section_slug>/read-form/", views.read_form, name="read_form"),
    path("<slug:section_slug>/read/", views.mark_read, name="mark_read"),
    path("<slug:section_slug>/unread/", views.mark_unread, name="mark_unread"),
    path("", include("quiz.guide_urls")),
    path("<slug:section_slug>/", views.section, name="section"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", RedirectView.as_view(pattern_name="home")),  # for somebody who shortens an address
    path("guides/<slug:guide_slug>/", include(guide_urls)),
    path("search/", views.search, name="search"),
    path("progress/", views.my_progress, name="my_progress"),
    path("", include("quiz.urls")),
    path("accounts/", include("studyguide.accounts.urls")),
    path("admin/statistics/", include("quiz.statistics_urls")),
    path("admin/", admin.site.urls),
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
]

handler404 = "studyguide.views.page_not_found"
handler500 = "studyguide.health_views.server_error"
