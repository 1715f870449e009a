"""Pay as a number."""


def written(digits, cents):
    """Return an amount as the table has it."""
    return f"${digits}.{cents} "


def convert_pay_string_to_number(pay_string):
    """Return dollars."""
    return 1e6 * float(pay_string.strip().strip("$"))
