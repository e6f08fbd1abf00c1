"""What the pages are compared with: an empty view, a bare view behind all middleware, and the reference page.

The reference page is the straightforward page of an application like this one: session, sign-in, four queries, 12 KB
of template with a date in every row. It uses no template, tag or rule of the house, so that it stays what it is.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path

from mentoring.urls import urlpatterns as pages_of_the_house
from people.models import User
from programmes.models import Group
from sessions.models import Homework, Meeting

ROWS = 20
_LIST = """
<section aria-labelledby="{name}"><h2 id="{name}">{{% translate "{title}" %}}</h2><ul>{{% for row in {name} %}}
<li><strong>{{{{ row }}}}</strong>
<time datetime="{{{{ row.{when}|date:'c' }}}}">{{{{ row.{when}|date:"D j F Y, H:i" }}}}</time>
{{% if row.{more} %}}<span class="row__more">{{{{ row.{more} }}}}</span>{{% else %}}{{% translate "none" %}}{{% endif %}}
</li>{{% endfor %}}</ul></section>"""
PAGE = f"""{{% load i18n %}}<!DOCTYPE html>
<html lang="{{{{ language }}}}"><head><meta charset="utf-8"><title>{{{{ group }}}}</title></head>
<body><header><p>{{% blocktranslate with name=user.name %}}Hello {{{{ name }}}}{{% endblocktranslate %}}</p></header>
<main><h1>{{{{ group }}}}</h1><p>{{{{ group.programme.starts_on|date:"j F Y" }}}}</p>
{_LIST.format(name="meetings", title="Sessions", when="starts_at", more="keeper.name")}
{_LIST.format(name="homework", title="Homework", when="meeting.starts_at", more="meeting.topic")}
{_LIST.format(name="people", title="People", when="date_joined", more="email")}
</main></body></html>"""


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("ok")


def bare(request: HttpRequest) -> HttpResponse:
    """Nothing, for everybody, behind all middleware of the house."""
    return HttpResponse("ok")


def bare_signed_in(request: HttpRequest) -> HttpResponse:
    """Nothing, for who is signed in: session and account are loaded by the middleware."""
    return HttpResponse("ok")


def reference(request: HttpRequest) -> HttpResponse:
    """Session, sign-in, four queries, 12 KB of template."""
    context = {
        "user": request.user,
        "language": "en",
        "group": Group.objects.select_related("programme").order_by("pk")[0],
        "meetings": Meeting.objects.select_related("keeper").order_by("pk")[:ROWS],
        "homework": Homework.objects.select_related("meeting").order_by("pk")[:ROWS],
        "people": User.objects.order_by("pk")[:ROWS],
    }
    return HttpResponse(_page.render(Context(context)))


_page = Template(PAGE)
urlpatterns = [
    path("benchmark/empty", login_not_required(empty)),
    path("benchmark/bare", login_not_required(bare)),
    path("benchmark/bare-signed-in", bare_signed_in),
    path("benchmark/reference", reference),
    path("", include(pages_of_the_house)),
]
