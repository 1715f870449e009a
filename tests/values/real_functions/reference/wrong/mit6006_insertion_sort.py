"""Known wrong solutions."""


def Insertion_sort_but_the_first(array):
    """Stop at the second place."""
    for i in range(1, len(array)):
        j = i
        while j > 1 and array[j - 1] > array[j]:
            array[j - 1], array[j] = array[j], array[j - 1]
            j -= 1
