# %% q1-1 wrong: the bias was forgotten in both entries
# named: bias|\bb1\b|b\^1|b_j
a = [0.2, 0.04]

# %% q1-1 wrong: the minus of the third input was lost, in the second entry only
# named: sign|minus|negative|x_?3|third input|x\[2\]
a = [0.3, 0.36]

# %% q1-1 right: written out as arithmetic
a = [0.1 * 0.3 + 0.3 * 0.4 + (-0.5) * (-0.1) + 0.1, -0.2 * 0.3 + 0.4 * 0.4 + 0.6 * (-0.1) + 0.2]

# %% q1-2 wrong: tan instead of tanh, the wrong key of the calculator
# named: \btan\b|tangent|hyp
z = [0.3093, 0.2447]

# %% q1-2 right: from the exponentials
z = [
    (np.exp(0.3) - np.exp(-0.3)) / (np.exp(0.3) + np.exp(-0.3)),
    (np.exp(0.24) - np.exp(-0.24)) / (np.exp(0.24) + np.exp(-0.24)),
]

# %% q1-3 wrong: the bias of the output was forgotten
# named: bias|\bb2\b|b\^2
y = [0.7 * z[0] + (-0.8) * z[1]]  #!

# %% q1-3 right: two decimals
y = [0.32]

# %% q1-4 wrong: with a factor one half, which this loss does not have
# named: half|½|1/2|0\.5|factor
loss = 0.017

# %% q1-4 wrong: the difference was not squared
# named: squar|power of two|\*\* ?2
loss = -0.18

# %% q1-5 wrong: t minus y instead of y minus t, so the sign is turned
# named: sign|t ?[-−–] ?y|minus|negative|\border\b(?! of op)
dL_dy = [0.37]

# %% q1-5 wrong: the factor 2 of the derivative is missing
# named: factor|times (2|two)|2 ?[·*×(]|twice|half|½|doubl|\btwo\b
dL_dy = [-0.18]

# %% q1-6 wrong: multiplied with the weights W2 instead of the activations z
# named: W2|W\^2|weight(s)? (instead|in place|where|itself)
dL_dW2 = [[-0.26, 0.30]]

# %% q1-7 wrong: multiplied with the bias itself
# named: bias|b2|b\^2|0\.3\b|slope.*1\b|times 1\b
dL_db2 = [-0.11]

# %% q1-8 wrong: the slope of tanh was forgotten
# named: (missing|forg[eo]t|left out|lack|without|not multipl|multiply).{0,60}(slope|tanh|1 ?[-−–] ?\(?z|derivative)|(slope|tanh|1 ?[-−–] ?\(?z\S*|derivative).{0,60}(missing|forg[eo]t|left out|lack|absent|skipp)|stopp?ed.{0,40}z\b|∂L/∂z|dL_dz
dL_dW1 = [[-0.0775, -0.1033, 0.0258], [0.0885, 0.1181, -0.0295]]

# %% q1-8 wrong: the weight W2 was forgotten on the way back, so both rows look alike
# named: W2|W\^2|weight of the output|output layer's weight|∂y/∂z
dL_dW1 = [[-0.10, -0.14, 0.03], [-0.10, -0.14, 0.03]]

# %% q1-8 wrong: the slope was taken as 1 - z, without the square
# named: squar|1 ?[-−–] ?z\b(?! ?(\^|\*\*))
dL_dW1 = [[-0.0549, -0.0732, 0.0183], [0.0677, 0.0903, -0.0226]]

# %% q1-8 wrong: two: in the first row the slope of tanh is missing, in the second the sign is turned
# named: slope|tanh|1 ?[-−–] ?z|sign|minus
dL_dW1 = [[-0.08, -0.10, 0.03], [-0.08, -0.11, 0.03]]

# %% q1-8 right: two decimals, from rounded numbers
dL_dW1 = [[-0.07, -0.09, 0.02], [0.08, 0.11, -0.03]]

# %% q1-9 wrong: stopped one step early, at the gradient of z; the slope of tanh is missing
# named: (missing|forg[eo]t|left out|lack|without|not multipl|multiply).{0,60}(slope|tanh|1 ?[-−–] ?\(?z|derivative)|(slope|tanh|1 ?[-−–] ?\(?z\S*|derivative).{0,60}(missing|forg[eo]t|left out|lack|absent|skipp)|stopp?ed.{0,40}z\b|∂L/∂z|dL_dz
dL_db1 = [-0.26, 0.30]

# %% q1-9 wrong: the slope was computed as 1 - a² instead of 1 - z²
# named: \ba_?j?\b.{0,25}(instead|in place|for|where|not)|1 ?[-−–] ?\(?a|pre-?activation
dL_db1 = [-0.2350, 0.2782]

# %% q1-10 wrong: the step goes along the gradient, plus instead of minus
# named: sign|plus|minus|against|uphill|direction|the step goes up the gradient: \+ in place of −
W2_updated = [[0.65, -0.84]]

# %% q1-11 wrong: only the step was given, the old bias was not added
# named: old|only the (step|change)|0\.3\b|start|itself|b2 -
b2_updated = [0.18]

# %% q1-11 right: arithmetic
b2_updated = [0.3 - 0.5 * (-0.369)]

# %% q1-12 wrong: the gradient was computed anew with the already updated W2
# named: (updated|new|old|already).*(W2|W\^2|parameter|gradient|weight)|(W2|W\^2|gradient|parameter|weight).*(updated|new\b|old\b)
W1_updated = [[0.1382, 0.3509, -0.5127], [-0.2396, 0.3473, 0.6132]]

# %% q1-12 right: computed with NumPy from the earlier answer
W1_updated = (W1 - eta * np.array(dL_dW1)).tolist()

# %% q1-13 wrong: two: in the first entry the learning rate is missing, in the second the step has the wrong sign
# named: learning rate|eta|η|0\.5|sign|plus|minus|against|direction
b1_updated = [0.34, 0.34]

# %% q1-13 right: each entry from its own gradient
b1_updated = [0.1 - 0.5 * dL_db1[0], 0.2 - 0.5 * dL_db1[1]]

# %% q1-14 wrong: in the loop each product overwrites the sum instead of being added
# named: overwr|accumulat|\+=|adds? up|added up|only the last|last (input|product|column)|lost|replac
def pre_activation(W1, b1, x):
    M, D = W1.shape
    a = np.zeros(M)
    for j in range(M):
        for i in range(D):
            a[j] = W1[j, i] * x[i]  #!
        a[j] += b1[j]
    return a

# %% q1-14 right: a list comprehension over the units
def pre_activation(W1, b1, x):
    return np.array([sum(w * xi for w, xi in zip(row, x)) + b for row, b in zip(W1, b1)])

# %% q1-15 wrong: the brackets around the denominator are missing
# named: bracket|parenthes|precedence|order of operations|denominator
def activation(a):
    return (np.exp(a) - np.exp(-a)) / np.exp(a) + np.exp(-a)  #!

# %% q1-15 right: twice the sigmoid of twice the argument, minus one
def activation(a):
    return 2 / (1 + np.exp(-2 * a)) - 1

# %% q1-16 wrong: tanh is applied a second time, to z
# named: tanh|activation|twice|again|second time
def output(W2, b2, z):
    h = np.tanh(z)  #!
    return np.dot(W2, h) + b2

# %% q1-17 wrong: the sum is squared instead of the differences
# named: bracket|parenthes|precedence|square of the sum|(sum|total).{0,20}(is |was |then )?squared|squar\w*.{0,25}(before|each|every|entry|first)|(each|every|entry).{0,25}squar|the square is taken after the sum
def squared_error(y, t):
    return np.sum(y - t) ** 2  #!

# %% q1-17 right: scalar product of the difference with itself
def squared_error(y, t):
    d = y - t
    return float(d @ d)

# %% q1-18 wrong: brackets missing, only y is doubled
# named: bracket|parenthes|precedence|order of operations|only y|2 ?\*? ?y ?[-−–] ?t
def dloss_dy(y, t):
    return 2 * y - t  #!

# %% q1-18 right: the difference with itself
def dloss_dy(y, t):
    error = np.subtract(y, t)
    return error + error

# %% q1-19 wrong: the arguments of outer are exchanged, so the result is transposed
# named: transpos|exchang|swap|\border\b(?! of op)|other way round|turned round|rows and columns
def dloss_dW2(dL_dy, z):
    return np.outer(z, dL_dy)  #!

# %% q1-19 right: broadcasting with new axes
def dloss_dW2(dL_dy, z):
    return dL_dy[:, None] * z[None, :]

# %% q1-20 wrong: sums over the outputs, so that one number is left
# named: \bsum|one number|scalar|single number|the outputs are added up
def dloss_db2(dL_dy):
    return np.sum(dL_dy)  #!

# %% q1-20 right: a copy
def dloss_db2(dL_dy):
    return dL_dy.copy()

# %% q1-21 wrong: tanh applied once more to z, which is tanh(a) already
# named: tanh.*(already|twice|again|once more|second)|(already|twice|again|once more|second).*tanh|tanh\(z\)
def dloss_dW1(dL_dy, W2, z, x):
    slope = 1 - np.tanh(z) ** 2  #!
    delta = (W2.T @ dL_dy) * slope
    return np.outer(delta, x)

# %% q1-21 wrong: only the first output is followed back
# named: first output|only (one|the first)|W2\[0\]|every output|all outputs|sum over (the )?(outputs|k)|one output
def dloss_dW1(dL_dy, W2, z, x):
    dL_dz = dL_dy[0] * W2[0]  #!
    dL_da = dL_dz * (1 - z**2)
    return dL_da[:, np.newaxis] * x

# %% q1-21 wrong: two: the square in the slope is missing, and the outer product has its arguments exchanged
# named: squar|1 ?[-−–] ?z\b|transpos|exchang|swap|\border\b(?! of op)|outer
def dloss_dW1(dL_dy, W2, z, x):
    delta = W2.T.dot(dL_dy) * (1 - z)  #!
    return np.outer(x, delta)  #!

# %% q1-21 right: loops over the indices, no matrix product
def dloss_dW1(dL_dy, W2, z, x):
    K, M = W2.shape
    dW1 = np.zeros((M, len(x)))
    for j in range(M):
        arrives = 0.0
        for k in range(K):
            arrives += dL_dy[k] * W2[k, j]
        for i in range(len(x)):
            dW1[j, i] = arrives * (1 - z[j] ** 2) * x[i]
    return dW1

# %% q1-22 wrong: brackets around the slope are missing
# named: bracket|parenthes|precedence|order of operations
def dloss_db1(dL_dy, W2, z):
    return W2.T @ dL_dy * 1 - z**2  #!

# %% q1-22 wrong: the slope of the sigmoid instead of that of tanh
# named: sigmoid|logistic|z ?\*? ?\(1 ?[-−–] ?z\)
def dloss_db1(dL_dy, W2, z):
    back = W2.T @ dL_dy
    return back * z * (1 - z)  #!

# %% q1-22 right: einsum
def dloss_db1(dL_dy, W2, z):
    return np.einsum("k,kj,j->j", dL_dy, W2, 1 - z * z)

# %% q1-23 wrong: the old parameter is changed in place
# named: in.?place|overwr|old (one|parameter|array)|changes? (the|its)|new array|copy
def gradient_step(parameter, gradient, eta):
    parameter -= eta * gradient  #!
    return parameter  #!

# %% q1-24 wrong: the whole bias vector is added instead of its entry k
# named: b2\[k\]|b2|bias|b\^2
def two_layers(k, x, W1, b1, W2, b2):
    z = np.tanh(W1 @ x + b1)
    return W2[k] @ z + b2  #!

# %% q1-24 right: a generator over the hidden units
def two_layers(k, x, W1, b1, W2, b2):
    total = b2[k]
    for j in range(len(b1)):
        total += W2[k, j] * np.tanh(np.sum(W1[j] * x) + b1[j])
    return total

# %% q1-25 wrong: the bias of the second layer is added after tanh, a bracket closes too early
# named: bracket|parenthes|outside|after (the )?tanh|inside|bias|b2
def three_layers(x, W1, b1, W2, b2, W3, b3):
    z1 = np.tanh(W1 @ x + b1)
    z2 = np.tanh(W2 @ z1) + b2  #!
    return W3 @ z2 + b3

# %% q1-25 right: one line, with a helper
def three_layers(x, W1, b1, W2, b2, W3, b3):
    def layer(W, b, v):
        return np.dot(W, v) + b

    return layer(W3, b3, np.tanh(layer(W2, b2, np.tanh(layer(W1, b1, x)))))

# %% q1-26 wrong: the last layer gets tanh too, the comparison is off by one
# named: (last|output).*(tanh|linear|activation)|(tanh|linear|activation).*(last|output)|off by one|the last layer is squashed too
def forward(x, weights, biases):
    z = x
    L = len(weights)
    for i in range(L):
        a = weights[i] @ z + biases[i]
        z = np.tanh(a) if i < L else a  #!
    return z

# %% q1-26 wrong: return stands inside the loop
# named: return|inside the loop|indent|first (layer|pass|round|iteration)|only one layer
def forward(x, weights, biases):
    z = x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = np.tanh(W @ z + b)
        return weights[-1] @ z + biases[-1]  #!

# %% q1-26 right: recursive
def forward(x, weights, biases):
    a = weights[0] @ x + biases[0]
    if len(weights) == 1:
        return a
    return forward(np.tanh(a), weights[1:], biases[1:])

# %% q1-27 wrong: the contribution of the first bias is missing
# named: b1|b\^1|first bias|bias of the first
def collapse(W1, b1, W2, b2, W3, b3):
    W = W3 @ W2 @ W1
    b = W3 @ b2 + b3  #!
    return W, b

# %% q1-28 wrong: the constant is counted once instead of for each of the K outputs
# named: each output|every output|per output|all outputs|number of outputs|once|times K\b|K times|K ?/ ?2|K ?[·*×]|for each
def gaussian_nll(y, t, sigma2):
    return np.sum((y - t) ** 2) / (2 * sigma2) + 0.5 * np.log(2 * np.pi * sigma2)  #!

# %% q1-28 wrong: two: sigma2 is squared again in the denominator, and the constant with 2 pi is left out
# named: sigma2 ?\*\* ?2|σ⁴|σ\^4|(sigma2|σ²|variance).{0,40}(squar|twice|again)|squar\w*.{0,30}(sigma|σ|variance)|constant.{0,40}(missing|left out|forg)|(missing|left out|forg\w*).{0,40}(constant|2 ?π|2 ?\*? ?(np\.)?pi|log|normali)
def gaussian_nll(y, t, sigma2):
    r = y - t
    return r @ r / (2 * sigma2**2)  #!

# %% q1-28 right: minus the log of a product of densities
def gaussian_nll(y, t, sigma2):
    densities = np.exp(-((y - t) ** 2) / (2 * sigma2)) / np.sqrt(2 * np.pi * sigma2)
    return -np.sum(np.log(densities))

# %% q1-29 wrong: divided by the number of samples only, not by the number of outputs as well
# named: K\b.{0,20}(missing|too|as well|forg)|N ?[·*×]? ?K\b|number of outputs|outputs|both axes|all entries|number of entries
def best_variance(y, t):
    N = y.shape[0]
    return ((y - t) ** 2).sum() / N  #!

# %% q1-30 wrong: adds the term of the wrong classes, as for a binary target
# named: binary|bernoulli|1 ?[-−–] ?t|1 ?[-−–] ?y|wrong class|other classes|two classes
def categorical_nll(y, t):
    return -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y))  #!

# %% q1-30 right: picks the right class
def categorical_nll(y, t):
    c = np.argmax(t)
    return -np.log(y[c])

# %% q1-31 wrong: the mean of all gradients, the factor B is missing
# named: factor|B ?/ ?N|times B\b|(by|with) B\b|B times|mean|averag|batch size|size of the (mini)?batch
def expected_minibatch_gradient(gradients, B):
    return np.mean(gradients, axis=0)  #!

# %% q1-31 right: average over all minibatches, by brute force
def expected_minibatch_gradient(gradients, B):
    total, count = np.zeros(gradients.shape[1]), 0
    for chosen in itertools.combinations(range(len(gradients)), B):
        total = total + gradients[list(chosen)].sum(axis=0)
        count += 1
    return total / count

# %% q1-32 wrong: the inner derivative is missing, one over the sum
# named: inner|chain rule|numerator|exp\(a(_j)?\)|e\^\{?a_j|1 ?/ ?(the )?sum|one over|same for (all|every|each)|all (entries )?equal
def dlogsumexp_da(a):
    return np.ones_like(a) / np.sum(np.exp(a))  #!

# %% q1-32 right: the exponential of the log of the softmax
def dlogsumexp_da(a):
    top = np.max(a)
    log_sum = top + np.log(np.sum(np.exp(a - top)))
    return np.exp(a - log_sum)

# %% q1-33 wrong: the logits themselves are compared with the target, softmax is missing
# named: softmax|logits|probabilit|normali
def softmax_delta(a, t):
    return a - t  #!

# %% q1-34 wrong: the square stands outside the bracket, (1 - z)² instead of 1 - z²
# named: bracket|parenthes|precedence|squar|\(1 ?[-−–] ?z\)
def hidden_delta(delta_next, W_next, z):
    return W_next.T @ delta_next * (1 - z) ** 2  #!

# %% q1-34 right: slope as a product of two factors, row vector from the left
def hidden_delta(delta_next, W_next, z):
    from_above = delta_next @ W_next
    return from_above * (1 + z) * (1 - z)

# %% q1-35 wrong: a factor 2, as if the half were not there
# named: factor|times (2|two)|2 ?[·*×(]|twice|half|½|doubl|\btwo\b
def regression_delta(a, t):
    return 2 * (a - t)  #!

# %% q1-36 wrong: the bias gradient is summed but not divided by N
# named: (bias|db|∂L/∂b|second).*(mean|divi|1/N|\bN\b|sum|average|factor)|(mean|divi|1/N|\bN\b|sum|average|factor).*(bias|db\b|∂L/∂b|second)
def mean_gradients(delta, z):
    N = delta.shape[0]
    dW = delta.T @ z / N
    db = delta.sum(axis=0)  #!
    return dW, db

# %% q1-36 wrong: two: the weight gradient is transposed, and the bias gradient runs over the wrong axis
# named: transpos|\border\b(?! of op)|exchang|axis|over the (units|samples)
def mean_gradients(delta, z):
    n = len(delta)
    return z.T @ delta / n, delta.mean(axis=1)  #!

# %% q1-36 right: mean of outer products over the samples
def mean_gradients(delta, z):
    outers = [np.outer(d, zn) for d, zn in zip(delta, z)]
    return np.mean(outers, axis=0), np.mean(delta, axis=0)
