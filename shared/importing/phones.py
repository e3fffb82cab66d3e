"""Phone numbers in any shape -> E.164 («+79757314326»)."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, ValidationResult

from shared.importing.cells import Cell, CellProblem, Parser, shown, written
from shared.importing.normalise import is_blank

_SEPARATORS = re.compile(r"[,;/\n\r]|\s+(?:и|или|and|or)\s+")
_DIGIT = re.compile(r"\d")
_MOST_DIGITS = 15  # E.164


def phone(region: str = "RU") -> Parser:
    """A parser to E.164; `region` (ISO 3166) is the country of numbers written without a country code.

    A number is refused for its length, not for its prefix: prefixes are handed out faster than tables learn of them. Of
    several numbers in a cell the first is kept and the problem listed; a number without its area code is a problem.
    """

    def parse(cell: Cell) -> str | None:
        value = cell if isinstance(cell, str) else written(cell)
        if is_blank(written(value)):
            return None
        numbers = [_read(part, region) for part in _split(value, region)]
        readable = [number for number in numbers if number is not None]
        if not readable or numbers[0] is None:
            raise CellProblem("phone_unreadable", value=shown(cell))
        first = phonenumbers.format_number(readable[0], phonenumbers.PhoneNumberFormat.E164)
        if len(numbers) > 1:
            raise CellProblem("several_phones", kept=first, value=first)
        if readable[0].extension:
            raise CellProblem("phone_extension", kept=first, value=first)
        return first

    return parse


def _split(value: str, region: str) -> list[str]:
    parts = [part for part in _SEPARATORS.split(value) if _DIGIT.search(part)]
    if len(parts) > 1 or len(_DIGIT.findall(value)) <= _MOST_DIGITS:
        return parts or [value]
    found = [str(match.raw_string) for match in phonenumbers.PhoneNumberMatcher(value, region)]
    return found or [value]


def _read(value: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return number if possible and not _lost_a_digit(value, number, region) else None


def _lost_a_digit(value: str, number: PhoneNumber, region: str) -> bool:
    """«8 975 731-43-2» has the ten digits of a Russian number, but its 8 is the prefix: one digit is lost."""
    digits = phonenumbers.normalize_digits_only(value)
    if "+" in value or digits != phonenumbers.national_significant_number(number):
        return False
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    prefixes = (str(number.country_code), metadata.national_prefix if metadata else None)
    return digits.startswith(tuple(p for p in prefixes if p)) and not phonenumbers.is_valid_number(number)
