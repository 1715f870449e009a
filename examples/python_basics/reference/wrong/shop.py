"""Known wrong answers, each with one slip; `tasks/shop.yaml` says which checks catch it."""


def _receipt(cost_of, form, thanks):
    total = 0
    while (line := input()) != "end":
        name, pieces, price = line.split()
        cost = cost_of(int(pieces), int(price))
        total += cost
        print(f"{name}: {form(cost)}")
    print(f"Total: {form(total)}")
    if thanks(total):
        print("Thank you!")


def receipt_one_piece():
    """Forget the number of pieces."""
    _receipt(lambda pieces, price: price, lambda cents: f"{cents / 100:.2f}", lambda total: total >= 2000)


def receipt_in_cents():
    """Print cents."""
    _receipt(lambda pieces, price: pieces * price, str, lambda total: total >= 2000)


def receipt_short_numbers():
    """Print as few decimals as there are."""
    _receipt(lambda pieces, price: pieces * price, lambda cents: str(cents / 100), lambda total: total >= 2000)


def receipt_above_twenty():
    """Ask for more than 20 euros."""
    _receipt(lambda pieces, price: pieces * price, lambda cents: f"{cents / 100:.2f}", lambda total: total > 2000)
