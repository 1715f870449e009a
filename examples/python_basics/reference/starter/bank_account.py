"""A bank account (Week 9). What is asked stands in statements/bank_account.md."""


class BankAccount:
    """The class that the task asks for."""

    def __init__(self, owner, balance=0):
        """Make a new one."""
        raise NotImplementedError("not written yet")

    def deposit(self, amount):
        """Return what the task asks for: a whole number."""
        raise NotImplementedError("not written yet")

    def withdraw(self, amount):
        """Return what the task asks for: a whole number."""
        raise NotImplementedError("not written yet")

    def transfer(self, other, amount):
        """Return what the task asks for: None."""
        raise NotImplementedError("not written yet")

    def history(self):
        """Return what the task asks for: a list."""
        raise NotImplementedError("not written yet")
