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


class BankAccount(_Account):

    def transfer(self, other, amount):
        other.deposit(amount)
        self.withdraw(amount)
