"""A notice as an e-mail: the plain text, and beside it a page with tables."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid
from pathlib import Path

from healthkpi.notices import _lines as lines
from healthkpi.notices._notice import Notice
from healthkpi.text import Language, Text

PAGE = "mail.html"
HEADS = (
    Text("指标", "Indicator"),
    Text("完成值", "Value"),
    Text("目标", "Target"),
    Text("期限", "Date"),
    Text("差额", "Gap"),
    Text("逾期", "Overdue"),
    Text("说明", "Remarks"),
)


def mail_of(notice: Notice, language: Language, sender: Address, to: Sequence[Address]) -> EmailMessage:
    """Ready to be sent, in signs of seven bits, whatever the server can take."""
    mail = EmailMessage(SMTP)
    mail["Subject"] = notice.title.say(language)
    mail["From"] = sender
    mail["To"] = tuple(to)
    mail["Date"] = localtime()
    mail["Message-ID"] = make_msgid("healthkpi", domain=sender.domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
    mail.set_content(lines.plain_text(notice, language), cte="base64")
    mail.add_alternative(html_of(notice, language), subtype="html", cte="base64")
    return mail


def html_of(notice: Notice, language: Language) -> str:
    """Every word is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(PAGE).render(
        notice=notice,
        language=language,
        heads=[head.say(language) for head in HEADS],
        name_of=lambda told: lines.return_name(told, language),
        overdue=lambda shortfall: (
            lines.days_said(shortfall.overdue).say(language) if shortfall.overdue else ""
        ),
        more=lambda count: lines.MORE.format(count=count).say(language),
        new=lines.NEW.say(language),
        failed=lines.FAILED.say(language),
        see=lines.see_line(notice, language),
        is_web=(notice.link or "").startswith(("https://", "http://")),
        most_shortfalls=lines.MOST_SHORTFALLS,
        most_failed=lines.MOST_FAILED,
    )
