"""The right answers to the task `shop`, for the judge alone."""


def receipt():
    """Read what is bought and print the receipt."""
    total = 0
    while (line := input()) != "end":
        name, pieces, price = line.split()
        cost = int(pieces) * int(price)
        total += cost
        print(f"{name}: {cost / 100:.2f}")
    print(f"Total: {total / 100:.2f}")
    if total >= 2000:
        print("Thank you!")


def typed(items):
    """Return the lines that somebody types: the input of a check."""
    return [*(f"{name} {pieces} {price}" for name, pieces, price in items), "end"]


def printed(items):
    """Return what should be printed."""
    lines = [f"{name}: {pieces * price / 100:.2f}" for name, pieces, price in items]
    cents = sum(pieces * price for _, pieces, price in items)
    return "\n".join([*lines, f"Total: {cents / 100:.2f}", *(["Thank you!"] if cents >= 2000 else [])])


def total(items):
    """Return the sum in euros."""
    return sum(pieces * price for _, pieces, price in items) / 100


def last(numbers):
    """Return the last number of a text; -1 where there is none."""
    return float(numbers[-1]) if len(numbers) else -1.0
