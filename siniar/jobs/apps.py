from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "siniar.jobs"
    label = "jobs"
