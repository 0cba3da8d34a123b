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
# named: \btan\b(?!.*degree|\()|tangent
z = [np.tan(a[0]), np.tan(a[1])]  #!
# %% q1-2 wrong: tan in place of tanh, two decimals
# named: \btan\b(?!.*degree|\()|tangent
z = [0.31, 0.24]
# %% q1-2 wrong: tan in place of tanh, as a function of one's own
# named: \btan\b(?!.*degree|\()|tangent
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
# named: slope of tanh (is put in|is in it|is multiplied|is already)|slope.*(already|layer before|too early|too much)
dL_dW2 = [[dL_dy[0] * z[0] * (1 - z[0] ** 2), dL_dy[0] * z[1] * (1 - z[1] ** 2)]]  #!
# %% q1-6 wrong: the slope of tanh is multiplied in already here; two decimals
# named: slope of tanh (is put in|is in it|is multiplied|is already)|slope.*(already|layer before|too early|too much)
dL_dW2 = [[-0.1, -0.08]]
# %% q1-6 wrong: the slope of tanh is multiplied in already here, as a delta
# named: slope of tanh (is put in|is in it|is multiplied|is already)|slope.*(already|layer before|too early|too much)
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
# named: \bz\b (is used |stands |is taken )?(in place|instead) of (the )?(input|x\b)|x belongs|input, not
dL_da = dL_dy * W2[0] * (1 - z**2)
dL_dW1 = np.outer(dL_da, z)  #!
# %% q1-8 wrong: the outer product is taken with z in place of x; two decimals
# named: \bz\b (is used |stands |is taken )?(in place|instead) of (the )?(input|x\b)|x belongs|input, not
dL_dW1 = [[-0.07, -0.06], [0.08, 0.07]]
# %% q1-8 wrong: the outer product is taken with z in place of x; a loop over what comes in
# named: \bz\b (is used |stands |is taken )?(in place|instead) of (the )?(input|x\b)|x belongs|input, not
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
# named: (entries|units|numbers)\b.*(added|summed)|one number|own bias|one for each
dL_db1 = [sum(dL_dy * W2[0] * (1 - z**2))]  #!
# %% q1-9 wrong: the two entries are added up to one number; two decimals
# named: (entries|units|numbers)\b.*(added|summed)|one number|own bias|one for each
dL_db1 = [0.04]
# %% q1-9 wrong: the two entries are added up by the matrix product
# named: (entries|units|numbers)\b.*(added|summed)|one number|own bias|one for each
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
# named: ½|\bhalf\b|1/2|factor
def squared_error(y, t):
    return 0.5 * np.sum((y - t) ** 2)  #!
# %% q1-17 wrong: a factor ½ is put in, with a loop
# named: ½|\bhalf\b|1/2|factor
def squared_error(y, t):
    total = 0
    for k in range(len(y)):
        d = y[k] - t[k]
        total = total + d * d / 2  #!
    return total
# %% q1-17 wrong: a factor ½ is put in, as a length squared
# named: ½|\bhalf\b|1/2|factor
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
# named: inner product|dot product|scalar product|all products
def dloss_dW2(dL_dy, z):
    return dL_dy @ z  #!
# %% q1-19 wrong: the inner product in place of the outer one, as a sum of products
# named: inner product|dot product|scalar product|all products
def dloss_dW2(dL_dy, z):
    return np.einsum("i,i->", dL_dy, z)  #!
# %% q1-19 wrong: the inner product in place of the outer one, by np.inner
# named: inner product|dot product|scalar product|all products
def dloss_dW2(dL_dy, z):
    grad_out = np.asarray(dL_dy)
    hidden = np.asarray(z)
    dW = np.inner(grad_out, hidden)  #!
    return dW
# %% q1-21 wrong: the slope of tanh is missing
# named: (?<!tanh's )slope (of tanh )?is missing|f′ is missing|derivative.*missing|without the slope
def dloss_dW1(dL_dy, W2, z, x):
    return np.outer(W2.T @ dL_dy, x)  #!
# %% q1-21 wrong: the slope of tanh is missing, in loops over all indices
# named: (?<!tanh's )slope (of tanh )?is missing|f′ is missing|derivative.*missing|without the slope
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
# named: (?<!tanh's )slope (of tanh )?is missing|f′ is missing|derivative.*missing|without the slope
def dloss_dW1(dL_dy, W2, z, x):
    dL_dz = np.dot(dL_dy, W2)
    dL_da = dL_dz  #!
    return dL_da.reshape(-1, 1) * x
# %% q1-21 wrong: dL/dy and the columns of W2 are each summed first, then multiplied
# named: \bsum(med|s)?\b.*\b(first|before|apart|each|separate(ly)?)\b|added up.*\b(first|before|apart|separate(ly)?)\b|sum of products|product of (the )?sums
def dloss_dW1(dL_dy, W2, z, x):
    dL_dz = dL_dy.sum() * W2.sum(axis=0)  #!
    return np.outer(dL_dz * (1 - z**2), x)
# %% q1-21 wrong: dL/dy and the columns of W2 are each summed first, with loops
# named: \bsum(med|s)?\b.*\b(first|before|apart|each|separate(ly)?)\b|added up.*\b(first|before|apart|separate(ly)?)\b|sum of products|product of (the )?sums
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
# named: all outputs|whole (output|vector)|one (number|output|entry)|not (an |one )?entry
def two_layers(k, x, W1, b1, W2, b2):
    z = np.tanh(W1 @ x + b1)
    y = W2 @ z + b2
    return y  #!
# %% q1-24 wrong: the whole output vector is returned, in one line
# named: all outputs|whole (output|vector)|one (number|output|entry)|not (an |one )?entry
def two_layers(k, x, W1, b1, W2, b2):
    return np.dot(W2, np.tanh(np.dot(W1, x) + b1)) + b2  #!
# %% q1-24 wrong: the whole output vector is returned, as a list
# named: all outputs|whole (output|vector)|one (number|output|entry)|not (an |one )?entry
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
# named: squared once more|is squared|taken for σ|as if.*standard deviation
def gaussian_nll(y, t, sigma2):
    sigma = sigma2  #!
    density = 1 / np.sqrt(2 * np.pi * sigma**2)
    return -len(y) * np.log(density) + np.sum((y - t) ** 2) / (2 * sigma**2)
# %% q1-28 wrong: the variance is squared everywhere, in one formula
# named: squared once more|is squared|taken for σ|as if.*standard deviation
def gaussian_nll(y, t, sigma2):
    return 0.5 * np.sum((y - t) ** 2 / sigma2**2 + np.log(2 * np.pi * sigma2**2))  #!
# %% q1-28 wrong: the variance is squared everywhere, output by output
# named: squared once more|is squared|taken for σ|as if.*standard deviation
def gaussian_nll(y, t, sigma2):
    nll = 0
    var = sigma2 * sigma2  #!
    for k in range(len(y)):
        nll += (y[k] - t[k]) ** 2 / (2 * var)
        nll += 0.5 * np.log(2 * np.pi * var)
    return nll
# %% q1-28 wrong: the term with the logarithm of the variance is dropped
# named: log.*(variance|σ²|sigma2|dropped|missing|left out)|(?<!in the )normalising constant is (missing|left out)
def gaussian_nll(y, t, sigma2):
    return np.sum((y - t) ** 2) / (2 * sigma2)  #!
# %% q1-28 wrong: the logarithm of the variance is dropped, and the constant of 2π is kept
# named: log.*(variance|σ²|sigma2|dropped|missing|left out)|(σ²|sigma2).*(missing|left out)|missing inside the logarithm
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
# named: \bdivided (?!by the number)|quotient|denominator
def softmax_delta(a, t):
    y = np.exp(a) / np.sum(np.exp(a))
    return (y - t) / (y * (1 - y))  #!
# %% q1-33 wrong: the difference is divided by y(1 − y), with a shifted softmax
# named: \bdivided (?!by the number)|quotient|denominator
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
    delta = delta / N  #!
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
# %% q1-1 right: with the arrays, as a sum of columns
a = x[0] * W1[:, 0] + x[1] * W1[:, 1] + x[2] * W1[:, 2] + b1
# %% q1-1 right: fractions, computed in tenths
tenths = [[1 * 3 + 3 * 4 + 5 * 1, 10], [-2 * 3 + 4 * 4 - 6 * 1, 20]]
a = [(products + bias) / 100 for products, bias in tenths]
# %% q1-2 right: from the exponential function
e = np.exp(2 * np.array([0.3, 0.24]))
z = (e - 1) / (e + 1)
# %% q1-2 right: two decimals, a tuple
z = (0.29, 0.24)
# %% q1-2 right: the first three terms of the series, rounded to the four decimals that they have right
z = [round(v - v**3 / 3 + 2 * v**5 / 15, 4) for v in (0.3, 0.24)]
# %% q1-3 right: from z rounded to two decimals
y = [0.7 * 0.29 - 0.8 * 0.24 + 0.3]
# %% q1-3 right: a loop over the hidden units
y = b2.copy()
for weight, unit in zip(W2[0], z):
    y = y + weight * unit
# %% q1-4 right: multiplied out, y² − 2yt + t²
loss = (y**2 - 2 * y * t + t**2).item()
# %% q1-4 right: as a length, squared
loss = np.linalg.norm(y - t) ** 2
# %% q1-4 right: from an output rounded to two decimals
loss = 0.18**2
# %% q1-5 right: a central difference of the loss, which is exact for a square
step = 0.01
dL_dy = ((y + step - t) ** 2 - (y - step - t) ** 2) / (2 * step)
# %% q1-5 right: minus twice what is lacking
lacking = 0.5 - 0.32
dL_dy = [-2 * lacking]
# %% q1-6 right: a column times a row
dL_dW2 = dL_dy.reshape(1, 1) @ z.reshape(1, 2)
# %% q1-6 right: two decimals
dL_dW2 = [[-0.11, -0.09]]
# %% q1-7 right: by the chain rule, with its factor 1
dy_db2 = 1
dL_db2 = [dL_dy[0] * dy_db2]
# %% q1-7 right: typed with three decimals
dL_db2 = np.array([-0.369])
# %% q1-8 right: in an order of one's own
delta = dL_dy @ W2 * (1 - z**2)
dL_dW1 = delta[:, None] * x
# %% q1-8 right: ∂L/∂a rounded to two decimals before the products, as the notebook allows
dL_da1 = -0.24
dL_da2 = 0.28
dL_dW1 = [[dL_da1 * 0.3, dL_da1 * 0.4, dL_da1 * -0.1], [dL_da2 * 0.3, dL_da2 * 0.4, dL_da2 * -0.1]]
# %% q1-8 right: the slope of tanh as 1/cosh², in two loops
dL_dW1 = np.zeros((2, 3))
for j in range(2):
    for i in range(3):
        dL_dW1[j, i] = 2 * (y[0] - t[0]) * W2[0, j] / np.cosh(a[j]) ** 2 * x[i]
# %% q1-9 right: from a column of ∂L/∂W1, divided by its input
dL_db1 = dL_dW1[:, 0] / x[0]
# %% q1-9 right: the slope factored as (1 − z)(1 + z)
dL_db1 = [-0.369 * w * (1 - zj) * (1 + zj) for w, zj in [(0.7, 0.2913), (-0.8, 0.2355)]]
# %% q1-9 right: an array of another type of number
dL_db1 = np.array([-0.2364, 0.2788], dtype=np.float32)
# %% q1-10 right: on a copy, in place
W2_updated = W2.copy()
W2_updated -= eta * dL_dW2
# %% q1-10 right: two decimals
W2_updated = [[0.75, -0.76]]
# %% q1-11 right: a half of the gradient, since η is ½
b2_updated = b2 - dL_db2 / 2
# %% q1-11 right: from a gradient rounded to two decimals
b2_updated = [0.3 + 0.5 * 0.37]
# %% q1-12 right: entry by entry into lists
W1_updated = [[W1[j][i] - 0.5 * dL_dW1[j][i] for i in range(3)] for j in range(2)]
# %% q1-12 right: two decimals
W1_updated = [[0.14, 0.35, -0.51], [-0.24, 0.34, 0.61]]
# %% q1-13 right: both parts in one go
b1_updated = np.add(b1, np.multiply(-eta, dL_db1))
# %% q1-13 right: two decimals, from rounded gradients
b1_updated = [0.1 + 0.5 * 0.24, 0.2 - 0.5 * 0.28]
# %% q1-14 right: two loops, without NumPy's products
def pre_activation(W1, b1, x):
    a = []
    for j in range(len(b1)):
        total = b1[j]
        for i, xi in enumerate(x):
            total += W1[j, i] * xi
        a.append(total)
    return np.array(a)
# %% q1-14 right: the bias as one more weight of an input 1
def pre_activation(W1, b1, x):
    extended = np.column_stack([W1, b1])
    return extended.dot(np.append(x, 1.0))
# %% q1-14 right: einsum, and x from the left
def pre_activation(W1, b1, x):
    return np.einsum("i,ji", x, W1) + b1
# %% q1-15 right: a stable quotient of exponentials
def activation(a):
    size = np.abs(a)
    return np.sign(a) * -np.expm1(-2 * size) / (1 + np.exp(-2 * size))
# %% q1-15 right: math.tanh, entry by entry
import math


def activation(a):
    return np.array([math.tanh(v) for v in a])
# %% q1-16 right: by a helper that any layer could use
def affine(W, b, v):
    return (W * v).sum(axis=1) + b


def output(W2, b2, z):
    return affine(W2, b2, z)
# %% q1-16 right: as a column, flattened at the end
output = lambda W2, b2, z: (W2 @ z[:, None] + b2[:, None]).ravel()
# %% q1-17 right: a dot product of the difference with itself
def squared_error(y, t):
    d = np.subtract(y, t)
    return d @ d
# %% q1-17 right: Python's sum over a generator
def squared_error(y, t):
    return sum((p - q) ** 2 for p, q in zip(y, t, strict=True))
# %% q1-18 right: minus twice the missing
def dloss_dy(y, t):
    missing = t - y
    return -2 * missing
# %% q1-18 right: differences of the loss, which are exact up to rounding for a square
def dloss_dy(y, t):
    def squares(v):
        return np.sum((v - t) ** 2)

    unit = np.eye(len(y))
    return np.array([(squares(y + e) - squares(y - e)) / 2 for e in unit])
# %% q1-19 right: a loop over rows
def dloss_dW2(dL_dy, z):
    gradient = np.empty((dL_dy.size, z.size))
    for k, arriving in enumerate(dL_dy):
        gradient[k] = arriving * z
    return gradient
# %% q1-19 right: multiply.outer
dloss_dW2 = np.multiply.outer
# %% q1-19 right: a list of lists
def dloss_dW2(dL_dy, z):
    return [[d * zj for zj in z] for d in dL_dy]
# %% q1-20 right: a copy, so that nothing is shared
def dloss_db2(dL_dy):
    return np.array(dL_dy, copy=True)
# %% q1-20 right: through the identity matrix ∂y/∂b2
def dloss_db2(dL_dy):
    return np.identity(len(dL_dy)) @ dL_dy
# %% q1-21 right: one einsum for everything
def dloss_dW1(dL_dy, W2, z, x):
    return np.einsum("k,kj,j,i->ji", dL_dy, W2, 1 - z * z, x)
# %% q1-21 right: loops with an inner function for the slope
def dloss_dW1(dL_dy, W2, z, x):
    def slope(zj):
        return (1 - zj) * (1 + zj)

    rows = []
    for j in range(len(z)):
        back = sum(dL_dy[k] * W2[k, j] for k in range(len(dL_dy)))
        rows.append([back * slope(z[j]) * xi for xi in x])
    return np.array(rows)
# %% q1-22 right: by the function written before, with an input of 1
def dloss_db1(dL_dy, W2, z):
    return dloss_dW1(dL_dy, W2, z, np.ones(1))[:, 0]
# %% q1-22 right: a diagonal matrix of slopes
def dloss_db1(dL_dy, W2, z):
    return np.diag(1 - z**2) @ W2.T @ dL_dy
# %% q1-22 right: keywords, and a loop over outputs
def dloss_db1(dL_dy, W2, z):
    delta = np.zeros_like(z, dtype=float)
    for row, arriving in zip(W2, dL_dy, strict=True):
        np.add(delta, arriving * row, out=delta)
    return np.subtract(delta, delta * z**2)
# %% q1-23 right: in place on a copy of its own
def gradient_step(parameter, gradient, eta):
    new = np.array(parameter)
    new -= eta * gradient
    return new
# %% q1-23 right: subtract and multiply by name
def gradient_step(parameter, gradient, eta):
    return np.subtract(parameter, np.multiply(gradient, eta))
# %% q1-24 right: the functions from before, then one entry
def two_layers(k, x, W1, b1, W2, b2):
    z = activation(pre_activation(W1, b1, x))
    return output(W2, b2, z)[k]
# %% q1-24 right: a sum over hidden units, none of them kept
def two_layers(k, x, W1, b1, W2, b2):
    y_k = b2[k]
    for j in range(len(b1)):
        y_k += W2[k, j] * np.tanh(np.sum(W1[j] * x) + b1[j])
    return float(y_k)
# %% q1-25 right: a loop over pairs of parameters, the last one apart
def three_layers(x, W1, b1, W2, b2, W3, b3):
    z = x
    for W, b in [(W1, b1), (W2, b2)]:
        z = np.tanh(b + z @ W.T)
    return b3 + z @ W3.T
# %% q1-25 right: nested calls of an inner function
def three_layers(x, W1, b1, W2, b2, W3, b3):
    layer = lambda W, b, v: np.dot(W, v) + b
    return layer(W3, b3, np.tanh(layer(W2, b2, np.tanh(layer(W1, b1, x)))))
# %% q1-26 right: recursion
def forward(x, weights, biases):
    a = weights[0] @ x + biases[0]
    if len(weights) == 1:
        return a
    return forward(np.tanh(a), weights[1:], biases[1:])
# %% q1-26 right: the pre-activation is kept, and squashed at the beginning of the next turn
def forward(x, weights, biases):
    a = None
    for l in range(len(weights)):
        z = x if a is None else np.tanh(a)
        a = weights[l].dot(z) + biases[l]
    return a
# %% q1-27 right: two layers are made one, twice
def collapse(W1, b1, W2, b2, W3, b3):
    def join(W, b, V, c):
        return V @ W, V @ b + c

    return join(*join(W1, b1, W2, b2), W3, b3)
# %% q1-27 right: homogeneous matrices, with a last row for the 1
def collapse(W1, b1, W2, b2, W3, b3):
    def extended(W, b):
        last = np.append(np.zeros(W.shape[1]), 1.0)
        return np.vstack([np.column_stack([W, b]), last])

    M = extended(W3, b3) @ extended(W2, b2) @ extended(W1, b1)
    return M[:-1, :-1], M[:-1, -1]
# %% q1-27 right: b is what the network says for the input 0, W's columns what a unit input adds
def collapse(W1, b1, W2, b2, W3, b3):
    net = lambda v: W3 @ (W2 @ (W1 @ v + b1) + b2) + b3
    b = net(np.zeros(W1.shape[1]))
    W = np.stack([net(e) - b for e in np.eye(W1.shape[1])], axis=1)
    return W, b
# %% q1-28 right: a sum over outputs of three terms each
def gaussian_nll(y, t, sigma2):
    total = 0.0
    for yk, tk in zip(y, t):
        total += (tk - yk) ** 2 / (2 * sigma2)
        total += 0.5 * np.log(2 * np.pi) + 0.5 * np.log(sigma2)
    return total
# %% q1-28 right: with σ, and standardised deviations
def gaussian_nll(y, t, sigma2):
    sigma = sigma2**0.5
    r = (t - y) / sigma
    return 0.5 * r @ r + len(t) * np.log(sigma * np.sqrt(2 * np.pi))
# %% q1-29 right: flattened, as a dot product
def best_variance(y, t):
    d = (y - t).ravel()
    return d @ d / d.size
# %% q1-29 right: the variance of the differences and their mean squared
def best_variance(y, t):
    d = t - y
    return np.var(d) + d.mean() ** 2
# %% q1-30 right: the logarithm of the true class's probability alone
def categorical_nll(y, t):
    return -np.log(y[np.argmax(t)])
# %% q1-30 right: the likelihood as a product of powers, then its logarithm
def categorical_nll(y, t):
    likelihood = np.prod(y**t)
    return -np.log(likelihood)
# %% q1-31 right: B times the mean
def expected_minibatch_gradient(gradients, B):
    return B * np.mean(gradients, axis=0)
# %% q1-31 right: each gradient with the probability of its sample
def expected_minibatch_gradient(gradients, B):
    N = len(gradients)
    chance = np.full(N, B / N)
    return chance @ gradients
# %% q1-32 right: shifted by the maximum
def dlogsumexp_da(a):
    shifted = np.exp(a - np.max(a))
    return shifted / shifted.sum()
# %% q1-32 right: each entry from differences of logits, 1 / Σ exp(a_k − a_j)
def dlogsumexp_da(a):
    return 1 / np.exp(a[None, :] - a[:, None]).sum(axis=1)
# %% q1-33 right: by the function before, on a copy of its own
def softmax_delta(a, t):
    delta = dlogsumexp_da(a)
    delta = delta.copy()
    delta -= t
    return delta
# %% q1-33 right: 1 is taken from the true class, on a softmax of its own
def softmax_delta(a, t):
    e = np.exp(a - a.max())
    delta = e / e.sum()
    delta[t.argmax()] -= 1
    return delta
# %% q1-33 right: the probabilities through a logarithm of the sum
def softmax_delta(a, t):
    m = a.max()
    log_sum = m + np.log(sum(np.exp(a - m)))
    return np.array([np.exp(ak - log_sum) - tk for ak, tk in zip(a, t)])
# %% q1-34 right: rows from the left, the slope in two factors
def hidden_delta(delta_next, W_next, z):
    return delta_next @ W_next * (1 + z) * (1 - z)
# %% q1-34 right: unit by unit
def hidden_delta(delta_next, W_next, z):
    delta = np.zeros(len(z))
    for j in range(len(z)):
        for k in range(len(delta_next)):
            delta[j] += W_next[k][j] * delta_next[k]
        delta[j] *= 1 - z[j] ** 2
    return delta
# %% q1-35 right: the slope of a linear output is written out
def regression_delta(a, t):
    y = a
    dL_dy = y - t
    dy_da = np.ones_like(a)
    return dL_dy * dy_da
# %% q1-35 right: half of what the squared error's gradient is
def regression_delta(a, t):
    return dloss_dy(a, t) / 2
# %% q1-36 right: einsum and mean, as a list
def mean_gradients(delta, z):
    return [np.einsum("nj,ni->ji", delta, z) / len(z), np.mean(delta, axis=0)]
# %% q1-36 right: samples one at a time, in a running mean
def mean_gradients(delta, z):
    dW = np.zeros((delta.shape[1], z.shape[1]))
    db = np.zeros(delta.shape[1])
    for n, (d, v) in enumerate(zip(delta, z), start=1):
        dW += (np.outer(d, v) - dW) / n
        db += (d - db) / n
    return dW, db
