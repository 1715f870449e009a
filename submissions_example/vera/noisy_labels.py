import numpy as np

eps = 0.1


def log_sigmoid(z):
    return -np.logaddexp(0, -z)


def noisy_log_likelihood(w, X, t, eps=eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log(1 - eps) + log_sigmoid(z), np.log(eps) + log_sigmoid(-z)).sum()


def noisy_log_likelihood_gradient(w, X, t, eps=eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        r = np.exp(log_sigmoid(z + np.log(1 - eps) - np.log(eps)))
    return (t * (r - np.exp(log_sigmoid(z)))) @ X


def soft_cross_entropy(w, X, t, eps=eps):
    z = t * (X @ w)
    return -((1 - eps) * log_sigmoid(z) + eps * log_sigmoid(-z)).sum()


def jensen_bound(w, X, t, eps):
    z = t * (X @ w)
    S = np.exp(log_sigmoid(z))
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield "=", -np.log((1 - eps) * S + eps * (1 - S)).sum()
    yield "<=", -((1 - eps) * np.log(S) + eps * np.log(S)).sum()
    yield "=", soft_cross_entropy(w, X, t, eps)


data = np.loadtxt("train.csv", delimiter=",")
X, t = data[:, :-1], data[:, -1]
w = np.zeros(X.shape[1])
for step in range(10000):
    w += 0.01 * noisy_log_likelihood_gradient(w, X, t)
print(w, noisy_log_likelihood(w, X, t))
