"""What a person may agree to, and how they may say so."""

from typing import Final, Literal

from shared.i18n import Text

Kind = Literal["personal_data", "photos", "news", "calls", "third_parties"]
Channel = Literal["paper", "bot", "web", "phone", "email"]

KINDS: Final[dict[Kind, Text]] = {
    "personal_data": Text(ru="обработка персональных данных", en="processing of personal data"),
    "photos": Text(ru="публикация фотографий", en="publication of photos"),
    "news": Text(ru="новости и рассылки", en="news and mailings"),
    "calls": Text(ru="звонки", en="phone calls"),
    "third_parties": Text(ru="передача данных партнёрам (страхование, льготы)", en="sharing with partners (insurance)"),
}
CHANNELS: Final[dict[Channel, Text]] = {
    "paper": Text(ru="на бумаге", en="on paper"),
    "bot": Text(ru="в боте", en="in the bot"),
    "web": Text(ru="на сайте", en="on the website"),
    "phone": Text(ru="по телефону", en="by phone"),
    "email": Text(ru="по электронной почте", en="by e-mail"),
}
