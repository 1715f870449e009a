import numpy


def log_s(z):
    return -numpy.logaddexp(0, -z)


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    return numpy.sum((1 - eps) * log_s(z) + eps * log_s(-z))


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    a, b = numpy.log(1 - eps) + log_s(z), numpy.log(eps) + log_s(-z)
    p = numpy.logaddexp(a, b)
    # S'(z) = S(z) S(-z), all in logarithms
    return (t * (numpy.exp(a + log_s(-z) - p) - numpy.exp(b + log_s(z) - p))) @ X


def soft_cross_entropy(w, X, t, eps):
    return -noisy_log_likelihood(w, X, t, eps)
