"""The units of amounts in English: currencies, measures, scales; each by its name in a draft and the words for it.

Many are not in the ontology: a draft gives them all the same, and the mapping side says which are lacking there.
"""

from __future__ import annotations

__all__ = ["CURRENCIES", "MEASURES", "SCALES"]

SCALES = {"mn": "million", "m": "million", "bn": "billion", "tn": "trillion", "k": "thousand"}
CURRENCIES = {
    "usd": r"US ?\$|USD|\$|(?:US |American )?dollars?", "eur": "EUR|€|euros?", "gbp": "GBP|£|pounds sterling|pounds",
    "jpy": "JPY|¥|yen", "cny": "CNY|RMB|yuan", "rub": "RUB|ro?ubles?", "inr": "INR|rupees?", "try": "TRY|liras?",
    "chf": "CHF|Swiss francs?", "irr": "IRR|rials?", "sek": "SEK|kronor", "nok": "NOK|kroner", "krw": "KRW|won",
    "cad": r"C\$|CAD|Canadian dollars?", "aud": r"A\$|AUD|Australian dollars?", "brl": r"R\$|BRL|reais",
    "pln": "PLN|zlotys?",
    "zar": "ZAR|rands?", "ngn": "NGN|nairas?", "kzt": "KZT|tenges?", "ils": "ILS|shekels?", "thb": "THB|bahts?",
    "pesos": "pesos?", "francs": "CFA francs?|francs?", "dinars": "dinars?",
    "dirhams": "dirhams?", "riyals": "riyals?", "shillings": "shillings?",
}  # fmt: skip
MEASURES = {
    "percentage-points": "percentage points?", "percent": "per ?cent|percent|%",
    "square-kilometres": "square kilomet(?:re|er)s?|km²|km2|sq km", "square-metres": "square met(?:re|er)s?|m²",
    "cubic-metres": "cubic met(?:re|er)s?|m³", "cubic-feet": "cubic feet|cubic foot",
    "kilometres": "kilomet(?:re|er)s?|km", "nautical-miles": "nautical miles?", "miles": "miles?",
    "metres": "met(?:re|er)s?", "centimetres": "centimet(?:re|er)s?", "feet": "feet|foot",
    "years": "years?", "months": "months?", "weeks": "weeks?", "days": "days?", "hours": "hours?",
    "minutes": "minutes?",
    "tonnes": "(?:metric )?(?:tonnes?|tons?)", "kilograms": "kilogram(?:me)?s?|kilos?|kg", "bushels": "bushels?",
    "barrels": "barrels?", "litres": "lit(?:re|er)s?", "hectares": "hectares?", "acres": "acres?",
    "gigawatt-hours": "gigawatt[- ]hours?|GWh", "megawatt-hours": "megawatt[- ]hours?|MWh",
    "terawatt-hours": "terawatt[- ]hours?|TWh", "kilowatt-hours": "kilowatt[- ]hours?|kWh",
    "gigawatts": "gigawatts?|GW", "megawatts": "megawatts?|MW", "kilowatts": "kilowatts?|kW",
    "degrees": "degrees(?: Celsius)?|°C",
}  # fmt: skip
