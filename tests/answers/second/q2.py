# %% q2-1 wrong: dW with its axes exchanged, features first
# named: transpos|exchang|swap|\border\b(?! of op)|\(?units, ?features|\bout\b.{0,6}\bin\b|shape of W|shape of (the )?weights|turned|dW has the shape \(in, out\)
shapes = [[7, 5], [3, 5], [7, 3]]

# %% q2-1 wrong: two: a is given the shape of X, and dX the shape of a
# named: shape of (X|a)\b|swap|exchang|features.{0,30}(instead|not)|units.{0,30}(instead|not)|of the (input|output)|(a|dX) (has|is|takes).{0,30}shape|rows are in the reverse order
shapes = [[samples, features], [units, features], [samples, units]]  #!

# %% q2-1 right: with the names
shapes = [[samples, units], [units, features], [samples, features]]

# %% q2-2 wrong: the input is not kept, only put into a local variable
# named: keep|kept|self\.|stor(e|ed)|remember|save
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        inputs = X  #!
        a = inputs @ self.weights.T + self.biases
        return a

# %% q2-2 wrong: the biases are forgotten
# named: bias|\+ ?b\b
class Linear:
    """a = X Wᵀ + b; weights (output_dim, input_dim), biases (output_dim,)."""

    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        """Return a (N, output_dim) for X (N, input_dim), and keep X."""
        self.X = X
        return self.X @ self.weights.T  #!

# %% q2-2 wrong: the weights are used untransposed and the result is forced into shape
# named: transpos|\.T\b|reshape|rows and columns
class Linear:
    """a = X Wᵀ + b; weights (output_dim, input_dim), biases (output_dim,)."""

    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases
        self.input_dim, self.output_dim = input_dim, output_dim

    def forward(self, X):
        """Return a (N, output_dim) for X (N, input_dim), and keep X."""
        self.X = X
        W = self.weights.reshape(self.input_dim, self.output_dim)  #!
        return X @ W + self.biases

# %% q2-2 right: loop over the samples
class Linear:
    """a = X Wᵀ + b; weights (output_dim, input_dim), biases (output_dim,)."""

    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        rows = []
        for x in X:
            rows.append(self.weights @ x + self.biases)
        return np.array(rows)

# %% q2-3 wrong: the biases' gradient is the mean over the samples instead of the sum
# named: (bias|db\b|samples).*(mean|averag|divid|1/N|sum)|(mean|averag|divid|1/N|sum).*(bias|db\b|samples)
class Linear(Linear):
    def backward(self, da):
        self.grad_weights = da.T @ self.X
        self.grad_biases = da.mean(axis=0)  #!
        return da @ self.weights

# %% q2-3 wrong: dW transposed, X.T @ da instead of da.T @ X
# named: transpos|\border\b(?! of op)|exchang|swap|X\.T|shape of (the )?(weights|W)|turned
class Linear(Linear):
    def backward(self, da):
        """Keep grad_weights and grad_biases, return ∂L/∂X, for da = ∂L/∂a (N, output_dim)."""
        self.grad_weights = self.X.T @ da  #!
        self.grad_biases = np.sum(da, axis=0)
        return da @ self.weights

# %% q2-3 wrong: two: the gradient of the weights is divided by the number of samples, that of the biases is not summed over the samples
# named: mean|averag|divid|1/N|sum|axis
class Linear(Linear):
    def backward(self, da):
        N = da.shape[0]
        self.grad_weights = da.T @ self.X / N  #!
        self.grad_biases = da  #!
        return da @ self.weights

# %% q2-3 wrong: the gradients are added to those of the call before
# named: accumulat|add(s|ed)? (up|to)|\+=|previous|call before|earlier call|last call|second call|piles? up
class Linear(Linear):
    def backward(self, da):
        if not hasattr(self, "grad_weights"):
            self.grad_weights = np.zeros_like(self.weights)
            self.grad_biases = np.zeros_like(self.biases)
        self.grad_weights = self.grad_weights + da.T @ self.X  #!
        self.grad_biases = self.grad_biases + da.sum(axis=0)  #!
        return da @ self.weights

# %% q2-3 right: sums of outer products, and ones @ da for the biases
class Linear(Linear):
    def backward(self, da):
        dW = np.zeros(self.weights.shape)
        for d, x in zip(da, self.X):
            dW += np.outer(d, x)
        self.grad_weights = dW
        self.grad_biases = np.ones(len(da)) @ da
        return (self.weights.T @ da.T).T

# %% q2-3 right: einsum throughout
class Linear(Linear):
    def backward(self, da):
        self.grad_weights = np.einsum("nj,ni->ji", da, self.X)
        self.grad_biases = np.einsum("nj->j", da)
        return np.einsum("nj,ji->ni", da, self.weights)

# %% q2-4 wrong: the biases take no step
# named: bias\w*.{0,40}(no step|not|never|forg|missing|stay|unchanged|same|take)|(forg\w*|missing|updat\w*).{0,30}bias|only (the )?weights
class Linear(Linear):
    def update_params(self, learning_rate):
        self.weights = self.weights - learning_rate * self.grad_weights  #!

# %% q2-4 wrong: two: the weights step uphill, the biases without the learning rate
# named: sign|plus|minus|uphill|against|direction|learning rate|eta|η
class Linear(Linear):
    def update_params(self, learning_rate):
        self.weights = self.weights + learning_rate * self.grad_weights  #!
        self.biases = self.biases - self.grad_biases  #!

# %% q2-4 right: in two steps with new arrays
class Linear(Linear):
    def update_params(self, learning_rate):
        step_w, step_b = learning_rate * self.grad_weights, learning_rate * self.grad_biases
        self.weights = self.weights - step_w
        self.biases = self.biases - step_b

# %% q2-5 wrong: the slope is returned without the gradient that arrives
# named: \bdz\b|arriv|chain rule|incoming
class Tanh:
    def forward(self, a):
        self.z = np.tanh(a)
        return self.z

    def backward(self, dz):
        return 1 - self.z**2  #!

    def update_params(self, learning_rate):
        pass

# %% q2-5 wrong: the input was kept, but used in the slope as if it were the output
# named: \ba\b.{0,30}(instead|in place|for|where|not)|1 ?[-−–] ?a|pre-?activation|input|output z|1 ?[-−–] ?self\.a
class Tanh:
    def forward(self, a):
        self.a = a
        return np.tanh(a)

    def backward(self, dz):
        return dz * (1 - self.a**2)  #!

    def update_params(self, learning_rate):
        pass

# %% q2-5 right: keeps a, slope from the hyperbolic cosine
class Tanh:
    def forward(self, a):
        self.pre = a
        return np.tanh(a)

    def backward(self, dz):
        return dz / np.cosh(self.pre) ** 2

    def update_params(self, learning_rate):
        pass

# %% q2-6 wrong: every layer gets the network's input
# named: each (layer)?|every layer|input X|same input|previous layer|layer before|chain|output of the|last layer only|passed on
class MLP:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        for layer in self.layers:
            out = layer.forward(X)  #!
        return out

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

# %% q2-6 wrong: the list of layers is turned round in place, and stays so
# named: in.?place|revers|turned round|list of layers|order of the layers|second (call|time)|changes (the|its|self)|have changed places
class MLP:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        z = X
        for layer in self.layers:
            z = layer.forward(z)
        return z

    def backward(self, dy):
        self.layers.reverse()  #!
        grad = dy
        for layer in self.layers:
            grad = layer.backward(grad)
        return grad

# %% q2-6 wrong: the loop leaves out the first layer on the way back
# named: first layer|off by one|layer 0|layers\[0\]|all layers|leaves? out|left out|skip|misses|stops? (one )?(too )?early
class MLP:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dy):
        for i in range(len(self.layers) - 1, 0, -1):  #!
            dy = self.layers[i].backward(dy)
        return dy

# %% q2-6 right: index loop with negative indices
class MLP:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        out = X
        for i in range(len(self.layers)):
            out = self.layers[i].forward(out)
        return out

    def backward(self, dy):
        d = dy
        for i in range(1, len(self.layers) + 1):
            d = self.layers[-i].backward(d)
        return d

# %% q2-7 wrong: brackets missing in the gradient, only the target is divided by N
# named: bracket|parenthes|precedence|order of operations|only (t|the target)
class MSELoss:
    def forward(self, y, t):
        self.y = y
        self.t = t
        self.N = y.shape[0]
        return float(np.sum((y - t) ** 2) / self.N)

    def backward(self):
        return 2 * (self.y - self.t / self.N)  #!

# %% q2-7 wrong: two: the loss is not divided by N, and the gradient has no factor 2
# named: factor|times (2|two)|2 ?[·*×(]|twice|half|½|doubl|\btwo\b|1 ?/ ?N|by N\b|mean|averag|number of samples
class MSELoss:
    def forward(self, y, t):
        self.diff = y - t
        return float(np.sum(self.diff**2))  #!

    def backward(self):
        return self.diff / self.diff.shape[0]  #!

# %% q2-7 right: sum over outputs, mean over samples, difference kept
class MSELoss:
    def forward(self, y, t):
        self.diff = y - t
        per_sample = np.sum(self.diff**2, axis=1)
        return float(np.mean(per_sample))

    def backward(self):
        return 2 / len(self.diff) * self.diff

# %% q2-8 wrong: the loss is noted after the step
# named: \bafter\b|too late|first loss|before (the|that|each|its)[^.]{0,20}step
def train(model, loss, X, t, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        loss.forward(model.forward(X), t)
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params(learning_rate)
        losses.append(loss.forward(model.forward(X), t))  #!
    return losses

# %% q2-8 wrong: the forward pass stands before the loop, so outputs are stale
# named: stale|before the loop|outside the loop|same (loss|output)|each epoch|every epoch|forward.*(once|anew|again)|constant|does not change
def train(model, loss, X, t, learning_rate, epochs):
    losses = []
    y = model.forward(X)  #!
    for _ in range(epochs):
        losses.append(loss.forward(y, t))  #!
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params(learning_rate)
    return losses

# %% q2-8 right: while loop and helper function
def train(model, loss, X, t, learning_rate, epochs):
    def one_epoch():
        value = loss.forward(model.forward(X), t)
        dy = loss.backward()
        model.backward(dy)
        for layer in model.layers:
            layer.update_params(learning_rate)
        return value

    losses = []
    while len(losses) < epochs:
        losses.append(one_epoch())
    return losses

# %% q2-9 wrong: sigmoid is applied a second time on the way back
# named: sigmoid.*(twice|again|second|already|once more)|(twice|again|second|already|once more).*sigmoid|σ\(z\)|sigmoid\((self\.)?z\)
class Sigmoid:
    def forward(self, a):
        self.z = sigmoid(a)
        return self.z

    def backward(self, dz):
        s = sigmoid(self.z)  #!
        return dz * s * (1 - s)

    def update_params(self, learning_rate):
        pass

# %% q2-9 right: keeps the slope itself
class Sigmoid:
    def forward(self, a):
        z = sigmoid(a)
        self.slope = z - z * z
        return z

    def backward(self, dz):
        return self.slope * dz

    def update_params(self, learning_rate):
        pass

# %% q2-10 wrong: the mask is z >= 0, which is always true
# named: >=|≥|at least zero|always true|everywhere|mask.*(z|output)|greater or equal|slope is missing|1 everywhere
class ReLU:
    def forward(self, a):
        self.z = np.maximum(a, 0)
        return self.z

    def backward(self, dz):
        return dz * (self.z >= 0)  #!

    def update_params(self, learning_rate):
        pass

# %% q2-10 wrong: the mask is taken from the gradient that arrives, not from the input
# named: mask.*(dz|gradient|arriv)|sign of (dz|the gradient)|(dz|gradient|arriv).*mask|dz ?> ?0|negative gradient
class ReLU:
    def forward(self, a):
        self.a = a
        return np.maximum(0, a)

    def backward(self, dz):
        return np.where(dz > 0, dz, 0)  #!

    def update_params(self, learning_rate):
        pass

# %% q2-10 right: sign of the output
class ReLU:
    def forward(self, a):
        self.out = (a + np.abs(a)) / 2
        return self.out

    def backward(self, dz):
        return dz * np.sign(self.out)

    def update_params(self, learning_rate):
        pass

# %% q2-11 wrong: mean over all entries, the outputs too
# named: divid\w* .{0,40}outputs|outputs.{0,40}(mean|averag|divid|too|as well)|all entries|all axes|both axes|np\.mean|N ?[·*×]? ?K\b|mean.{0,30}(outputs|entries|everything)|by K\b
def half_squared_error(Y, T):
    return 0.5 * np.mean((Y - T) ** 2)  #!

# %% q2-11 right: sample by sample
def half_squared_error(Y, T):
    N = len(Y)
    total = 0.0
    for y, t in zip(Y, T):
        total += np.dot(y - t, y - t) / 2
    return total / N

# %% q2-12 wrong: the 1/N of the mean is missing in delta 3
# named: 1 ?/ ?N|by N\b|mean|averag|number of samples|divid|times N\b|N times
def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    d3 = Y - T  #!
    d2 = d3 @ p["W3"] * Z2 * (1 - Z2)
    d1 = d2 @ p["W2"] * Z1 * (1 - Z1)
    return {
        "W1": d1.T @ X, "b1": d1.sum(axis=0),
        "W2": d2.T @ Z1, "b2": d2.sum(axis=0),
        "W3": d3.T @ Z2, "b3": d3.sum(axis=0),
    }

# %% q2-12 wrong: brackets missing around the slope of the first layer
# named: bracket|parenthes|precedence|order of operations
def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    delta3 = (Y - T) / len(X)
    delta2 = (delta3 @ p["W3"]) * Z2 * (1 - Z2)
    delta1 = (delta2 @ p["W2"]) * Z1 * 1 - Z1  #!
    grads = {}
    for l, delta, z in ((1, delta1, X), (2, delta2, Z1), (3, delta3, Z2)):
        grads[f"W{l}"] = delta.T @ z
        grads[f"b{l}"] = delta.sum(axis=0)
    return grads

# %% q2-12 wrong: the linear output is treated as if it had a sigmoid
# named: linear|output.*(sigmoid|slope|activation)|(sigmoid|slope|activation).*(output|last|Y\b)
def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    N = X.shape[0]
    dA3 = (Y - T) / N * Y * (1 - Y)  #!
    dA2 = dA3 @ p["W3"] * (Z2 * (1 - Z2))
    dA1 = dA2 @ p["W2"] * (Z1 * (1 - Z1))
    g = {}
    g["W3"], g["b3"] = dA3.T @ Z2, dA3.sum(0)
    g["W2"], g["b2"] = dA2.T @ Z1, dA2.sum(0)
    g["W1"], g["b1"] = dA1.T @ X, dA1.sum(0)
    return g

# %% q2-12 wrong: two: a factor 2 at the loss, and the slope of tanh in the first layer
# named: factor|times (2|two)|2 ?[·*×(]|twice|half|½|doubl|\btwo\b|tanh|1 ?[-−–] ?Z1\b(?! ?[)]? ?\))
def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    d3 = 2 * (Y - T) / len(Y)  #!
    d2 = d3.dot(p["W3"]) * Z2 * (1 - Z2)
    d1 = d2.dot(p["W2"]) * (1 - Z1**2)  #!
    return dict(
        W1=d1.T.dot(X), b1=d1.sum(axis=0),
        W2=d2.T.dot(Z1), b2=d2.sum(axis=0),
        W3=d3.T.dot(Z2), b3=d3.sum(axis=0),
    )

# %% q2-12 right: loop from the last layer down
def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    inputs = [X, Z1, Z2]
    delta = (Y - T) / X.shape[0]
    gradients = {}
    for l in (3, 2, 1):
        z = inputs[l - 1]
        gradients[f"W{l}"] = np.einsum("nj,ni->ji", delta, z)
        gradients[f"b{l}"] = np.sum(delta, axis=0)
        if l > 1:
            delta = delta @ p[f"W{l}"] * z * (1 - z)
    return gradients

# %% q2-12 right: sums of the gradients of single samples
def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    total = {name: np.zeros_like(value) for name, value in p.items()}
    for n in range(len(X)):
        e3 = Y[n] - T[n]
        e2 = p["W3"].T @ e3 * (Z2[n] - Z2[n] ** 2)
        e1 = p["W2"].T @ e2 * (Z1[n] - Z1[n] ** 2)
        for name, e, z in (("1", e1, X[n]), ("2", e2, Z1[n]), ("3", e3, Z2[n])):
            total["W" + name] += np.outer(e, z)
            total["b" + name] += e
    return {name: value / len(X) for name, value in total.items()}

# %% q2-13 wrong: the entry is not put back
# named: put(s)? (it |them )?back|restor|left (changed|as)|in place|stays? (changed|moved)|original value|afterwards
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        old = theta[i]
        theta[i] = old + h
        up = f()
        theta[i] = old - h
        down = f()
        gradient[i] = (up - down) / (2 * h)  #!
    return gradient

# %% q2-13 wrong: the second point is the old place, since h is taken off only once, yet divided by 2h
# named: one-?sided|forward difference|half|2 ?\* ?h|2h|minus h|[-−–] ?h\b|second (point|evaluation)|factor|old (place|value|point)
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for idx in np.ndindex(theta.shape):
        keep = theta[idx]
        theta[idx] += h
        plus = f()
        theta[idx] -= h  #!
        minus = f()
        theta[idx] = keep
        gradient[idx] = (plus - minus) / (2 * h)  #!
    return gradient

# %% q2-13 right: a loop over the two signs, both values kept in a list
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for place in np.ndindex(*theta.shape):
        before, values = theta[place], []
        for sign in (1, -1):
            theta[place] = before + sign * h
            values.append(f())
        theta[place] = before
        gradient[place] = (values[0] - values[1]) / h / 2
    return gradient

# %% q2-14 wrong: brackets missing around the denominator
# named: bracket|parenthes|precedence|order of operations|denominator
def relative_error(g, n):
    if not np.any(g) and not np.any(n):
        return 0.0
    return np.linalg.norm(g - n) / np.linalg.norm(g) + np.linalg.norm(n)  #!

# %% q2-14 wrong: two zero gradients give nan, the case was forgotten
# named: nan|both (are )?zero|0/0|divi(d|s).*zero|zero gradients|two zero
def relative_error(g, n):
    return np.linalg.norm(g - n) / (np.linalg.norm(g) + np.linalg.norm(n))  #!

# %% q2-14 right: with sums of squares
def relative_error(g, n):
    def length(v):
        return np.sqrt(np.sum(np.square(v)))

    scale = length(g) + length(n)
    return length(g - n) / scale if scale > 0 else 0.0

# %% q2-15 wrong: the exponent is not in brackets, ** 1 / 3
# named: bracket|parenthes|precedence|order of operations|exponent|cube root|third root|\*\* ?1 ?/ ?3
def best_step(epsilon, L, third):
    return (3 * epsilon * abs(L) / abs(third)) ** 1 / 3  #!

# %% q2-15 right: cube root function
def best_step(epsilon, L, third):
    return np.cbrt(3 * epsilon * np.abs(L / third))

# %% q2-16 wrong: the real part in place of the imaginary part
# named: \breal\b|imag
def complex_step_derivative(f, x, h=1e-30):
    return np.real(f(x + 1j * h)) / h  #!

# %% q2-16 right: explicit complex array
def complex_step_derivative(f, x, h=1e-30):
    moved = np.asarray(x, dtype=complex) + complex(0, h)
    return f(moved).imag / h

# %% q2-17 wrong: ReLU'(0) = 0 is taken for the central difference at 0
# named: convention|ReLU['′]?\(0\)|0\.5|half|average|first|central (difference )?at 0|\(h ?[-−–] ?0\)|derivative at (0|zero)
slopes = [0.0, 0.75, 1.0]

# %% q2-17 wrong: at h/2 the true slope 1 is given, as if the chord did not pass the kink
# named: 0\.75|3/4|kink|second|h/2|true slope|3h/2|1\.5|left point|clipp
slopes = [0.5, 1.0, 1.0]

# %% q2-17 right: worked out with h = 1
slopes = [(1 - 0) / 2, (1.5 - 0) / 2, (1 - 0) / 1]

# %% q2-18 wrong: the step h is missing in the predicted change
# named: \bh\b.{0,40}(missing|forg|left out|lack|times|multipl)|(missing|forg\w*|multipl\w*|lack\w*|without|left out|times).{0,40}(\bh\b|step)|h ?[·*]? ?g
def taylor_remainder(f, theta, gradient, direction, h):
    moved = theta + h * direction
    return abs(f(moved) - f(theta) - np.dot(gradient, direction))  #!

# %% q2-18 right: named parts
def taylor_remainder(f, theta, gradient, direction, h):
    step = h * direction
    actual = f(theta + step) - f(theta)
    promised = sum(g * s for g, s in zip(gradient, step))
    return np.abs(actual - promised)

# %% q2-19 wrong: the foreign mask and the transposed way back exchanged, B and E
# named: \bB\b.*\bE\b|\bE\b.*\bB\b|ratio|mask|all or nothing|odd factors|exchang|swap
bugs = [4, 1, 2, 5, 6, 3]

# %% q2-20 wrong: only the diagonal of the Jacobian, as for the sigmoid
# named: diagonal|sigmoid|off-?diagonal|other classes|entry by entry|cross|z ?\*? ?\(1 ?[-−–] ?z\)|Jacobian
def softmax_backward(dz, z):
    return dz * z * (1 - z)  #!

# %% q2-20 wrong: the sum runs over the samples instead of the classes
# named: axis|over (the )?(samples|classes|rows|columns|batch)
def softmax_backward(dz, z):
    inner = (dz * z).sum(axis=0, keepdims=True)  #!
    return z * (dz - inner)

# %% q2-20 right: Jacobians of all samples at once
def softmax_backward(dz, z):
    K = z.shape[1]
    J = z[:, :, None] * (np.eye(K)[None] - z[:, None, :])
    return np.einsum("nk,nkj->nj", dz, J)

# %% q2-21 wrong: statement 2 is held to be true, infinity as a division by zero in the backward pass
# named: statement 2|\b2\.|∞|infinit|divid.*zero|second
hold = [False, True, False, True, True]
