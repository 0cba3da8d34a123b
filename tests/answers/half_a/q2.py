# %% q2-1 wrong: the shape of dW is given transposed
# named: dW.*(transpos|\(in, out\)|exchanged|swapped)|\(in, out\)
shapes = [[7, 5], [3, 5], [7, 3]]
# %% q2-1 wrong: the shape of dW is given transposed, from the product XᵀδL/δa
# named: dW.*(transpos|\(in, out\)|exchanged|swapped)|\(in, out\)
X = np.zeros((7, 3))
W = np.zeros((5, 3))
da = X @ W.T
dW = X.T @ da  #!
dX = da @ W
shapes = [da.shape, dW.shape, dX.shape]
# %% q2-1 wrong: dX is given the shape of the layer's output
# named: dX.*(output|shape of a\b)
shapes = [[7, 5], [5, 3], [7, 5]]
# %% q2-1 wrong: dX is given the shape of the layer's output, with the names
# named: dX.*(output|shape of a\b)
shape_a = [samples, units]
shape_dW = [units, features]
shape_dX = shape_a  #!
shapes = [shape_a, shape_dW, shape_dX]
# %% q2-2 wrong: X is multiplied with W where its transpose belongs
# named: (?<!output is )transpos
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights + self.biases  #!
# %% q2-2 wrong: X is multiplied with W, which was turned round twice
# named: (?<!output is )transpos
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        """Return a (N, output_dim) for X (N, input_dim), and keep X."""
        self.inputs = X
        W_t = self.weights.T
        out = np.dot(X, W_t.T)  #!
        out = out + self.biases
        return out
# %% q2-2 wrong: the weights' indices are exchanged in an einsum, which is a product with W itself
# named: (?<!output is )transpos|ind(ex|ices).*exchanged|exchanged.*ind(ex|ices)|swapped
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.x = X.copy()
        return np.einsum("ni,ij->nj", X, self.weights) + self.biases[None, :]  #!
# %% q2-3 wrong: the layer divides its parameter gradients by the number of samples, which the loss has done already
# named: averag|\bmean\b|divided by|1/N
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        m = self.X.shape[0]
        self.grad_weights = (1 / m) * np.dot(da.T, self.X)  #!
        self.grad_biases = (1 / m) * np.sum(da, axis=0)  #!
        return np.dot(da, self.weights)
# %% q2-3 wrong: all parameter gradients are divided by N, sample by sample
# named: averag|\bmean\b|divided by|1/N
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.last_input = X
        return X.dot(self.weights.T) + self.biases

    def backward(self, da):
        N = len(da)
        self.grad_weights = np.zeros(self.weights.shape)
        self.grad_biases = np.zeros(self.biases.shape)
        for n in range(N):
            self.grad_weights += np.outer(da[n], self.last_input[n])
            self.grad_biases += da[n]
        self.grad_weights /= N  #!
        self.grad_biases /= N  #!
        return da.dot(self.weights)
# %% q2-3 wrong: all parameter gradients are means over the samples
# named: averag|\bmean\b|divided by|1/N
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        self.grad_weights = np.mean(da[:, :, None] * self.X[:, None, :], axis=0)  #!
        self.grad_biases = np.mean(da, axis=0)  #!
        dX = da @ self.weights
        return dX
# %% q2-3 wrong: da is multiplied with the transpose of W, where W itself belongs
# named: transposed weights|weights.*transpos|W(\.T|ᵀ)|dX.*(uses|with|by).*transpos
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        self.grad_weights = da.T @ self.X
        self.grad_biases = da.sum(axis=0)
        return da @ self.weights.T  #!
# %% q2-3 wrong: da is multiplied with the transpose of W, through a stored W
# named: transposed weights|weights.*transpos|W(\.T|ᵀ)|dX.*(uses|with|by).*transpos
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.cache = X, self.weights.T
        X, W = self.cache
        return np.matmul(X, W) + self.biases

    def backward(self, da):
        X, W = self.cache
        self.grad_weights = np.matmul(X.T, da).T
        self.grad_biases = np.ones(len(da)) @ da
        dX = np.matmul(da, W)  #!
        return dX
# %% q2-3 wrong: the gradients pile up over calls in place of being replaced; the factors of dX are in the wrong order
# named: pile|accumul|earlier calls|replace|wrong order|order of the factors|factors.*(swapped|exchanged)|have changed places
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases
        self.grad_weights = np.zeros_like(self.weights)
        self.grad_biases = np.zeros_like(self.biases)

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        self.grad_weights += da.T @ self.X  #!
        self.grad_biases += da.sum(axis=0)  #!
        return self.weights @ da  #!
# %% q2-3 wrong: the gradients pile up over calls, in loops; the factors of dX are in the wrong order
# named: pile|accumul|earlier calls|replace|wrong order|order of the factors|factors.*(swapped|exchanged)|have changed places
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases
        self.grad_weights = np.zeros((output_dim, input_dim))
        self.grad_biases = np.zeros(output_dim)

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        for x, d in zip(self.X, da):  #!
            self.grad_weights = self.grad_weights + np.outer(d, x)  #!
            self.grad_biases = self.grad_biases + d  #!
        return np.dot(self.weights, da)  #!
# %% q2-4 wrong: the step goes uphill: plus in place of minus
# named: uphill|(?<!biases go )up the gradient|goes up|\+ in place|plus|wrong (direction|sign)
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def update_params(self, learning_rate):
        self.weights = self.weights + learning_rate * self.grad_weights  #!
        self.biases = self.biases + learning_rate * self.grad_biases  #!
# %% q2-4 wrong: the step goes uphill, in place
# named: uphill|(?<!biases go )up the gradient|goes up|\+ in place|plus|wrong (direction|sign)
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def update_params(self, learning_rate):
        for param, grad in ((self.weights, self.grad_weights), (self.biases, self.grad_biases)):
            param += learning_rate * grad  #!
# %% q2-4 wrong: the new weights and biases are local variables; the layer keeps the old ones
# named: local|assign to self|not changed|unchanged|keeps the old|\bstay|nothing changes|not kept|no step
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def update_params(self, learning_rate):
        weights = self.weights - learning_rate * self.grad_weights  #!
        biases = self.biases - learning_rate * self.grad_biases  #!
# %% q2-4 wrong: the new weights and biases are local variables that are returned
# named: local|assign to self|not changed|unchanged|keeps the old|\bstay|nothing changes|not kept|no step
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def update_params(self, learning_rate):
        W, b = self.weights, self.biases
        dW, db = self.grad_weights, self.grad_biases
        W = W - learning_rate * dW  #!
        b = b - learning_rate * db  #!
        return W, b
# %% q2-5 wrong: the slope of tanh is computed from the sigmoid of a
# named: (?<!forward pass is the )sigmoid
class Tanh:
    def forward(self, a):
        self.a = a
        return np.tanh(a)

    def backward(self, dz):
        s = 1 / (1 + np.exp(-self.a))  #!
        return dz * s * (1 - s)  #!
# %% q2-5 wrong: the slope of tanh is 1 − σ(a)², with a helper
# named: (?<!forward pass is the )sigmoid
def act(v):
    return 1 / (1 + np.exp(-v))  #!


class Tanh:
    def forward(self, a):
        self.input = a
        self.output = np.tanh(a)
        return self.output

    def backward(self, dz):
        derivative = 1 - act(self.input) ** 2  #!
        return derivative * dz

    def update_params(self, learning_rate):
        pass
# %% q2-5 wrong: the slope is that of the sigmoid, from the library's function
# named: (?<!forward pass is the )sigmoid
class Tanh:
    def forward(self, a):
        self.stored = a
        e = np.exp(-2 * np.abs(a))
        return np.sign(a) * (1 - e) / (1 + e)

    def backward(self, dz):
        sig = sigmoid(self.stored)  #!
        grad = sig - sig**2  #!
        return np.multiply(dz, grad)
# %% q2-5 wrong: a helper returns a pair, and the slope squares the pair
# named: \bpair\b|two (values|things|arrays|parts)|a tuple|returns (two|several)|unpack
def tanh(a):
    z = np.tanh(a)
    return z, a  # value and cache


class Tanh:
    def forward(self, a):
        z, self.cache = tanh(a)
        return z

    def backward(self, dz):
        return dz * (1 - tanh(self.cache) ** 2)  #!

    def update_params(self, learning_rate):
        pass
# %% q2-5 wrong: a helper returns a pair, and the slope squares the pair with np.square
# named: \bpair\b|two (values|things|arrays|parts)|a tuple|returns (two|several)|unpack
class Tanh:
    def _tanh(self, a):
        up, down = np.exp(a), np.exp(-a)
        return (up - down) / (up + down), a

    def forward(self, a):
        self.kept = self._tanh(a)
        return self.kept[0]

    def backward(self, dz):
        slope = 1 - np.square(self.kept)  #!
        return dz * slope
# %% q2-5 wrong: tanh is applied to z again in the slope
# named: tanh.*(again|second time|twice)|second time|already tanh
class Tanh:
    def forward(self, a):
        self.z = np.tanh(a)
        return self.z

    def backward(self, dz):
        return dz * (1 - np.tanh(self.z) ** 2)  #!

    def update_params(self, learning_rate):
        pass
# %% q2-5 wrong: tanh is applied to z again, in a method for the derivative
# named: tanh.*(again|second time|twice)|second time|already tanh
class Tanh:
    @staticmethod
    def f(u):
        return 2 / (1 + np.exp(-2 * u)) - 1

    def df(self, u):
        t = self.f(u)
        return 1 - t * t

    def forward(self, a):
        out = self.f(a)
        self.memory = out  #!
        return out

    def backward(self, dz):
        return self.df(self.memory) * dz  #!
# %% q2-5 wrong: the slope is taken at the gradient from above: 1 − tanh(dz)²
# named: tanh\(dz\)|(of|at|from) (dz|the gradient)|gradient.*(takes the place|in place of|where)|depends on the forward
class Tanh:
    def forward(self, a):
        self.out = np.tanh(a)
        return self.out

    def backward(self, dz):
        return 1 - np.tanh(dz) ** 2  #!
# %% q2-5 wrong: the slope is taken at the gradient from above, and multiplied with it
# named: tanh\(dz\)|(of|at|from) (dz|the gradient)|gradient.*(takes the place|in place of|where)|depends on the forward
class Tanh:
    def forward(self, a):
        self.z = np.tanh(a)
        return self.z

    def backward(self, dz):
        t = np.tanh(dz)  #!
        derivative = 1.0 - t * t  #!
        return dz * derivative

    def update_params(self, learning_rate):
        pass
# %% q2-6 wrong: each layer is given the network's input, not the output of the layer before
# named: network.s input|same input|own input|output of the (layer|one) before|given (the )?X
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
# %% q2-6 wrong: each layer is given the network's input, by its number
# named: network.s input|same input|own input|output of the (layer|one) before|given (the )?X
class MLP:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, X):
        outputs = []
        for i in range(len(self.layers)):
            z = self.layers[i].forward(X)  #!
            outputs.append(z)
        return outputs[-1]

    def backward(self, dy):
        grad = dy
        for i in range(len(self.layers) - 1, -1, -1):
            grad = self.layers[i].backward(grad)
        return grad
# %% q2-7 wrong: the backward pass is y − t: the 2 and the 1/N are missing; the forward pass is right
# named: (2|two)\b.*missing|factor 2|gradient.*1/N|1/N.*gradient|no 1/N
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y, t
        return float(np.sum((y - t) ** 2) / len(y))

    def backward(self):
        return self.y - self.t  #!
# %% q2-7 wrong: the backward pass is y − t, from a stored difference
# named: (2|two)\b.*missing|factor 2|gradient.*1/N|1/N.*gradient|no 1/N
class MSELoss:
    def forward(self, prediction, target):
        diff = prediction - target
        self.diff = diff
        per_sample = (diff * diff).sum(axis=1)
        return float(per_sample.mean())

    def backward(self):
        dy = self.diff.copy()  #!
        return dy  #!
# %% q2-7 wrong: forward: the sum over all, not divided by N; backward: a mean over everything, one number
# named: loss is not averaged|not divided by N|gradient.*(one number|mean over|summed|added up)|shape of y|forward.*1/N
class MSELoss:
    def forward(self, y, t):
        self.y = y
        self.t = t
        return float(np.sum((y - t) ** 2))  #!

    def backward(self):
        return np.mean(2 * (self.y - self.t))  #!
# %% q2-7 wrong: forward: a sum without 1/N, in a loop; backward: a mean over everything, one number
# named: loss is not averaged|not divided by N|gradient.*(one number|mean over|summed|added up)|shape of y|forward.*1/N
class MSELoss:
    def forward(self, y, t):
        self.error = y - t
        loss = 0.0
        for row in self.error:
            for e in row:
                loss += e**2
        return loss  #!

    def backward(self):
        grad = 2 * self.error
        return grad.sum() / grad.size  #!
# %% q2-7 wrong: the derivative is taken to be twice the squared loss, times y, summed to one number; the forward pass lacks 1/N
# named: loss is not averaged|not divided by N|gradient.*(one number|summed|added up)|shape of y|forward.*1/N|(keeps|still) .*square|power|times y
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y, t
        return float(np.sum((y - t) ** 2))  #!

    def backward(self):
        return np.sum(2 * (self.y - self.t) ** 2 * self.y)  #!
# %% q2-7 wrong: the derivative is twice the squared loss, times y, as one number; the forward pass lacks 1/N; with dot
# named: loss is not averaged|not divided by N|gradient.*(one number|summed|added up)|shape of y|forward.*1/N|(keeps|still) .*square|power|times y
class MSELoss:
    def forward(self, y, t):
        d = (y - t).ravel()
        self.outputs, self.residual = y, y - t
        return float(d.dot(d))  #!

    def backward(self):
        squares = self.residual * self.residual
        return 2 * np.dot(squares.ravel(), self.outputs.ravel())  #!
# %% q2-7 wrong: only rows are added up: one loss for each output comes back
# named: each (output|column)|for (every|each) output
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y, t
        return np.sum((y - t) ** 2, axis=0) / len(y)  #!

    def backward(self):
        return 2 * (self.y - self.t) / len(self.y)
# %% q2-7 wrong: only rows are added up: one loss for each output, by np.mean
# named: each (output|column)|for (every|each) output
class MSELoss:
    def forward(self, y, t):
        self.r = y - t
        squared = np.power(self.r, 2)
        return np.mean(squared, axis=0)  #!

    def backward(self):
        N, _ = self.r.shape
        return self.r * (2 / N)
# %% q2-7 wrong: the backward pass lacks the 1/N
# named: no 1/N|1/N (is )?(missing|forgotten)|gradient.*(not averaged|no mean)|N times too large|mean of the loss has
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y, t
        return float(np.sum(np.square(y - t)) / y.shape[0])

    def backward(self):
        return 2 * (self.y - self.t)  #!
# %% q2-7 wrong: the backward pass lacks the 1/N, entry by entry
# named: no 1/N|1/N (is )?(missing|forgotten)|gradient.*(not averaged|no mean)|N times too large|mean of the loss has
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y, t
        N = len(y)
        return float(sum(((y[n] - t[n]) ** 2).sum() for n in range(N)) / N)

    def backward(self):
        N, K = self.y.shape
        dy = np.zeros((N, K))
        for n in range(N):
            for k in range(K):
                dy[n, k] = 2 * (self.y[n, k] - self.t[n, k])  #!
        return dy
# %% q2-7 wrong: the forward pass is a sum, the backward pass that of the mean
# named: loss is not averaged|loss.*(no|without).*mean|forward is N times|forward.*1/N|not divided by N
class MSELoss:
    def forward(self, y, t):
        self.residual = y - t
        return float(np.sum(self.residual**2))  #!

    def backward(self):
        return 2 * self.residual / len(self.residual)
# %% q2-7 wrong: the forward pass is a sum, by a norm; the backward pass that of the mean
# named: loss is not averaged|loss.*(no|without).*mean|forward is N times|forward.*1/N|not divided by N
class MSELoss:
    def forward(self, y, t):
        self.d = y - t
        self.N = y.shape[0]
        return float(np.linalg.norm(self.d) ** 2)  #!

    def backward(self):
        return 2.0 / self.N * self.d
# %% q2-8 wrong: the loss is recorded after the step, not before
# named: after the step|recorded|before (the|each|that) (step|epoch)
def train(model, loss, X, t, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        loss.forward(model.forward(X), t)
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params(learning_rate)
        losses.append(loss.forward(model.forward(X), t))  #!
    return losses
# %% q2-8 wrong: the loss is recorded after the step, in a helper
# named: after the step|recorded|before (the|each|that) (step|epoch)
def train(model, loss, X, t, learning_rate, epochs):
    def evaluate():
        return loss.forward(model.forward(X), t)

    losses = [0.0] * epochs
    for epoch in range(epochs):
        evaluate()
        grad = loss.backward()
        model.backward(grad)
        for i in range(len(model.layers)):
            model.layers[i].update_params(learning_rate)
        losses[epoch] = evaluate()  #!
    return losses
# %% q2-8 wrong: the parameters are never updated
# named: no layer takes|never updated|update_params.*(never|not) called|not called|step is missing|no step|parameters.*(stay|do not change|unchanged)
def train(model, loss, X, t, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        y = model.forward(X)
        L = loss.forward(y, t)
        losses.append(L)
        dy = loss.backward()
        model.backward(dy)  #!
    return losses
# %% q2-8 wrong: the parameters are never updated, since the method is named and not called
# named: no layer takes|never updated|update_params.*(never|not) called|not called|step is missing|no step|parameters.*(stay|do not change|unchanged)
def train(model, loss, X, t, learning_rate, epochs):
    losses = []
    epoch = 0
    while epoch < epochs:
        losses.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params  #!
        epoch += 1
    return losses
# %% q2-10 wrong: the forward pass changes its input in place; the backward pass then writes the slopes into that same array, so the forward result changes too
# named: in place|changes? (its|the) (input|argument)|written? into|same array|alias|\bcopy\b
class ReLU:
    def forward(self, a):
        a[a < 0] = 0  #!
        self.a = a
        return a

    def backward(self, dz):
        self.a[self.a > 0] = 1  #!
        return dz * self.a  #!
# %% q2-10 wrong: the forward pass changes its input in place, and the backward pass writes the slopes into that array; with out=
# named: in place|changes? (its|the) (input|argument)|written? into|same array|alias|\bcopy\b
class ReLU:
    def forward(self, a):
        self.z = np.maximum(a, 0, out=a)  #!
        return self.z

    def backward(self, dz):
        slope = self.z  #!
        slope[slope > 0] = 1.0  #!
        slope[slope <= 0] = 0.0
        return slope * dz

    def update_params(self, learning_rate):
        pass
# %% q2-10 wrong: slope 1 at 0: the mask is "at least 0"
# named: at (exactly )?(0|zero)|ReLU′\(0\) (is|=) 1|at least
class ReLU:
    def forward(self, a):
        self.mask = a >= 0  #!
        return a * self.mask

    def backward(self, dz):
        return dz * self.mask
# %% q2-10 wrong: slope 1 at 0: everything but the negative ones is let through
# named: at (exactly )?(0|zero)|ReLU′\(0\) (is|=) 1|at least
class ReLU:
    def forward(self, a):
        self.a = a
        return np.where(a > 0, a, 0.0)

    def backward(self, dz):
        da = np.array(dz, copy=True)
        da[self.a < 0] = 0  #!
        return da
# %% q2-10 wrong: the gradient from above is not multiplied in
# named: gradient from above|from above|dz is (missing|ignored|not)|chain rule
class ReLU:
    def forward(self, a):
        self.a = a
        return np.maximum(0, a)

    def backward(self, dz):
        return np.where(self.a > 0, 1.0, 0.0)  #!
# %% q2-10 wrong: the gradient from above is not multiplied in, entry by entry
# named: gradient from above|from above|dz is (missing|ignored|not)|chain rule
class ReLU:
    def forward(self, a):
        self.z = (abs(a) + a) / 2
        return self.z

    def backward(self, dz):
        slopes = np.zeros(self.z.shape)
        for index in np.ndindex(self.z.shape):
            if self.z[index] > 0:
                slopes[index] = 1  #!
        return slopes  #!
# %% q2-12 wrong: the 1/N is forgotten
# named: 1/N|mean over the samples is missing|missing.*\bmean\b|no mean|not averaged|N times too large|divided by N
def forward(p, X):
    Z1 = sigmoid(X @ p["W1"].T + p["b1"])
    Z2 = sigmoid(Z1 @ p["W2"].T + p["b2"])
    return Z1, Z2, Z2 @ p["W3"].T + p["b3"]


def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    delta3 = Y - T  #!
    delta2 = (delta3 @ p["W3"]) * Z2 * (1 - Z2)
    delta1 = (delta2 @ p["W2"]) * Z1 * (1 - Z1)
    return {
        "W1": delta1.T @ X,
        "b1": delta1.sum(axis=0),
        "W2": delta2.T @ Z1,
        "b2": delta2.sum(axis=0),
        "W3": delta3.T @ Z2,
        "b3": delta3.sum(axis=0),
    }
# %% q2-12 wrong: the 1/N is forgotten, in a loop over samples and layers
# named: 1/N|mean over the samples is missing|missing.*\bmean\b|no mean|not averaged|N times too large|divided by N
def backward(p, X, T):
    grads = {name: np.zeros_like(value) for name, value in p.items()}
    for n in range(len(X)):
        z = [X[n]]
        for l in (1, 2):
            z.append(sigmoid(p[f"W{l}"] @ z[-1] + p[f"b{l}"]))
        y = p["W3"] @ z[2] + p["b3"]
        delta = y - T[n]  #!
        for l in (3, 2, 1):
            grads[f"W{l}"] += np.outer(delta, z[l - 1])
            grads[f"b{l}"] += delta
            if l > 1:
                delta = p[f"W{l}"].T @ delta * z[l - 1] * (1 - z[l - 1])
    return grads
# %% q2-12 wrong: the slope of a sigmoid is multiplied in at the linear output
# named: linear|which layers have|δ\^?3 has a sigmoid|output.*slope|slope.*output
def forward(p, X):
    Z1 = sigmoid(X @ p["W1"].T + p["b1"])
    Z2 = sigmoid(Z1 @ p["W2"].T + p["b2"])
    return Z1, Z2, Z2 @ p["W3"].T + p["b3"]


def backward(p, X, T):
    Z1, Z2, Y = forward(p, X)
    d3 = (Y - T) / len(X) * Y * (1 - Y)  #!
    d2 = d3 @ p["W3"] * Z2 * (1 - Z2)
    d1 = d2 @ p["W2"] * Z1 * (1 - Z1)
    gradients = {}
    for k, (d, Z) in enumerate([(d1, X), (d2, Z1), (d3, Z2)], start=1):
        gradients[f"W{k}"], gradients[f"b{k}"] = d.T @ Z, d.sum(axis=0)
    return gradients
# %% q2-12 wrong: the slope of a sigmoid is multiplied in at the linear output, as at each layer
# named: linear|which layers have|δ\^?3 has a sigmoid|output.*slope|slope.*output
def d_sig(z):
    return z * (1 - z)


def backward(params, inputs, targets):
    W1, W2, W3 = params["W1"], params["W2"], params["W3"]
    h1 = sigmoid(np.dot(inputs, W1.T) + params["b1"])
    h2 = sigmoid(np.dot(h1, W2.T) + params["b2"])
    out = np.dot(h2, W3.T) + params["b3"]
    m = inputs.shape[0]
    delta_out = (1 / m) * (out - targets) * d_sig(out)  #!
    delta_h2 = np.dot(delta_out, W3) * d_sig(h2)
    delta_h1 = np.dot(delta_h2, W2) * d_sig(h1)
    g = dict()
    g["W3"], g["b3"] = np.dot(delta_out.T, h2), np.sum(delta_out, 0)
    g["W2"], g["b2"] = np.dot(delta_h2.T, h1), np.sum(delta_h2, 0)
    g["W1"], g["b1"] = np.dot(delta_h1.T, inputs), np.sum(delta_h1, 0)
    return g
# %% q2-13 wrong: a single index runs over all entries of a matrix, so a whole row is met where a number is expected
# named: whole rows?|\brows?\b|ndindex|one index|single index|every axis|view
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in range(theta.size):  #!
        old = float(theta[i])  #!
        theta[i] = old + h
        plus = f()
        theta[i] = old - h
        minus = f()
        theta[i] = old
        gradient[i] = (plus - minus) / (2 * h)
    return gradient
# %% q2-13 wrong: a single index runs over all entries of a matrix, so a whole row is met; the result is flat at first
# named: whole rows?|\brows?\b|ndindex|one index|single index|every axis|view
def numerical_gradient(f, theta, h=1e-5):
    n = theta.size
    grads = np.zeros(n)
    params = theta  #!
    for k in range(n):
        tmp = params[k]  #!
        params[k] = tmp + h  #!
        f_plus = f()
        params[k] = tmp - h
        f_minus = f()
        params[k] = tmp
        grads[k] = (f_plus - f_minus) / (2 * h)
    return grads.reshape(theta.shape)
# %% q2-13 wrong: the two losses are subtracted in the wrong order: the sign is turned
# named: sign|order|minus comes first|stands first
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        value = theta[i]
        theta[i] = value - h
        f1 = f()
        theta[i] = value + h
        f2 = f()
        theta[i] = value
        gradient[i] = (f1 - f2) / (2 * h)  #!
    return gradient
# %% q2-13 wrong: the two losses are subtracted in the wrong order, with signed steps in a loop
# named: sign|order|minus comes first|stands first
def numerical_gradient(f, theta, h=1e-5):
    flat = theta.reshape(-1)
    slopes = []
    for k in range(flat.size):
        keep = flat[k]
        values = []
        for step in (h, -h):
            flat[k] = keep + step
            values.append(f())
        flat[k] = keep
        slopes.append((values[1] - values[0]) / (2 * h))  #!
    return np.array(slopes).reshape(theta.shape)
# %% q2-13 wrong: forward difference in place of the central one
# named: one-sided(?!, backward| but)|forward difference|two-sided
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    base = f()  #!
    for idx in np.ndindex(*theta.shape):
        theta[idx] += h
        gradient[idx] = (f() - base) / h  #!
        theta[idx] -= h
    return gradient
# %% q2-13 wrong: forward difference in place of the central one, with nditer
# named: one-sided(?!, backward| but)|forward difference|two-sided
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    it = np.nditer(theta, flags=["multi_index"])
    while not it.finished:
        ix = it.multi_index
        old_value = theta[ix]
        theta[ix] = old_value  #!
        fx = f()
        theta[ix] = old_value + h
        fxh = f()
        theta[ix] = old_value
        gradient[ix] = (fxh - fx) / h  #!
        it.iternext()
    return gradient
# %% q2-13 wrong: whole rows are moved at once: only the first axis is looped over
# named: whole rows?|\brows?\b|ndindex|first axis|single entr|every axis
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in range(len(theta)):  #!
        theta[i] += h  #!
        up = f()
        theta[i] -= 2 * h
        down = f()
        theta[i] += h
        gradient[i] = (up - down) / (2 * h)
    return gradient
# %% q2-13 wrong: whole rows are moved at once, and put back from a copy
# named: whole rows?|\brows?\b|ndindex|first axis|single entr|every axis
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    original = theta.copy()
    for i, value in enumerate(original):  #!
        theta[i] = value + h  #!
        up = f()
        theta[i] = value - h
        down = f()
        theta[i] = value
        gradient[i] = (up - down) / 2 / h
    return gradient
# %% q2-13 wrong: a copy of theta is moved, so the loss never changes
# named: copy of theta|\bcopy\b.*(moved|changed)|never sees|theta itself
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    theta = theta.copy()  #!
    for i in np.ndindex(theta.shape):
        value = theta[i]
        theta[i] = value + h
        up = f()
        theta[i] = value - h
        down = f()
        theta[i] = value
        gradient[i] = (up - down) / (2 * h)
    return gradient
# %% q2-13 wrong: a copy of theta is moved: flatten makes one
# named: copy of theta|\bcopy\b.*(moved|changed)|never sees|theta itself
def numerical_gradient(f, theta, h=1e-5):
    w = theta.flatten()  #!
    g = np.empty(w.size)
    for j in range(w.size):
        w[j] += h
        upper = f()
        w[j] -= h + h
        lower = f()
        w[j] += h
        g[j] = (upper - lower) / (2 * h)
    return g.reshape(theta.shape)
# %% q2-14 wrong: entry by entry divided by the larger of the two, and the largest quotient taken, in place of norms
# named: largest (is|quotient)|entry by entry(?!, without norms| and averaged)|in place of norms
def relative_error(g, n):
    if not np.any(g) and not np.any(n):
        return 0.0
    return np.max(np.abs(g - n) / np.maximum(np.abs(g), np.abs(n)))  #!
# %% q2-14 wrong: entry by entry divided by the larger of the two, and the largest quotient taken; with a floor
# named: largest (is|quotient)|entry by entry(?!, without norms| and averaged)|in place of norms
def relative_error(g, n):
    return np.max(np.abs(g - n) / np.maximum(1e-8, np.maximum(np.abs(g), np.abs(n))))  #!
# %% q2-14 wrong: entry by entry divided by the larger of the two, and the largest quotient taken; in a loop
# named: largest (is|quotient)|entry by entry(?!, without norms| and averaged)|in place of norms
def relative_error(g, n):
    worst = 0.0
    for a, b in zip(g.ravel(), n.ravel()):
        bigger = max(abs(a), abs(b))
        if bigger > 0:
            worst = max(worst, abs(a - b) / bigger)  #!
    return worst  #!
# %% q2-14 wrong: entry by entry with the largest quotient taken, in place of norms
# named: largest (is|quotient)|entry by entry(?!, without norms| and averaged)|in place of norms
def relative_error(g, n):
    denominator = np.abs(g) + np.abs(n)
    if denominator.max() == 0:
        return 0.0
    errors = np.abs(g - n) / denominator  #!
    return errors.max()  #!
# %% q2-14 wrong: entry by entry with the largest quotient taken, where it is not 0/0
# named: largest (is|quotient)|entry by entry(?!, without norms| and averaged)|in place of norms
def relative_error(g, n):
    top = abs(g - n).flatten()  #!
    bottom = (abs(g) + abs(n)).flatten()  #!
    quotients = [p / q for p, q in zip(top, bottom) if q != 0]  #!
    return max(quotients, default=0)  #!
# %% q2-14 wrong: 0/0 where both gradients vanish: the case is not treated
# named: 0/0|(?<!; and )two zero gradients|both (are )?zero|vanish
def relative_error(g, n):
    return np.linalg.norm(g - n) / (np.linalg.norm(g) + np.linalg.norm(n))  #!
# %% q2-14 wrong: 0/0 where both gradients vanish: Python's own division stops
# named: 0/0|(?<!; and )two zero gradients|both (are )?zero|vanish
def relative_error(g, n):
    def length(v):
        total = 0.0
        for entry in v.flat:
            total += float(entry) ** 2
        return total**0.5

    return length(g - n) / (length(g) + length(n))  #!
# %% q2-17 wrong: thinks that the central difference gives the true slopes: 0 at the kink and 1 beside it
# named: derivatives?, not|true slope|not the difference|slope itself
slopes = [0, 1, 1]
# %% q2-17 wrong: thinks that the central difference gives the true slopes; from a function for ReLU′
# named: derivatives?, not|true slope|not the difference|slope itself
relu_slope = lambda a: 1.0 if a > 0 else 0.0
h = 0.1
central_0 = relu_slope(0)  #!
central_half = relu_slope(h / 2)  #!
forward_0 = (max(h, 0) - max(0, 0)) / h
slopes = [central_0, central_half, forward_0]
# %% q2-20 wrong: softmax is applied again, over the samples, and only the diagonal of the Jacobian is used
# named: softmax is applied|applied (again|a second time)|second time|diagonal|normalised over the samples
def softmax_backward(dz, z):
    s = np.exp(z) / np.sum(np.exp(z), axis=0)  #!
    return dz * s * (1 - s)  #!
# %% q2-20 wrong: softmax is applied again, over the samples, and only the diagonal is used; with a helper
# named: softmax is applied|applied (again|a second time)|second time|diagonal|normalised over the samples
def soft(v):
    e = np.exp(v - v.max(axis=0))  #!
    return e / e.sum(axis=0)  #!


def softmax_backward(dz, z):
    p = soft(z)  #!
    jac = p - p * p  #!
    return np.multiply(jac, dz)  #!
# %% q2-20 wrong: the two matrices are multiplied as matrices, where row-wise sums of products belong
# named: matrix product|as matrices|row by row|row-wise|entry by entry
def softmax_backward(dz, z):
    return z * (dz - dz @ z.T)  #!
# %% q2-20 wrong: the two matrices are multiplied as matrices, and then added up
# named: matrix product|as matrices|row by row|row-wise|entry by entry
def softmax_backward(dz, z):
    inner = np.dot(dz, z.T)  #!
    inner = np.sum(inner, axis=1, keepdims=True)
    return z * (dz - inner)
# %% q2-20 wrong: the inner sum runs over samples and classes
# named: samples and classes|over everything|all entries|axis=1
def softmax_backward(dz, z):
    return z * (dz - np.sum(dz * z))  #!
# %% q2-20 wrong: the inner sum runs over samples and classes, with vdot
# named: samples and classes|over everything|all entries|axis=1
def softmax_backward(dz, z):
    weighted_mean = np.vdot(z, dz)  #!
    centred = dz - weighted_mean
    return centred * z
# %% q2-20 wrong: the inner sum lacks its kept axis: shapes do not broadcast, or do so wrongly
# named: lost its axis|axis.*(not kept|is lost)|without keepdims|broadcast|which axes meet
def softmax_backward(dz, z):
    return z * (dz - np.sum(dz * z, axis=1))  #!
# %% q2-20 wrong: the inner sum lacks its kept axis, from an einsum
# named: lost its axis|axis.*(not kept|is lost)|without keepdims|broadcast|which axes meet
def softmax_backward(dz, z):
    dot = np.einsum("nk,nk->n", z, dz)
    da = dz - dot  #!
    da = da * z
    return da
# %% q2-1 right: an array from the names of the given numbers
N, D, M = samples, features, units
shapes = np.array([[N, M], [M, D], [N, D]])
# %% q2-1 right: the shapes of arrays that are multiplied, as tuples
X, W = np.ones((7, 3)), np.ones((5, 3))
A = X @ W.T
shapes = [A.shape, (A.T @ X).shape, (A @ W).shape]
# %% q2-2 right: a loop over samples, W times each
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.input = X
        out = np.empty((len(X), len(self.biases)))
        for n, x in enumerate(X):
            out[n] = self.weights @ x + self.biases
        return out
# %% q2-2 right: einsum; other attributes beside the ones asked for
class Linear:
    """a = X Wᵀ + b."""

    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        rng = np.random.default_rng()
        self.shape = (output_dim, input_dim)
        self.weights = rng.standard_normal(self.shape) if initial_weights is None else initial_weights
        self.biases = np.zeros(output_dim) if initial_biases is None else initial_biases

    def forward(self, X):
        self._cache = {"X": X}
        return np.add(np.einsum("ni,ji->nj", X, self.weights), self.biases)
# %% q2-2 right: the bias as a weight of one more input
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        with_ones = np.hstack([X, np.ones((X.shape[0], 1))])
        both = np.vstack([self.weights.T, self.biases])
        return with_ones.dot(both)
# %% q2-3 right: sums over samples in a loop, new arrays at each call
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        self.grad_weights = np.zeros_like(self.weights)
        self.grad_biases = np.zeros_like(self.biases)
        rows = []
        for x, d in zip(self.X, da):
            self.grad_weights += np.outer(d, x)
            self.grad_biases += d
            rows.append(self.weights.T @ d)
        return np.array(rows)
# %% q2-3 right: einsum throughout, with other names for what is kept
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.saved_for_backward = (X,)
        return X.dot(self.weights.T) + self.biases

    def backward(self, da):
        (X,) = self.saved_for_backward
        self.grad_weights = np.einsum("nj,ni->ji", da, X)
        self.grad_biases = np.einsum("nj->j", da)
        return np.einsum("nj,ji->ni", da, self.weights)
# %% q2-3 right: everything transposed, and turned back
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X.copy()
        return (self.weights @ X.T).T + self.biases

    def backward(self, da):
        self.grad_weights = (self.X.T @ da).T
        self.grad_biases = np.ones(da.shape[0]) @ da
        return (self.weights.T @ da.T).T
# %% q2-4 right: in place
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def update_params(self, learning_rate):
        self.weights -= learning_rate * self.grad_weights
        self.biases -= learning_rate * self.grad_biases
# %% q2-4 right: by the names of the attributes
class Linear:
    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def update_params(self, learning_rate):
        for name in ("weights", "biases"):
            old, gradient = getattr(self, name), getattr(self, "grad_" + name)
            setattr(self, name, old + -learning_rate * gradient)
# %% q2-5 right: the pre-activation is kept, and tanh is computed again
class Tanh:
    def forward(self, a):
        self.a = a
        return np.tanh(a)

    def backward(self, dz):
        return dz * (1 - np.tanh(self.a) ** 2)

    def update_params(self, learning_rate):
        pass
# %% q2-5 right: the slope is computed on the way forward
class Tanh:
    def forward(self, a):
        z = np.tanh(a)
        self.slope = (1 + z) * (1 - z)
        return z

    def backward(self, dz):
        return np.multiply(self.slope, dz)
# %% q2-5 right: the slope by sigmoids of 2a, 4σ(2a)σ(−2a)
class Tanh:
    def forward(self, a):
        self.kept = 2 * a
        return np.tanh(a)

    def backward(self, dz):
        return dz * 4 * sigmoid(self.kept) * sigmoid(-self.kept)
# %% q2-5 right: by expm1 of negative numbers only, in new arrays
class Tanh:
    def forward(self, a):
        size = np.abs(a)
        z = -np.expm1(-2 * size) / (1 + np.exp(-2 * size))
        self.squares = z**2
        return np.where(a < 0, -z, z)

    def backward(self, dz):
        return dz - dz * self.squares
# %% q2-6 right: functools.reduce
from functools import reduce


class MLP:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        return reduce(lambda out, layer: layer.forward(out), self.layers, X)

    def backward(self, dy):
        return reduce(lambda gradient, layer: layer.backward(gradient), self.layers[::-1], dy)
# %% q2-6 right: by number, and all activations are kept
class MLP:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        self.values = [X]
        for i in range(len(self.layers)):
            self.values.append(self.layers[i].forward(self.values[i]))
        return self.values[-1]

    def backward(self, dy):
        i = len(self.layers)
        while i > 0:
            i -= 1
            dy = self.layers[i].backward(dy)
        return dy
# %% q2-7 right: the mean of the samples' sums
class MSELoss:
    def forward(self, y, t):
        self.difference = np.subtract(y, t)
        return float(np.mean(np.sum(self.difference**2, axis=1)))

    def backward(self):
        N, _ = self.difference.shape
        return self.difference * (2.0 / N)
# %% q2-7 right: the gradient is computed on the way forward
class MSELoss:
    def forward(self, y, t):
        N = y.shape[0]
        r = (y - t).ravel()
        self.gradient = (2 * r / N).reshape(y.shape)
        return float(r @ r) / N

    def backward(self):
        return self.gradient.copy()
# %% q2-7 right: loops, with lists
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y.copy(), t.copy()
        total = 0.0
        for row_y, row_t in zip(y, t):
            for p, q in zip(row_y, row_t):
                total += float(p - q) ** 2
        return total / len(y)

    def backward(self):
        N = len(self.y)
        return np.array([[2 * (p - q) / N for p, q in zip(u, v)] for u, v in zip(self.y, self.t)])
# %% q2-8 right: the parts of an epoch by name, and an array that is filled
def train(model, loss, X, t, learning_rate, epochs):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        y = model.forward(X)
        losses[epoch] = loss.forward(y, t)
        dL_dy = loss.backward()
        model.backward(dL_dy)
        for layer in model.layers:
            layer.update_params(learning_rate)
    return list(losses)
# %% q2-8 right: an inner function for the epoch, keywords, and the last layer first
def train(model, loss, X, t, learning_rate, epochs):
    def one_epoch():
        before = loss.forward(model.forward(X), t)
        model.backward(loss.backward())
        for layer in model.layers[::-1]:
            layer.update_params(learning_rate=learning_rate)
        return before

    return [one_epoch() for _ in range(epochs)]
# %% q2-9 right: the slope as σ(a) σ(−a)
class Sigmoid:
    def forward(self, a):
        self.a = a
        return sigmoid(a)

    def backward(self, dz):
        return dz * sigmoid(self.a) * sigmoid(-self.a)

    def update_params(self, learning_rate):
        pass
# %% q2-9 right: by logaddexp, whose logarithm never overflows
class Sigmoid:
    def forward(self, a):
        self.z = np.exp(-np.logaddexp(0, -a))
        self.rest = np.exp(-np.logaddexp(0, a))  # 1 - z
        return self.z

    def backward(self, dz):
        return dz * self.z * self.rest
# %% q2-9 right: a stable formula of its own for each sign
class Sigmoid:
    def forward(self, a):
        e = np.exp(-np.abs(a))
        self.z = np.where(a >= 0, 1 / (1 + e), e / (1 + e))
        return self.z.copy()

    def backward(self, dz):
        slope = self.z - np.square(self.z)
        return slope * dz
# %% q2-10 right: a mask, kept from the pre-activation
class ReLU:
    def forward(self, a):
        self.mask = a > 0
        return np.where(self.mask, a, 0)

    def backward(self, dz):
        return np.where(self.mask, dz, 0)

    def update_params(self, learning_rate):
        pass
# %% q2-10 right: in place on copies of its own
class ReLU:
    def forward(self, a):
        self.off = a <= 0
        z = a.copy()
        z[self.off] = 0
        return z

    def backward(self, dz):
        da = np.array(dz)
        da[self.off] = 0
        return da
# %% q2-10 right: the slope by heaviside with 0 at 0
class ReLU:
    def forward(self, a):
        self.slope = np.heaviside(a, 0.0)
        return np.clip(a, 0, None)

    def backward(self, dz):
        return self.slope * dz
# %% q2-11 right: the mean of rows' dot products
def half_squared_error(Y, T):
    D = Y - T
    return 0.5 * np.mean(np.einsum("nk,nk->n", D, D))
# %% q2-11 right: by the loss class from before
def half_squared_error(Y, T):
    return MSELoss().forward(Y, T) / 2
# %% q2-11 right: a norm for each sample, squared
def half_squared_error(Y, T):
    total = 0
    for y, t in zip(Y, T):
        total += 0.5 * np.linalg.norm(y - t) ** 2
    return total / Y.shape[0]
# %% q2-12 right: one sample at a time, in a loop over the layers
def backward(p, X, T):
    gradients = {name: np.zeros_like(parameter) for name, parameter in p.items()}
    for x, t in zip(X, T):
        z = [x]
        for l in (1, 2):
            z.append(sigmoid(p[f"W{l}"] @ z[-1] + p[f"b{l}"]))
        delta = (p["W3"] @ z[-1] + p["b3"] - t) / len(X)
        for l in (3, 2, 1):
            gradients[f"W{l}"] += np.outer(delta, z[l - 1])
            gradients[f"b{l}"] += delta
            delta = (p[f"W{l}"].T @ delta) * z[l - 1] * (1 - z[l - 1])
    return gradients
# %% q2-12 right: with the layers from before
def backward(p, X, T):
    linears = []
    layers = []
    for l in (1, 2, 3):
        W, b = p[f"W{l}"], p[f"b{l}"]
        linears.append(Linear(W.shape[1], W.shape[0], W, b))
        layers += [linears[-1], Sigmoid()]
    net = MLP(layers[:-1])
    Y = net.forward(X)
    net.backward((Y - T) / len(Y))
    grads = {}
    for l, linear in enumerate(linears, start=1):
        grads["W%d" % l] = linear.grad_weights
        grads["b%d" % l] = linear.grad_biases
    return grads
# %% q2-12 right: columns are samples inside, 1/N at the end
def backward(p, X, T):
    N = X.shape[0]
    z1 = sigmoid(p["W1"] @ X.T + p["b1"][:, None])
    z2 = sigmoid(p["W2"] @ z1 + p["b2"][:, None])
    d3 = p["W3"] @ z2 + p["b3"][:, None] - T.T
    d2 = (p["W3"].T @ d3) * (z2 - z2**2)
    d1 = (p["W2"].T @ d2) * (z1 - z1**2)
    return dict(
        W1=d1 @ X / N,
        b1=d1.mean(axis=1),
        W2=d2 @ z1.T / N,
        b2=d2.mean(axis=1),
        W3=d3 @ z2.T / N,
        b3=d3.mean(axis=1),
    )
# %% q2-13 right: nditer
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    it = np.nditer(theta, flags=["multi_index"])
    for _ in it:
        ix = it.multi_index
        old = theta[ix].copy()
        theta[ix] = old + h
        up = f()
        theta[ix] = old - h
        down = f()
        theta[ix] = old
        gradient[ix] = (up - down) / (2 * h)
    return gradient
# %% q2-13 right: a copy of all is put back after each entry
def numerical_gradient(f, theta, h=1e-5):
    saved = theta.copy()

    def loss_at(index, move):
        theta[...] = saved
        theta[index] += move
        value = f()
        theta[...] = saved
        return value

    slopes = [(loss_at(i, h) - loss_at(i, -h)) / (2 * h) for i in np.ndindex(theta.shape)]
    return np.array(slopes).reshape(theta.shape)
# %% q2-13 right: divided by the distance that was really gone; through theta.flat
def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros(theta.size)
    for k in range(theta.size):
        value = theta.flat[k]
        high, low = value + h, value - h
        theta.flat[k] = high
        up = f()
        theta.flat[k] = low
        down = f()
        theta.flat[k] = value
        gradient[k] = (up - down) / (high - low)
    return gradient.reshape(theta.shape)
# %% q2-14 right: an early return for two zeros, and norms by roots of sums
def relative_error(g, n):
    if not (g.any() or n.any()):
        return 0
    length = lambda v: np.sqrt(np.sum(np.square(v)))
    return length(np.subtract(g, n)) / (length(g) + length(n))
# %% q2-14 right: math.dist and math.hypot on flat lists
import math


def relative_error(g, n):
    a, b = g.ravel().tolist(), n.ravel().tolist()
    both = math.hypot(*a) + math.hypot(*b)
    return math.dist(a, b) / both if both else 0.0
# %% q2-15 right: a power of one third
def best_step(epsilon, L, third):
    return (3 * epsilon * abs(L / third)) ** (1 / 3)
# %% q2-15 right: through logarithms
def best_step(epsilon, L, third):
    log_h = (np.log(3) + np.log(epsilon) + np.log(np.abs(L)) - np.log(np.abs(third))) / 3
    return float(np.exp(log_h))
# %% q2-16 right: np.imag, and complex by name
def complex_step_derivative(f, x, h=1e-30):
    moved = np.asarray(x) + complex(0, h)
    return np.imag(f(moved)) / h
# %% q2-16 right: entry by entry
def complex_step_derivative(f, x, h=1e-30):
    result = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        result[i] = f(np.array([x[i] + 1j * h]))[0].imag / h
    return result
# %% q2-17 right: computed with a step
relu = lambda a: max(a, 0.0)
h = 1.0
slopes = [
    (relu(h) - relu(-h)) / (2 * h),
    (relu(h / 2 + h) - relu(h / 2 - h)) / (2 * h),
    (relu(h) - relu(0)) / h,
]
# %% q2-17 right: decimals, as an array
slopes = np.array([0.5, 0.75, 1.0])
# %% q2-18 right: named parts, and np.abs
def taylor_remainder(f, theta, gradient, direction, h):
    moved = theta + np.multiply(h, direction)
    change = f(moved) - f(theta)
    predicted = h * np.sum(gradient * direction)
    return np.abs(change - predicted)
# %% q2-18 right: the absolute value by a condition, and a product with the whole step
def taylor_remainder(f, theta, gradient, direction, h):
    step = direction * h
    rho = f(theta + step) - (f(theta) + np.dot(step, gradient))
    return rho if rho >= 0 else -rho
# %% q2-19 right: by patient, in a dictionary
number_of = {"A": 4, "B": 6, "C": 2, "D": 5, "E": 1, "F": 3}
bugs = [number_of[patient] for patient in "ABCDEF"]
# %% q2-20 right: the Jacobian of each sample, by einsum
def softmax_backward(dz, z):
    K = z.shape[1]
    J = np.einsum("nk,kj->nkj", z, np.eye(K)) - np.einsum("nk,nj->nkj", z, z)
    return np.einsum("nk,nkj->nj", dz, J)
# %% q2-20 right: the products are used twice, in place on an array of its own
def softmax_backward(dz, z):
    da = dz * z
    da -= z * da.sum(axis=-1)[:, np.newaxis]
    return da
# %% q2-20 right: batched products of rows and columns
def softmax_backward(dz, z):
    weighted = np.matmul(dz[:, None, :], z[:, :, None])[:, 0]
    return (dz - weighted) * z
# %% q2-21 right: one at a time
hold = [False] * 5
hold[3] = True
hold[4] = True
# %% q2-21 right: comparisons give truth values
true_ones = {4, 5}
hold = [number in true_ones for number in range(1, 6)]
# %% q2-19 right: an array of whole numbers, patient by patient
bugs = np.zeros(6, dtype=int)
bugs[0] = 4  # only b2: not summed
bugs[1] = 6
bugs[2] = 2  # all twice
bugs[3] = 5
bugs[4] = 1
bugs[5] = 3  # only W2
