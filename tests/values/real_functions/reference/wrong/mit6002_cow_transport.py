"""Known wrong solutions."""


def greedy_cow_transport_up_to_the_limit(cows, limit=10):
    """Keep each trip below the limit."""
    waiting = [name for name in sorted(cows, key=cows.__getitem__, reverse=True) if cows[name] < limit]
    trips = []
    while waiting:
        trip, weight = [], 0
        for name in waiting:
            if weight + cows[name] < limit:
                trip.append(name)
                weight += cows[name]
        trips.append(trip)
        waiting = [name for name in waiting if name not in trip]
    return trips
