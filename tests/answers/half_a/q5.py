# %% q5-1 wrong: one bias for all outputs is counted
# named: one bias|single bias|bias (for|per) (each|every)|bias of its own|how many biases|ten biases|only one
weights_in_W = 784 * 10
parameters_linear = weights_in_W + 1  #!
# %% q5-1 wrong: one bias for all outputs is counted, typed
# named: one bias|single bias|bias (for|per) (each|every)|bias of its own|how many biases|ten biases|only one
parameters_linear = 7841
# %% q5-1 wrong: one bias for all outputs is counted, by sizes of arrays
# named: one bias|single bias|bias (for|per) (each|every)|bias of its own|how many biases|ten biases|only one
W = np.zeros((10, 784))
b = np.zeros(1)  #!
parameters_linear = W.size + b.size
# %% q5-1 right: counted in arrays
W, b = np.zeros((10, 28 * 28)), np.zeros(10)
parameters_linear = W.size + b.size
# %% q5-1 right: ten units, each with its weights and its bias
parameters_linear = sum(28**2 + 1 for _ in range(10))
# %% q5-2 wrong: only the hidden layer is counted, not the output layer
# named: output.*(forgotten|missing|not counted|left out)|(forgot\w*|missing|without|left out).*output|last layer|second layer|only the (hidden|first) layer|reach the ten logits
parameters_hidden = 784 * 128 + 128  #!
# %% q5-2 wrong: only the hidden layer is counted, typed
# named: output.*(forgotten|missing|not counted|left out)|(forgot\w*|missing|without|left out).*output|last layer|second layer|only the (hidden|first) layer|reach the ten logits
parameters_hidden = 100480
# %% q5-2 wrong: only the hidden layer is counted: the loop ends one layer early
# named: output.*(forgotten|missing|not counted|left out)|(forgot\w*|missing|without|left out).*output|last layer|second layer|only the (hidden|first) layer|reach the ten logits
sizes = [784, 128, 10]
parameters_hidden = 0
for l in range(len(sizes) - 2):  #!
    parameters_hidden += (sizes[l] + 1) * sizes[l + 1]
# %% q5-2 right: a sum over neighbours
sizes = [784, 128, 10]
parameters_hidden = sum(n * k + k for n, k in zip(sizes[:-1], sizes[1:]))
# %% q5-2 right: typed
parameters_hidden = 101_770
# %% q5-3 wrong: decimal logarithm
# named: decimal|base 10|log10|natural|which base|base of
first_loss = -np.log10(0.1)  #!
# %% q5-3 wrong: decimal logarithm, with math
# named: decimal|base 10|log10|natural|which base|base of
import math

K = 10
first_loss = math.log(K, 10)  #!
# %% q5-3 wrong: decimal logarithm, typed
# named: decimal|base 10|log10|natural|which base|base of
first_loss = 1.00
# %% q5-3 wrong: the logarithm of 2, as for two classes
# named: two classes|ten classes|binary cross|number of classes|how many (classes|digits)|between how many
n_classes = 2  #!
first_loss = np.log(n_classes)
# %% q5-3 wrong: the logarithm of 2, as for two classes, from the probability ½
# named: two classes|ten classes|binary cross|number of classes|how many (classes|digits)|between how many
import math

p = 0.5  #!
first_loss = -math.log(p)
# %% q5-3 wrong: the logarithm of 2, as for two classes, typed
# named: two classes|ten classes|binary cross|number of classes|how many (classes|digits)|between how many
first_loss = 0.69
# %% q5-3 right: by the cross-entropy of equal logits
first_loss = cross_entropy(np.zeros((1, 10)), np.eye(10)[:1])
# %% q5-3 right: typed
first_loss = 2.30
# %% q5-3 right: the mean over a whole batch, with math
import math

probabilities = [1 / 10] * 10
first_loss = sum(-math.log(p) for p in probabilities) / len(probabilities)
# %% q5-4 wrong: right numbers in float64 where float32 is asked for
# named: float64|float32|twice the memory|double precision|half the memory
def to_rows(images):
    N = images.shape[0]
    return images.reshape(N, -1) / 255.0  #!
# %% q5-4 wrong: right numbers in float64, row by row
# named: float64|float32|twice the memory|double precision|half the memory
def to_rows(images):
    rows = []
    for picture in images:
        rows.append(picture.flatten() / 255)
    return np.array(rows)  #!
# %% q5-4 wrong: right numbers in float64: the array that is filled has the default type
# named: float64|float32|twice the memory|double precision|half the memory
def to_rows(images):
    n, height, width = images.shape
    X = np.zeros((n, height * width))  #!
    X[:] = images.astype(np.float32).reshape(n, height * width)
    X /= 255
    return X
# %% q5-4 wrong: the number of pixels is fixed to 784
# named: fixed|any size|other sizes?|number of pixels|size of the (picture|image)|rows · columns|(28|784) .*(always|only|constant)|(always|only|constant|assum\w*) .*(28|784)|taken from the shape|typed in
def to_rows(images):
    return images.reshape(-1, 784).astype(np.float32) / 255  #!
# %% q5-4 wrong: the number of pixels is fixed to 28 · 28
# named: fixed|any size|other sizes?|number of pixels|size of the (picture|image)|rows · columns|(28|784) .*(always|only|constant)|(always|only|constant|assum\w*) .*(28|784)|taken from the shape|typed in
def to_rows(images):
    images = np.asarray(images, dtype=np.float32)
    flat = np.reshape(images, (images.shape[0], 28 * 28))  #!
    return flat / np.float32(255)
# %% q5-4 wrong: the number of pixels is fixed to 784, in an array that is filled
# named: fixed|any size|other sizes?|number of pixels|size of the (picture|image)|rows · columns|(28|784) .*(always|only|constant)|(always|only|constant|assum\w*) .*(28|784)|taken from the shape|typed in
def to_rows(images):
    result = np.empty((len(images), 784), dtype="float32")  #!
    for i, img in enumerate(images):
        result[i] = img.ravel() / 255  #!
    return result
# %% q5-4 right: filled pixel by pixel
def to_rows(images):
    N, rows, columns = images.shape
    X = np.empty((N, rows * columns), np.float32)
    for r in range(rows):
        for c in range(columns):
            X[:, r * columns + c] = images[:, r, c] / 255
    return X
# %% q5-4 right: divided into an array that is given
def to_rows(images):
    flat = images.reshape(images.shape[0], images.shape[1] * images.shape[2])
    out = np.zeros(flat.shape, dtype=np.float32)
    np.divide(flat, 255, out=out, casting="same_kind")
    return out
# %% q5-4 right: a stack of flattened pictures
def to_rows(images):
    return np.stack([(np.ravel(image) * (1 / 255)).astype(np.float32) for image in images])
# %% q5-5 wrong: W is (inputs, outputs), b is (1, outputs), and the global generator is used
# named: \(in, out\)|\(out, in\)|transpos|rng is not used|global|np\.random|not (drawn )?from rng|axis too many|one axis (more|too)|\(1, out|row vector|keeps? (its|an|the) axis|(extra|additional) (axis|dimension)|axis more
def initialise(sizes, rng):
    weights = []
    biases = []
    for i in range(len(sizes) - 1):
        weights.append(np.random.randn(sizes[i], sizes[i + 1]) * np.sqrt(2 / sizes[i]))  #!
        biases.append(np.zeros((1, sizes[i + 1])))  #!
    return weights, biases
# %% q5-5 wrong: W is (inputs, outputs), b is (1, outputs), and the global generator is used, by comprehension
# named: \(in, out\)|\(out, in\)|transpos|rng is not used|global|np\.random|not (drawn )?from rng|axis too many|one axis (more|too)|\(1, out|row vector|keeps? (its|an|the) axis|(extra|additional) (axis|dimension)|axis more
def initialise(sizes, rng):
    pairs = list(zip(sizes[:-1], sizes[1:]))
    W = [np.random.normal(0, (2 / m) ** 0.5, size=(m, n)) for m, n in pairs]  #!
    b = [np.zeros((1, n)) for _, n in pairs]  #!
    return W, b
# %% q5-5 wrong: the variance is given where the standard deviation belongs
# named: variance (stands|is given|in place|where|instead)|root.*(missing|forgot|left out)|(missing|forgot\w*|without|no|take the) (the |a )?(square )?root|not (its|the) root|second argument of rng\.normal|(standard )?deviation belongs
def initialise(sizes, rng):
    weights, biases = [], []
    for n_in, n_out in pairwise(sizes):
        weights.append(rng.normal(0, 2 / n_in, (n_out, n_in)))  #!
        biases.append(np.zeros(n_out))
    return weights, biases
# %% q5-5 wrong: the variance multiplies standard normal numbers
# named: variance (stands|is given|in place|where|instead)|root.*(missing|forgot|left out)|(missing|forgot\w*|without|no|take the) (the |a )?(square )?root|not (its|the) root|second argument of rng\.normal|(standard )?deviation belongs
def initialise(sizes, rng):
    def layer(n_in, n_out):
        he = 2.0 / n_in  #!
        return he * rng.standard_normal((n_out, n_in)), np.zeros((n_out,))  #!

    layers = [layer(a, b) for a, b in zip(sizes, sizes[1:])]
    return [W for W, _ in layers], [b for _, b in layers]
# %% q5-5 wrong: 2 over the number of outputs, not inputs
# named: outputs|n_out|not (the )?inputs|number of inputs|how many products
def initialise(sizes, rng):
    weights = [rng.normal(0, np.sqrt(2 / n_out), (n_out, n_in)) for n_in, n_out in pairwise(sizes)]  #!
    biases = [np.zeros(n) for n in sizes[1:]]
    return weights, biases
# %% q5-5 wrong: 2 over the number of outputs: the wrong entry of the shape
# named: outputs|n_out|not (the )?inputs|number of inputs|how many products
def initialise(sizes, rng):
    weights, biases = list(), list()
    for layer in range(1, len(sizes)):
        W = rng.standard_normal(size=(sizes[layer], sizes[layer - 1]))
        W *= np.sqrt(2 / W.shape[0])  #!
        weights += [W]
        biases += [0 * W[:, 0]]
    return weights, biases
# %% q5-5 wrong: the biases are columns, shape (outputs, 1)
# named: column|\(out(puts)?, 1\)|axis too many|one axis (more|too)|keeps? (its|an|the) axis|\bflat\b|biases?.*(shape|one axis)|(extra|additional) (axis|dimension)|axis more
def initialise(sizes, rng):
    weights = []
    biases = []
    for n_in, n_out in pairwise(sizes):
        weights.append(rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_out, n_in)))
        biases.append(np.zeros((n_out, 1)))  #!
    return weights, biases
# %% q5-5 wrong: the biases are columns, made like a column of W
# named: column|\(out(puts)?, 1\)|axis too many|one axis (more|too)|keeps? (its|an|the) axis|\bflat\b|biases?.*(shape|one axis)|(extra|additional) (axis|dimension)|axis more
def initialise(sizes, rng):
    std = lambda n: (2 / n) ** 0.5
    weights = [std(n) * rng.standard_normal((m, n)) for n, m in zip(sizes, sizes[1:])]
    biases = [np.zeros_like(W[:, :1]) for W in weights]  #!
    return weights, biases
# %% q5-5 right: standard normal numbers, scaled
def initialise(sizes, rng):
    params = []
    for l in range(1, len(sizes)):
        fan_in = sizes[l - 1]
        W = rng.standard_normal((sizes[l], fan_in))
        W *= (2 / fan_in) ** 0.5
        params.append((W, np.zeros(sizes[l])))
    weights, biases = map(list, zip(*params))
    return weights, biases
# %% q5-5 right: a uniform distribution of the same variance
def initialise(sizes, rng):
    def he_uniform(n_in, n_out):
        limit = np.sqrt(6 / n_in)  # variance limit² / 3
        return rng.uniform(-limit, limit, size=(n_out, n_in))

    weights = [he_uniform(n_in, n_out) for n_in, n_out in pairwise(sizes)]
    return weights, [np.zeros(len(W)) for W in weights]
# %% q5-5 right: drawn as (in, out) and turned, keywords
def initialise(sizes, rng):
    weights, biases = [], []
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        W = rng.normal(loc=0, scale=np.sqrt(2) / np.sqrt(n_in), size=(n_in, n_out))
        weights.append(W.T.copy())
        biases.append(np.full(n_out, 0.0))
    return weights, biases
# %% q5-6 right: by np.where
def relu(a):
    return np.where(a > 0, a, 0.0)
# %% q5-6 right: half of a + |a|
def relu(a):
    return (a + abs(a)) / 2
# %% q5-6 right: a copy, whose negative entries are set to zero
def relu(a):
    z = a.copy()
    z[z < 0] = 0
    return z
# %% q5-6 right: clipped from below
def relu(a):
    return a.clip(min=0)
# %% q5-7 wrong: the slope is 1 unless the value is negative
# named: >=|at least|z is never|ever below|at (zero|0)|everywhere|zero itself
def relu_backward(dz, z):
    slope = np.ones_like(z)
    slope[z < 0] = 0  #!
    return dz * slope
# %% q5-7 wrong: the slope is 1 unless the value is negative, gradients set to zero
# named: >=|at least|z is never|ever below|at (zero|0)|everywhere|zero itself
def relu_backward(dz, z):
    da = np.array(dz, copy=True)
    da[z < 0] = 0.0  #!
    return da
# %% q5-7 wrong: the slope is 1 unless the value is negative, entry by entry
# named: >=|at least|z is never|ever below|at (zero|0)|everywhere|zero itself
def relu_backward(dz, z):
    N, D = z.shape
    da = np.zeros((N, D))
    for n in range(N):
        for d in range(D):
            if z[n, d] < 0:  #!
                da[n, d] = 0
            else:
                da[n, d] = dz[n, d]
    return da
# %% q5-7 wrong: the mask is "at least 0" on the activated array
# named: >=|at least|z is never|ever below|at (zero|0)|everywhere|zero itself
def relu_backward(dz, z):
    return dz * (z >= 0)  #!
# %% q5-7 wrong: the mask is "at least 0" on the activated array, by np.where
# named: >=|at least|z is never|ever below|at (zero|0)|everywhere|zero itself
relu_backward = lambda dz, z: np.where(z >= 0, 1, 0) * dz  #!
# %% q5-7 wrong: the mask is the step function with 1 at 0
# named: >=|at least|z is never|ever below|at (zero|0)|everywhere|zero itself
def relu_backward(dz, z):
    d_relu = np.heaviside(z, 1)  #!
    return np.multiply(dz, d_relu)
# %% q5-7 wrong: the mask is taken from the gradient, not from z
# named: (mask|slope|taken) .*(dz|gradient)|from dz|which of the two arrays|not (from )?z\b|wrong (array|variable|operand)
def relu_backward(dz, z):
    return dz * (dz > 0)  #!
# %% q5-7 wrong: the mask is taken from the gradient, whose own negative entries are set to zero
# named: (mask|slope|taken) .*(dz|gradient)|from dz|which of the two arrays|not (from )?z\b|wrong (array|variable|operand)
def relu_backward(dz, z):
    da = dz.copy()
    da[dz <= 0] = 0  #!
    return da
# %% q5-7 wrong: the mask is taken from the gradient, by relu itself
# named: (mask|slope|taken|relu) .*(dz|gradient)|from dz|which of the two arrays|not (from )?z\b|wrong (array|variable|operand)
def relu_backward(dz, z):
    return relu(dz)  #!
# %% q5-7 right: the sign of what came out
def relu_backward(dz, z):
    return np.sign(z) * dz
# %% q5-7 right: a copy, silenced where z is zero
def relu_backward(dz, z):
    da = np.array(dz)
    da[z == 0] = 0
    return da
# %% q5-7 right: where given, into zeros
def relu_backward(dz, z):
    da = np.zeros_like(dz)
    np.copyto(da, dz, where=z > 0)
    return da
# %% q5-8 wrong: "if" compares a whole array with a number
# named: whole array|one number at a time|scalar|single number|np\.where|element by element|entry by entry|each entry|an? .?if.? (compares|asks|takes|wants|needs|decides)|compar\w* .*(array|entries)|for each entry
def sigmoid(a):
    if a >= 0:  #!
        return 1 / (1 + np.exp(-a))  #!
    else:
        return np.exp(a) / (1 + np.exp(a))  #!
# %% q5-8 wrong: "if" compares a whole array with a number, one line
# named: whole array|one number at a time|scalar|single number|np\.where|element by element|entry by entry|each entry|an? .?if.? (compares|asks|takes|wants|needs|decides)|compar\w* .*(array|entries)|for each entry
def sigmoid(a):
    e = np.exp(-abs(a))
    return 1 / (1 + e) if a > 0 else e / (1 + e)  #!
# %% q5-8 wrong: "if" compares a whole array with a number, and math.exp takes one
# named: whole array|one number at a time|scalar|single number|np\.where|element by element|entry by entry|each entry|an? .?if.? (compares|asks|takes|wants|needs|decides)|compar\w* .*(array|entries)|for each entry
import math


def sigmoid(x):
    if x < 0:  #!
        z = math.exp(x)
        return z / (1 + z)
    z = math.exp(-x)
    return 1 / (1 + z)
# %% q5-8 right: by cases, through masks
def sigmoid(a):
    y = np.empty(np.shape(a))
    positive = a >= 0
    y[positive] = 1 / (1 + np.exp(-a[positive]))
    e = np.exp(a[~positive])
    y[~positive] = e / (1 + e)
    return y
# %% q5-8 right: the exponential of a logarithm
def sigmoid(a):
    return np.exp(-np.logaddexp(0, -a))
# %% q5-8 right: as it stands, the warning silenced
def sigmoid(a):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))
# %% q5-8 right: entry by entry, with math
import math


def sigmoid(a):
    values = [math.tanh(float(x) / 2) / 2 + 0.5 for x in np.ravel(a)]
    return np.array(values).reshape(np.shape(a))
# %% q5-9 wrong: the sigmoid is applied again to its own value
# named: again|twice|already|pre-activation|second time
def sigmoid_backward(dz, z):
    s = sigmoid(z)  #!
    return dz * s * (1 - s)
# %% q5-9 wrong: the sigmoid is applied again to its own value, in a formula
# named: again|twice|already|pre-activation|second time
def sigmoid_backward(dz, z):
    return dz * np.exp(-z) / (1 + np.exp(-z)) ** 2  #!
# %% q5-9 wrong: the sigmoid is applied again to its own value, with a helper
# named: again|twice|already|pre-activation|second time
def sigmoid_prime(a):
    return sigmoid(a) * (1 - sigmoid(a))


def sigmoid_backward(dz, z):
    return np.multiply(dz, sigmoid_prime(z))  #!
# %% q5-9 right: z − z²
def sigmoid_backward(dz, z):
    slope = z - np.square(z)
    return slope * dz
# %% q5-9 right: a quarter minus the square of the distance from ½
def sigmoid_backward(dz, z):
    return dz * (0.25 - (z - 0.5) ** 2)
# %% q5-9 right: einsum of three factors
def sigmoid_backward(dz, z):
    one_minus_z = 1.0 - z
    return np.einsum("nd,nd,nd->nd", dz, z, one_minus_z)
# %% q5-10 wrong: the activation is applied to the last layer too
# named: last layer.*activ|activ.*(last layer|logits|output)|logits must be free|linear output|(last|output) layer (is|stays) linear
def forward(X, weights, biases, f):
    z = [X]
    for W, b in zip(weights, biases):
        z.append(f(z[-1] @ W.T + b))  #!
    return z
# %% q5-10 wrong: the activation is applied to the last layer too, by index
# named: last layer.*activ|activ.*(last layer|logits|output)|logits must be free|linear output|(last|output) layer (is|stays) linear
def forward(X, weights, biases, f):
    acts = [X]
    h = X
    L = len(weights)
    for l in range(L):
        a = np.dot(h, weights[l].T) + biases[l]
        h = f(a)  #!
        acts.append(h)
    return acts
# %% q5-10 wrong: the activation is applied to the last layer too, the condition is always true
# named: last layer.*activ|activ.*(last layer|logits|output)|logits must be free|linear output|(last|output) layer (is|stays) linear
def forward(X, weights, biases, f):
    outputs = [X]
    for i in range(len(weights)):
        out = np.einsum("ni,oi->no", outputs[i], weights[i]) + biases[i]
        if i < len(weights):  #!
            out = f(out)  #!
        outputs.append(out)
    return outputs
# %% q5-10 wrong: pre-activations are kept in the list, not activated values
# named: pre-activation|before (the |its )?activation|not activated|unactivated|kept .*before|before f\b|what enters the activation|activation (is )?(not (yet )?applied|left out|missing) .*list
def forward(X, weights, biases, f):
    z = [X]
    h = X
    for W, b in zip(weights[:-1], biases[:-1]):
        a = h @ W.T + b
        z.append(a)  #!
        h = f(a)
    z.append(h @ weights[-1].T + biases[-1])
    return z
# %% q5-10 wrong: pre-activations are kept in the list, and activated where they are used
# named: pre-activation|before (the |its )?activation|not activated|unactivated|kept .*before|before f\b|what enters the activation|activation (is )?(not (yet )?applied|left out|missing) .*list
def forward(X, weights, biases, f):
    kept = [X]
    for i, (W, b) in enumerate(zip(weights, biases)):
        inp = kept[-1] if i == 0 else f(kept[-1])  #!
        kept.append(np.matmul(inp, W.T) + b)  #!
    return kept
# %% q5-10 right: recursion over the layers
def forward(X, weights, biases, f):
    (W, *others), (b, *other_biases) = weights, biases
    a = X @ W.T + b
    if not others:
        return [X, a]
    return [X, *forward(f(a), others, other_biases, f)]
# %% q5-10 right: a list of activations, the last of which does nothing
def forward(X, weights, biases, f):
    def identity(a):
        return a

    activations = [f] * (len(weights) - 1) + [identity]
    z = [X]
    for W, b, g in zip(weights, biases, activations):
        z += [g(np.dot(z[-1], W.T) + b)]
    return z
# %% q5-10 right: the bias as one more column of the weights
def forward(X, weights, biases, f):
    outputs, L = [X], len(weights)
    for l in range(L):
        ones = np.ones((len(X), 1))
        extended = np.hstack([outputs[l], ones])
        Wb = np.column_stack([weights[l], biases[l]])
        a = np.einsum("nj,kj->nk", extended, Wb)
        outputs.append(a if l == L - 1 else f(a))
    return outputs
# %% q5-11 wrong: the maximum that was subtracted is not added back
# named: added back|add.* back|maximum.*(missing|forgotten|lost)|(missing|forgotten|lost).*maximum|add 5
def log_sum_exp(a):
    a = a - a.max(axis=1, keepdims=True)  #!
    return np.log(np.exp(a).sum(axis=1))  #!
# %% q5-11 wrong: the maximum that was subtracted is not added back, row by row
# named: added back|add.* back|maximum.*(missing|forgotten|lost)|(missing|forgotten|lost).*maximum|add 5
def log_sum_exp(a):
    out = []
    for row in a:
        biggest = max(row)
        total = sum(np.exp(x - biggest) for x in row)
        out.append(np.log(total))  #!
    return np.array(out)
# %% q5-11 wrong: the maximum that was subtracted is not added back, one line
# named: added back|add.* back|maximum.*(missing|forgotten|lost)|(missing|forgotten|lost).*maximum|add 5
log_sum_exp = lambda a: np.log(np.sum(np.exp(a.T - np.max(a, axis=1)), axis=0))  #!
# %% q5-11 wrong: the result keeps its axis, shape (N, 1)
# named: column|\(N, 1\)|keepdims|keeps? (its|an|the) axis|how many axes|axis (too many|of length 1)|(extra|additional) (axis|dimension)|axis more
def log_sum_exp(a):
    m = np.max(a, axis=1, keepdims=True)
    return m + np.log(np.sum(np.exp(a - m), axis=1, keepdims=True))  #!
# %% q5-11 wrong: the result keeps its axis, in steps
# named: column|\(N, 1\)|keepdims|keeps? (its|an|the) axis|how many axes|axis (too many|of length 1)|(extra|additional) (axis|dimension)|axis more
def log_sum_exp(a):
    N = len(a)
    c = a.max(axis=-1).reshape(N, 1)
    e = np.exp(a - c)
    s = e.sum(axis=-1).reshape(N, 1)
    result = c + np.log(s)  #!
    return result  #!
# %% q5-11 wrong: the result keeps its axis, by a product with ones
# named: column|\(N, 1\)|keepdims|keeps? (its|an|the) axis|how many axes|axis (too many|of length 1)|(extra|additional) (axis|dimension)|axis more
def log_sum_exp(a):
    ones = np.ones((a.shape[1], 1))  #!
    biggest = np.amax(a, 1)[:, np.newaxis]
    return biggest + np.log(np.exp(a - biggest) @ ones)  #!
# %% q5-11 wrong: one maximum for all samples
# named: one maximum|(each|every|its) row.*maximum|maximum (of|over) (all|everything|the whole)|row.s (own )?(maximum|largest)|underflow|whole array|maximum.*(each|every|its) row|axis.*maximum|maximum.*axis|over all entries
def log_sum_exp(a):
    m = a.max()  #!
    return m + np.log(np.exp(a - m).sum(axis=1))  #!
# %% q5-11 wrong: one maximum for all samples, in a loop
# named: one maximum|(each|every|its) row.*maximum|maximum (of|over) (all|everything|the whole)|row.s (own )?(maximum|largest)|underflow|whole array|maximum.*(each|every|its) row|axis.*maximum|maximum.*axis|over all entries
def log_sum_exp(a):
    N, K = a.shape
    largest = np.max(a)  #!
    out = np.zeros(N)
    for n in range(N):
        total = 0.0
        for k in range(K):
            total += np.exp(a[n, k] - largest)
        out[n] = largest + np.log(total)
    return out
# %% q5-11 right: logaddexp, folded
def log_sum_exp(a):
    return np.logaddexp.reduce(a, axis=1)
# %% q5-11 right: row by row with math
import math


def log_sum_exp(a):
    def of_row(row):
        top = max(row)
        return top + math.log(math.fsum(math.exp(x - top) for x in row))

    return np.array([of_row(row) for row in a.tolist()])
# %% q5-11 right: the largest entry taken out by sorting, log1p of the rest
def log_sum_exp(a):
    ordered = np.sort(a, axis=1)
    top, rest = ordered[:, -1], ordered[:, :-1]
    return top + np.log1p(np.exp(rest - top[:, None]).sum(axis=1))
# %% q5-12 wrong: shifted softmax, then its logarithm
# named: underflow|log(arithm)?( of)? 0|log\(0|infinit.*probabilit|probabilit.*(0|infinit)|logarithm is taken of|through (the )?(softmax|probabilit)
def cross_entropy(a, t):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    y = e / e.sum(axis=1, keepdims=True)
    return -np.sum(t * np.log(y)) / len(a)  #!
# %% q5-12 wrong: shifted softmax, then its logarithm at the right class
# named: underflow|log(arithm)?( of)? 0|log\(0|infinit.*probabilit|probabilit.*(0|infinit)|logarithm is taken of|through (the )?(softmax|probabilit)
def cross_entropy(a, t):
    y = softmax(a)  #!
    right_class = t.argmax(axis=1)
    p = y[np.arange(len(a)), right_class]  #!
    return np.mean(-np.log(p))  #!
# %% q5-12 wrong: shifted softmax, then its logarithm, sample by sample
# named: underflow|log(arithm)?( of)? 0|log\(0|infinit.*probabilit|probabilit.*(0|infinit)|logarithm is taken of|through (the )?(softmax|probabilit)
def cross_entropy(a, t):
    losses = []
    for logits, target in zip(a, t):
        shifted = logits - np.max(logits)
        probs = np.exp(shifted) / np.sum(np.exp(shifted))  #!
        losses.append(-np.dot(target, np.log(probs)))  #!
    return np.mean(losses)
# %% q5-12 right: the logarithm of the softmax, by logaddexp
def cross_entropy(a, t):
    log_y = a - np.logaddexp.reduce(a, axis=1, keepdims=True)
    return -np.einsum("nk,nk->", t, log_y) / a.shape[0]
# %% q5-12 right: relative to the right class's logit
def cross_entropy(a, t):
    rows = np.arange(len(a))
    correct = a[rows, t.argmax(axis=1)]
    return log_sum_exp(a - correct[:, np.newaxis]).mean()
# %% q5-12 right: sample by sample, a running total
def cross_entropy(a, t):
    total = 0.0
    for logits, target in zip(a, t, strict=True):
        shift = logits.max()
        lse = shift + np.log(np.exp(logits - shift).sum())
        total += lse - logits @ target
    return total / len(a)
# %% q5-13 wrong: no shift by the maximum, large logits overflow
# named: overflow|(subtract|shift).*(maximum|largest)|(maximum|largest).*(subtract|shift|taken off|first)|exponential.*(infinite|too large)|log.sum.exp
def cross_entropy_backward(a, t):
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)  #!
    return (y - t) / len(a)
# %% q5-13 wrong: no shift by the maximum, row by row
# named: overflow|(subtract|shift).*(maximum|largest)|(maximum|largest).*(subtract|shift|taken off|first)|exponential.*(infinite|too large)|log.sum.exp
def cross_entropy_backward(a, t):
    N, K = a.shape
    grad = np.zeros((N, K))
    for n in range(N):
        e = np.exp(a[n])  #!
        for k in range(K):
            grad[n, k] = (e[k] / e.sum() - t[n, k]) / N
    return grad
# %% q5-13 wrong: no shift by the maximum, the sum as a logarithm
# named: overflow|(subtract|shift).*(maximum|largest)|(maximum|largest).*(subtract|shift|taken off|first)|exponential.*(infinite|too large)|log.sum.exp
def cross_entropy_backward(a, t):
    log_total = np.log(np.exp(a).sum(axis=1))  #!
    return (np.exp(a - log_total[:, None]) - t) / a.shape[0]
# %% q5-13 wrong: the 1/N is missing
# named: 1/N|is a mean|not the mean|divi[ds].*(number of samples|\bN\b)|mean is missing|sum over
def cross_entropy_backward(a, t):
    return softmax(a) - t  #!
# %% q5-13 wrong: the 1/N is missing, in steps
# named: 1/N|is a mean|not the mean|divi[ds].*(number of samples|\bN\b)|mean is missing|sum over
def cross_entropy_backward(a, t):
    shifted = a - np.max(a, axis=1, keepdims=True)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    grad = probs.copy()
    grad[np.arange(len(a)), np.argmax(t, axis=1)] -= 1
    return grad  #!
# %% q5-13 wrong: softmax is normalised over all samples together
# named: all samples|all rows|over (everything|the whole)|together|whole array|rows?.* (do not|should|must) add up to 1|normalised (per|by|for each) row|axis (is )?missing|(no|without an?) axis|missing axis
def cross_entropy_backward(a, t):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    y = e / e.sum()  #!
    return (y - t) / len(a)
# %% q5-13 wrong: softmax is normalised over all samples together, by a loop
# named: all samples|all rows|over (everything|the whole)|together|whole array|rows?.* (do not|should|must) add up to 1|normalised (per|by|for each) row|axis (is )?missing|(no|without an?) axis|missing axis
def cross_entropy_backward(a, t):
    expo = np.zeros(a.shape)
    total = 0  #!
    for n, row in enumerate(a):
        expo[n] = np.exp(row - row.max())
        total += np.sum(expo[n])  #!
    y = expo / total  #!
    return np.divide(y - t, a.shape[0])
# %% q5-13 right: exp of the logarithm of the softmax
def cross_entropy_backward(a, t):
    log_y = a - np.logaddexp.reduce(a, axis=1, keepdims=True)
    grad = np.exp(log_y)
    grad -= t
    grad /= len(a)
    return grad
# %% q5-13 right: one subtracted at the right class, row by row
def cross_entropy_backward(a, t):
    rows = []
    for logits, target in zip(a, t):
        e = np.exp(logits - max(logits))
        y = e / sum(e)
        y[int(np.flatnonzero(target)[0])] -= 1
        rows.append(y / a.shape[0])
    return np.vstack(rows)
# %% q5-13 right: each probability as one over a sum of differences
def cross_entropy_backward(a, t):
    N = a.shape[0]
    differences = a[:, None, :] - a[:, :, None]  # (N, K, K): a_j − a_k
    with np.errstate(over="ignore"):
        y = 1 / np.exp(differences).sum(axis=2)
    return (y - t) / N
# %% q5-14 wrong: the bias gradient keeps an axis of length 1
# named: keepdims|keeps? (its|an|the) axis|axis of length 1|axis too many|how many axes|one axis (more|too)|\(1, out\)|\bflat\b|(extra|additional) (axis|dimension)|axis more
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for l in range(len(weights) - 1, -1, -1):
        dWs.append(da.T @ z[l])
        dbs.append(np.sum(da, axis=0, keepdims=True))  #!
        if l > 0:
            da = f_backward(da @ weights[l], z[l])
    return dWs[::-1], dbs[::-1]
# %% q5-14 wrong: the bias gradient keeps an axis of length 1, by a product with ones
# named: keepdims|keeps? (its|an|the) axis|axis of length 1|axis too many|how many axes|one axis (more|too)|\(1, out\)|\bflat\b|(extra|additional) (axis|dimension)|axis more
def backward(z, da, weights, f_backward):
    L = len(weights)
    dWs = [None] * L
    dbs = [None] * L
    ones = np.ones((1, len(da)))  #!
    delta = da
    for i in reversed(range(L)):
        dWs[i] = np.dot(delta.T, z[i])
        dbs[i] = np.dot(ones, delta)  #!
        if i != 0:
            delta = f_backward(np.dot(delta, weights[i]), z[i])
    return dWs, dbs
# %% q5-14 wrong: the bias gradient keeps an axis of length 1, reshaped to a column
# named: keepdims|keeps? (its|an|the) axis|axis of length 1|axis too many|how many axes|one axis (more|too)|\(1, out\)|\bflat\b|column|\(out, 1\)|(extra|additional) (axis|dimension)|axis more
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, np.einsum("no,ni->oi", da, z[layer]))
        dbs.insert(0, da.sum(axis=0).reshape(-1, 1))  #!
        if layer:
            dz = da @ weights[layer]
            da = f_backward(dz, z[layer])
    return dWs, dbs
# %% q5-14 wrong: the gradients are in the list last layer first
# named: begins? with the last|last layer first|revers|order of the lists|first layer first|wrong order|(lists?|order).*(other way|backwards)
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.append(da.T @ z[layer])  #!
        dbs.append(da.sum(axis=0))  #!
        if layer > 0:
            da = f_backward(da @ weights[layer], z[layer])
    return dWs, dbs  #!
# %% q5-14 wrong: the gradients are in the list last layer first, as tuples
# named: begins? with the last|last layer first|revers|order of the lists|first layer first|wrong order|(lists?|order).*(other way|backwards)
def backward(z, da, weights, f_backward):
    def grads(da, zin):
        return np.matmul(da.T, zin), np.sum(da, axis=0)

    found = [grads(da, z[-2])]
    for i in range(len(weights) - 1, 0, -1):
        da = f_backward(np.matmul(da, weights[i]), z[i])
        found += [grads(da, z[i - 1])]  #!
    return [dW for dW, db in found], [db for dW, db in found]  #!
# %% q5-14 wrong: the activation's slope is not multiplied in between the layers
# named: (f′|f'|f_backward|slope|step back|derivative).*(missing|forgotten|not (used|multiplied|applied|kept)|left out|unused)|(missing|forgot\w*|without|not multiplied).*(f′|f'|f_backward|slope|step back|derivative)|stood between|result.*(not used|unused|thrown|kept)
def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[layer])
        dbs.insert(0, da.sum(axis=0))
        da = da @ weights[layer]  #!
    return dWs, dbs
# %% q5-14 wrong: the activation's slope is not multiplied in, computed and not kept
# named: (f′|f'|f_backward|slope|step back|derivative).*(missing|forgotten|not (used|multiplied|applied|kept)|left out|unused)|(missing|forgot\w*|without|not multiplied).*(f′|f'|f_backward|slope|step back|derivative)|stood between|result.*(not used|unused|thrown|kept)
def backward(z, da, weights, f_backward):
    n_layers = len(weights)
    dWs = [np.zeros_like(W) for W in weights]
    dbs = [np.zeros(len(W)) for W in weights]
    k = n_layers - 1
    while k >= 0:
        dWs[k] += np.dot(da.T, z[k])
        for row in da:
            dbs[k] += row
        if k > 0:
            dz = np.dot(da, weights[k])
            f_backward(dz, z[k])  #!
            da = dz  #!
        k -= 1
    return dWs, dbs
# %% q5-14 right: all deltas first, then two comprehensions
def backward(z, da, weights, f_backward):
    deltas = [da]
    for W, output in zip(weights[:0:-1], z[-2:0:-1]):
        deltas.append(f_backward(deltas[-1] @ W, output))
    deltas.reverse()
    dWs = [np.einsum("no,ni->oi", delta, entered) for delta, entered in zip(deltas, z)]
    return dWs, [delta.sum(axis=0) for delta in deltas]
# %% q5-14 right: recursion
def backward(z, da, weights, f_backward):
    dW, db = np.tensordot(da, z[-2], axes=(0, 0)), np.add.reduce(da)
    if len(weights) == 1:
        return [dW], [db]
    below = f_backward(da @ weights[-1], z[-2])
    dWs, dbs = backward(z[:-1], below, weights[:-1], f_backward)
    return dWs + [dW], dbs + [db]
# %% q5-14 right: outer products added up, sample by sample
def backward(z, da, weights, f_backward):
    L = len(weights)
    dWs, dbs = [None] * L, [None] * L
    for l in range(L - 1, -1, -1):
        dWs[l] = sum(np.outer(da[n], z[l][n]) for n in range(len(da)))
        dbs[l] = np.ones(len(da)) @ da
        if l != 0:
            da = f_backward((weights[l].T @ da.T).T, z[l])
    return dWs, dbs
# %% q5-15 wrong: the names in the loop are bound anew
# named: new arrays?|bound|rebind|in place(?! of)|stays? as|old (ones|arrays?)|new names?
def update(weights, biases, dWs, dbs, eta):
    for W, b, dW, db in zip(weights, biases, dWs, dbs):
        W = W - eta * dW  #!
        b = b - eta * db  #!
# %% q5-15 wrong: the names in the loop are bound anew, by index
# named: new arrays?|bound|rebind|in place(?! of)|stays? as|old (ones|arrays?)|new names?
def update(weights, biases, dWs, dbs, eta):
    for i in range(len(weights)):
        weight = weights[i]
        bias = biases[i]
        weight = weight - np.multiply(eta, dWs[i])  #!
        bias = bias - np.multiply(eta, dbs[i])  #!
# %% q5-15 wrong: the names in the loop are bound anew, parameters in one list
# named: new arrays?|bound|rebind|in place(?! of)|stays? as|old (ones|arrays?)|new names?
def update(weights, biases, dWs, dbs, eta):
    params, grads = [*weights, *biases], [*dWs, *dbs]
    for p, g in zip(params, grads):
        step = eta * g
        p = p - step  #!
# %% q5-15 wrong: the biases are not updated
# named: bias
def update(weights, biases, dWs, dbs, eta):
    for W, dW in zip(weights, dWs):
        W -= eta * dW  #!
# %% q5-15 wrong: the biases are not updated, by index
# named: bias
def update(weights, biases, dWs, dbs, eta):
    n = len(weights)
    for l in range(n):
        weights[l] -= eta * dWs[l]  #!
# %% q5-15 wrong: the biases are not updated: their list is left out of the outer loop
# named: bias
def update(weights, biases, dWs, dbs, eta):
    for parameters, gradients in zip([weights], [dWs, dbs]):  #!
        for p, g in zip(parameters, gradients):
            np.subtract(p, eta * g, out=p)
# %% q5-15 right: assigned through slices
def update(weights, biases, dWs, dbs, eta):
    for W, dW in zip(weights, dWs):
        W[:] = W - eta * dW
    for b, db in zip(biases, dbs):
        b[:] = b - eta * db
# %% q5-15 right: entries of the lists, changed by their index
def update(weights, biases, dWs, dbs, eta):
    for l in range(len(weights)):
        weights[l] += -eta * dWs[l]
        biases[l] += -eta * dbs[l]
# %% q5-15 right: np.subtract with out, a nested function
def update(weights, biases, dWs, dbs, eta):
    def step(parameter, gradient):
        np.subtract(parameter, np.multiply(eta, gradient), out=parameter)

    for pair in zip(weights, dWs):
        step(*pair)
    for pair in zip(biases, dbs):
        step(*pair)
# %% q5-16 wrong: the accuracy is in percent, not a share
# named: per ?cent|%|100 times|factor 100|between (0 and 1|which two)|a share
def predict(X, labels, weights, biases, f):
    logits = forward(X, weights, biases, f)[-1]
    y_pred = np.argmax(logits, axis=1)
    acc = 100 * np.mean(y_pred == labels)  #!
    t = np.eye(logits.shape[1])[labels]
    return y_pred, acc, cross_entropy(logits, t)
# %% q5-16 wrong: the accuracy is in percent, counted in a loop
# named: per ?cent|%|100 times|factor 100|between (0 and 1|which two)|a share
def predict(X, labels, weights, biases, f):
    *_, a = forward(X, weights, biases, f)
    loss = cross_entropy(a, one_hot(labels, a.shape[1]))
    predicted = []
    correct = 0
    for row, label in zip(a, labels):
        guess = int(row.argmax())
        predicted.append(guess)
        if guess == label:
            correct += 1
    return np.array(predicted), correct / len(labels) * 100, loss  #!
# %% q5-16 wrong: the loss is given the labels as they are, not one-hot
# named: one.?hot|labels? as (they are|numbers)|class numbers|targets? .*(zeros|row)|numbers of the classes|class (indices|indexes)
def predict(X, labels, weights, biases, f):
    a = forward(X, weights, biases, f)[-1]
    predicted = a.argmax(axis=1)
    return predicted, np.mean(predicted == labels), cross_entropy(a, labels)  #!
# %% q5-16 wrong: the loss is given the labels as a column, not one-hot
# named: one.?hot|labels? as (they are|numbers)|class numbers|targets? .*(zeros|row)|numbers of the classes|class (indices|indexes)
def predict(X, labels, weights, biases, f):
    z = forward(X, weights, biases, f)
    out = z[-1]
    pred = np.argmax(softmax(out), axis=1)
    accuracy = np.sum(pred == labels) / len(labels)
    t = labels.reshape(-1, 1)  #!
    loss = cross_entropy(out, t)  #!
    return pred, accuracy, loss
# %% q5-16 wrong: the loss is given the labels as they are, cut out by a formula of its own
# named: one.?hot|labels? as (they are|numbers)|class numbers|targets? .*(zeros|row)|numbers of the classes|class (indices|indexes)
def predict(X, labels, weights, biases, f):
    a = forward(X, weights, biases, f)[-1]
    predicted = np.array([np.argmax(row) for row in a])
    accuracy = (predicted == labels).mean()
    losses = log_sum_exp(a) - np.sum(labels[:, None] * a, axis=1)  #!
    return predicted, accuracy, np.mean(losses)
# %% q5-16 right: the right class's logit by its index
def predict(X, labels, weights, biases, f):
    *_, a = forward(X, weights, biases, f)
    guess = np.argmax(a, axis=-1)
    loss = np.mean(log_sum_exp(a) - a[np.arange(len(a)), labels])
    return guess, np.count_nonzero(guess == labels) / len(labels), loss
# %% q5-16 right: sample by sample
def predict(X, labels, weights, biases, f):
    predicted, hits, losses = [], 0, []
    for x, label in zip(X, labels):
        a = forward(x[None], weights, biases, f)[-1]
        best = int(a[0].argmax())
        predicted.append(best)
        hits += best == label
        target = np.zeros_like(a)
        target[0, label] = 1
        losses.append(cross_entropy(a, target))
    return np.array(predicted), hits / len(X), sum(losses) / len(losses)
# %% q5-16 right: by sorting, targets from the identity matrix
def predict(X, labels, weights, biases, f):
    logits = forward(X=X, weights=weights, biases=biases, f=f)[len(weights)]
    K = len(biases[-1])
    predicted = logits.argsort(axis=1)[:, K - 1]
    accuracy = 1 - (predicted != labels).mean()
    return predicted, accuracy, cross_entropy(logits, np.eye(K)[labels])
# %% q5-17 wrong: the global random generator is used in place of rng
# named: global|np\.random|rng is not used|not (drawn )?from rng|(another|other) generator|(handed in|given).*(not used|unused)|(not use|ignores?|without).*(rng|handed in)
def minibatches(N, batch_size, rng):
    idx = np.random.permutation(N)  #!
    for i in range(0, N, batch_size):
        yield idx[i : i + batch_size]
# %% q5-17 wrong: the global random generator shuffles in place, in place of rng
# named: global|np\.random|rng is not used|not (drawn )?from rng|(another|other) generator|(handed in|given).*(not used|unused)|(not use|ignores?|without).*(rng|handed in)
def minibatches(N, batch_size, rng):
    order = np.arange(N)
    np.random.shuffle(order)  #!
    n_batches = int(np.ceil(N / batch_size))
    return [order[b * batch_size : (b + 1) * batch_size] for b in range(n_batches)]
# %% q5-17 wrong: the global random generator chooses without replacement
# named: global|np\.random|rng is not used|not (drawn )?from rng|(another|other) generator|(handed in|given).*(not used|unused)|(not use|ignores?|without).*(rng|handed in)
def minibatches(N, batch_size, rng):
    shuffled = np.random.choice(N, size=N, replace=False)  #!
    batches = []
    while len(shuffled) > 0:
        batches.append(shuffled[:batch_size])
        shuffled = shuffled[batch_size:]
    return batches
# %% q5-17 right: yields, after a choice without replacement
def minibatches(N, batch_size, rng):
    left = rng.choice(N, N, replace=False)
    while left.size:
        batch, left = left[:batch_size], left[batch_size:]
        yield batch
# %% q5-17 right: random keys, sorted
def minibatches(N, batch_size, rng):
    order = rng.standard_normal(N).argsort()
    cuts = np.arange(batch_size, N, batch_size)
    return np.split(order, cuts)
# %% q5-17 right: Fisher and Yates by hand
def minibatches(N, batch_size, rng):
    order = list(range(N))
    for i in range(N - 1, 0, -1):
        j = int(rng.integers(i + 1))
        order[i], order[j] = order[j], order[i]
    return [np.array(order[k : k + batch_size]) for k in range(0, N, batch_size)]
# %% q5-18 wrong: the order is shuffled once, not in each epoch
# named: shuffl|same order|new order|another order|order (of|in|for|is).*(each|every|epoch|same|once)|(each|every) epoch.*order
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    batches = list(minibatches(len(X), batch_size, rng))  #!
    for epoch in range(epochs):
        for batch in batches:  #!
            z = forward(X[batch], weights, biases, f)
            da = cross_entropy_backward(z[-1], t[batch])
            dWs, dbs = backward(z, da, weights, f_backward)
            update(weights, biases, dWs, dbs, eta)
# %% q5-18 wrong: the samples are shuffled once, before the epochs
# named: shuffl|same order|new order|another order|order (of|in|for|is).*(each|every|epoch|same|once)|(each|every) epoch.*order
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    N = len(X)
    order = rng.permutation(N)  #!
    Xs, ts = X[order], t[order]  #!
    for _ in range(epochs):
        for start in range(0, N, batch_size):
            xb = Xs[start : start + batch_size]
            tb = ts[start : start + batch_size]
            z = forward(xb, weights, biases, f)
            grads = backward(z, cross_entropy_backward(z[-1], tb), weights, f_backward)
            update(weights, biases, grads[0], grads[1], eta)
# %% q5-18 wrong: the order is shuffled once, one list for all epochs
# named: shuffl|same order|new order|another order|order (of|in|for|is).*(each|every|epoch|same|once)|(each|every) epoch.*order
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    def step(index):
        z = forward(X[index], weights, biases, f)
        dWs, dbs = backward(z, cross_entropy_backward(z[-1], t[index]), weights, f_backward)
        update(weights, biases, dWs, dbs, eta)

    for index in [*minibatches(len(X), batch_size, rng)] * epochs:  #!
        step(index)
# %% q5-18 right: an order of its own each epoch, the step written out
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    N = X.shape[0]
    for epoch in range(epochs):
        order = np.arange(N)
        rng.shuffle(order)
        for first in range(0, N, batch_size):
            rows = order[first : first + batch_size]
            z = forward(X[rows], weights, biases, f)
            y = softmax(z[-1])
            da = (y - t[rows]) / len(rows)
            dWs, dbs = backward(z, da, weights, f_backward)
            for l in range(len(weights)):
                weights[l] -= eta * dWs[l]
                biases[l] -= eta * dbs[l]
# %% q5-18 right: in a while loop, with a nested function
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    def learn_from(X, t):
        z = forward(X, weights, biases, f)
        gradients = backward(z, cross_entropy_backward(z[-1], t), weights, f_backward)
        update(weights, biases, *gradients, eta)

    while epochs > 0:
        for batch in minibatches(len(X), batch_size, rng):
            learn_from(X[batch], t[batch])
        epochs -= 1
# %% q5-18 right: all epochs' minibatches in one chain
from itertools import chain


def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    every_batch = chain.from_iterable(minibatches(len(X), batch_size, rng) for _ in range(epochs))
    for batch in every_batch:
        z = forward(X[batch], weights, biases, f)
        *_, logits = z
        dWs, dbs = backward(z, cross_entropy_backward(logits, t[batch]), weights, f_backward)
        update(weights=weights, biases=biases, dWs=dWs, dbs=dbs, eta=eta)
# %% q5-19 wrong: counts with repeated indices are added only once
# named: once|repeat|np\.add\.at|twice
def confusion_matrix(labels, predicted):
    matrix = np.zeros((10, 10), dtype=int)
    matrix[labels, predicted] += 1  #!
    return matrix
# %% q5-19 wrong: counts with repeated indices are added only once, in a flat array
# named: once|repeat|np\.add\.at|twice
def confusion_matrix(labels, predicted):
    flat = np.zeros(100, int)
    position = labels.astype(int) * 10 + predicted
    flat[position] = flat[position] + 1  #!
    return flat.reshape(10, 10)
# %% q5-19 wrong: counts with repeated indices are added only once, row by row
# named: once|repeat|np\.add\.at|twice
def confusion_matrix(labels, predicted):
    counts = np.zeros((10, 10))
    for digit in range(10):
        taken_for = predicted[labels == digit]
        counts[digit, taken_for] += 1  #!
    return counts
# %% q5-19 wrong: rows are divided by their sums
# named: shares?|divided|whole numbers|sums?\b|normalis|per ?cent
def confusion_matrix(labels, predicted):
    cm = np.zeros((10, 10))
    for true, guess in zip(labels, predicted):
        cm[true, guess] += 1
    return cm / cm.sum(axis=1, keepdims=True)  #!
# %% q5-19 wrong: rows are divided by their sums, empty rows left at zero
# named: shares?|divided|whole numbers|sums?\b|normalis|per ?cent
def confusion_matrix(labels, predicted):
    m = np.zeros((10, 10))
    for i in range(10):
        n_i = np.sum(labels == i)
        for j in range(10):
            if n_i:
                m[i, j] = np.sum((labels == i) & (predicted == j)) / n_i  #!
    return m
# %% q5-19 wrong: rows are divided by their sums, by a product of one-hot matrices
# named: shares?|divided|whole numbers|sums?\b|normalis|per ?cent
def confusion_matrix(labels, predicted):
    T, P = np.eye(10)[labels], np.eye(10)[predicted]
    counts = T.T @ P
    totals = np.maximum(counts.sum(axis=1), 1)
    return (counts.T / totals).T  #!
# %% q5-19 right: a product of two one-hot matrices
def confusion_matrix(labels, predicted):
    digits = np.arange(10)
    true = (labels[:, None] == digits).astype(int)
    guess = (predicted[:, None] == digits).astype(int)
    return true.T @ guess
# %% q5-19 right: a loop over the samples
def confusion_matrix(labels, predicted):
    matrix = [[0] * 10 for _ in range(10)]
    for i, j in zip(labels, predicted):
        matrix[i][j] += 1
    return np.array(matrix)
# %% q5-19 right: a histogram in two dimensions
def confusion_matrix(labels, predicted):
    edges = np.arange(11) - 0.5
    counts, _, _ = np.histogram2d(labels, predicted, bins=(edges, edges))
    return counts.astype(int)
# %% q5-20 wrong: all images are ranked, not only the wrongly classified ones
# named: right answers|(all|every) (images|pictures|answers|samples|predictions)|only (the )?(wrong|mistakes)|not wrong|correct(ly)?
def confident_mistakes(y, labels, count):
    confidence = y.max(axis=1)
    return np.argsort(confidence)[::-1][:count]  #!
# %% q5-20 wrong: all images are ranked, the mistakes found and not used
# named: right answers|(all|every) (images|pictures|answers|samples|predictions)|only (the )?(wrong|mistakes)|not wrong|correct(ly)?|unused|not used
def confident_mistakes(y, labels, count):
    predicted = np.argmax(y, axis=1)
    mistakes = np.where(predicted != labels)[0]  #!
    ranked = sorted(range(len(y)), key=lambda i: -y[i].max())  #!
    return np.array(ranked[:count])
# %% q5-20 wrong: the positions are those among the mistakes, not among all images
# named: among the mistakes|positions|(first number|index|indices).* belong|of the (sub|selected|short)|within
def confident_mistakes(y, labels, count):
    wrong = y[y.argmax(axis=1) != labels]
    order = np.argsort(-wrong.max(axis=1))
    return order[:count]  #!
# %% q5-20 wrong: the positions are those among the mistakes, numbered by enumerate
# named: among the mistakes|positions|(first number|index|indices).* belong|of the (sub|selected|short)|within
def confident_mistakes(y, labels, count):
    top = [max(row) for row, label in zip(y, labels) if np.argmax(row) != label]  #!
    pairs = sorted([(p, i) for i, p in enumerate(top)], reverse=True)  #!
    return np.array([i for p, i in pairs[:count]])
# %% q5-20 wrong: the positions are those among the mistakes, though their indices are known
# named: among the mistakes|positions|(first number|index|indices).* belong|of the (sub|selected|short)|within
def confident_mistakes(y, labels, count):
    predictions = y.argmax(axis=1)
    indices = np.nonzero(predictions != labels)[0]
    conf = np.max(y[indices], axis=1)
    best = np.flip(np.argsort(conf))
    return best[0:count]  #!
# %% q5-20 right: right answers get a confidence of −1
def confident_mistakes(y, labels, count):
    confidence = np.where(y.argmax(axis=1) == labels, -1.0, y.max(axis=1))
    return confidence.argsort()[::-1][:count]
# %% q5-20 right: a sorted list of indices
def confident_mistakes(y, labels, count):
    wrong = [n for n in range(len(y)) if np.argmax(y[n]) != labels[n]]
    wrong.sort(key=lambda n: y[n].max(), reverse=True)
    return np.array(wrong[:count])
# %% q5-20 right: the largest taken out one by one
def confident_mistakes(y, labels, count):
    left = dict(enumerate(y.max(axis=1)))
    for n in np.flatnonzero(np.argmax(y, axis=1) == labels):
        del left[n]
    chosen = []
    while left and len(chosen) < count:
        best = max(left, key=left.get)
        chosen.append(best)
        del left[best]
    return np.array(chosen)
# %% q5-21 wrong: answers ½
# named: σ\(0\)|height|value of (the )?(sigmoid|σ)|½ is
largest_slope = 0.5
# %% q5-21 wrong: answers ½, computed
# named: σ\(0\)|height|value of (the )?(sigmoid|σ)|½ is
largest_slope = sigmoid(0)  #!
# %% q5-21 right: the largest on a grid that holds 0
s = sigmoid(np.linspace(-5, 5, 1001))
largest_slope = np.max(s * (1 - s))
# %% q5-21 right: by the step back itself
largest_slope = sigmoid_backward(1, sigmoid(0))
# %% q5-22 wrong: one factor 2 too many
# named: too many|five|one .*(more|fewer|less)|how many (hidden )?layers|fifth|extra (factor|layer)|2⁵|once more|factor.* more
growth = 2**5  #!
# %% q5-22 wrong: one factor 2 too many, in a loop
# named: too many|five|one .*(more|fewer|less)|how many (hidden )?layers|fifth|extra (factor|layer)|2⁵|once more|factor.* more
growth = 2  #!
for layer in range(4):  #!
    growth *= 2
# %% q5-22 wrong: one factor 2 too many, typed
# named: too many|five|one .*(more|fewer|less)|how many (hidden )?layers|fifth|extra (factor|layer)|2⁵|once more|factor.* more
growth = 32
# %% q5-22 right: measured on a small network
rng = np.random.default_rng(1)
sizes = [20, 20, 20, 20, 20, 5]
weights, biases = initialise(sizes, rng)
x = rng.standard_normal((50, 20))
once = forward(x, weights, biases, relu)[4]
twice = forward(x, [2 * W for W in weights], biases, relu)[4]
growth = twice.std() / once.std()
# %% q5-22 right: a product, layer by layer
growth = 1
for hidden_layer in range(4):
    growth = growth + growth
# %% q5-23 right: whole numbers 0 and 1 made to booleans
carried = [bool(int(c)) for c in "0101"]
# %% q5-23 right: each sentence by its own numbers
share_wrong = 9 / 8500
s1 = False
s2 = abs(share_wrong - 0.001) < 0.0005
s3 = 9 / 180 > 0.5
s4 = abs(9 - (8500 - 8491.5)) <= (8500 - 8491.5) ** 0.5
carried = [s1, s2, s3, s4]
# %% q5-24 right: bins found by searchsorted, counted by bincount
def reliability(y, labels, edges):
    p = np.max(y, axis=1)
    hit = np.argmax(y, axis=1) == labels
    bins = len(edges) - 1
    which = np.minimum(np.searchsorted(edges, p, side="right") - 1, bins - 1)
    count = np.bincount(which, minlength=bins)
    right = np.bincount(which[hit], minlength=bins)
    expected = np.bincount(which, weights=p, minlength=bins)
    return count, right, expected
# %% q5-24 right: bin by bin with masks
def reliability(y, labels, edges):
    p, predicted = y.max(axis=1), y.argmax(axis=1)
    count, right, expected = [], [], []
    for k, (low, high) in enumerate(pairwise(edges)):
        inside = (p >= low) & (p < high)
        if k == len(edges) - 2:
            inside |= p == high
        count.append(inside.sum())
        right.append((inside & (predicted == labels)).sum())
        expected.append(p[inside].sum())
    return np.array(count), np.array(right), np.array(expected)
# %% q5-24 right: three histograms, the second of the right answers alone
def reliability(y, labels, edges):
    p = np.sort(y, axis=1)[:, -1]
    ok = y[np.arange(len(y)), labels] == p
    count, _ = np.histogram(p, bins=edges)
    right, _ = np.histogram(p[ok], bins=edges)
    expected, _ = np.histogram(p, bins=edges, weights=p)
    return count, right, expected
# %% q5-25 right: the statistics module
import statistics


def paired_interval(first, second, quantile):
    d = [float(a) - float(b) for a, b in zip(first, second)]
    return statistics.mean(d), quantile * statistics.stdev(d) / len(d) ** 0.5
# %% q5-25 right: by variances and covariance
def paired_interval(first, second, quantile):
    R = len(first)
    (vf, c), (_, vs) = np.cov(first, second)
    return first.mean() - second.mean(), quantile * np.sqrt((vf + vs - 2 * c) / R)
# %% q5-25 right: the norm of the centred differences
def paired_interval(first, second, quantile):
    d = np.subtract(first, second)
    R = d.size
    mean = d.sum() / R
    half_width = quantile * np.linalg.norm(d - mean) / np.sqrt(R * (R - 1))
    return float(mean), float(half_width)
