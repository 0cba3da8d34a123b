# %% q5-1 wrong: 28 instead of 784 inputs
# named: 784|28 ?[·×*x] ?28|pixels|each pixel
parameters_linear = 28 * 10 + 10
# %% q5-2 wrong: two mistakes: the layer sizes are multiplied through, and the biases are left out
# named: multipl|product|\badd|\bsum\b|bias|each layer|two layers|per layer
parameters_hidden = 784 * 128 * 10
# %% q5-3 wrong: log 0.1 without the minus
# named: sign|minus|negative
first_loss = -2.30
# %% q5-3 right: log of the number of classes
first_loss = round(float(np.log(10)), 2)
# %% q5-4 wrong: all pictures end up in one row
# named: shape|one row|flatten|\(N|each (picture|image)|single
def to_rows(images):
    return np.asarray(images, dtype=np.float32).ravel() / np.float32(255)  #!
# %% q5-4 wrong: whole-number division, everything is 0 or 1
# named: integer|whole|//|round|floor|0 or 1|only 0
def to_rows(images):
    return (images.reshape(images.shape[0], -1) // 255).astype(np.float32)  #!
# %% q5-4 right: loop over pictures
def to_rows(images):
    return np.stack([np.float32(image).flatten() / 255 for image in images]).astype(np.float32)
# %% q5-5 wrong: fan-out instead of fan-in
# named: fan|incoming|outgoing|2/in|n_in|n_out|number of inputs|inputs? (and )?not|swap|2 ?/ ?n
def initialise(sizes, rng):
    weights = []
    for n_in, n_out in pairwise(sizes):
        weights.append(np.sqrt(2 / n_out) * rng.standard_normal((n_out, n_in)))  #!
    return weights, [np.zeros(n) for n in sizes[1:]]
# %% q5-5 wrong: uniform between plus and minus the standard deviation, a third of the variance
# named: uniform|variance|deviation|normal|third|too small
def initialise(sizes, rng):
    weights, biases = [], []
    for n_in, n_out in zip(sizes, sizes[1:]):
        limit = np.sqrt(2 / n_in)  #!
        weights.append(rng.uniform(-limit, limit, size=(n_out, n_in)))  #!
        biases.append(np.zeros(n_out))
    return weights, biases
# %% q5-5 right: drawn (in, out) and transposed
def initialise(sizes, rng):
    weights = [(rng.standard_normal((m, n)) * np.sqrt(2.0 / m)).T for m, n in pairwise(sizes)]
    return weights, [np.zeros(len(W)) for W in weights]
# %% q5-6 wrong: absolute value
# named: absolute|abs|negative|mirror|\|a\|
def relu(a):
    return np.abs(a)  #!
# %% q5-6 right: half of a plus |a|
def relu(a):
    return (a + np.abs(a)) / 2
# %% q5-7 wrong: ReLU of the gradient, the mask is taken from dz
# named: mask|sign of|of dz|from dz|z > 0|negative (gradient|dz)|where (a|z)|dz itself|the gradient'?s sign
def relu_backward(dz, z):
    return np.maximum(dz, 0)  #!
# %% q5-7 right: np.sign
def relu_backward(dz, z):
    return np.sign(z) * dz
# %% q5-8 wrong: sign of the exponent
# named: sign|minus|−a|-a|decreas|falls|mirror|1 ?[-−] ?σ
def sigmoid(a):
    return 1 / (1 + np.exp(np.minimum(a, 700)))  #!
# %% q5-8 right: two cases with a mask
def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))
# %% q5-9 wrong: sigmoid applied again to the stored output
# named: again|twice|already|second time|stored|output|once more
def sigmoid_backward(dz, z):
    s = sigmoid(z)  #!
    return dz * s * (1 - s)
# %% q5-9 wrong: the slope of tanh
# named: tanh|1 ?[-−] ?z ?(\*\*|\^|²)|z ?\(1 ?[-−] ?z\)|square|another activation
def sigmoid_backward(dz, z):
    return dz * (1 - z**2)  #!
# %% q5-10 wrong: every layer is fed X
# named: previous|layer before|output of|passed on|handed on|is fed|input of|z\[-1\]|z\[i\]|each layer|second layer
def forward(X, weights, biases, f):
    z = [X]
    for i, (W, b) in enumerate(zip(weights, biases)):
        a = X @ W.T + b  #!
        z.append(a if i == len(weights) - 1 else f(a))
    return z
# %% q5-10 right: recursion over the layers
def forward(X, weights, biases, f):
    a = X @ weights[0].T + biases[0]
    if len(weights) == 1:
        return [X, a]
    return [X] + forward(f(a), weights[1:], biases[1:], f)
# %% q5-11 wrong: as it stands, overflows
# named: overflow|inf|large|stab|maximum|largest
def log_sum_exp(a):
    return np.log(np.sum(np.exp(a), axis=-1))  #!
# %% q5-11 wrong: the result is a column
# named: shape|column|\(N,\)|\(N, ?1\)|keepdims|dimension
def log_sum_exp(a):
    m = a.max(axis=1, keepdims=True)
    return m + np.log(np.exp(a - m).sum(axis=1, keepdims=True))  #!
# %% q5-11 right: logaddexp
def log_sum_exp(a):
    return np.logaddexp.reduce(a, axis=1)
# %% q5-12 wrong: two mistakes: the sign of the whole loss, and summed instead of averaged
# named: sign|negative|minus|mean|\bsum\b|average|divid
def cross_entropy(a, t):
    return np.sum((a * t).sum(axis=1) - log_sum_exp(a))  #!
# %% q5-12 wrong: the target's logit is added
# named: sign|minus|subtract|[-−] ?Σ|added
def cross_entropy(a, t):
    return (log_sum_exp(a) + (t * a).sum(axis=1)).mean()  #!
# %% q5-12 right: matrix diagonal by einsum
def cross_entropy(a, t):
    N = len(a)
    return float(log_sum_exp(a).sum() - np.einsum("nk,nk->", t, a)) / N
# %% q5-13 wrong: not divided by the number of samples
# named: divid|1/N|by N|number of samples|N times|factor|mean
def cross_entropy_backward(a, t):
    y = np.exp(a - log_sum_exp(a)[:, None])
    return y - t  #!
# %% q5-13 wrong: divided by the number of all entries
# named: \bK\b|classes|entries|divid|size|number of samples|factor|by N
def cross_entropy_backward(a, t):
    y = np.exp(a - log_sum_exp(a)[:, None])
    return (y - t) / a.size  #!
# %% q5-13 right: copies y and subtracts 1 at the label
def cross_entropy_backward(a, t):
    da = np.exp(a - a.max(axis=1, keepdims=True))
    da /= da.sum(axis=1, keepdims=True)
    da -= t
    da *= 1.0 / len(da)
    return da
# %% q5-14 wrong: last layer first
# named: order|first layer|last layer first|revers|turn|the lists begin with the last layer
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for W, entered in zip(weights[::-1], z[-2::-1]):
        dWs.append(da.T @ entered)
        dbs.append(da.sum(axis=0))
        da = f_backward(da @ W, entered)
    return dWs, dbs  #!
# %% q5-14 wrong: db is the mean over the samples
# named: mean|\bsum(med|s)?\b|average|db|bias|divid
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for l in range(len(weights) - 1, -1, -1):
        dWs.append(da.T @ z[l])
        dbs.append(np.mean(da, axis=0))  #!
        if l:
            da = f_backward(da @ weights[l], z[l])
    return dWs[::-1], dbs[::-1]
# %% q5-14 wrong: the activation's step back is left out
# named: activation|step back|f_backward|slope|derivative|f′ is missing
def backward(z, da, weights, f_backward):
    L = len(weights)
    dWs, dbs = [None] * L, [None] * L
    for l in reversed(range(L)):
        dWs[l] = da.T @ z[l]
        dbs[l] = da.sum(axis=0)
        da = da @ weights[l]  #!
    return dWs, dbs
# %% q5-14 wrong: the step back is taken at the output of the layer above
# named: above|f_backward|step back|z\[l|off by one|wrong (z|layer)|which z|output of|its own|shape|activation
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for l in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[l])
        dbs.insert(0, da.sum(axis=0))
        if l > 0:
            da = f_backward(da @ weights[l], z[l + 1])  #!
    return dWs, dbs
# %% q5-14 right: recursion
def backward(z, da, weights, f_backward):
    *below, W = weights
    dW, db = da.T @ z[len(below)], da.sum(axis=0)
    if not below:
        return [dW], [db]
    dWs, dbs = backward(z[:-1], f_backward(da @ W, z[len(below)]), below, f_backward)
    return dWs + [dW], dbs + [db]
# %% q5-15 wrong: uphill
# named: sign|uphill|ascent|minus|\+=|direction|−eta|-eta|subtract
def update(weights, biases, dWs, dbs, eta):
    for p, d in zip([*weights, *biases], [*dWs, *dbs]):
        p += eta * d  #!
# %% q5-15 wrong: the biases are not moved
# named: bias
def update(weights, biases, dWs, dbs, eta):
    for W, dW in zip(weights, dWs):
        W -= eta * dW
    #!
# %% q5-15 right: slice assignment
def update(weights, biases, dWs, dbs, eta):
    for parameters, gradients in ((weights, dWs), (biases, dbs)):
        for p, g in zip(parameters, gradients, strict=True):
            p[...] = p - eta * g
# %% q5-16 wrong: argmax along the samples
# named: axis|argmax|each sample|shape|along|\(N,\)|per sample
def predict(X, labels, weights, biases, f):
    a = forward(X, weights, biases, f)[-1]
    guess = np.argmax(a, axis=0)  #!
    loss = cross_entropy(a, np.eye(a.shape[1])[labels])
    return guess, np.mean(guess[: len(labels)] == labels[: len(guess)]), loss
# %% q5-16 wrong: the loss is taken against the predictions instead of the labels
# named: labels?|own prediction|prediction|targets?|itself
def predict(X, labels, weights, biases, f):
    logits = forward(X, weights, biases, f)[-1]
    classes = np.argmax(logits, axis=1)
    accuracy = np.count_nonzero(classes == labels) / len(labels)
    return classes, accuracy, cross_entropy(logits, one_hot(classes, logits.shape[1]))  #!
# %% q5-16 wrong: two mistakes: number of right answers instead of their share, and the two numbers come in the other order
# named: order|swap|share|number of|count|divid|between 0 and 1
def predict(X, labels, weights, biases, f):
    a = forward(X, weights, biases, f)[-1]
    k = a.argmax(axis=1)
    return k, cross_entropy(a, one_hot(labels, a.shape[1])), np.sum(k == labels)  #!
# %% q5-16 right: through the softmax, comparison loop
def predict(X, labels, weights, biases, f):
    *_, a = forward(X, weights, biases, f)
    y = softmax(a)
    predicted = np.array([int(np.argmax(row)) for row in y])
    hits = sum(int(p == l) for p, l in zip(predicted, labels))
    t = np.zeros_like(a)
    t[np.arange(len(labels)), labels] = 1
    return predicted, hits / len(labels), cross_entropy(a, t)
# %% q5-17 wrong: the last, smaller minibatch is missing
# named: last|smaller|rest|remain|drop|missing|all (the )?samples|every sample|left out|once
def minibatches(N, batch_size, rng):
    order = rng.permutation(N)
    steps = int(N / batch_size)  #!
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(steps)]  #!
# %% q5-17 wrong: a new permutation for each minibatch
# named: each minibatch|every minibatch|one permutation|once|twice|repeat|more than once|several times|duplicat|all (the )?samples|together|inside the loop|every (sample|index)
def minibatches(N, batch_size, rng):
    for start in range(0, N, batch_size):
        yield rng.permutation(N)[start : start + batch_size]  #!
# %% q5-17 wrong: return inside the loop, only the first minibatch
# named: return|first (mini)?batch|only one|inside the loop|in the loop|rest|all (the )?samples|missing|list|every sample|together
def minibatches(N, batch_size, rng):
    order = rng.permutation(N)
    result = []
    for start in range(0, N, batch_size):
        result.append(order[start : start + batch_size])
        return result  #!
# %% q5-17 wrong: batch order is random, but neighbours stay together
# named: shuffl|random|neighbour|within|consecutive|same (mini)?batch|sorted|permut|in a row|blocks
def minibatches(N, batch_size, rng):
    batches = [np.arange(s, min(s + batch_size, N)) for s in range(0, N, batch_size)]  #!
    rng.shuffle(batches)  #!
    return batches
# %% q5-17 right: a generator with a while loop
def minibatches(N, batch_size, rng):
    order, start = rng.permutation(N), 0
    while start < N:
        yield order[start : start + batch_size]
        start += batch_size
# %% q5-18 wrong: update after the loop over minibatches, only the last one counts
# named: update|each minibatch|every minibatch|last (mini)?batch|once per epoch|once an epoch|indent|number of steps
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            z = forward(X[batch], weights, biases, f)
            da = cross_entropy_backward(z[-1], t[batch])
            dWs, dbs = backward(z, da, weights, f_backward)
        update(weights, biases, dWs, dbs, eta)  #!
# %% q5-18 right: named helper for a step
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    def step(X_few, t_few):
        z = forward(X_few, weights, biases, f)
        da = cross_entropy_backward(z[-1], t_few)
        gradients = backward(z, da, weights, f_backward)
        update(weights, biases, *gradients, eta)

    N = X.shape[0]
    while epochs > 0:
        for chosen in minibatches(N, batch_size, rng):
            step(X[chosen], t[chosen])
        epochs -= 1
# %% q5-19 wrong: rows and columns swapped
# named: transpos|swap|rows?|columns?|exchang
def confusion_matrix(labels, predicted):
    m = np.zeros((10, 10), int)
    for true, guess in zip(labels, predicted):
        m[guess, true] += 1  #!
    return m
# %% q5-20 wrong: the most confident answers, right ones too
# named: wrong (predictions|ones|answers)?|mistakes|right (ones|answers|predictions)|correct
def confident_mistakes(y, labels, count):
    confidence = y.max(axis=1)
    return np.argsort(confidence)[::-1][:count]  #!
# %% q5-20 right: right answers pushed down to -1
def confident_mistakes(y, labels, count):
    p = np.where(y.argmax(axis=1) == labels, -1.0, y.max(axis=1))
    return np.argsort(-p, kind="stable")[:count]
# %% q5-20 right: sorted list of pairs
def confident_mistakes(y, labels, count):
    found = []
    for n in range(len(y)):
        if np.argmax(y[n]) != labels[n]:
            found.append((float(y[n].max()), n))
    found.sort(key=lambda pair: -pair[0])
    return np.array([n for _, n in found[:count]], dtype=int)
# %% q5-23 wrong: two mistakes: 3 is carried (the gallery taken for all mistakes), and 4 is denied (nine are more than 8.5)
# named: \b3\b|\b4\b|third|fourth|usually|180|8\.5|contradict|selected
carried = [False, True, True, False]
# %% q5-23 right: computed
expected_wrong = 8500 - 8491.5
carried = [False, round(1000 * 9 / 8500) == 1, 9 > 180 / 2, abs(9 - expected_wrong) < 9**0.5]
# %% q5-24 wrong: mean probability of a bin instead of the sum
# named: mean|\bsum\b|average|divid|expected|add
def reliability(y, labels, edges):
    p = y.max(axis=1)
    hit = y.argmax(axis=1) == labels
    count, _ = np.histogram(p, edges)
    right, _ = np.histogram(p, edges, weights=hit.astype(float))
    total, _ = np.histogram(p, edges, weights=p)
    return count, right, total / np.maximum(count, 1)  #!
# %% q5-24 wrong: the last bin loses its upper edge, probability 1 is counted nowhere
# named: last bin|upper edge|exactly 1|= ?1\b|edge|of 1\b|1\.0
def reliability(y, labels, edges):
    p = y.max(axis=1)
    hit = y.argmax(axis=1) == labels
    count, right, expected = [], [], []
    for low, high in pairwise(edges):
        inside = (p >= low) & (p < high)  #!
        count.append(inside.sum())
        right.append(hit[inside].sum())
        expected.append(p[inside].sum())
    return np.array(count), np.array(right), np.array(expected)
# %% q5-24 right: searchsorted and bincount
def reliability(y, labels, edges):
    p = y.max(axis=1)
    bins = len(edges) - 1
    which = np.minimum(np.searchsorted(edges, p, side="right") - 1, bins - 1)
    hits = (y.argmax(axis=1) == labels).astype(float)
    return (
        np.bincount(which, minlength=bins),
        np.bincount(which, weights=hits, minlength=bins),
        np.bincount(which, weights=p, minlength=bins),
    )
# %% q5-25 wrong: returns the two ends
# named: half-?width|ends|mean and|low|two numbers|return
def paired_interval(first, second, quantile):
    d = first - second
    half = quantile * d.std(ddof=1) / len(d) ** 0.5
    return d.mean() - half, d.mean() + half  #!
# %% q5-25 wrong: full width of the interval
# named: half|twice|full width|factor|doubl|½
def paired_interval(first, second, quantile):
    difference = first - second
    error = difference.std(ddof=1) / np.sqrt(difference.size)
    return difference.mean(), 2 * quantile * error  #!
# %% q5-25 right: plain sums
def paired_interval(first, second, quantile):
    d = [f - s for f, s in zip(first, second)]
    R = len(d)
    mean = sum(d) / R
    s2 = sum((x - mean) ** 2 for x in d) / (R - 1)
    return mean, quantile * (s2 / R) ** 0.5
# %% q5-21 wrong: the place y = 1/2 of the largest slope, not the slope
# named: 1 ?[-−] ?y|1 ?[-−] ?½|y ?\(|where|place|value (of|at)|½|half|0\.5|product|¼|squared
largest_slope = 0.5
# %% q5-22 wrong: factors added, 4 times 2
# named: add|multipl|power|2\^4|2⁴|\*\*|product|each layer|per layer|doubl
growth = 4 * 2
