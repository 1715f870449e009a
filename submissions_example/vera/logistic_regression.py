import numpy as np

rng = np.random.default_rng(1)
X = rng.normal(size=(100, 3))
true_w = np.array([1.0, -2.0, 0.5])
k = np.where(rng.random(100) < 1 / (1 + np.exp(-X @ true_w)), 1.0, -1.0)


def log_likelihood(w, X=X, k=k):
    return -np.logaddexp(0, -k * (X @ w)).sum()


def log_likelihood_gradient(w, X=X, k=k):
    return ((1 + np.exp(np.clip(k * (X @ w), -700, 700))) ** -1 * k) @ X


def separator(X, k):
    w = np.zeros(X.shape[1])
    while (k * (X @ w) <= 0).any():
        w = w + 0.1 * log_likelihood_gradient(w, X, k)
    return w


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for step in range(3000):
        w = w + 0.01 * (log_likelihood_gradient(w, X, k) - 2 * lam * w)
    return w


def scaling_helps(w, X, k, s):
    before = log_likelihood(w, X, k)
    yield "=", before
    yield "<", log_likelihood(s * w, X, k)


# training
w = np.zeros(3)
losses = []
for epoch in range(2000):
    w = w + 0.005 * log_likelihood_gradient(w)
    losses.append(-log_likelihood(w))
    if epoch % 100 == 0:
        print(f"epoch {epoch:5d}  loss {losses[-1]:.4f}")
print("w =", w)
