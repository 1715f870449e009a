"""Known wrong answers, each with one slip; `tasks/table_summary.yaml` says which checks catch it."""


def revenue_of_prices(sales):
    """Add up prices."""
    return int(sales["price"].sum())


def revenue_of_sums(sales):
    """Multiply sums."""
    return int(sales["pieces"].sum() * sales["price"].sum())


def revenue_by_item_last(sales):
    """Keep the last sale of each item."""
    worth = sales["pieces"] * sales["price"]
    return {item: int(value) for item, value in zip(sales["item"], worth, strict=True)}


def large_sales_more(sales, limit):
    """Ask for more than the limit."""
    return list(sales["item"][sales["pieces"] * sales["price"] > limit])


def large_sales_by_price(sales, limit):
    """Compare prices."""
    return list(sales["item"][sales["price"] >= limit])
