# %% q3-1 wrong: sign slip, d = -4 copied as 4
# named: sign|minus|negative
edges = [3, 2, 4, 2, 1, 1]
# %% q3-2 wrong: counts a twice because it is used twice
# named: twice|two times|once|same object|one object|a is (one|a single)
objects = 7
# %% q3-31 wrong: two mistakes: e = ad gets 8 without its sign (f follows), and the second column counts the users instead of the parents
# named: users?|children|parents|sign|minus|negative|value of e
listed = [[2, 2], [3, 1], [-4, 1], [6, 1], [8, 1], [14, 0]]
# %% q3-3 wrong: two mistakes: a is 7 (the sign of d lost), and c, e and f hold their values instead of gradients
# named: sign|minus|negative|values?|gradients? of (c|e|f)
gradients = [7, 2, 2, 6, -8, -2]
# %% q3-4 wrong: the two local derivatives are in each other's place
# named: swap|exchang|wrong order|order of the|the other way|each other|interchang|∂z/∂u is v|own value|with respect to u is v|each factor's derivative is that factor itself, or the parents have changed places
def multiply(u, v):
    return Var(u.value * v.value, (u, v), (u.value, v.value))  #!
# %% q3-4 right: with names for everything
def multiply(first, second):
    value = first.value * second.value
    d_first = second.value
    d_second = first.value
    return Var(value, (first, second), (d_first, d_second))
# %% q3-5 wrong: power rule on e^u
# named: power rule|power|e\^?u|own derivative|derivative of (the )?exp\w*|is (exp|itself|z)|u − 1|u - 1
def exp(u):
    z = math.exp(u.value)
    slope = u.value * math.exp(u.value - 1)  #!
    return Var(z, (u,), (slope,))
# %% q3-5 wrong: (z) is a number in brackets and no tuple, the comma is missing
# named: comma|tuple|\bsequence\b|one-element|float.*iterable|iterable
def exp(u):
    z = math.exp(u.value)
    return Var(z, (u,), (z))  #!
# %% q3-5 right: NumPy, slope computed anew
def exp(u):
    return Var(float(np.exp(u.value)), [u], [float(np.exp(u.value))])
# %% q3-6 wrong: common logarithm (base 10) for the value
# named: base|log10|natural|common log|decadic
def log(u):
    return Var(math.log10(u.value), (u,), (1 / u.value,))  #!
# %% q3-6 right: power -1
def log(u):
    x = u.value
    return Var(np.log(x), (u,), (x**-1,))
# %% q3-7 wrong: the slope squares u instead of the output z
# named: \bu\b.*(instead|in the place|and not|not z)|output|of z|with z|in terms of z|the input
def tanh(u):
    z = math.tanh(u.value)
    return Var(z, (u,), (1 - u.value**2,))  #!
# %% q3-7 right: one over cosh squared
def tanh(u):
    return Var(math.tanh(u.value), (u,), (1 / math.cosh(u.value) ** 2,))
# %% q3-8 wrong: exponent without its minus sign
# named: sign|minus|e\^?(−|-)|e⁻|negative|−u|-u
def sigmoid(u):
    z = 1 / (1 + math.exp(u.value))  #!
    return Var(z, (u,), (z * (1 - z),))
# %% q3-8 right: through tanh
def sigmoid(u):
    half = math.tanh(u.value / 2)
    return Var((1 + half) / 2, (u,), ((1 - half**2) / 4,))
# %% q3-9 wrong: walks from the start of the list
# named: from (its|the) (end|last|back)|revers|backwards?\b.*list|forwards?|last (one )?first|direction|wrong end|the list is walked from its start
def backward(order):
    order[-1].grad = 1.0
    for node in order:  #!
        for parent, slope in zip(node.parents, node.local_derivatives):
            parent.grad += node.grad * slope
# %% q3-9 wrong: the output's gradient is never set to 1
# named: seed|∂f/∂f|set.{0,25}\b1\b|start\w* (with|at|from) 1|(output|last)\w*'?s? gradient|gradient of (the )?(last|output|f\b)|all (gradients )?(are|stay|remain) (0|zero)|nothing arrives
def backward(order):
    #!
    for node in order[::-1]:
        for parent, slope in zip(node.parents, node.local_derivatives):
            parent.grad += node.grad * slope
# %% q3-9 right: index loop and while
def backward(order):
    last = len(order) - 1
    order[last].grad = 1.0
    i = last
    while i >= 0:
        node = order[i]
        for j in range(len(node.parents)):
            node.parents[j].grad += node.local_derivatives[j] * node.grad
        i -= 1
# %% q3-10 wrong: f's gradient is taken to be 2 in the second pass, it is set to 1 again, so c and e hand on 3 instead of 2
# named: set (back )?to 1|starts? (again )?(at|with) 1|gradient of f|output'?s gradient|f (is|has|holds)|\b1 again|3 instead|last one to 1
after_second = [-4, 8, 8]
# %% q3-10 right: first call plus what c and e (now 2) hand on
after_second = [-1 + 2 * 3 + 2 * -4, 2 + 2 * 2, 2 + 2 * 2]
# %% q3-11 wrong: clears the leaves only
# named: lea(f|ves)|inner|intermediate|all (of the )?objects|every object|c and e|without parents|not only
def clear(order):
    for node in order:
        if len(node.parents) == 0:  #!
            node.grad = 0.0
# %% q3-11 wrong: sets a local name to zero, the objects keep their gradient
# named: local (name|variable)|attribute|node\.grad|copy|rebind|does not change|nothing (is )?chang|name|nothing is cleared
def clear(order):
    for node in order:
        grad = node.grad
        grad = 0.0  #!
# %% q3-11 wrong: sets the values to zero, too
# named: values?\b
def clear(order):
    for node in order:
        node.value = node.grad = 0.0  #!
# %% q3-11 right: by index, without the output, which backward sets itself
def clear(order):
    for i in range(len(order) - 1):
        order[i].grad = 0
# %% q3-12 wrong: what b holds when its turn comes (1), not handed on to a
# named: what b holds|\bb\b.*hold|times (the )?(4|edge)|hand(s|ed)? (it )?on|edge|gradient of b|multipl
wrong_da = 1
# %% q3-12 right: only f's 1 has reached b
wrong_da = 1 * 4.0
# %% q3-13 wrong: appends an object before its parents
# named: before (its|the) parents|after (its|the|all|having)|parents (come )?first|too early|pre-?order|users? (come|stand)s? (before|first)|parents? (come|stand)s?
def topological_order(output):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        order.append(node)  #!
        for parent in node.parents:
            visit(parent)

    visit(output)
    return order
# %% q3-13 wrong: no memory of visited objects, so shared ones are in the list several times
# named: twice|once|more than once|several times|repeat|duplicat|visited|already|seen
def topological_order(output):
    def visit(node):  #!
        result = []
        for parent in node.parents:
            result += visit(parent)
        result.append(node)  #!
        return result

    return visit(output)
# %% q3-13 wrong: tells objects apart by their value
# named: by (their |its )?value|equal value|same value|id\(|identity|different objects
def topological_order(output):
    order = []
    seen = []

    def walk(node):
        if node.value in seen:  #!
            return
        seen.append(node.value)  #!
        for p in node.parents:
            walk(p)
        order.append(node)

    walk(output)
    return order
# %% q3-13 right: without recursion, a stack of (node, done) pairs
def topological_order(output):
    stack, done, order = [(output, False)], set(), []
    while stack:
        node, ready = stack.pop()
        if id(node) in done:
            continue
        if ready:
            done.add(id(node))
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order
# %% q3-13 right: counts the users and peels from the output
def topological_order(output):
    found, todo, users = {id(output): output}, [output], {id(output): 0}
    while todo:
        for p in todo.pop().parents:
            users[id(p)] = users.get(id(p), 0) + 1
            if id(p) not in found:
                found[id(p)] = p
                todo.append(p)
    free, backwards = [output], []
    while free:
        node = free.pop()
        backwards.append(node)
        for p in node.parents:
            users[id(p)] -= 1
            if users[id(p)] == 0:
                free.append(p)
    backwards.reverse()
    return backwards
# %% q3-32 wrong: f is called on other Vars than those whose gradients are read
# named: same (Vars?|objects?)|other (Vars?|objects?)|new (Vars?|objects?)|fresh|different (Vars?|objects?)|again|second (time|list)|read from|never (in|part)|the gradients that are read are not those that backward has filled: all are 0
def gradient_of(f, values):
    x = [Var(v) for v in values]
    z = f([Var(v) for v in values])  #!
    backward(topological_order(z))
    return [x_i.grad for x_i in x]  #!
# %% q3-32 wrong: returns the gradients of every object in the order, not of the inputs
# named: inputs?|every object|all objects|whole order|only (the|those|of)|too many|length|how many|as many|number of (gradients|entries)
def gradient_of(f, values):
    order = topological_order(f([Var(value) for value in values]))
    backward(order)
    return [node.grad for node in order]  #!
# %% q3-32 wrong: reads the gradients of the first objects of the order, which need not be the inputs in their order
# named: order of the (inputs|list)|first (objects|entries|ones)|topological order|need not|inputs? (that|which)|position|not the inputs|wrong (input|place)
def gradient_of(f, values):
    order = topological_order(f([Var(value) for value in values]))
    backward(order)
    return [order[i].grad for i in range(len(values))]  #!
# %% q3-14 wrong: 2^(n-1), only the calls for the last object of the chain
# named: only (the )?(calls|paths|those|last)|all (the )?(calls|objects|levels)|\bsum\b|also call|in between|too few|half (of|as)|x_?0|first object
def path_calls(n):
    return 2 ** (n - 1)  #!
# %% q3-14 right: recursion, one call here and two chains behind
def path_calls(n):
    if n == 1:
        return 1
    return 1 + 2 * path_calls(n - 1)
# %% q3-15 wrong: moved values are not put back, the later inputs are tried at a shifted point (and the caller's list changes)
# named: put (it |them )?back|restor|moved|shifted|caller|in place|changes? (the |its )?(list|values|input)|reset|stay|left
def numerical_gradient(f, values, h=1e-5):
    result = []
    for i in range(len(values)):
        values[i] += h  #!
        plus = f([Var(v) for v in values]).value
        values[i] -= 2 * h  #!
        minus = f([Var(v) for v in values]).value
        result.append((plus - minus) / (2 * h))  #!
    return result
# %% q3-16 wrong: the bias is added once for each input
# named: bias.*(once|each|every|times|several)|(once|each|every|times|several).*bias|inside the sum|n_in
def dense(W, b, x, activation):
    return [activation(sum(W[j][i] * x[i] + b[j] for i in range(len(x)))) for j in range(len(b))]  #!
# %% q3-16 right: starts the sum at the bias
def dense(W, b, x, activation):
    pre = [sum((w * v for w, v in zip(row, x, strict=True)), start=bias) for row, bias in zip(W, b)]
    return list(map(activation, pre))
# %% q3-17 wrong: the comparison's result is thrown away, assert is missing
# named: assert|thrown away|never raises?|does nothing|passes (all|every|each|any)|every wrong|any layer|no wrong
def test_dense(dense):
    z = dense([[Var(1.0), Var(2.0)]], [Var(0.5)], [Var(0.1), Var(-0.2)], Var.tanh)
    math.isclose(z[0].value, math.tanh(0.2))  #!
# %% q3-18 wrong: the standard deviation stands in the mean's place
# named: mean|first argument|loc|order of (the |its )?arguments|position
def initial_weights(n_in, n_out, activation, rng):
    if activation == "relu":
        std = np.sqrt(2 / n_in)
    else:
        std = np.sqrt(2 / (n_in + n_out))
    return rng.normal(std, size=(n_out, n_in))  #!
# %% q3-18 wrong: two mistakes: Glorot's and He's variances are swapped, and the array is (n_in, n_out)
# named: swap|exchang|Glorot|He'?s|tanh.*relu|transpos|shape|n_in, n_out
def initial_weights(n_in, n_out, activation, rng):
    variance = 2 / n_in if activation == "tanh" else 2 / (n_in + n_out)  #!
    return rng.normal(0, np.sqrt(variance), (n_in, n_out))  #!
# %% q3-18 wrong: draws from a generator of its own
# named: rng|generator|np\.random|seed|own|reproduc
def initial_weights(n_in, n_out, activation, rng):
    n = n_in if activation == "relu" else n_in + n_out
    return np.random.normal(0, np.sqrt(2 / n), (n_out, n_in))  #!
# %% q3-18 right: dictionary of variances, standard_normal scaled
def initial_weights(n_in, n_out, activation, rng):
    variance = {"tanh": 2 / (n_in + n_out), "relu": 2 / n_in}[activation]
    return math.sqrt(variance) * rng.normal(size=(n_out, n_in))
# %% q3-33 wrong: every layer gets the network's inputs instead of the previous layer's outputs
# named: previous|inputs? of the network|original|output of the (layer|one) before|fed|each layer|passed on|handed on|same x|hidden
def network_output(layers, x):
    *hidden, (W_last, b_last) = layers
    z = x
    for W, b in hidden:
        z = dense(W, b, x, Var.tanh)  #!
    return dense(W_last, b_last, z, lambda a: a)
# %% q3-33 right: index decides, identity from the notebook
def network_output(layers, x):
    z, L = x, len(layers)
    for k in range(L):
        W, b = layers[k]
        z = dense(W, b, z, identity if k == L - 1 else Var.tanh)
    return z
# %% q3-19 wrong: the maximum is taken out and never added again
# named: maximum|largest|\bm\b|add(ed)? (it |m )?(again|back)|shift|back
def cross_entropy(logits, c):
    m = max(a.value for a in logits)
    return sum((a - m).exp() for a in logits).log() - logits[c]  #!
# %% q3-19 right: only differences to the true class
def cross_entropy(logits, c):
    shifted = [a - logits[c] for a in logits]
    m = max(s.value for s in shifted)
    total = Var(0.0)
    for s in shifted:
        total = total + (s - m).exp()
    return total.log() + m
# %% q3-20 wrong: each part with its own mean and deviation
# named: own (mean|statistic|dev)|training (set|part|points|mean|data)'?s?|each part|leak|unknown|of the training
def standardise(training, validation, test):
    return tuple((part - part.mean()) / part.std() for part in (training, validation, test))  #!
# %% q3-20 wrong: stale: training is overwritten first, then its new mean (0) and deviation (1) are used for the others
# named: overwrit|already (standardised|shifted|scaled)|mean (is )?0|stale|not (shifted|standardised|scaled)|(are|stay|come back) unchanged|keep|before it|only the training points are standardised
def standardise(training, validation, test):
    training = (training - training.mean()) / training.std()  #!
    validation = (validation - training.mean()) / training.std()  #!
    test = (test - training.mean()) / training.std()  #!
    return training, validation, test
# %% q3-20 right: column-wise statistics, list comprehension
def standardise(training, validation, test):
    centre, scale = np.mean(training, axis=0), np.std(training, axis=0)
    return [(part - centre) / scale for part in (training, validation, test)]
# %% q3-34 wrong: an equal loss counts as a new minimum
# named: equal|<=|smaller|strict|tie|not smaller
def early_stop(validation_losses, patience):
    best, kept = math.inf, 0
    for epoch, loss in enumerate(validation_losses):
        if loss <= best:  #!
            best, kept = loss, epoch
        elif epoch - kept >= patience:
            return epoch, kept
    return len(validation_losses) - 1, kept
# %% q3-34 right: argmin of everything so far
def early_stop(validation_losses, patience):
    losses = np.asarray(validation_losses)
    for epoch in range(len(losses)):
        kept = int(losses[: epoch + 1].argmin())
        if epoch == kept + patience:
            break
    return epoch, kept
# %% q3-21 wrong: two mistakes: chooses by the training losses, and reports the validation loss of that model
# named: training|validation|choos|report
def choose(training_losses, validation_losses, test_losses):
    i = int(np.argmin(training_losses))  #!
    return i, validation_losses[i]  #!
# %% q3-21 right: min with a key
def choose(training_losses, validation_losses, test_losses):
    keep = min(range(len(validation_losses)), key=lambda i: validation_losses[i])
    return keep, test_losses[keep]
# %% q3-22 wrong: dV with its factors in the other order, g U instead of U' g (it comes out transposed)
# named: order|factors|U\.?ᵀ ?g|U\.T ?@ ?g|∂L/∂V|transpos|\(D, ?M\)|operand
def matmul_pullback(g, U, V):
    return g @ V.T, g.T @ U  #!
# %% q3-22 right: einsum from the index formula
def matmul_pullback(g, U, V):
    dU = np.einsum("nm,dm->nd", g, V)
    dV = np.einsum("nd,nm->dm", U, g)
    return dU, dV
# %% q3-23 wrong: masks by the sign, as for ReLU with v = 0
# named: sign|zero|\b0\b|compare|larger (of|one)|ReLU|special case|u > v|positive
def maximum_pullback(g, u, v):
    return g * (u > 0), g * (u <= 0)  #!
# %% q3-23 right: copies and index masks
def maximum_pullback(g, u, v):
    u_wins = u > v
    du, dv = g.copy(), g.copy()
    du[~u_wins] = 0
    dv[u_wins] = 0
    return du, dv
# %% q3-24 wrong: the mean is taken instead of the sum
# named: mean|average|\bsum\b|add up|divid
def unbroadcast(g, shape):
    g = np.mean(g, axis=tuple(range(g.ndim - len(shape))))  #!
    ones = tuple(i for i, n in enumerate(shape) if n == 1)
    return g.mean(axis=ones, keepdims=True)  #!
# %% q3-24 right: all axes at once, then reshape
def unbroadcast(g, shape):
    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i in range(g.ndim) if padded[i] == 1)
    return np.sum(g, axis=axes, keepdims=True).reshape(shape)
# %% q3-25 wrong: the shape that one wishes for
# named: broadcast|row|all targets|every|\(1, ?200\)|200 ?[×x,]|N, N|column
shape = [200, 1]
# %% q3-25 right: tried with zeros
shape = list((np.zeros((200, 1)) - np.zeros(200)).shape)
# %% q3-26 wrong: copied line keeps b1 in the second layer
# named: b1|b2|bias|second layer|layer 2|copied
def predict(p, X):
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"].T + p["b1"]).relu()  #!
    return z2 @ p["w3"].T + p["b3"]
# %% q3-26 wrong: the square w2 is not transposed
# named: transpos|\.T\b|ᵀ|w2|second layer|layer 2
def predict(p, X):
    h1 = (X @ p["w1"].T + p["b1"]).relu()
    h2 = (h1 @ p["w2"] + p["b2"]).relu()  #!
    return h2 @ p["w3"].T + p["b3"]
# %% q3-26 right: helper function
def predict(p, X):
    def layer(z, k):
        return z @ p[f"w{k}"].T + p[f"b{k}"]

    return layer(layer(layer(X, 1).relu(), 2).relu(), 3)
# %% q3-27 wrong: the half is forgotten
# named: half|½|1/2|/ ?2|factor|twice|doubl|0\.5
def first_pair_gradients(predict, parameters, inputs, targets):
    p = tensors(parameters)
    loss = (predict(p, inputs[:1]) - targets[:1, None]) ** 2  #!
    loss.sum().backward()
    return p["w1"].grad, p["b1"].grad
# %% q3-27 wrong: the mean over all pairs instead of the first alone
# named: first pair|all (the )?(pairs|samples|inputs|data)|alone|every pair|\[:1\]|one pair|mean over
def first_pair_gradients(predict, parameters, inputs, targets):
    p = tensors(parameters)
    difference = predict(p, inputs) - targets[:, None]  #!
    (0.5 * difference**2).mean().backward()  #!
    return p["w1"].grad, p["b1"].grad
# %% q3-27 right: starts backward at y with the cotangent y - t
def first_pair_gradients(predict, parameters, inputs, targets):
    p = {name: Tensor(array.copy()) for name, array in parameters.items()}
    y = predict(p, inputs[:1])
    y.backward(y.value - targets[0])
    return p["w1"].grad, p["b1"].grad
# %% q3-28 wrong: (N, 1) minus (N,), all outputs against all targets
# named: broadcast|\(N, ?N\)|all targets|shape|\[:, ?None\]|column|every target|N, 1
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p, losses = tensors(parameters), []
    for epoch in range(epochs + 1):
        loss = (0.5 * (predict(p, inputs) - targets) ** 2).mean()  #!
        losses.append(float(loss.value))
        loss.backward()
        for tensor in p.values():
            tensor.value = tensor.value - learning_rate * tensor.grad
    return losses
# %% q3-28 wrong: the loss before any update is missing, five numbers
# named: before any|epochs \+ 1|first loss|six|too few|one (number |loss )?(too few|missing|short)|length|how many|number of losses|last (loss|one)
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = tensors(parameters)

    def loss_now():
        return (0.5 * (predict(p, inputs) - targets[:, None]) ** 2).mean()

    losses = []
    for _ in range(epochs):
        loss_now().backward()
        for tensor in p.values():
            tensor.value = tensor.value - learning_rate * tensor.grad
        losses.append(float(loss_now().value))  #!
    return losses  #!
# %% q3-28 right: copies first, then in place, new Tensors for every step
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    arrays = {k: v.copy() for k, v in parameters.items()}
    t = targets.reshape(-1, 1)
    result = []
    while True:
        p = tensors(arrays)
        error = predict(p, inputs) - t
        loss = (error * error).mean() * 0.5
        result.append(loss.value.item())
        if len(result) == epochs + 1:
            return result
        loss.backward()
        for k in arrays:
            arrays[k] -= learning_rate * p[k].grad
# %% q3-29 wrong: the sum over the samples
# named: mean|\bsum\b|average|divid|N times|factor
def binary_cross_entropy(a, t):
    per_sample = a.softplus() - a * t
    return per_sample.sum()  #!
# %% q3-30 wrong: one maximum for the whole array, rows far below it underflow
# named: each row|own (maximum|largest)|row'?s (own )?(maximum|largest)|whole array|per row|underflow|one maximum|global|along
def softmax_cross_entropy(a, t):
    m = a.max()  #!
    lse = m + np.log(np.sum(np.exp(a - m), axis=1))
    return np.mean(lse - np.sum(t * a, axis=1))
# %% q3-30 right: loop over samples with logaddexp
def softmax_cross_entropy(a, t):
    total = 0.0
    for row, target in zip(a, t):
        total += np.logaddexp.reduce(row) - np.dot(target, row)
    return total / a.shape[0]
# %% q3-35 wrong: two mistakes: L'(theta) itself for the first number, and pre-activation 0.6 taken for the reach
# named: 4\.8|derivative itself|slope itself|excess|exceed|0\.6|pre-?activation|divid|reach|forward|third|first
errors_and_reach = [4.8, 0, 0.6]
