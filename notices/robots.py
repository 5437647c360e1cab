"""How the robots of groups are spoken to: from an address in ROBOTS and a text to what is posted where.

An address is what the group shows, https://…, where ``&secret=`` may follow for signatures, or shorter:

    wecombot://KEY               WeCom (企业微信)
    dingtalk://SECRET@TOKEN      DingTalk (钉钉); without ``SECRET@`` nothing is signed
    feishu://SECRET@TOKEN        Feishu (飞书), the same
    jsons://HOST/PATH            a server of the factory's own, which is told {"message": …}; json:// without TLS

Of what is pasted only the token and the secret are used, so nothing is posted to a host that is not named here.
"""

import base64
import hmac
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
DINGTALK = "https://oapi.dingtalk.com/robot/send"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook"

OWN = {"json": "http", "jsons": "https"}


class Message(NamedTuple):
    """What is posted as JSON, and where; the address is a secret."""

    url: str
    content: dict[str, object]


def message(address: str, text: str, at: float) -> Message | None:
    """What to post to an address at a moment, in seconds since 1970; None where it is no robot's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in OWN and parts.netloc:
        return Message(parts._replace(scheme=OWN[parts.scheme]).geturl(), {"message": text})
    known = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    secret, _, token = map(unquote, parts.netloc.rpartition("@"))
    pasted = {
        "qyapi.weixin.qq.com": ("wecombot", known.get("key", "")),
        "oapi.dingtalk.com": ("dingtalk", known.get("access_token", "")),
        "open.feishu.cn": ("feishu", unquote(parts.path.rstrip("/").rpartition("/")[2])),
    }
    kind = parts.scheme
    if kind in {"https", "http"}:
        kind, token = pasted.get(token.lower(), ("", ""))
    if kind not in KINDS or not token:
        return None
    return KINDS[kind](token, secret or known.get("secret", ""), text, at)


def wecom(token: str, secret: str, text: str, at: float) -> Message:
    return Message(f"{WECOM}?{urlencode({'key': token})}", {"msgtype": "text", "text": {"content": text}})


def dingtalk(token: str, secret: str, text: str, at: float) -> Message:
    """Signed in the address: by milliseconds, with the secret as the key."""
    query = {"access_token": token}
    if secret:
        moment = str(round(at * 1000))
        query |= {"timestamp": moment, "sign": signature(secret, f"{moment}\n{secret}")}
    return Message(f"{DINGTALK}?{urlencode(query)}", {"msgtype": "text", "text": {"content": text}})


def feishu(token: str, secret: str, text: str, at: float) -> Message:
    """Signed in the message: by seconds, with moment and secret as the key of nothing."""
    content: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        moment = str(int(at))
        content |= {"timestamp": moment, "sign": signature(f"{moment}\n{secret}", "")}
    return Message(f"{FEISHU}/{quote(token, safe='')}", content)


KINDS = {"wecombot": wecom, "dingtalk": dingtalk, "feishu": feishu}


def signature(key: str, message: str) -> str:
    """HMAC with SHA-256, as Base64."""
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), "sha256")).decode()
