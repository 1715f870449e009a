"""Other right answers, as students write them."""

import sys


def receipt_lines():
    """Read everything first."""
    bought = []
    for line in sys.stdin:
        words = line.split()
        if words == ["end"]:
            break
        bought.append((words[0], int(words[1]) * int(words[2])))
    for name, cost in bought:
        print(name + ": " + format(cost / 100, ".2f"))
    total = sum(cost for _, cost in bought)
    print("Total:", format(total / 100, ".2f"))
    if total / 100 >= 20:
        print("Thank you!")


def receipt_with_euros():
    """Print euros and cents by themselves."""
    total = 0
    line = input()
    while line.strip() != "end":
        name, pieces, price = line.split(" ")
        cents = int(pieces) * int(price)
        print("%s: %d.%02d" % (name, cents // 100, cents % 100))  # noqa: UP031
        total = total + cents
        line = input()
    print("Total: %d.%02d" % (total // 100, total % 100))  # noqa: UP031
    if not total < 2000:
        print("Thank you!")
