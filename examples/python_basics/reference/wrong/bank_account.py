"""Known wrong answers, each with one slip; `tasks/bank_account.yaml` says which checks catch it."""
# ruff: noqa: D102, RUF012


class InsufficientFunds(Exception):
    """There is not enough on an account."""


class _Account:
    def __init__(self, owner, balance=0):
        self.owner, self.balance, self.events = owner, balance, []

    def deposit(self, amount):
        self.require_amount(amount)
        self.balance += amount
        self.events.append(("deposit", amount))
        return self.balance

    def withdraw(self, amount):
        self.require_amount(amount)
        self.require_enough(amount)
        self.balance -= amount
        self.events.append(("withdraw", amount))
        return self.balance

    def transfer(self, other, amount):
        self.withdraw(amount)
        other.deposit(amount)

    def history(self):
        return list(self.events)

    def require_amount(self, amount):
        if amount <= 0:
            raise ValueError

    def require_enough(self, amount):
        if amount > self.balance:
            raise InsufficientFunds


class BankAccount_keeps_a_cent(_Account):
    """Refuse to take off everything."""

    def require_enough(self, amount):
        if amount >= self.balance:
            raise InsufficientFunds


class BankAccount_overdraft(_Account):
    """Take off more than there is."""

    def require_enough(self, amount):
        pass


class BankAccount_value_error(_Account):
    """Raise another exception."""

    def require_enough(self, amount):
        if amount > self.balance:
            raise ValueError("not enough")


class BankAccount_negative_amounts(_Account):
    """Accept any amount."""

    def require_amount(self, amount):
        pass


class BankAccount_shared_history(_Account):
    """Keep the history in the class."""

    shared = []

    def __init__(self, owner, balance=0):
        self.owner, self.balance, self.events = owner, balance, self.shared


class BankAccount_unnoted_transfer(_Account):
    """Move the money and write nothing down."""

    def transfer(self, other, amount):
        self.require_amount(amount)
        self.require_enough(amount)
        self.balance -= amount
        other.balance += amount


class BankAccount_early_transfer(_Account):
    """Give before it looks."""

    def transfer(self, other, amount):
        other.deposit(amount)
        self.withdraw(amount)


class BankAccount_returns_nothing(_Account):
    """Forget to return."""

    def deposit(self, amount):
        super().deposit(amount)

    def withdraw(self, amount):
        super().withdraw(amount)
