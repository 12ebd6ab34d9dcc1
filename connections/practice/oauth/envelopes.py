"""SOAP envelopes of the partner API, as far as a login needs them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
PARTNER = "urn:partner.soap.sforce.com"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
# More than any login; what is longer isn't read.
MAX_ENVELOPE = 65_536


class SoapFault(Exception):
    """A refusal. `code`: Salesforce's exception code, "" where SOAP itself is at fault."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message

    def xml(self) -> str:
        """As the body of the answer, whose status is 500."""
        if not self.code:
            return _envelope(
                f"<soapenv:Fault><faultcode>soapenv:Client</faultcode>"
                f"<faultstring>{escape(self.message)}</faultstring></soapenv:Fault>"
            )
        kind = "LoginFault" if self.code in _LOGIN_FAULTS else "UnexpectedErrorFault"
        message = escape(self.message)
        return _envelope(
            f"<soapenv:Fault><faultcode>sf:{self.code}</faultcode>"
            f"<faultstring>{self.code}: {message}</faultstring>"
            f'<detail><sf:{kind} xsi:type="sf:{kind}">'
            f"<sf:exceptionCode>{self.code}</sf:exceptionCode>"
            f"<sf:exceptionMessage>{message}</sf:exceptionMessage>"
            f"</sf:{kind}></detail></soapenv:Fault>",
            ' xmlns:sf="urn:fault.partner.soap.sforce.com"',
        )


_LOGIN_FAULTS = {
    "INVALID_LOGIN",
    "INVALID_OPERATION",
    "LOGIN_DURING_RESTRICTED_DOMAIN",
    "LOGIN_DURING_RESTRICTED_TIME",
    "ORG_LOCKED",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the operation, its arguments, the texts of the header, by local name."""

    operation: str
    arguments: Mapping[str, str]
    header: Mapping[str, str]


def read(body: bytes) -> Request:
    """The request in an envelope. Raises SoapFault when there is none."""
    # A document type could name entities that grow without end; no client sends one.
    if len(body) > MAX_ENVELOPE or b"<!DOCTYPE" in body or b"\0" in body:
        raise SoapFault("", "The request is no SOAP envelope of a login")
    try:
        root = ElementTree.fromstring(body.strip())  # noqa: S314 - no document type, see above
    except ElementTree.ParseError as malformed:
        raise SoapFault("", f"Unable to parse the request: {malformed}") from malformed
    inner = root.find(f"{{{_SOAP}}}Body")
    asked = next(iter(inner), None) if inner is not None else None
    if asked is None:
        raise SoapFault("", "The SOAP envelope has no body")
    space, _, name = asked.tag.removeprefix("{").partition("}")
    if space != PARTNER:
        raise SoapFault("", f"No operation available for request {{{space}}}{name}")
    header = root.find(f"{{{_SOAP}}}Header")
    return Request(name, _texts(asked), _texts(header) if header is not None else {})


def _texts(element: ElementTree.Element) -> dict[str, str]:
    return {
        one.tag.rpartition("}")[2]: one.text or "" for one in element.iter() if one is not element
    }


def answered(operation: str, result: Mapping[str, object]) -> str:
    """The answer to an operation. `result`: elements in order, nested ones as mappings."""
    inner = f"<result>{_elements(result)}</result>" if result else ""
    return _envelope(f"<{operation}Response>{inner}</{operation}Response>", f' xmlns="{PARTNER}"')


def _elements(values: Mapping[str, object]) -> str:
    return "".join(_element(name, value) for name, value in values.items())


def _element(name: str, value: object) -> str:
    if value is None:
        return f'<{name} xsi:nil="true"/>'
    if isinstance(value, Mapping):
        return f"<{name}>{_elements(value)}</{name}>"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(text)}</{name}>"


def _envelope(body: str, spaces: str = "") -> str:
    return (
        f'{_HEAD}<soapenv:Envelope xmlns:soapenv="{_SOAP}" xmlns:xsi="{_INSTANCE}"{spaces}>'
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )
