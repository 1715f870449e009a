"""Known wrong solutions."""


def convert_pay_string_to_number_in_millions(pay_string):
    """Leave the millions."""
    return float(pay_string.strip().strip("$"))
