total = 0
while True:
    line = input()
    if line == "end":
        break
    name, pieces, price = line.split()
    cents = int(pieces) * int(price)
    total += cents
    print(f"{name}: {cents / 100}")
print(f"Total: {total / 100:.2f}")
if total > 2000:
    print("Thank you!")
