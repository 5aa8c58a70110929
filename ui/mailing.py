"""Sending mail by the SMTP server of the settings; a connection is opened for one batch and closed after it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from corpus.errors import CorpusError, PuljesporError
from corpus.settings import Settings

_TIMEOUT_S = 20.0
_SECURITIES = ("starttls", "tls", "none")


class MailError(PuljesporError):
    """A mail could not be sent; the address is not part of the message."""


def can_mail(settings: Settings) -> bool:
    """Tell whether a mail server, a sender and our own address are set."""
    return bool(settings.smtp_host and settings.mail_from and settings.public_url)


class Mailer:
    """An open connection to the mail server."""

    def __init__(self, connection: smtplib.SMTP, sender: str) -> None:
        self._connection = connection
        self._sender = sender

    def send(self, to: str, subject: str, text: str, headers: Mapping[str, str] | None = None) -> None:
        """Send one mail in plain text.

        Raises:
            MailError: the server did not take it.
        """
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = to
        message["Subject"] = " ".join(subject.split())[:150]
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2].strip("> ") or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        for name, value in (headers or {}).items():
            message[name] = value
        message.set_content(text)
        try:
            self._connection.send_message(message)
        except (smtplib.SMTPException, OSError) as exc:
            raise MailError(f"the mail server refused a mail ({type(exc).__name__}).") from None


@contextmanager
def open_mailer(settings: Settings) -> Iterator[Mailer]:
    """Open a connection to the mail server of the settings.

    Raises:
        CorpusError: none is set, or `smtp_security` is unknown.
        MailError: it cannot be reached, or refuses us.
    """
    if not can_mail(settings):
        names = "smtp_host, mail_from and public_url"
        raise CorpusError("no mail server is set.", remedy=f"Set {names} (PULJESPOR_SMTP_HOST and so on).")
    if settings.smtp_security not in _SECURITIES:
        raise CorpusError(
            f"smtp_security is {settings.smtp_security!r}.", remedy=f"Use one of {', '.join(_SECURITIES)}."
        )
    try:
        connection = _connected(settings)
    except (smtplib.SMTPException, OSError) as exc:
        where = f"{settings.smtp_host}:{settings.smtp_port}"
        raise MailError(f"the mail server {where} cannot be used ({type(exc).__name__}).") from exc
    try:
        yield Mailer(connection, settings.mail_from)
    finally:
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()


def _connected(settings: Settings) -> smtplib.SMTP:
    where = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=_TIMEOUT_S, context=ssl.create_default_context())
    else:
        connection = smtplib.SMTP(*where, timeout=_TIMEOUT_S)
        if settings.smtp_security == "starttls":
            connection.starttls(context=ssl.create_default_context())
    if settings.smtp_user:
        connection.login(settings.smtp_user, settings.smtp_password)
    return connection
