class InsufficientFunds(Exception):
    """There is not enough on an account."""


class BankAccount:

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
