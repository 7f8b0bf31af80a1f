"""Composition root of HTTP: mounts the apps and hands each what it needs from its neighbours."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
]
