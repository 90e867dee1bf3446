"""Joins this app to Wagtail's admin."""

from wagtail import hooks

from transcripts.desk.urls import addresses

hooks.register("register_admin_urls", addresses)
