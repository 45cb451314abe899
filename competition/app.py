"""The application: settings in, Flask application out. The only module that knows every other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from competition import jobs, storage
from competition.models import db, sealed
from competition.models.base import configure_sqlite, let_go
from competition.web import (
    api,
    certificates,
    compression,
    contestants,
    demonstration,
    errors,
    headers,
    i18n,
    judges,
    limits,
    organisers,
    pages,
    public,
    signin,
)
from competition.web.account import own as own_account
from competition.web.incoming import bodies, sessions
from competition.web.watching import figures, health, logging
from config import Settings, load, make_private

HERE = Path(__file__).parent
UPLOAD_BYTES = 32 * 1024 * 1024
CONNECTIONS = 20


def create_app(settings: Settings | None = None) -> Flask:
    """The application; ``settings`` default to the environment's. Raises SettingsError."""
    settings = settings or load()
    app = Flask(
        "competition", template_folder=str(_templates()), static_folder=str(HERE / "web/static")
    )
    app.config.update(_options(settings))
    app.extensions["settings"] = settings
    sealed.use(_keyring(settings), again=None if settings.testing else lambda: _keyring(load()))
    storage.use(storage.from_url(settings.storage_url, settings.home))
    _database(app, settings)
    jobs.init_app(app)
    _web(app, settings)
    _watching(app, settings)
    return app


def _keyring(settings: Settings) -> sealed.Keyring:
    return sealed.Keyring(tuple(settings.field_key.split(",")))


def _templates() -> Path:
    """The templates: beside the package in a checkout, inside it when installed."""
    installed = HERE / "_templates"
    return installed if installed.is_dir() else HERE.parent / "templates"


def _options(settings: Settings) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _pool(settings.database_url),
        "TESTING": settings.testing,
        "LOCALE": settings.locale,
        "BASE_URL": settings.base_url,
        "TRUSTED_HOSTS": [urlsplit(settings.base_url).hostname, "127.0.0.1", "localhost"],
        "MAX_CONTENT_LENGTH": UPLOAD_BYTES,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=16),
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,  # each process for itself
        "BABEL_TRANSLATION_DIRECTORIES": str(HERE / "translations"),
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
    }


def _pool(database_url: str) -> dict[str, object]:
    """As many connections as threads, looked at before use; none to pool in a memory of our own."""
    if database_url in {"sqlite://", "sqlite:///:memory:"}:
        return {"hide_parameters": True}
    return {
        "hide_parameters": True,
        "pool_size": CONNECTIONS,
        "max_overflow": CONNECTIONS,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5} if database_url.startswith("postgres") else {},
    }


def _database(app: Flask, settings: Settings) -> None:
    make_private(settings.home)
    db.init_app(app)
    app.teardown_appcontext(let_go)  # before the library's own, which would raise
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            configure_sqlite(db.engine)


def _web(app: Flask, settings: Settings) -> None:
    bodies.init_app(app)
    CSRFProtect(app)
    sessions.init_app(app)  # before the sign-in, which asks who is signed in
    signin.init_app(app, settings)
    limits.limiter.init_app(app)
    i18n.babel.init_app(app, locale_selector=i18n.locale)
    headers.init_app(app)
    compression.init_app(app)
    errors.init_app(app)
    pages.init_app(app)
    certificates.init_app(app)
    for part in (public, judges, organisers, contestants, health):
        app.register_blueprint(part.blueprint)
    own_account.init_app(app)
    demonstration.init_app(app)
    limits.limit_sign_in(app)
    api.init_app(app)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask documents it


def _watching(app: Flask, settings: Settings) -> None:
    logging.init_app(app, settings)
    figures.init_app(app)
    with app.app_context():
        logging.watch(db.engine, app, settings)
