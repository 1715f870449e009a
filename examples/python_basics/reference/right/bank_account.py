"""Other right answers, as students write them."""


class InsufficientFunds(Exception):
    """There is not enough on an account."""


class BankAccount_plain:
    """Write every method out."""

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.events = []

    def deposit(self, amount):
        """Add."""
        if amount <= 0:
            raise ValueError
        self.balance = self.balance + amount
        self.events.append(("deposit", amount))
        return self.balance

    def withdraw(self, amount):
        """Look, and take off."""
        if amount <= 0:
            raise ValueError("not an amount")
        if amount > self.balance:
            raise InsufficientFunds
        self.balance = self.balance - amount
        self.events.append(("withdraw", amount))
        return self.balance

    def transfer(self, other, amount):
        """Use both."""
        self.withdraw(amount)
        other.deposit(amount)

    def history(self):
        """Copy."""
        return self.events[:]


class BankAccount_property:
    """Compute the balance from the history."""

    def __init__(self, owner, balance=0):
        self.owner, self._start, self._events = owner, balance, ()

    @property
    def balance(self):
        """Sum up."""
        return self._start + sum(amount if kind == "deposit" else -amount for kind, amount in self._events)

    def deposit(self, amount):
        """Add an event."""
        if not amount > 0:
            raise ValueError("amounts are positive")
        self._events += (("deposit", amount),)
        return self.balance

    def withdraw(self, amount):
        """Add an event."""
        if not amount > 0:
            raise ValueError("amounts are positive")
        if self.balance < amount:
            raise InsufficientFunds("too little")
        self._events += (("withdraw", amount),)
        return self.balance

    def transfer(self, other, amount):
        """Use both."""
        self.withdraw(amount)
        other.deposit(amount)

    def history(self):
        """List the events."""
        return list(self._events)
