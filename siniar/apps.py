from django.apps import AppConfig


class SiniarConfig(AppConfig):
    name = "siniar"
    verbose_name = "Siniar"
