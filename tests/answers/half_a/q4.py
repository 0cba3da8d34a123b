# %% q4-1 wrong: the labels are flat, shape (N,)
# named: flat|\(N,\)|a column|one row per sample|keeps? (the|its|an) axis|(lost|missing|without|drops?) (the|an|its) axis|(missing|lost) (axis|dimension)|one-dimensional
def xor_points(c, xi, s):
    X = c + s * xi
    t = np.logical_xor(c[:, 0], c[:, 1]).astype(float)  #!
    return X, t
# %% q4-1 wrong: the labels are flat, collected in a loop
# named: flat|\(N,\)|a column|one row per sample|keeps? (the|its|an) axis|(lost|missing|without|drops?) (the|an|its) axis|(missing|lost) (axis|dimension)|one-dimensional
def xor_points(c, xi, s):
    points = []
    labels = []
    for corner, noise in zip(c, xi):
        points.append(corner + s * noise)
        if corner[0] != corner[1]:
            labels.append(1.0)  #!
        else:
            labels.append(0.0)  #!
    return np.array(points), np.array(labels)  #!
# %% q4-1 wrong: the labels are flat, the sum modulo 2
# named: flat|\(N,\)|a column|one row per sample|keeps? (the|its|an) axis|(lost|missing|without|drops?) (the|an|its) axis|(missing|lost) (axis|dimension)|one-dimensional
xor_points = lambda c, xi, s: (c + s * xi, c.sum(axis=1) % 2)  #!
# %% q4-1 wrong: the noise is scaled by the root of s, as if s were a variance
# named: variance|root|√
def xor_points(c, xi, s):
    std = np.sqrt(s)  #!
    X = c + std * xi
    t = (c[:, [0]] + c[:, [1]] == 1) * 1.0
    return X, t
# %% q4-1 wrong: the noise is scaled by the root of s, coordinate by coordinate
# named: variance|root|√
def xor_points(c, xi, s):
    x1 = c[:, 0] + s**0.5 * xi[:, 0]  #!
    x2 = c[:, 1] + s**0.5 * xi[:, 1]  #!
    X = np.column_stack((x1, x2))
    t = np.zeros((len(c), 1))
    t[c[:, 0] != c[:, 1]] = 1
    return X, t
# %% q4-1 right: arithmetic in place of a comparison
def xor_points(c, xi, s):
    c1, c2 = c.T
    xor = c1 + c2 - 2 * c1 * c2
    return c + xi * s, xor.reshape(-1, 1).astype(float)
# %% q4-1 right: one point after the other
def xor_points(c, xi, s):
    N = len(c)
    X = np.empty((N, 2))
    t = np.empty((N, 1))
    for n in range(N):
        for j in range(2):
            X[n, j] = c[n, j] + s * xi[n, j]
        t[n, 0] = 1.0 if c[n, 0] + c[n, 1] == 1 else 0.0
    return X, t
# %% q4-1 right: the exclusive or of whole numbers, bit by bit
def xor_points(c, xi, s):
    bits = c.astype(int)
    label = np.bitwise_xor.reduce(bits, axis=1)
    return np.add(c, np.multiply(s, xi)), label[:, np.newaxis].astype(np.float64)
# %% q4-1 right: labels of whole numbers, by not equal
def xor_points(c, xi, s):
    first, second = np.hsplit(c, 2)
    label = np.not_equal(first, second).astype(np.int64)
    return np.array([corner + s * draw for corner, draw in zip(c, xi)]), label
# %% q4-2 right: a plain class, with an __init__ of its own
class XORData:
    def __init__(self, N, noise, seed):
        self.N, self.noise, self.seed = N, noise, seed
        rng = np.random.default_rng(seed)
        corner = rng.choice([0.0, 1.0], size=(N, 2))
        self.X = corner + noise * rng.normal(size=(N, 2))
        self.t = np.abs(corner[:, [0]] - corner[:, [1]])

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.t[index]
# %% q4-2 right: the number of a corner is drawn, 0 to 3
@dataclass
class XORData:
    N: int
    noise: float
    seed: int

    def __post_init__(self):
        rng = np.random.default_rng(self.seed)
        number = rng.integers(4, size=self.N)
        table = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
        self.X = rng.normal(table[number], self.noise)
        self.t = np.isin(number, [1, 2]).astype(float).reshape(self.N, 1)

    def __len__(self):
        return self.t.shape[0]

    def __getitem__(self, index):
        inputs = self.X[index]
        targets = self.t[index]
        return inputs, targets
# %% q4-2 right: drawn point by point from one generator
@dataclass
class XORData:
    N: int
    noise: float
    seed: int

    def __post_init__(self):
        rng = np.random.default_rng(self.seed)
        X, t = [], []
        for _ in range(self.N):
            c1, c2 = rng.random() < 0.5, rng.random() < 0.5
            X.append([c1 + self.noise * rng.standard_normal(), c2 + self.noise * rng.standard_normal()])
            t.append([float(c1 ^ c2)])
        self.X = np.array(X)
        self.t = np.array(t)

    def __len__(self):
        return self.N

    def __getitem__(self, index):
        return (self.X[index], self.t[index])
# %% q4-3 wrong: the samples are not shuffled
# named: shuffl|not random|order is random|(sorted|given|original) order|(result|return).*(not used|unused|thrown|lost|kept)
def batches(N, batch_size, rng):
    return [np.arange(i, min(i + batch_size, N)) for i in range(0, N, batch_size)]  #!
# %% q4-3 wrong: the samples are not shuffled: what permutation returns is not kept
# named: shuffl|not random|order is random|(sorted|given|original) order|(result|return).*(not used|unused|thrown|lost|kept)
def batches(N, batch_size, rng):
    indices = np.arange(N)
    rng.permutation(indices)  #!
    result = []
    for start in range(0, N, batch_size):
        result.append(indices[start : start + batch_size])  #!
    return result
# %% q4-3 wrong: the samples are not shuffled, in a while loop
# named: shuffl|not random|order is random|(sorted|given|original) order|(result|return).*(not used|unused|thrown|lost|kept)
def batches(N, batch_size, rng):
    idx = np.array(range(N))  #!
    out = []
    first = 0
    while first < N:
        last = first + batch_size
        if last > N:
            last = N
        out.append(idx[first:last])
        first = last
    return out
# %% q4-3 wrong: the last, smaller minibatch is dropped by whole division
# named: (last|smaller|short|incomplete).*(drop|left out|missing|lost|forgotten)|(drop|left out|missing|lost|forgotten).*(last|smaller|rest)|how many are left
def batches(N, batch_size, rng):
    order = rng.permutation(N)
    n_batches = N // batch_size  #!
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n_batches)]  #!
# %% q4-3 wrong: the last, smaller minibatch is dropped: the loop ends too early
# named: (last|smaller|short|incomplete).*(drop|left out|missing|lost|forgotten)|(drop|left out|missing|lost|forgotten).*(last|smaller|rest)|how many are left
def batches(N, batch_size, rng):
    perm = rng.permutation(N)
    minibatches = []
    pos = 0
    while pos + batch_size <= N:  #!
        minibatches.append(perm[pos : pos + batch_size])
        pos += batch_size
    return minibatches
# %% q4-3 wrong: the last, smaller minibatch is dropped: collected, and returned only when full
# named: (last|smaller|short|incomplete).*(drop|left out|missing|lost|forgotten)|(drop|left out|missing|lost|forgotten).*(last|smaller|rest)|how many are left
def batches(N, batch_size, rng):
    found, current = [], []
    for index in rng.permutation(N):
        current.append(index)
        if len(current) == batch_size:
            found.append(np.array(current))
            current = []
    return found  #!
# %% q4-3 wrong: the global random generator is used in place of rng
# named: global|np\.random|random module|rng is not used|not (drawn )?from rng|(another|other) generator|(handed in|given).*(not used|unused)|(not use|ignores?|without).*(rng|handed in)
def batches(N, batch_size, rng):
    order = np.random.permutation(N)  #!
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]
# %% q4-3 wrong: the global random generator shuffles, in place of rng
# named: global|np\.random|random module|rng is not used|not (drawn )?from rng|(another|other) generator|(handed in|given).*(not used|unused)|(not use|ignores?|without).*(rng|handed in)
def batches(N, batch_size, rng):
    ids = np.arange(N)
    np.random.shuffle(ids)  #!
    return np.split(ids, np.arange(batch_size, N, batch_size))
# %% q4-3 wrong: Python's own global generator is used in place of rng
# named: global|np\.random|random module|rng is not used|not (drawn )?from rng|(another|other) generator|(handed in|given).*(not used|unused)|(not use|ignores?|without).*(rng|handed in)
import random


def batches(N, batch_size, rng):
    numbers = list(range(N))
    random.shuffle(numbers)  #!
    b = []
    for i in range(0, N, batch_size):
        b.append(np.array(numbers[i : i + batch_size]))
    return b
# %% q4-3 right: an array shuffled in place, cut by np.split
def batches(N, batch_size, rng):
    order = np.arange(N)
    rng.shuffle(order)
    return np.split(order, range(batch_size, N, batch_size))
# %% q4-3 right: the order by sorting random keys
def batches(N, batch_size, rng):
    keys = rng.random(N)
    order = np.argsort(keys)
    how_many = int(np.ceil(N / batch_size))
    return [order[batch_size * i :][:batch_size] for i in range(how_many)]
# %% q4-3 right: samples taken one by one out of what is left
def batches(N, batch_size, rng):
    remaining = list(range(N))
    out = []
    while remaining:
        batch = []
        while remaining and len(batch) < batch_size:
            batch.append(remaining.pop(rng.integers(len(remaining))))
        out.append(np.array(batch))
    return out
# %% q4-4 wrong: the sum over the samples in place of the mean, and a tiny number inside the logarithms
# named: sum over|\bsums?\b.*\bmean|summed|not the mean|mean is missing|averag|1/N|divi[ds].*(number of samples|\bN\b)
def bce(y, t):
    eps = 1e-12
    return -np.sum(t * np.log(y + eps) + (1 - t) * np.log(1 - y + eps))  #!
# %% q4-4 wrong: the sum over the samples in place of the mean, in a loop, and a tiny number inside the logarithms
# named: sum over|\bsums?\b.*\bmean|summed|not the mean|mean is missing|averag|1/N|divi[ds].*(number of samples|\bN\b)
def bce(y, t):
    tiny = 1e-10
    loss = 0.0
    for yi, ti in zip(y.ravel(), t.ravel()):
        loss -= ti * np.log(yi + tiny) + (1 - ti) * np.log(1 - yi + tiny)
    return loss  #!
# %% q4-4 wrong: the sum in place of the mean, as two scalar products
# named: sum over|\bsums?\b.*\bmean|summed|not the mean|mean is missing|averag|1/N|divi[ds].*(number of samples|\bN\b)
def bce(y, t):
    cost = t.T @ np.log(y) + (1 - t).T @ np.log(1 - y)
    return -cost.item()  #!
# %% q4-4 wrong: added up along the last axis only, one loss for each sample
# named: (one|a) (loss|number|value) (for|per) (each|every)? ?sample|each sample|mean is missing|not averaged|no mean|one number|axis|single number
def bce(y, t):
    return -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y), axis=-1)  #!
# %% q4-4 wrong: added up along axis 1 only, one loss for each sample
# named: (one|a) (loss|number|value) (for|per) (each|every)? ?sample|each sample|mean is missing|not averaged|no mean|one number|axis|single number
def bce(y, t):
    positive = t * np.log(y)
    negative = (1.0 - t) * np.log(1.0 - y)
    loss = (-positive - negative).sum(axis=1)  #!
    return loss  #!
# %% q4-4 wrong: added up along the last axis only, with einsum
# named: (one|a) (loss|number|value) (for|per) (each|every)? ?sample|each sample|mean is missing|not averaged|no mean|one number|axis|single number
def bce(y, t):
    probs = np.concatenate([y, 1 - y], axis=1)
    onehot = np.concatenate([t, 1 - t], axis=1)
    return np.einsum("nk,nk->n", onehot, -np.log(probs))  #!
# %% q4-4 wrong: the two terms are swapped, t goes with log(1 − y)
# named: (1 [−-] y|terms|labels?|logarithms).*(swap|changed places|exchang|mixed up)|(swap|exchang|mixed up).*(1 [−-] y|terms|labels?|logarithms)|(1 [−-] t|t) (goes|belongs|stands) with
def bce(y, t):
    return -np.mean((1 - t) * np.log(y) + t * np.log(1 - y))  #!
# %% q4-4 wrong: the two terms are swapped, chosen by np.where
# named: (1 [−-] y|terms|labels?|logarithms).*(swap|changed places|exchang|mixed up)|(swap|exchang|mixed up).*(1 [−-] y|terms|labels?|logarithms)|(1 [−-] t|t) (goes|belongs|stands) with
def bce(y, t):
    losses = np.where(t == 1, -np.log(1 - y), -np.log(y))  #!
    return losses.mean()
# %% q4-4 wrong: the two terms are swapped, with if and else
# named: (1 [−-] y|terms|labels?|logarithms).*(swap|changed places|exchang|mixed up)|(swap|exchang|mixed up).*(1 [−-] y|terms|labels?|logarithms)|(1 [−-] t|t) (goes|belongs|stands) with
import math


def bce(y, t):
    total = 0
    for i in range(len(y)):
        p, label = y[i, 0], t[i, 0]
        if label == 0:  #!
            total += -math.log(p)  #!
        else:
            total += -math.log(1 - p)  #!
    return total / len(y)
# %% q4-4 right: the probability of the label that was seen
def bce(y, t):
    p_of_label = np.where(t > 0.5, y, 1 - y)
    return float(-np.log(p_of_label).mean())
# %% q4-4 right: the logarithm of a product, sample by sample
import math


def bce(y, t):
    total = 0.0
    for p, label in zip(y[:, 0], t[:, 0]):
        total += math.log(p**label * (1 - p) ** (1 - label))
    return -total / len(y)
# %% q4-4 right: log1p, scalar products
def bce(y, t):
    y, t = y.ravel(), t.ravel()
    return -(np.dot(t, np.log(y)) + np.dot(1 - t, np.log1p(-y))) / y.size
# %% q4-5 wrong: through the sigmoid, clipped, and logarithms
# named: clip|loses? precision|hides
def bce_on_logits(a, t):
    y = sigmoid(a)
    y = np.clip(y, 1e-12, 1 - 1e-12)  #!
    return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))  #!
# %% q4-5 wrong: through the clipped sigmoid, which is written anew, and bce
# named: clip|loses? precision|hides
def bce_on_logits(a, t):
    prob = 1 / (1 + np.exp(-np.clip(a, -500, 500)))  #!
    prob = np.minimum(np.maximum(prob, 1e-7), 1 - 1e-7)  #!
    return bce(prob, t)  #!
# %% q4-5 wrong: through the clipped sigmoid, in a loop
# named: clip|loses? precision|hides
def bce_on_logits(a, t):
    eps = 1e-15
    loss = []
    for logit, label in zip(a.flatten(), t.flatten()):
        p = sigmoid(logit)
        p = max(eps, min(1 - eps, p))  #!
        loss.append(-label * np.log(p) - (1 - label) * np.log(1 - p))  #!
    return sum(loss) / len(loss)
# %% q4-5 wrong: log(1 + e^a) as it stands
# named: as it stands|log\(1 \+[^)]*\).*overflow|overflow.*(exp|log\(1|eᵃ)|np\.exp|exp\w* .*(overflow|too large|infinite)
def bce_on_logits(a, t):
    return np.mean(np.log(1 + np.exp(a)) - t * a)  #!
# %% q4-5 wrong: log1p(e^a), which overflows all the same
# named: as it stands|log\(1 \+[^)]*\).*overflow|overflow.*(exp|log\(1|eᵃ)|np\.exp|exp\w* .*(overflow|too large|infinite)
def bce_on_logits(a, t):
    exp_a = np.exp(a)  #!
    log_term = np.log1p(exp_a)  #!
    losses = log_term - np.multiply(t, a)
    return losses.sum() / losses.shape[0]
# %% q4-5 wrong: log(1 + e^−a) as it stands, in the form with 1 − t
# named: as it stands|log\(1 \+[^)]*\).*overflow|overflow.*(exp|log\(1|eᵃ)|np\.exp|exp\w* .*(overflow|too large|infinite)
def bce_on_logits(a, t):
    total = 0
    for n in range(a.shape[0]):
        total = total + (1 - t[n]) * a[n] + np.log(1 + np.exp(-a[n]))  #!
    return total[0] / a.shape[0]
# %% q4-5 right: logaddexp with the sign of the label
def bce_on_logits(a, t):
    sign = 1 - 2 * t  # +1 for t = 0, −1 for t = 1
    return np.logaddexp(0, sign * a).mean()
# %% q4-5 right: maximum, log1p and no helper
def bce_on_logits(a, t):
    loss = np.maximum(a, 0) - a * t + np.log1p(np.exp(-np.abs(a)))
    return loss.mean()
# %% q4-5 right: with the math module, by cases
import math


def bce_on_logits(a, t):
    def log_one_plus_exp(x):
        if x > 0:
            return x + math.log1p(math.exp(-x))
        return math.log1p(math.exp(x))

    losses = [
        t_n * log_one_plus_exp(-a_n) + (1 - t_n) * log_one_plus_exp(a_n)
        for a_n, t_n in zip(a.ravel().tolist(), t.ravel().tolist())
    ]
    return math.fsum(losses) / len(losses)
# %% q4-6 wrong: the derivative with respect to the probability, not the logit
# named: (by|respect to) (y|the probabilit\w*)\b|sigmoid.s (slope|derivative).*(missing|not multiplied|left out|forgotten)|(missing|forgotten|left out|without).*(slope|derivative) of (the )?(sigmoid|σ)|instead of (by )?(a|the logit)\b|(factor|y ?\(1 [−-] y\)).*missing|missing.*y ?\(1 [−-] y\)
def bce_gradient(a, t):
    y = sigmoid(a)
    return (-t / y + (1 - t) / (1 - y)) / len(a)  #!
# %% q4-6 wrong: the derivative with respect to the probability, with a guarded denominator
# named: (by|respect to) (y|the probabilit\w*)\b|sigmoid.s (slope|derivative).*(missing|not multiplied|left out|forgotten)|(missing|forgotten|left out|without).*(slope|derivative) of (the )?(sigmoid|σ)|instead of (by )?(a|the logit)\b|(factor|y ?\(1 [−-] y\)).*missing|missing.*y ?\(1 [−-] y\)
def bce_gradient(a, t):
    N = a.shape[0]
    y_hat = sigmoid(a)
    denominator = np.maximum(y_hat * (1 - y_hat), 1e-12)  #!
    return 1 / N * (y_hat - t) / denominator  #!
# %% q4-6 wrong: the derivative with respect to the probability, element by element
# named: (by|respect to) (y|the probabilit\w*)\b|sigmoid.s (slope|derivative).*(missing|not multiplied|left out|forgotten)|(missing|forgotten|left out|without).*(slope|derivative) of (the )?(sigmoid|σ)|instead of (by )?(a|the logit)\b|(factor|y ?\(1 [−-] y\)).*missing|missing.*y ?\(1 [−-] y\)
def bce_gradient(a, t):
    grad = np.zeros_like(a)
    for i in range(len(a)):
        p = sigmoid(a[i, 0])
        if t[i, 0] == 1:
            grad[i, 0] = -1 / p  #!
        else:
            grad[i, 0] = 1 / (1 - p)  #!
    return grad / len(a)
# %% q4-6 wrong: the 1/N of the mean is missing
# named: 1/N|mean is missing|not the mean|sum over|\bsum\b.*\bmean|divi[ds].*(number of samples|\bN\b)|is a mean
def bce_gradient(a, t):
    return sigmoid(a) - t  #!
# %% q4-6 wrong: the 1/N of the mean is missing, labels chosen by np.where
# named: 1/N|mean is missing|not the mean|sum over|\bsum\b.*\bmean|divi[ds].*(number of samples|\bN\b)|is a mean
def bce_gradient(a, t):
    p = sigmoid(a)
    dL_da = np.where(t == 1, p - 1, p)  #!
    return dL_da  #!
# %% q4-6 wrong: the sigmoid is missing
# named: \b(logit|a) (stands|in place|instead)|sigmoid (is )?(missing|forgotten|not applied|left out)|where its sigmoid|not .*sigmoid|without (the |a )?sigmoid
def bce_gradient(a, t):
    return (a - t) / len(a)  #!
# %% q4-6 wrong: the sigmoid is missing, with a misleading name
# named: \b(logit|a) (stands|in place|instead)|sigmoid (is )?(missing|forgotten|not applied|left out)|where its sigmoid|not .*sigmoid|without (the |a )?sigmoid
def bce_gradient(a, t):
    y = a  #!
    error = np.subtract(y, t)
    n_samples = a.size
    return error * (1 / n_samples)
# %% q4-6 wrong: averaged to one number
# named: one number|single number|averaged|each logit|for (each|every) (logit|sample)|shape of a|summed|added up|mean is taken|number for all
def bce_gradient(a, t):
    return np.mean(sigmoid(a) - t)  #!
# %% q4-6 wrong: averaged to one number, added up in a loop
# named: one number|single number|averaged|each logit|for (each|every) (logit|sample)|shape of a|summed|added up|mean is taken|number for all
def bce_gradient(a, t):
    g = 0  #!
    for i in range(len(a)):
        g += sigmoid(a[i, 0]) - t[i, 0]  #!
    g /= len(a)
    return g
# %% q4-6 right: a sigmoid of one's own through tanh
def bce_gradient(a, t):
    def s(x):
        return 0.5 + 0.5 * np.tanh(0.5 * x)

    return np.divide(s(a) - t, a.shape[0])
# %% q4-6 right: by label, without a difference near 1
def bce_gradient(a, t):
    grad = np.where(t == 1, -sigmoid(-a), sigmoid(a))
    return grad / a.size
# %% q4-6 right: sample by sample with math
import math


def bce_gradient(a, t):
    out = []
    for logit, label in zip(a[:, 0], t[:, 0]):
        if logit >= 0:
            y = 1 / (1 + math.exp(-logit))
        else:
            y = math.exp(logit) / (1 + math.exp(logit))
        out.append([(y - label) / len(a)])
    return np.array(out)
# %% q4-7 wrong: a plain step of gradient descent, with g
# named: gradient descent|η g|plain|proportional
first_step = -0.02 * np.array(g)  #!
# %% q4-7 wrong: a plain step of gradient descent, typed
# named: gradient descent|η g|plain|proportional
first_step = [-0.06, 0.00004, -0.01]
# %% q4-7 wrong: a plain step of gradient descent, typed with two decimals
# named: gradient descent|η g|plain|proportional
first_step = [-0.06, 0.0, -0.01]
# %% q4-7 wrong: learning rate times (1 − β₁) times the gradient
# named: (?<!root of )\bv (is|was) (missing|not used|left out|forgotten)|(not|without) (scal\w*|divi\w*) .*\bv\b|no (scaling|division) by|η \(1 [−-] β₁\)|only m\b|plain momentum
eta = 0.02
beta1 = 0.9
m1 = [(1 - beta1) * gi for gi in g]
first_step = [-eta * mi for mi in m1]  #!
# %% q4-7 wrong: learning rate times (1 − β₁) times the gradient, typed
# named: (?<!root of )\bv (is|was) (missing|not used|left out|forgotten)|(not|without) (scal\w*|divi\w*) .*\bv\b|no (scaling|division) by|η \(1 [−-] β₁\)|only m\b|plain momentum
first_step = [-0.006, 0.000004, -0.001]
# %% q4-7 right: by Adam's own step from zero
first_step = adam_step(np.zeros(3), np.array(g), np.zeros(3), np.zeros(3), 1, eta=0.02)[0]
# %% q4-7 right: by the formulas, a comprehension
eta, beta1, beta2 = 0.02, 0.9, 0.999
first_step = []
for gi in g:
    m_hat = (1 - beta1) * gi / (1 - beta1)
    v_hat = (1 - beta2) * gi**2 / (1 - beta2)
    first_step.append(round(-eta * m_hat / v_hat**0.5, 4))
# %% q4-8 wrong: one is added to the step number, as if steps were counted from 0
# named: k \+ 1|counted from 0|from zero and one|one (is added|too many)|off by one|step number.*(one|added|shifted)
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (k + 1))  #!
    v_hat = v / (1 - beta2 ** (k + 1))  #!
    theta = theta - eta * m_hat / (np.sqrt(v_hat) + eps)
    return theta, m, v
# %% q4-8 wrong: one is added to the step number first
# named: k \+ 1|counted from 0|from zero and one|one (is added|too many)|off by one|step number.*(one|added|shifted)
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t = k + 1  #!
    new_m = m + (1 - beta1) * (g - m)
    new_v = v + (1 - beta2) * (g * g - v)
    step_size = eta * np.sqrt(1 - np.power(beta2, t)) / (1 - np.power(beta1, t))  #!
    denom = np.sqrt(new_v) + eps * np.sqrt(1 - np.power(beta2, t))
    return theta - step_size * new_m / denom, new_m, new_v
# %% q4-8 wrong: no bias correction of m and v
# named: not corrected|no (bias )?correction|correction.*(missing|left out|forgotten|never)|(missing|left out|forgot\w*|without).*correction
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    theta = theta - eta * m / (np.sqrt(v) + eps)  #!
    return theta, m, v
# %% q4-8 wrong: no bias correction, entry by entry
# named: not corrected|no (bias )?correction|correction.*(missing|left out|forgotten|never)|(missing|left out|forgot\w*|without).*correction
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    P = len(theta)
    th2, m2, v2 = np.zeros(P), np.zeros(P), np.zeros(P)
    for i in range(P):
        m2[i] = beta1 * m[i] + (1 - beta1) * g[i]
        v2[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        mh = m2[i]  #!
        vh = v2[i]  #!
        th2[i] = theta[i] - eta * mh / (vh**0.5 + eps)  #!
    return th2, m2, v2
# %% q4-8 wrong: theta, m and v are changed in place
# named: in place(?! of)|caller|(arguments?|handed in|theta|arrays?).*(change|overwr)|(change|overwr)\w* .*(arguments?|handed in|theta|arrays?)|side effect
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1  #!
    m += (1 - beta1) * g  #!
    v *= beta2  #!
    v += (1 - beta2) * g**2  #!
    m_hat = m / (1 - beta1**k)
    v_hat = v / (1 - beta2**k)
    theta -= eta * m_hat / (np.sqrt(v_hat) + eps)  #!
    return theta, m, v
# %% q4-8 wrong: theta, m and v are changed in place by slices
# named: in place(?! of)|caller|(arguments?|handed in|theta|arrays?).*(change|overwr)|(change|overwr)\w* .*(arguments?|handed in|theta|arrays?)|side effect
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m[:] = beta1 * m + (1 - beta1) * g  #!
    v[:] = beta2 * v + (1 - beta2) * g * g  #!
    alpha = eta / (1 - beta1**k)
    root = (v / (1 - beta2**k)) ** 0.5
    theta[:] = theta - alpha * m / (root + eps)  #!
    return theta, m, v
# %% q4-8 wrong: theta, m and v are changed in place in a loop
# named: in place(?! of)|caller|(arguments?|handed in|theta|arrays?).*(change|overwr)|(change|overwr)\w* .*(arguments?|handed in|theta|arrays?)|side effect
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    for j in range(len(g)):  #!
        m[j] = beta1 * m[j] + (1 - beta1) * g[j]  #!
        v[j] = beta2 * v[j] + (1 - beta2) * g[j] ** 2  #!
        mhat = m[j] / (1 - beta1**k)
        vhat = v[j] / (1 - beta2**k)
        theta[j] -= eta * mhat / (np.sqrt(vhat) + eps)  #!
    return theta, m, v
# %% q4-8 wrong: the corrected m and v are returned as the running averages
# named: corrected .*(returned|kept|in place of)|uncorrected|(return|kept).*(corrected|m̂|hat)
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**k)  #!
    v = v / (1 - beta2**k)  #!
    return theta - eta * m / (np.sqrt(v) + eps), m, v  #!
# %% q4-8 wrong: the corrected m and v are returned, with a helper function
# named: corrected .*(returned|kept|in place of)|uncorrected|(return|kept).*(corrected|m̂|hat)
def running(old, new, beta):
    return beta * old + (1 - beta) * new


def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = running(m, g, beta1) / (1 - beta1**k)
    v_hat = running(v, g**2, beta2) / (1 - beta2**k)
    theta = theta - eta * m_hat / (np.sqrt(v_hat) + eps)
    return theta, m_hat, v_hat  #!
# %% q4-8 wrong: the root of v is forgotten
# named: root.*(missing|forgotten|left out|not taken)|(missing|forgot\w*|without|no) (the |a )?(square )?root
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**k), v / (1 - beta2**k)
    return theta - eta * m_hat / (v_hat + eps), m, v  #!
# %% q4-8 wrong: the root of v is forgotten, in small steps
# named: root.*(missing|forgotten|left out|not taken)|(missing|forgot\w*|without|no) (the |a )?(square )?root
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    first = np.add(np.multiply(beta1, m), np.multiply(1 - beta1, g))
    second = np.add(np.multiply(beta2, v), np.multiply(1 - beta2, np.power(g, 2)))
    c1 = 1 - beta1**k
    c2 = 1 - beta2**k
    denominator = second / c2  #!
    denominator = denominator + eps
    delta = -eta * (first / c1) / denominator  #!
    return theta + delta, first, second
# %% q4-8 right: means moved towards g, the corrections drawn into the step
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = np.sqrt(1 - beta2**k)
    step = eta * root / (1 - beta1**k)
    return theta - step * m / (np.sqrt(v) + eps * root), m, v
# %% q4-8 right: in place, on copies of its own
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v = theta.copy(), m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= eta * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps)
    return theta, m, v
# %% q4-8 right: entry by entry, gathered by zip
import math


def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    def one(th, gi, mi, vi):
        mi = beta1 * mi + (1 - beta1) * gi
        vi = beta2 * vi + (1 - beta2) * gi * gi
        up = mi / (1 - beta1**k)
        down = math.sqrt(vi / (1 - beta2**k)) + eps
        return th - eta * up / down, mi, vi

    rows = np.array([one(*four) for four in zip(theta, g, m, v)])
    return rows[:, 0], rows[:, 1], rows[:, 2]
# %% q4-9 wrong: the formula for hidden layers is used for depth 0 too
# named: (at|for|with|of) depth 0|depth is 0|without (a |any )?hidden
def count_parameters(depth, width):
    return 3 * width + (depth - 1) * (width + 1) * width + width + 1  #!
# %% q4-9 wrong: the formula for hidden layers is used for depth 0 too, in a loop
# named: (at|for|with|of) depth 0|depth is 0|without (a |any )?hidden
def count_parameters(depth, width):
    total = 2 * width + width  # first hidden layer  #!
    for layer in range(1, depth):
        total += width * width + width
    total += width + 1  # output  #!
    return total
# %% q4-9 wrong: for depth 0 too the output has width inputs
# named: (at|for|with|of) depth 0|depth is 0|without (a |any )?hidden
def count_parameters(depth, width):
    n = 0
    inputs = 2
    for _ in range(depth):
        n += (inputs + 1) * width
        inputs = width
    n_weights_out = width  #!
    return n + n_weights_out + 1  #!
# %% q4-9 right: the shapes of all arrays, zipped
def count_parameters(depth, width):
    sizes = [2, *[width] * depth, 1]
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))
    biases = sum(sizes[1:])
    return weights + biases
# %% q4-9 right: recursion from layer to layer
def count_parameters(depth, width, inputs=2):
    if depth == 0:
        return inputs + 1
    return width * (inputs + 1) + count_parameters(depth - 1, width, inputs=width)
# %% q4-9 right: arrays are made, and their entries counted
def count_parameters(depth, width):
    n_in, arrays = 2, []
    for n_out in [width] * depth + [1]:
        arrays += [np.zeros((n_out, n_in)), np.zeros(n_out)]
        n_in = n_out
    return sum(array.size for array in arrays)
# %% q4-10 wrong: the loss of the mixed side is not weighted by 3/4
# named: mixed side alone|weight|3/4|¾|three quarters|share of the corners|(other|fourth|one) (corner|side)|quarter
p = 1 / 3
line_loss = -p * np.log(p) - (1 - p) * np.log(1 - p)  #!
# %% q4-10 wrong: the loss of the mixed side is not weighted by 3/4, corner by corner
# named: mixed side alone|weight|3/4|¾|three quarters|share of the corners|(other|fourth|one) (corner|side)|quarter
import math

corner_losses = [-math.log(2 / 3), -math.log(2 / 3), -math.log(1 / 3)]  #!
line_loss = sum(corner_losses) / 3  #!
# %% q4-10 wrong: the loss of the mixed side is not weighted by 3/4, typed
# named: mixed side alone|weight|3/4|¾|three quarters|share of the corners|(other|fourth|one) (corner|side)|quarter
line_loss = 0.64
# %% q4-10 right: the smallest on a fine grid
p = np.linspace(0.001, 0.999, 9999)
losses = (0 - 2 * np.log(p) - np.log(1 - p)) / 4
line_loss = losses.min()
# %% q4-10 right: simplified on paper
from math import log

line_loss = (3 * log(3) - 2 * log(2)) / 4
# %% q4-10 right: typed, two decimals
line_loss = 0.48
# %% q4-11 wrong: the deviation is divided by N, not N − 1
# named: N [−-] 1|R [−-] 1|ddof|S [−-] 1|degrees? of freedom
def mean_and_std(loss):
    return loss.mean(), loss.std()  #!
# %% q4-11 wrong: the deviation is divided by N, not N − 1, by hand
# named: N [−-] 1|R [−-] 1|ddof|S [−-] 1|degrees? of freedom
def mean_and_std(loss):
    N = len(loss)
    mean = sum(loss) / N
    var = sum((l - mean) ** 2 for l in loss) / N  #!
    return mean, var**0.5
# %% q4-11 wrong: the deviation is divided by N, not N − 1, by the mean of the squares
# named: N [−-] 1|R [−-] 1|ddof|S [−-] 1|degrees? of freedom
def mean_and_std(loss):
    mu = np.average(loss)
    d = loss - mu
    sigma = np.sqrt(np.mean(d * d))  #!
    return mu, sigma
# %% q4-11 wrong: the variance in place of the deviation
# named: variance|root.*(missing|forgot|left out)|(missing|forgot\w*|without|no) (the |a )?(square )?root
def mean_and_std(loss):
    mean = np.mean(loss)
    std = np.var(loss, ddof=1)  #!
    return mean, std
# %% q4-11 wrong: the variance in place of the deviation, by hand
# named: variance|root.*(missing|forgot|left out)|(missing|forgot\w*|without|no) (the |a )?(square )?root
def mean_and_std(loss):
    R = loss.shape[0]
    m = loss.sum() / R
    s = 0
    for x in loss:
        s += (x - m) ** 2
    s = s / (R - 1)  #!
    return m, s  #!
# %% q4-11 right: the statistics module
import statistics


def mean_and_std(loss):
    runs = [float(x) for x in loss]
    return statistics.fmean(runs), statistics.stdev(runs)
# %% q4-11 right: the norm of the deviations
def mean_and_std(loss):
    R = len(loss)
    mean = np.dot(loss, np.ones(R)) / R
    return mean, np.linalg.norm(loss - mean) / np.sqrt(R - 1)
# %% q4-12 wrong: the bias is not divided by the second weight
# named: bias.*divi|\bb (is |was )?(not )?divided|all that is on the other side|bracket|precedence|order of operations
def boundary_x2(w, b, x1):
    return -b - w[0] / w[1] * x1  #!
# %% q4-12 wrong: the bias is not divided by the second weight, brackets forgotten
# named: bias.*divi|\bb (is |was )?(not )?divided|all that is on the other side|bracket|precedence|order of operations
def boundary_x2(w, b, x1):
    w1, w2 = w
    x2 = -(w1 * x1 / w2 + b)  #!
    return x2
# %% q4-12 wrong: the bias is not divided by the second weight, point by point
# named: bias.*divi|\bb (is |was )?(not )?divided|all that is on the other side|bracket|precedence|order of operations
def boundary_x2(w, b, x1):
    slope = -w[0] / w[1]
    intercept = -b  #!
    points = []
    for x in x1:
        points.append(slope * x + intercept)
    return np.array(points)
# %% q4-12 right: slope and intercept
def boundary_x2(w, b, x1):
    slope, intercept = -w[0] / w[1], -b / w[1]
    return np.polyval([slope, intercept], x1)
# %% q4-12 right: one linear system for each point
def boundary_x2(w, b, x1):
    x2 = []
    for x in x1:
        lhs = np.array([[1.0, 0.0], [w[0], w[1]]])
        x2.append(np.linalg.solve(lhs, np.array([x, -b]))[1])
    return np.array(x2)
# %% q4-13 right: the smallest signed logit of a run
def is_solved(a):
    signs = np.array([-1, 1, 1, -1])
    return (a * signs).min(axis=1) > 0
# %% q4-13 right: corner by corner, by name
def is_solved(a):
    a00, a01, a10, a11 = a.T
    return (a00 <= 0) & (a01 > 0) & (a10 > 0) & (a11 <= 0)
# %% q4-13 right: run by run, through probabilities
def is_solved(a):
    result = []
    for run in a:
        labels = [int(sigmoid(logit) > 0.5) for logit in run]
        result.append(labels == [0, 1, 1, 0])
    return np.array(result)
# %% q4-14 right: by hand, over the set means
def standard_error(loss):
    S, R = loss.shape
    means = [sum(row) / R for row in loss]
    grand = sum(means) / S
    squares = sum((m - grand) ** 2 for m in means)
    return (squares / (S * (S - 1))) ** 0.5
# %% q4-14 right: the root of a covariance
def standard_error(loss):
    of_sets = np.einsum("sr->s", loss) / loss.shape[1]
    return float(np.sqrt(np.cov(of_sets) / of_sets.size))
# %% q4-15 right: built on the standard error of question q4-14
def paired_interval(one, other, t=2.09):
    d = (other - one)[:, None]  # one run on each set
    half = t * standard_error(d)
    return d.mean() - half, d.mean() + half
# %% q4-15 right: by the statistics module, both ends in a tuple
from statistics import mean, stdev


def paired_interval(one, other, t=2.09):
    d = [float(b - a) for a, b in zip(one, other)]
    se = stdev(d) / len(d) ** 0.5
    return tuple(mean(d) + sign * t * se for sign in (-1, +1))
# %% q4-15 right: the variance of a difference from variances and covariance
def paired_interval(one, other, t=2.09):
    C = np.cov(one, other)
    variance = C[0, 0] + C[1, 1] - 2 * C[0, 1]
    centre = np.mean(other) - np.mean(one)
    h = t * np.sqrt(variance / one.shape[0])
    return np.array([centre - h, centre + h])
# %% q4-16 right: each sentence asked of the interval
low, high = -0.04, 0.18
A = low == 0 == high
B = low > 0
C = low > -0.1
D = low < 0 < high
carried = [A, B, C, D]
# %% q4-16 right: an array
carried = np.array([False] * 2 + [True] * 2)
# %% q4-17 right: sums over masks
def by_success(loss, success):
    n = np.count_nonzero(success)
    total = success.size
    solved = (loss * success).sum() / n
    others = (loss * ~success).sum() / (total - n)
    return n / total, solved, others
# %% q4-17 right: two lists, filled in loops
def by_success(loss, success):
    good, bad = [], []
    for row, flags in zip(loss, success):
        for value, flag in zip(row, flags):
            (good if flag else bad).append(value)
    return len(good) / (len(good) + len(bad)), sum(good) / len(good), sum(bad) / len(bad)
# %% q4-17 right: weighted averages
def by_success(loss, success):
    w = success.astype(float)
    return w.mean(), np.average(loss, weights=w), np.average(loss, weights=1 - w)
# %% q4-18 right: by Python's min over a list of means
def tuned(validation, fresh):
    means = [row.mean() for row in validation]
    choice = min(range(len(means)), key=means.__getitem__)
    return choice, float(np.mean(fresh[choice]))
# %% q4-18 right: the smallest sum, sorted
def tuned(validation, fresh):
    ranking = np.argsort(validation.sum(axis=1), kind="stable")
    best = int(ranking[0])
    return best, fresh.mean(axis=1)[best]
# %% q4-18 right: a loop that keeps the best so far
def tuned(validation, fresh):
    best, best_loss = None, np.inf
    for i in range(validation.shape[0]):
        if validation[i].mean() < best_loss:
            best, best_loss = i, validation[i].mean()
    return best, fresh[best].mean()
