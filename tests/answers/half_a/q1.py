# %% q1-1 wrong: the minus sign of the third input is lost
# named: minus sign|third input|sign of .*input|negative input
a = [0.1*0.3 + 0.3*0.4 - 0.5*0.1 + 0.1, -0.2*0.3 + 0.4*0.4 + 0.6*0.1 + 0.2]  #!
# %% q1-1 wrong: the minus sign of the third input is lost; numbers only
# named: minus sign|third input|sign of .*input|negative input
a = [0.2, 0.36]
# %% q1-1 wrong: the minus sign of the third input is lost, with x typed in once more
# named: minus sign|third input|sign of .*input|negative input
inputs = [0.3, 0.4, 0.1]  #!
a = []
for j in range(2):
    s = b1[j]
    for i in range(3):
        s += W1[j][i] * inputs[i]
    a.append(s)
# %% q1-2 wrong: tan in place of tanh
# named: \btan\b(?! ?h)|tangent
z = [np.tan(a[0]), np.tan(a[1])]  #!
# %% q1-2 wrong: tan in place of tanh, two decimals
# named: \btan\b(?! ?h)|tangent
z = [0.31, 0.24]
# %% q1-2 wrong: tan in place of tanh, as a function of one's own
# named: \btan\b(?! ?h)|tangent
act = lambda u: np.sin(u) / np.cos(u)  #!
z1 = act(0.3)
z2 = act(0.24)
z = np.array([z1, z2])
# %% q1-2 wrong: the series is a − a³: the 1/3 is forgotten
# named: 1/3|⅓|third|a ?[−-] ?a³|series|divided by 3
z = a - a**3  #!
# %% q1-2 wrong: the series is a − a³: the 1/3 is forgotten; two decimals
# named: 1/3|⅓|third|a ?[−-] ?a³|series|divided by 3
z = [0.27, 0.23]
# %% q1-2 wrong: the series is a − a³: the 1/3 is forgotten; unit by unit
# named: 1/3|⅓|third|a ?[−-] ?a³|series|divided by 3
a1, a2 = 0.3, 0.24
cube1 = a1 * a1 * a1
cube2 = a2 * a2 * a2
z1 = a1 - cube1  #!
z2 = a2 - cube2  #!
z = [z1, z2]
# %% q1-3 wrong: the minus sign of the second weight is lost
# named: minus sign|sign of the second|negative weight
y = [0.7 * z[0] + 0.8 * z[1] + 0.3]  #!
# %% q1-3 wrong: the minus sign of the second weight is lost; two decimals
# named: minus sign|sign of the second|negative weight
y = [0.69]
# %% q1-3 wrong: the minus sign of the second weight is lost, term by term
# named: minus sign|sign of the second|negative weight
first = 0.7 * 0.29
second = 0.8 * 0.24  #!
y = [first + second + 0.3]
# %% q1-4 wrong: difference of the squares, not square of the difference
# named: y² ?[−-] ?t²|difference of (the )?squares|squared one by one|square of the difference|first the difference
loss = float(y[0] ** 2 - t[0] ** 2)  #!
# %% q1-4 wrong: difference of the squares, two decimals
# named: y² ?[−-] ?t²|difference of (the )?squares|squared one by one|square of the difference|first the difference
loss = -0.15
# %% q1-4 wrong: difference of the squares, squared apart
# named: y² ?[−-] ?t²|difference of (the )?squares|squared one by one|square of the difference|first the difference
y_sq = 0.3155 * 0.3155  #!
t_sq = 0.5 * 0.5  #!
loss = y_sq - t_sq  #!
# %% q1-5 wrong: t − y in place of y − t
# named: t ?[−-] ?y(?!, and)|sign is the other way|wrong sign|opposite sign|sign is turned
dL_dy = 2 * (t - y)  #!
# %% q1-5 wrong: t − y in place of y − t; two decimals
# named: t ?[−-] ?y(?!, and)|sign is the other way|wrong sign|opposite sign|sign is turned
dL_dy = [0.37]
# %% q1-5 wrong: t − y in place of y − t, the error first
# named: t ?[−-] ?y(?!, and)|sign is the other way|wrong sign|opposite sign|sign is turned
err = 0.5 - 0.3155  #!
dL_dy = [err * 2]
# %% q1-5 wrong: 2y − t: the brackets are missing
# named: bracket|parenthes|2 ?y ?[−-] ?t|only y is doubled|precedence|order of operations
dL_dy = [2 * 0.3155 - 0.5]  #!
# %% q1-5 wrong: 2y − t: the brackets are missing; two decimals
# named: bracket|parenthes|2 ?y ?[−-] ?t|only y is doubled|precedence|order of operations
dL_dy = [0.13]
# %% q1-5 wrong: 2y − t: the brackets are missing; with the names
# named: bracket|parenthes|2 ?y ?[−-] ?t|only y is doubled|precedence|order of operations
out = y[0]
target = t[0]
dL_dy = np.array([2 * out - target])  #!
# %% q1-6 wrong: dL/dy multiplied with W2 in place of z
# named: W2 (is used )?(in place|instead) of z|this is ∂L/∂z|weights? in place of z|not to what it multiplies
dL_dW2 = dL_dy * W2  #!
# %% q1-6 wrong: dL/dy multiplied with W2 in place of z; two decimals
# named: W2 (is used )?(in place|instead) of z|this is ∂L/∂z|weights? in place of z|not to what it multiplies
dL_dW2 = [[-0.26, 0.3]]
# %% q1-6 wrong: dL/dy multiplied with W2 in place of z, unit by unit
# named: W2 (is used )?(in place|instead) of z|this is ∂L/∂z|weights? in place of z|not to what it multiplies
d = -0.37
dw1 = d * 0.7  #!
dw2 = d * -0.8  #!
dL_dW2 = [[dw1, dw2]]
# %% q1-6 wrong: the slope of tanh is multiplied in already here
# named: slope of tanh (is put in|is in it|is multiplied|is already)|slope.*(already|layer before|too early|too much)|tanh between
dL_dW2 = [[dL_dy[0] * z[0] * (1 - z[0] ** 2), dL_dy[0] * z[1] * (1 - z[1] ** 2)]]  #!
# %% q1-6 wrong: the slope of tanh is multiplied in already here; two decimals
# named: slope of tanh (is put in|is in it|is multiplied|is already)|slope.*(already|layer before|too early|too much)|tanh between
dL_dW2 = [[-0.1, -0.08]]
# %% q1-6 wrong: the slope of tanh is multiplied in already here, as a delta
# named: slope of tanh (is put in|is in it|is multiplied|is already)|slope.*(already|layer before|too early|too much)|tanh between
tanh_prime = 1 - np.tanh(a) ** 2
delta = dL_dy * tanh_prime  #!
dL_dW2 = (delta * z).reshape(1, 2)
# %% q1-6 wrong: right numbers with one pair of brackets too few: a flat list where a matrix is asked for
# named: bracket|\bflat\b|one row|list of lists
dL_dW2 = [-0.369 * 0.2913, -0.369 * 0.2355]  #!
# %% q1-6 wrong: one pair of brackets too few; two decimals
# named: bracket|\bflat\b|one row|list of lists
dL_dW2 = [-0.11, -0.09]
# %% q1-6 wrong: one pair of brackets too few, since a product of vectors is a vector
# named: bracket|\bflat\b|one row|list of lists
grad = dL_dy * z
dL_dW2 = grad  #!
# %% q1-8 wrong: the slope of tanh as 1 − z in place of 1 − z²
# named: without the square|squared? is missing|not squared|(?<!\()1 ?[−-] ?z\b(?!²)|power|exponent
dL_dW1 = np.outer(W2[0] * dL_dy * (1 - z), x)  #!
# %% q1-8 wrong: the slope of tanh as 1 − z; two decimals
# named: without the square|squared? is missing|not squared|(?<!\()1 ?[−-] ?z\b(?!²)|power|exponent
dL_dW1 = [[-0.05, -0.07, 0.02], [0.07, 0.09, -0.02]]
# %% q1-8 wrong: the slope of tanh as 1 − z, the deltas first
# named: without the square|squared? is missing|not squared|(?<!\()1 ?[−-] ?z\b(?!²)|power|exponent
s1 = 1 - 0.2913  #!
s2 = 1 - 0.2355  #!
d1 = -0.369 * 0.7 * s1
d2 = -0.369 * (-0.8) * s2
dL_dW1 = [[d1 * 0.3, d1 * 0.4, d1 * -0.1], [d2 * 0.3, d2 * 0.4, d2 * -0.1]]
# %% q1-8 wrong: the outer product is taken with z in place of x
# named: \bz\b.*(in place|instead|where)|x (belongs|is what)|input, not
dL_da = dL_dy * W2[0] * (1 - z**2)
dL_dW1 = np.outer(dL_da, z)  #!
# %% q1-8 wrong: the outer product is taken with z in place of x; two decimals
# named: \bz\b.*(in place|instead|where)|x (belongs|is what)|input, not
dL_dW1 = [[-0.07, -0.06], [0.08, 0.07]]
# %% q1-8 wrong: the outer product is taken with z in place of x; a loop over what comes in
# named: \bz\b.*(in place|instead|where)|x (belongs|is what)|input, not
rows = []
for w, zj in zip(W2[0], z):
    arrives = dL_dy[0] * w * (1 - zj * zj)
    rows.append([arrives * value for value in z])  #!
dL_dW1 = rows
# %% q1-9 wrong: W2 is forgotten on the way back
# named: W2.*(missing|forgot|left out|dropped)|(missing|forgot|left out|without).*(W2|output.s weight)
dL_db1 = dL_dy * (1 - z**2)  #!
# %% q1-9 wrong: W2 is forgotten on the way back; two decimals
# named: W2.*(missing|forgot|left out|dropped)|(missing|forgot|left out|without).*(W2|output.s weight)
dL_db1 = [-0.34, -0.35]
# %% q1-9 wrong: W2 is forgotten on the way back, slope by slope
# named: W2.*(missing|forgot|left out|dropped)|(missing|forgot|left out|without).*(W2|output.s weight)
tanh1 = 1 - 0.2913 * 0.2913
tanh2 = 1 - 0.2355 * 0.2355
dL_db1 = [-0.369 * tanh1, -0.369 * tanh2]  #!
# %% q1-9 wrong: the two entries are added up to one number
# named: add(ed)? up|summ?(ed)?\b|one number|own bias|one for each
dL_db1 = [sum(dL_dy * W2[0] * (1 - z**2))]  #!
# %% q1-9 wrong: the two entries are added up to one number; two decimals
# named: add(ed)? up|summ?(ed)?\b|one number|own bias|one for each
dL_db1 = [0.04]
# %% q1-9 wrong: the two entries are added up by the matrix product
# named: add(ed)? up|summ?(ed)?\b|one number|own bias|one for each
slope = 1 - z**2
back = W2 @ slope  #!
dL_db1 = dL_dy * back
# %% q1-10 wrong: the step goes uphill: plus in place of minus
# named: uphill|goes up|\+ in place|plus|wrong direction
W2_updated = W2 + eta * dL_dW2  #!
# %% q1-10 wrong: the step goes uphill; two decimals
# named: uphill|goes up|\+ in place|plus|wrong direction
W2_updated = [[0.65, -0.84]]
# %% q1-10 wrong: the step goes uphill, weight by weight
# named: uphill|goes up|\+ in place|plus|wrong direction
step = [0.5 * g for g in dL_dW2[0]]
new1 = 0.7 + step[0]  #!
new2 = -0.8 + step[1]  #!
W2_updated = [[new1, new2]]
# %% q1-10 wrong: the learning rate multiplies the weights, not the gradient
# named: learning rate (multiplies|stands|goes|scales|is (put|at|with)).*(weight|parameter)|η.*(wrong place|belongs to the gradient|in front of the (weight|parameter)|multiplies the (weight|parameter|old))
W2_updated = eta * W2 - dL_dW2  #!
# %% q1-10 wrong: the learning rate multiplies the weights, not the gradient; two decimals
# named: learning rate (multiplies|stands|goes|scales|is (put|at|with)).*(weight|parameter)|η.*(wrong place|belongs to the gradient|in front of the (weight|parameter)|multiplies the (weight|parameter|old))
W2_updated = [[0.46, -0.31]]
# %% q1-10 wrong: the learning rate multiplies the weights, not the gradient; by arithmetic
# named: learning rate (multiplies|stands|goes|scales|is (put|at|with)).*(weight|parameter)|η.*(wrong place|belongs to the gradient|in front of the (weight|parameter)|multiplies the (weight|parameter|old))
g1 = -0.1075
g2 = -0.0869
w1 = 0.5 * 0.7 - g1  #!
w2 = 0.5 * -0.8 - g2  #!
W2_updated = [[w1, w2]]
# %% q1-12 wrong: the result is transposed
# named: transpos|rows and columns|exchanged
W1_updated = (W1 - eta * dL_dW1).T  #!
# %% q1-12 wrong: the result is transposed; two decimals
# named: transpos|rows and columns|exchanged
W1_updated = [[0.14, -0.24], [0.35, 0.34], [-0.51, 0.61]]
# %% q1-12 wrong: the result is transposed: one row for each input
# named: transpos|rows and columns|exchanged
W1_updated = []
for i in range(3):  #!
    row = []
    for j in range(2):  #!
        row.append(W1[j, i] - 0.5 * dL_dW1[j, i])
    W1_updated.append(row)
# %% q1-14 wrong: W1 is transposed before the product
# named: transpos
def pre_activation(W1, b1, x):
    return W1.T @ x + b1  #!
# %% q1-14 wrong: W1 is transposed before the product, as columns of a matrix
# named: transpos
def pre_activation(W1, b1, x):
    x_col = x.reshape(-1, 1)
    W = np.transpose(W1)  #!
    result = np.dot(W, x_col)  #!
    return result[:, 0] + b1
# %% q1-14 wrong: the indices of W1 are exchanged in the loops, which transposes it
# named: transpos|indices|exchanged|swapped|rows and columns|in the wrong order
def pre_activation(W1, b1, x):
    M = len(b1)
    a = np.zeros(M)
    for j in range(M):
        for i in range(len(x)):
            a[j] += W1[i, j] * x[i]  #!
        a[j] += b1[j]
    return a
# %% q1-14 wrong: the result is printed, not returned
# named: return|print|\bNone\b
def pre_activation(W1, b1, x):
    a = W1 @ x + b1
    print(a)  #!
# %% q1-14 wrong: the result is printed unit by unit, and nothing is returned
# named: return|print|\bNone\b
def pre_activation(W1, b1, x):
    a = []
    for row, bias in zip(W1, b1):
        a.append(np.sum(row * x) + bias)
    print("a =", np.array(a))  #!
# %% q1-17 wrong: a factor ½ is put in front
# named: ½|\bhalf\b|1/2|0\.5|factor
def squared_error(y, t):
    return 0.5 * np.sum((y - t) ** 2)  #!
# %% q1-17 wrong: a factor ½ is put in, with a loop
# named: ½|\bhalf\b|1/2|0\.5|factor
def squared_error(y, t):
    total = 0
    for k in range(len(y)):
        d = y[k] - t[k]
        total = total + d * d / 2  #!
    return total
# %% q1-17 wrong: a factor ½ is put in, as a length squared
# named: ½|\bhalf\b|1/2|0\.5|factor
def squared_error(prediction, label):
    residual = prediction - label
    return residual.dot(residual) / 2.0  #!
# %% q1-17 wrong: the mean in place of the sum
# named: \bmean\b|average|divided by the number
def squared_error(y, t):
    return np.mean(np.square(y - t))  #!
# %% q1-17 wrong: the mean in place of the sum, counted by hand
# named: \bmean\b|average|divided by the number
def squared_error(y, t):
    errors = [(yk - tk) ** 2 for yk, tk in zip(y, t)]
    return sum(errors) / len(errors)  #!
# %% q1-17 wrong: the differences are added up first and then squared
# named: after the sum|sum.*(first|before).*squar|squar.*after|added up (first|before)|cancel|sum is squared|bracket|precedence
def squared_error(y, t):
    return np.sum(y - t) ** 2  #!
# %% q1-17 wrong: the differences are added up first and then squared, step by step
# named: after the sum|sum.*(first|before).*squar|squar.*after|added up (first|before)|cancel|sum is squared
def squared_error(y, t):
    total = 0.0
    for yk, tk in zip(y, t):
        total += yk - tk  #!
    return total**2  #!
# %% q1-18 wrong: the gradient is divided by the number of outputs
# named: divided by|\bmean\b|average|number of outputs|1/K
def dloss_dy(y, t):
    return 2 * (y - t) / y.size  #!
# %% q1-18 wrong: the gradient is divided by the number of outputs, entry by entry
# named: divided by|\bmean\b|average|number of outputs|1/K
def dloss_dy(y, t):
    K = len(y)
    grad = np.zeros(K)
    for k in range(K):
        grad[k] = (2 / K) * (y[k] - t[k])  #!
    return grad
# %% q1-18 wrong: the gradient is added up to one number
# named: add(ed)? up|\bsum|one number
def dloss_dy(y, t):
    return np.sum(2 * (y - t))  #!
# %% q1-18 wrong: the gradient is added up to one number, in a loop
# named: add(ed)? up|\bsum|one number
def dloss_dy(y, t):
    g = 0  #!
    for i, yi in enumerate(y):
        g += 2 * (yi - t[i])  #!
    return g  #!
# %% q1-18 wrong: 2y − t: the brackets are missing
# named: bracket|parenthes|2 ?y ?[−-] ?t|only y is doubled|precedence|order of operations
def dloss_dy(y, t):
    return 2 * y - t  #!
# %% q1-18 wrong: 2y − t: the brackets are missing, as a comprehension
# named: bracket|parenthes|2 ?y ?[−-] ?t|only y is doubled|precedence|order of operations
dloss_dy = lambda y, t: np.array([2.0 * out - target for out, target in zip(y, t)])  #!
# %% q1-19 wrong: the factors of the outer product are swapped
# named: swapped|exchanged|wrong way round|transpos|order of the (factors|two)
def dloss_dW2(dL_dy, z):
    return np.outer(z, dL_dy)  #!
# %% q1-19 wrong: the factors of the outer product are swapped, by broadcasting
# named: swapped|exchanged|wrong way round|transpos|order of the (factors|two)
def dloss_dW2(dL_dy, z):
    return z[:, np.newaxis] * dL_dy[np.newaxis, :]  #!
# %% q1-19 wrong: the factors of the outer product are swapped: a row for each hidden unit
# named: swapped|exchanged|wrong way round|transpos|order of the (factors|two)
def dloss_dW2(dL_dy, z):
    dW2 = np.zeros((len(z), len(dL_dy)))  #!
    for k in range(len(dL_dy)):
        for j in range(len(z)):
            dW2[j, k] = dL_dy[k] * z[j]  #!
    return dW2
# %% q1-19 wrong: the inner product in place of the outer one
# named: inner|dot product|scalar product|added up|summed|all products
def dloss_dW2(dL_dy, z):
    return dL_dy @ z  #!
# %% q1-19 wrong: the inner product in place of the outer one, as a sum of products
# named: inner|dot product|scalar product|added up|summed|all products
def dloss_dW2(dL_dy, z):
    return np.einsum("i,i->", dL_dy, z)  #!
# %% q1-19 wrong: the inner product in place of the outer one, by np.inner
# named: inner|dot product|scalar product|added up|summed|all products
def dloss_dW2(dL_dy, z):
    grad_out = np.asarray(dL_dy)
    hidden = np.asarray(z)
    dW = np.inner(grad_out, hidden)  #!
    return dW
# %% q1-21 wrong: the slope of tanh is missing
# named: slope.*missing|missing.*slope|f′ is missing|derivative.*missing|1 ?[−-] ?z²
def dloss_dW1(dL_dy, W2, z, x):
    return np.outer(W2.T @ dL_dy, x)  #!
# %% q1-21 wrong: the slope of tanh is missing, in loops over all indices
# named: slope.*missing|missing.*slope|f′ is missing|derivative.*missing|1 ?[−-] ?z²
def dloss_dW1(dL_dy, W2, z, x):
    K, M = W2.shape
    D = x.shape[0]
    out = np.zeros((M, D))
    for j in range(M):
        back = 0
        for k in range(K):
            back += dL_dy[k] * W2[k, j]
        for i in range(D):
            out[j, i] = back * x[i]  #!
    return out
# %% q1-21 wrong: the slope of tanh is missing, from ∂L/∂z straight on
# named: slope.*missing|missing.*slope|f′ is missing|derivative.*missing|1 ?[−-] ?z²
def dloss_dW1(dL_dy, W2, z, x):
    dL_dz = np.dot(dL_dy, W2)
    dL_da = dL_dz  #!
    return dL_da.reshape(-1, 1) * x
# %% q1-21 wrong: dL/dy and the columns of W2 are each summed first, then multiplied
# named: sum(med|s)? .*(first|before|apart|each|separate)|added up.*(first|before|apart|separate)|sum of products|product of (the )?sums
def dloss_dW1(dL_dy, W2, z, x):
    dL_dz = dL_dy.sum() * W2.sum(axis=0)  #!
    return np.outer(dL_dz * (1 - z**2), x)
# %% q1-21 wrong: dL/dy and the columns of W2 are each summed first, with loops
# named: sum(med|s)? .*(first|before|apart|each|separate)|added up.*(first|before|apart|separate)|sum of products|product of (the )?sums
def dloss_dW1(dL_dy, W2, z, x):
    err = 0.0
    for d in dL_dy:
        err += d
    rows = []
    for j in range(len(z)):
        w = 0.0
        for k in range(len(dL_dy)):
            w += W2[k, j]  #!
        delta = err * w * (1 - z[j] ** 2)  #!
        rows.append(delta * x)
    return np.array(rows)
# %% q1-24 wrong: the whole output vector is returned, not entry j
# named: all outputs|whole|one (number|output|entry)|vector|not entry
def two_layers(k, x, W1, b1, W2, b2):
    z = np.tanh(W1 @ x + b1)
    y = W2 @ z + b2
    return y  #!
# %% q1-24 wrong: the whole output vector is returned, in one line
# named: all outputs|whole|one (number|output|entry)|vector|not entry
def two_layers(k, x, W1, b1, W2, b2):
    return np.dot(W2, np.tanh(np.dot(W1, x) + b1)) + b2  #!
# %% q1-24 wrong: the whole output vector is returned, as a list
# named: all outputs|whole|one (number|output|entry)|vector|not entry
def two_layers(k, x, W1, b1, W2, b2):
    hidden = [np.tanh(sum(w * xi for w, xi in zip(row, x)) + b) for row, b in zip(W1, b1)]
    outputs = []
    for row, b in zip(W2, b2):
        outputs.append(sum(w * h for w, h in zip(row, hidden)) + b)
    return outputs  #!
# %% q1-26 wrong: the return stands inside the loop, so only the first hidden layer is computed
# named: return.*(loop|indent)|indent|only the first.*(computed|used|reached)|ends after its first|leaves the loop
def forward(x, weights, biases):
    z = x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = np.tanh(W @ z + b)
        return weights[-1] @ z + biases[-1]  #!
    return weights[-1] @ z + biases[-1]
# %% q1-26 wrong: the return stands inside the loop over the layers' numbers
# named: return.*(loop|indent)|indent|only the first.*(computed|used|reached)|ends after its first|leaves the loop
def forward(x, weights, biases):
    L = len(weights)
    h = x
    for l in range(L):
        a = np.dot(weights[l], h) + biases[l]
        if l < L - 1:
            h = np.tanh(a)
        else:
            h = a
        return h  #!
    return h
# %% q1-26 wrong: the return stands inside the loop, and gives the first layer's z
# named: return.*(loop|indent)|indent|only the first.*(computed|used|reached)|ends after its first|leaves the loop
def forward(x, weights, biases):
    out = x
    for i in range(len(weights) - 1):
        out = np.tanh(weights[i].dot(out) + biases[i])
        return out  #!
    return weights[-1].dot(out) + biases[-1]
# %% q1-28 wrong: the variance is squared everywhere, as if a standard deviation had been given
# named: squared|standard deviation|taken for σ|variance (σ² )?is what is given|sigma2\*\*2
def gaussian_nll(y, t, sigma2):
    sigma = sigma2  #!
    density = 1 / np.sqrt(2 * np.pi * sigma**2)
    return -len(y) * np.log(density) + np.sum((y - t) ** 2) / (2 * sigma**2)
# %% q1-28 wrong: the variance is squared everywhere, in one formula
# named: squared|standard deviation|taken for σ|variance (σ² )?is what is given|sigma2\*\*2
def gaussian_nll(y, t, sigma2):
    return 0.5 * np.sum((y - t) ** 2 / sigma2**2 + np.log(2 * np.pi * sigma2**2))  #!
# %% q1-28 wrong: the variance is squared everywhere, output by output
# named: squared|standard deviation|taken for σ|variance (σ² )?is what is given|sigma2\*\*2
def gaussian_nll(y, t, sigma2):
    nll = 0
    var = sigma2 * sigma2  #!
    for k in range(len(y)):
        nll += (y[k] - t[k]) ** 2 / (2 * var)
        nll += 0.5 * np.log(2 * np.pi * var)
    return nll
# %% q1-28 wrong: the term with the logarithm of the variance is dropped
# named: log.*(variance|σ²|sigma2|dropped|missing|left out)|normalising constant is (missing|left out)
def gaussian_nll(y, t, sigma2):
    return np.sum((y - t) ** 2) / (2 * sigma2)  #!
# %% q1-28 wrong: the logarithm of the variance is dropped, and the constant of 2π is kept
# named: log.*(variance|σ²|sigma2|dropped|missing|left out)|(σ²|sigma2).*(missing|left out)
def gaussian_nll(y, t, sigma2):
    K = y.shape[0]
    r = y - t
    quadratic = r @ r / sigma2 / 2
    constant = K * np.log(2 * np.pi) / 2  #!
    return quadratic + constant  #!
# %% q1-29 wrong: divided by the number of samples only, not by that of all entries
# named: divided by N|number of samples|all N K|per output|by N only|all entries|K outputs
def best_variance(y, t):
    N = len(y)
    return np.sum((y - t) ** 2) / N  #!
# %% q1-29 wrong: divided by the number of samples only: the mean of the rows' sums
# named: divided by N|number of samples|all N K|per output|by N only|all entries|K outputs
def best_variance(y, t):
    per_sample = ((t - y) ** 2).sum(axis=1)  #!
    return per_sample.mean()  #!
# %% q1-29 wrong: divided by the number of samples only, in two loops
# named: divided by N|number of samples|all N K|per output|by N only|all entries|K outputs
def best_variance(y, t):
    N, K = y.shape
    s = 0.0
    for n in range(N):
        for k in range(K):
            s += (t[n, k] - y[n, k]) ** 2
    return s / N  #!
# %% q1-29 wrong: the standard deviation in place of the variance
# named: \broot\b|standard deviation|σ, not σ²|square root
def best_variance(y, t):
    return np.sqrt(np.mean((y - t) ** 2))  #!
# %% q1-29 wrong: the standard deviation in place of the variance, by a norm
# named: \broot\b|standard deviation|σ, not σ²|square root
def best_variance(y, t):
    difference = y - t
    return np.linalg.norm(difference) / difference.size**0.5  #!
# %% q1-30 wrong: the classes are not added up
# named: not (added|summed)|one number|\bsum\b.*missing|added up
def categorical_nll(y, t):
    return -t * np.log(y)  #!
# %% q1-30 wrong: the classes are not added up, class by class
# named: not (added|summed)|one number|\bsum\b.*missing|added up
def categorical_nll(y, t):
    losses = []
    for yk, tk in zip(y, t):
        losses.append(-tk * np.log(yk))
    return np.array(losses)  #!
# %% q1-33 wrong: the difference y − t is divided by the sigmoid's slope y(1 − y)
# named: \bdivi|quotient|denominator
def softmax_delta(a, t):
    y = np.exp(a) / np.sum(np.exp(a))
    return (y - t) / (y * (1 - y))  #!
# %% q1-33 wrong: the difference is divided by y(1 − y), with a shifted softmax
# named: \bdivi|quotient|denominator
def softmax_delta(a, t):
    e = np.exp(a - a.max())
    prob = e / e.sum()
    diff = prob - t
    denom = prob - prob**2
    delta = diff / denom  #!
    return delta
# %% q1-33 wrong: y − t is multiplied with y(1 − y)
# named: slope y|y ?\(1 ?[−-] ?y\)|multiplied (in|with)|slope.*(once more|twice|already)
def softmax_delta(a, t):
    y = np.exp(a) / np.exp(a).sum()
    return (y - t) * y * (1 - y)  #!
# %% q1-33 wrong: y − t is multiplied with y(1 − y), unit by unit
# named: slope y|y ?\(1 ?[−-] ?y\)|multiplied (in|with)|slope.*(once more|twice|already)
def softmax_delta(a, t):
    exps = [np.exp(v) for v in a]
    norm = sum(exps)
    delta = []
    for e, target in zip(exps, t):
        p = e / norm
        dsoft = p * (1.0 - p)
        delta.append((p - target) * dsoft)  #!
    return np.array(delta)
# %% q1-33 wrong: −t/y: the derivative with respect to the probabilities
# named: [−-] ?t ?/ ?y|with respect to (the )?(probabilit|y\b)|probabilities, not|∂L/∂y|divided by y
def softmax_delta(a, t):
    y = np.exp(a) / np.sum(np.exp(a))
    return -t / y  #!
# %% q1-33 wrong: −t/y, by a helper that differentiates the cross-entropy alone
# named: [−-] ?t ?/ ?y|with respect to (the )?(probabilit|y\b)|probabilities, not|∂L/∂y|divided by y
def softmax(logits):
    shifted = logits - np.max(logits)
    return np.exp(shifted) / np.exp(shifted).sum()


def softmax_delta(a, t):
    p = softmax(a)
    grad = np.zeros_like(p)
    for k in range(len(p)):
        grad[k] = -1 * t[k] * (1 / p[k])  #!
    return grad
# %% q1-35 wrong: the slope of a sigmoid is multiplied in at a linear output
# named: sigmoid|y ?\(1 ?[−-] ?y\)|slope of (an|the) activation|no activation
def regression_delta(a, t):
    y = a
    return (y - t) * y * (1 - y)  #!
# %% q1-35 wrong: the slope of a sigmoid is multiplied in, computed from a
# named: sigmoid|y ?\(1 ?[−-] ?y\)|slope of (an|the) activation|no activation
def regression_delta(a, t):
    s = 1 / (1 + np.exp(-a))
    f_prime = s * (1 - s)
    dL_dy = a - t
    return dL_dy * f_prime  #!
# %% q1-36 wrong: the bias gradient keeps an axis of length 1
# named: axis of length|keepdims|keeps an axis|one axis (more|too many)|extra axis
def mean_gradients(delta, z):
    N = delta.shape[0]
    dW = np.dot(delta.T, z) / N
    db = np.sum(delta, axis=0, keepdims=True) / N  #!
    return dW, db
# %% q1-36 wrong: the bias gradient keeps an axis of length 1, from a product with ones
# named: axis of length|keepdims|keeps an axis|one axis (more|too many)|extra axis
def mean_gradients(delta, z):
    N = len(z)
    ones = np.ones((1, N))  #!
    return (delta.T @ z) / N, (ones @ delta) / N  #!
# %% q1-36 wrong: the bias gradient keeps an axis of length 1, as a column
# named: axis of length|keepdims|keeps an axis|one axis (more|too many)|extra axis|column
def mean_gradients(delta, z):
    dW = np.einsum("nj,ni->ji", delta, z) / len(delta)
    db = delta.mean(axis=0).reshape(-1, 1)  #!
    return dW, db
# %% q1-36 wrong: the 1/N is missing in both
# named: 1/N is missing(?! in the)|N times too large|missing.*1/N|no mean|not averaged|not divided by N
def mean_gradients(delta, z):
    return delta.T @ z, delta.sum(axis=0)  #!
# %% q1-36 wrong: the 1/N is missing in both, added up sample by sample
# named: 1/N is missing(?! in the)|N times too large|missing.*1/N|no mean|not averaged|not divided by N
def mean_gradients(delta, z):
    dW = np.zeros((delta.shape[1], z.shape[1]))
    db = np.zeros(delta.shape[1])
    for d, zn in zip(delta, z):
        dW += np.outer(d, zn)
        db += d
    return dW, db  #!
# %% q1-36 wrong: divided by N twice in both
# named: twice|two times|second 1/N|N times too small|once is enough|already averaged
def mean_gradients(delta, z):
    N = len(delta)
    delta = delta / N
    return delta.T @ z / N, delta.mean(axis=0)  #!
# %% q1-36 wrong: divided by N twice in both: means, and then once more by N
# named: twice|two times|second 1/N|N times too small|once is enough|already averaged
def mean_gradients(delta, z):
    N, n_out = delta.shape
    dW = np.mean(delta[:, :, None] * z[:, None, :], axis=0)
    db = np.mean(delta, axis=0)
    dW = dW / N  #!
    db = db / N  #!
    return dW, db
