"""A receipt (Week 4). What is asked stands in statements/shop.md; your program goes into receipt.py."""
