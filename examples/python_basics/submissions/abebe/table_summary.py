# Week 10


def revenue(sales):
    """Return the revenue of all sales."""
    return int((sales["pieces"] * sales["price"]).sum())


def revenue_by_item(sales):
    """Return the revenue of each item."""
    revenues = {}
    for item, pieces, price in zip(sales["item"], sales["pieces"], sales["price"], strict=True):
        revenues[item] = revenues.get(item, 0) + int(pieces) * int(price)
    return revenues


def large_sales(sales, limit):
    """Return the items of sales with a revenue of at least the limit."""
    return list(sales["item"][sales["pieces"] * sales["price"] >= limit])
