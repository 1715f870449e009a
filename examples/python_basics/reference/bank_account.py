"""The right answers to the task `bank_account`, for the judge alone."""


class InsufficientFunds(Exception):
    """There is not enough on an account."""


class BankAccount:
    """An account with a history."""

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self._history = []

    def _change(self, kind, amount, sign):
        if amount <= 0:
            raise ValueError("an amount is above 0")
        if self.balance + sign * amount < 0:
            raise InsufficientFunds(f"{self.balance} are not enough for {amount}")
        self.balance += sign * amount
        self._history.append((kind, amount))
        return self.balance

    def deposit(self, amount):
        """Add to the balance."""
        return self._change("deposit", amount, 1)

    def withdraw(self, amount):
        """Take from the balance."""
        return self._change("withdraw", amount, -1)

    def transfer(self, other, amount):
        """Move an amount to another account."""
        self.withdraw(amount)
        other.deposit(amount)

    def history(self):
        """Return what happened."""
        return list(self._history)


def text(value):
    """Return a text."""
    return value


def number(value):
    """Return a whole number."""
    return value


def event(kind, amount):
    """Return a history of one event."""
    return [(kind, amount)]
