# %% q3-1 wrong: the derivatives of the first product are swapped between a and b
# named: swap|chang\w* places|the other (factor|one)|own value|itself
edges = [2, 3, -4, 2, 1, 1]

# %% q3-1 wrong: the derivatives of the first product are swapped between a and b, computed from the given numbers
# named: swap|chang\w* places|the other (factor|one)|own value|itself
a_val, b_val, d_val = abd
dc_da = a_val  #!
dc_db = b_val  #!
de_da = d_val
de_dd = a_val
edges = [dc_da, dc_db, de_da, de_dd, 1.0, 1.0]

# %% q3-1 right: from the given numbers, put together from three pairs
a_, b_, d_ = (float(number) for number in abd)
into_c, into_e, into_f = [b_, a_], [d_, a_], [1.0, 1.0]
edges = into_c + into_e + into_f

# %% q3-1 right: as a NumPy array
edges = np.concatenate([np.array([3, 2]), np.array([-4, 2]), np.ones(2)])

# %% q3-2 wrong: counts only the three objects that the operations make, not the inputs
# named: input|leaves|leaf|a, b (and|or)? ?d|variables
objects = 3

# %% q3-2 wrong: counts only the three objects that the operations make, not the inputs, as the length of a list
# named: input|leaves|leaf|a, b (and|or)? ?d|variables
made = ["c = ab", "e = ad", "f = c + e"]  #!
objects = len(made)

# %% q3-2 wrong: counts the operators as objects too: variables, multiplications, addition and result
# named: operator|multiplication|operation|signs?\b|×
objects = 7

# %% q3-2 wrong: counts the operators as objects too: variables, multiplications, addition and result, added up
# named: operator|multiplication|operation|signs?\b|×
n_variables = 3  # a, b, d
n_mult = 2  #!
n_plus = 1  #!
n_result = 1  #!
objects = n_variables + n_mult + n_plus + n_result

# %% q3-2 right: counted by walking the graph of the library
a_, b_, d_ = [Var(number) for number in abd]
todo, found = [a_ * b_ + a_ * d_], set()
while todo:
    node = todo.pop()
    found.add(id(node))
    todo.extend(node.parents)
objects = len(found)

# %% q3-3 wrong: where two paths meet, the later contribution overwrites the first in place of adding
# named: overwr|\badd|sum|both (paths|contributions|ways)|two (paths|contributions|ways)|twice
gradients = [3, 2, 2, 1, 1, 1]

# %% q3-3 wrong: where two paths meet, the later contribution overwrites the first, c before e
# named: overwr|\badd|sum|both (paths|contributions|ways)|two (paths|contributions|ways)|twice
gradients = [-4.0, 2.0, 2.0, 1.0, 1.0, 1.0]

# %% q3-3 wrong: where two paths meet, the later contribution overwrites the first, in a dictionary
# named: overwr|\badd|sum|both (paths|contributions|ways)|two (paths|contributions|ways)|twice
grad = dict.fromkeys("abdce", 0)
grad["f"] = 1
grad["c"] = edges[4] * grad["f"]
grad["e"] = edges[5] * grad["f"]
grad["a"] = edges[2] * grad["e"]
grad["d"] = edges[3] * grad["e"]
grad["a"] = edges[0] * grad["c"]  #!
grad["b"] = edges[1] * grad["c"]
gradients = [grad[name] for name in "abdcef"]

# %% q3-3 right: step by step from the edges, with += in a dictionary
grads = {name: 0.0 for name in "abdcef"}
grads["f"] = 1.0
table_of_edges = [("f", "c", edges[4]), ("f", "e", edges[5]), ("e", "a", edges[2])]
table_of_edges += [("e", "d", edges[3]), ("c", "a", edges[0]), ("c", "b", edges[1])]
for user, parent, derivative in table_of_edges:
    grads[parent] += grads[user] * derivative
gradients = list(grads.values())

# %% q3-3 right: by the product rule, f = a (b + d)
aa, bb, dd = abd
gradients = np.array([bb + dd, aa, aa, 1, 1, 1])

# %% q3-4 wrong: each edge carries the variable's own value, not the other one's
# named: that factor itself|own value|chang\w* places|swap|the other (factor|one|variable)
def multiply(u, v):
    return Var(u.value * v.value, (u, v), (u.value, v.value))  #!

# %% q3-4 wrong: each edge carries the variable's own value, with helper variables
# named: that factor itself|own value|chang\w* places|swap|the other (factor|one|variable)
def multiply(u, v):
    """Return the Var u · v, with its parents (u, v) and the local derivatives."""
    x = u.value
    y = v.value
    dz_du = x  #!
    dz_dv = y  #!
    z = x * y
    return Var(z, parents=(u, v), local_derivatives=(dz_du, dz_dv))

# %% q3-4 wrong: each edge carries the variable's own value, taken from the parents in a loop
# named: that factor itself|own value|chang\w* places|swap|the other (factor|one|variable)
def multiply(u, v):
    parents = [u, v]
    ld = []
    for p in parents:  #!
        ld.append(p.value)
    return Var(math.prod(p.value for p in parents), parents, ld)

# %% q3-4 wrong: only the value is returned: no parents, no derivatives
# named: parents|three things|know|where it came from
def multiply(u, v):
    return Var(u.value * v.value)  #!

# %% q3-4 wrong: only the value is returned: no parents, no derivatives; the derivatives are computed and not used
# named: parents|three things|know|where it came from
def multiply(u, v):
    product = u.value * v.value
    parents = (u, v)
    derivatives = (v.value, u.value)
    result = Var(value=product)  #!
    return result

# %% q3-4 right: attributes set afterwards, as lists
def multiply(u, v):
    z = Var(u.value * v.value)
    z.parents = [u, v]
    z.local_derivatives = [v.value, u.value]
    return z

# %% q3-4 right: parents in the other order, by keyword, with a lambda
multiply = lambda u, v: Var(
    local_derivatives=(u.value, v.value), parents=(v, u), value=v.value * u.value
)

# %% q3-5 wrong: the power rule is used: derivative u·e^(u−1)
# named: power|exponent
def exp(u):
    return Var(math.exp(u.value), (u,), (u.value * math.exp(u.value - 1),))  #!

# %% q3-5 wrong: the power rule is used, with NumPy and a helper variable
# named: power|exponent
def exp(u):
    """Return the Var z = eᵘ."""
    e = np.e
    z = e**u.value
    derivative = u.value * e ** (u.value - 1)  #!
    return Var(z, (u,), (derivative,))

# %% q3-5 wrong: parents and derivatives are given without a tuple: the comma is missing
# named: tuple|comma|\(u,\)
def exp(u):
    z = math.exp(u.value)
    return Var(z, (u), (z))  #!

# %% q3-5 wrong: parents and derivatives are given without a tuple, by keyword
# named: tuple|comma|\(u,\)
def exp(u):
    value = np.exp(u.value)
    return Var(
        value,
        parents=u,  #!
        local_derivatives=value,  #!
    )

# %% q3-5 wrong: parents and derivatives are given without a tuple, noted on the object
# named: tuple|comma|\(u,\)
def exp(u):
    out = Var(math.e**u.value)
    out.parents = u  #!
    out.local_derivatives = out.value  #!
    return out

# %% q3-5 right: with a power of math.e and the derivative read from the result
def exp(u):
    out = Var(math.pow(math.e, u.value), (u,))
    out.local_derivatives = (out.value,)
    return out

# %% q3-5 right: with expm1, and both tuples made by a helper
def one_parent(parent, value, slope):
    return Var(value, tuple([parent]), tuple([slope]))


def exp(u):
    e_to_u = math.expm1(u.value) + 1
    return one_parent(u, e_to_u, e_to_u)

# %% q3-6 right: the derivative as a power, NumPy's logarithm
def log(u):
    x = u.value
    return Var(float(np.log(x)), [u], [x**-1])

# %% q3-6 right: through base 2
def log(u):
    def natural(x):
        return math.log2(x) * math.log(2)

    slope = np.reciprocal(u.value)
    return Var(natural(u.value), parents=(u,), local_derivatives=(slope,))

# %% q3-7 wrong: the derivative squares the argument u, not the value z
# named: \bu is squared|before or after|argument|u in (the )?place|in place of z|use z|u, not z
def tanh(u):
    z = math.tanh(u.value)
    return Var(z, (u,), (1 - u.value**2,))  #!

# %% q3-7 wrong: the derivative squares the argument u, with helper variables and NumPy
# named: \bu is squared|before or after|argument|u in (the )?place|in place of z|use z|u, not z
def tanh(u):
    """Return the Var z = tanh u."""
    x = u.value
    t = np.tanh(x)
    dt = 1 - np.power(x, 2)  #!
    return Var(t, (u,), (dt,))

# %% q3-7 wrong: the derivative squares the argument u, by the third binomial formula
# named: \bu is squared|before or after|argument|u in (the )?place|in place of z|use z|u, not z
def tanh(u):
    e2 = math.exp(2 * u.value)
    z = (e2 - 1) / (e2 + 1)
    return Var(
        z,
        (u,),
        ((1 - u.value) * (1 + u.value),),  #!
    )

# %% q3-7 wrong: the derivative is garbled: e^u − e^(−u), divided by e to the power u + e^(−u); the value is right
# named: bracket|parenthes|exponent|power|precedence|tanh itself|garbled
def tanh(u):
    z = (math.exp(u.value) - math.exp(-u.value)) / (math.exp(u.value) + math.exp(-u.value))
    dz = (math.exp(u.value) - math.exp(-u.value)) / (math.exp(u.value + math.exp(-u.value)))  #!
    return Var(z, (u,), (dz,))

# %% q3-7 wrong: the derivative is garbled: e^u − e^(−u), divided by e to the power u + e^(−u), with math.e
# named: bracket|parenthes|exponent|power|precedence|tanh itself|garbled
def tanh(u):
    e = math.e
    x = u.value
    return Var(
        math.tanh(x),
        (u,),
        ((e**x - e**-x) / e ** (x + e**-x),),  #!
    )

# %% q3-7 wrong: the derivative returned is tanh itself
# named: tanh itself|value itself|\bz itself|not the derivative|is the value
def tanh(u):
    z = math.tanh(u.value)
    return Var(z, (u,), (z,))  #!

# %% q3-7 wrong: the derivative returned is tanh itself, called a second time
# named: tanh itself|value itself|\bz itself|not the derivative|is the value
def tanh(u):
    value = np.tanh(u.value)
    local = np.tanh(u.value)  #!
    return Var(value, parents=[u], local_derivatives=[local])

# %% q3-7 wrong: the derivative returned is tanh itself, in a helper of exponentials
# named: tanh itself|value itself|\bz itself|not the derivative|is the value
def tanh(u):
    def th(x):
        p, m = math.exp(x), math.exp(-x)
        return (p - m) / (p + m)

    return Var(th(u.value), (u,), (th(u.value),))  #!

# %% q3-7 wrong: the derivative squares the denominator alone, not the whole quotient; the value is right
# named: denominator|bracket|parenthes|whole (quotient|fraction)|precedence|numerator
def tanh(u):
    p = math.exp(u.value)
    m = math.exp(-u.value)
    z = (p - m) / (p + m)
    return Var(z, (u,), (1 - (p - m) / (p + m) ** 2,))  #!

# %% q3-7 wrong: the derivative squares the denominator alone, with sinh and cosh
# named: denominator|bracket|parenthes|whole (quotient|fraction)|precedence|numerator
def tanh(u):
    x = u.value
    value = np.sinh(x) / np.cosh(x)
    slope = 1 - np.sinh(x) / np.cosh(x) ** 2  #!
    return Var(value, (u,), (slope,))

# %% q3-7 wrong: the value lacks the "− 1" of 2/(1 + e^(−2u)) − 1; the derivative is the constant 1
# named: (− ?1|minus 1|subtract|shift)|(derivative|slope|∂z/∂u)\W* is (the constant )?1\b|constant
def tanh(u):
    z = 2 / (1 + math.exp(-2 * u.value))  #!
    return Var(z, (u,), (1,))  #!

# %% q3-7 wrong: the value lacks the "− 1" of 2/(1 + e^(−2u)) − 1; the derivative is the constant 1; with helper variables
# named: (− ?1|minus 1|subtract|shift)|(derivative|slope|∂z/∂u)\W* is (the constant )?1\b|constant
def tanh(u):
    minus_two_u = -2 * u.value
    nenner = 1 + np.exp(minus_two_u)
    ergebnis = 2 / nenner  #!
    ableitung = 1.0  #!
    out = Var(ergebnis, (u,), (ableitung,))
    return out

# %% q3-7 wrong: parent and derivative are put into one list of pairs, given as the parents; no derivatives are given
# named: pair|no (local )?derivative|third|three things|derivatives? (is|are) (missing|not)|separate
def tanh(u):
    z = math.tanh(u.value)
    return Var(z, [(u, 1 - z**2)])  #!

# %% q3-7 wrong: parent and derivative are put into one list of pairs, noted on the object
# named: pair|no (local )?derivative|third|three things|derivatives? (is|are) (missing|not)|separate
def tanh(u):
    out = Var(np.tanh(u.value))
    d = 1 - out.value * out.value
    pairs = []
    pairs.append((u, d))
    out.parents = pairs  #!
    return out

# %% q3-7 right: value by sigmoid, slope as 1/cosh²
def tanh(u):
    x = u.value
    s = 1 / (1 + math.exp(-2 * x))
    return Var(2 * s - 1, (u,), (1 / math.cosh(x) ** 2,))

# %% q3-7 right: slope as four times the sigmoid's slope at 2u
def tanh(u):
    def sig(a):
        return 1 / (1 + np.exp(-a))

    z = np.tanh(u.value)
    slope = 4 * sig(2 * u.value) * sig(-2 * u.value)
    return Var(z, [u], [slope])

# %% q3-8 wrong: the brackets of the denominator are missing, so the value is 1/1 + e^(−u); the derivative divides z by 1 − z
# named: bracket|parenthes|precedence|order of operations|divi[ds]|multipl|quotient
def sigmoid(u):
    z = 1 / 1 + math.exp(-u.value)  #!
    return Var(z, (u,), (z / (1 - z),))  #!

# %% q3-8 wrong: the brackets of the denominator are missing, so the value is 1/1 + e^(−u); the derivative divides z by 1 − z; with NumPy and helper variables
# named: bracket|parenthes|precedence|order of operations|divi[ds]|multipl|quotient
def sigmoid(u):
    x = u.value
    val = 1 / 1 + np.exp(-x)  #!
    one_minus = 1 - val
    grad = val / one_minus  #!
    return Var(val, (u,), (grad,))

# %% q3-8 wrong: the derivative is u(1 − u): the argument where the value belongs
# named: in (the )?place of z|argument|before or after|\bu stands|use z|u, not z
def sigmoid(u):
    z = 1 / (1 + math.exp(-u.value))
    return Var(z, (u,), (u.value * (1 - u.value),))  #!

# %% q3-8 wrong: the derivative is u(1 − u), expanded, with helper variables
# named: in (the )?place of z|argument|before or after|\bu stands|use z|u, not z
def sigmoid(u):
    a = u.value
    sig = 0.5 * (1 + np.tanh(a / 2))
    dsig = a - a**2  #!
    return Var(sig, (u,), (dsig,))

# %% q3-8 wrong: the derivative divides z by 1 − z in place of multiplying
# named: divi[ds]|multipl|product|quotient
def sigmoid(u):
    z = 1 / (1 + math.exp(-u.value))
    return Var(z, (u,), (z / (1 - z),))  #!

# %% q3-8 wrong: the derivative divides z by 1 − z, in a helper function
# named: divi[ds]|multipl|product|quotient
def sigmoid(u):
    def derivative(s):
        return np.divide(s, 1 - s)  #!

    s = np.exp(u.value) / (1 + np.exp(u.value))
    return Var(s, (u,), (derivative(s),))

# %% q3-8 wrong: the derivative is the constant 1; the value is right
# named: constant|(derivative|slope|∂z/∂u)\W* is( always)? 1\b|always 1|identity|z = u
def sigmoid(u):
    return Var(1 / (1 + math.exp(-u.value)), (u,), (1.0,))  #!

# %% q3-8 wrong: the derivative is the constant 1, with helper variables
# named: constant|(derivative|slope|∂z/∂u)\W* is( always)? 1\b|always 1|identity|z = u
def sigmoid(u):
    z = np.exp(-np.logaddexp(0, -u.value))
    local_derivative = 1  #!
    return Var(z, [u], [local_derivative])

# %% q3-8 wrong: a misspelt name of the argument raises an error; the derivative would be the value itself
# named: NameError|not defined|misspel|value itself|\bz itself|factor
def sigmoid(u):
    z = 1 / (1 + math.exp(-x.value))  #!
    return Var(z, (u,), (z,))  #!

# %% q3-8 wrong: a misspelt name of the argument raises an error; the derivative would be the value itself; with NumPy
# named: NameError|not defined|misspel|value itself|\bz itself|factor
def sigmoid(u):
    """Return the Var z = 1 / (1 + e⁻ᵘ)."""
    exponential = np.exp(-v.value)  #!
    value = 1 / (1 + exponential)
    derivative = 1 / (1 + exponential)  #!
    return Var(value, (u,), (derivative,))

# %% q3-8 wrong: the parents are a list of u and the derivative; no derivatives are given
# named: no (local )?derivative|third|three things|derivatives? (is|are) (missing|not)|separate|among the parents
def sigmoid(u):
    z = 1 / (1 + math.exp(-u.value))
    return Var(z, [u, z * (1 - z)])  #!

# %% q3-8 wrong: the parents are a tuple of u and the derivative, noted on the object
# named: no (local )?derivative|third|three things|derivatives? (is|are) (missing|not)|separate|among the parents
def sigmoid(u):
    res = Var(1 / (1 + np.exp(-u.value)))
    slope = res.value - res.value**2
    res.parents = (u, slope)  #!
    return res

# %% q3-8 wrong: the sign of the exponent is wrong: e^u in place of e^(−u)
# named: sign|minus|−u|-u
def sigmoid(u):
    z = 1 / (1 + math.exp(u.value))  #!
    return Var(z, (u,), (z * (1 - z),))

# %% q3-8 wrong: the sign of the exponent is wrong, with NumPy and a helper variable
# named: sign|minus|−u|-u
def sigmoid(u):
    e_u = np.exp(u.value)  #!
    s = 1.0 / (1.0 + e_u)
    return Var(s, parents=(u,), local_derivatives=(s - s**2,))

# %% q3-8 wrong: the sign of the exponent is wrong, as a power of e
# named: sign|minus|−u|-u
def sigmoid(u):
    sig = lambda x: (1 + math.e**x) ** (-1)  #!
    return Var(sig(u.value), (u,), (sig(u.value) * (1 - sig(u.value)),))

# %% q3-8 right: split by the sign of the argument so that nothing overflows
def sigmoid(u):
    a = u.value
    if a >= 0:
        z = 1 / (1 + math.exp(-a))
    else:
        z = math.exp(a) / (1 + math.exp(a))
    return Var(z, (u,), (z * (1 - z),))

# %% q3-8 right: the slope by the quotient rule, not simplified
def sigmoid(u):
    e = np.exp(-u.value)
    dz = e / np.square(1 + e)
    return Var(np.reciprocal(1 + e), parents=[u], local_derivatives=[dz])

# %% q3-9 wrong: gradients are overwritten, not added up
# named: overwr|add|\+=|receives twice|twice
def backward(order):
    order[-1].grad = 1
    for node in reversed(order):
        for parent, d in zip(node.parents, node.local_derivatives):
            parent.grad = node.grad * d  #!

# %% q3-9 wrong: gradients are overwritten, not added up, with indices
# named: overwr|add|\+=|receives twice|twice
def backward(order):
    n = len(order)
    order[n - 1].grad = 1.0
    i = n - 1
    while i >= 0:
        cur = order[i]
        for k in range(len(cur.parents)):
            contribution = cur.local_derivatives[k] * cur.grad
            cur.parents[k].grad = contribution  #!
        i -= 1

# %% q3-9 wrong: gradients are overwritten, by setattr
# named: overwr|add|\+=|receives twice|twice
def backward(order):
    output = order[-1]
    output.grad = 1.0
    for node in order[::-1]:
        for edge_number, parent in enumerate(node.parents):
            setattr(parent, "grad", node.grad * node.local_derivatives[edge_number])  #!

# %% q3-9 wrong: the caller's list is reversed in place
# named: reverse|in place|caller|leave the list|list (is|was|has been) (changed|left|turned)|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) (argument|list)
def backward(order):
    order[-1].grad = 1.0
    order.reverse()  #!
    for node in order:  #!
        for parent, d in zip(node.parents, node.local_derivatives):
            parent.grad += d * node.grad

# %% q3-9 wrong: the caller's list is reversed in place, under another name
# named: reverse|in place|caller|leave the list|list (is|was|has been) (changed|left|turned)|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) (argument|list)
def backward(order):
    """Run backward over `order` (parents before users, the output last): add to every .grad."""
    backwards = order  #!
    backwards.reverse()  #!
    backwards[0].grad = 1.0
    for i in range(len(backwards)):
        for j in range(len(backwards[i].parents)):
            backwards[i].parents[j].grad += (
                backwards[i].grad * backwards[i].local_derivatives[j]
            )

# %% q3-9 wrong: the caller's list is reversed in place, through a slice
# named: reverse|in place|caller|leave the list|list (is|was|has been) (changed|left|turned)|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) (argument|list)
def backward(order):
    order[:] = order[::-1]  #!
    order[0].grad = 1.0
    for node in order:
        for p, local in zip(node.parents, node.local_derivatives, strict=True):
            p.grad = p.grad + node.grad * local

# %% q3-9 wrong: the caller's list is emptied by taking nodes off its end
# named: empt|pop|in place|caller|leave the list|list (is|was|has been) (changed|left|shorter)|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) (argument|list)
def backward(order):
    order[-1].grad = 1.0
    while order:  #!
        node = order.pop()  #!
        for parent, derivative in zip(node.parents, node.local_derivatives):
            parent.grad += node.grad * derivative

# %% q3-9 wrong: the caller's list is emptied by deleting its last entry
# named: empt|pop|in place|caller|leave the list|list (is|was|has been) (changed|left|shorter)|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) (argument|list)
def backward(order):
    todo = order  #!
    todo[-1].grad = 1.0
    while len(todo) > 0:
        last = todo[-1]
        del todo[-1]  #!
        for i in range(len(last.parents)):
            last.parents[i].grad += last.local_derivatives[i] * last.grad

# %% q3-9 right: on a copy that is emptied
def backward(order):
    stack = list(order)
    stack[-1].grad = 1.0
    while stack:
        node = stack.pop()
        for parent, slope in zip(node.parents, node.local_derivatives):
            parent.grad += slope * node.grad

# %% q3-9 right: pulled, each object collects from its users
def backward(order):
    order[-1].grad += 1.0
    for i in range(len(order) - 2, -1, -1):
        me = order[i]
        me.grad += sum(
            user.grad * derivative
            for user in order[i + 1 :]
            for parent, derivative in zip(user.parents, user.local_derivatives)
            if parent is me
        )

# %% q3-10 wrong: thinks that a second backward pass without clearing doubles all gradients
# named: doubl|twice|two times
after_second = [-2, 4, 4]

# %% q3-10 wrong: thinks that a second backward pass without clearing doubles all gradients, computed
# named: doubl|twice|two times
first = np.array(gradients[:3])
second = first + first  #!
after_second = second.tolist()

# %% q3-10 wrong: thinks that a second backward pass without clearing doubles all gradients, in a comprehension
# named: doubl|twice|two times
after_second = [2 * g for g in gradients[:3]]  #!

# %% q3-10 wrong: thinks that a second backward pass changes nothing
# named: the same|changes? nothing|again|does not forget|unchanged
after_second = [-1, 2, 2]

# %% q3-10 wrong: thinks that a second backward pass changes nothing, a slice of the first gradients
# named: the same|changes? nothing|again|does not forget|unchanged
after_second = list(gradients)[:3]  #!

# %% q3-10 right: the second pass played through with a list
grads = [float(g) for g in gradients]
grads[5] = 1.0
for user, parent, derivative in [(5, 4, 1), (5, 3, 1), (4, 2, 2), (4, 0, -4), (3, 1, 2), (3, 0, 3)]:
    grads[parent] += grads[user] * derivative
after_second = grads[:3]

# %% q3-11 wrong: only the leaves are cleared
# named: lea(f|ves)|inner|c and e|in between|inputs|intermediate
def clear(order):
    for node in order:
        if not node.parents:  #!
            node.grad = 0.0

# %% q3-11 wrong: only the leaves are cleared, collected in a list first
# named: lea(f|ves)|inner|c and e|in between|inputs|intermediate
def clear(order):
    leaves = [n for n in order if len(n.parents) == 0]  #!
    for i in range(len(leaves)):
        leaves[i].grad = 0

# %% q3-11 wrong: only the leaves are cleared, skipping the others
# named: lea(f|ves)|inner|c and e|in between|inputs|intermediate
def clear(order):
    """Set to zero every gradient that would disturb the next backward pass over `order`."""
    k = 0
    while k < len(order):
        node = order[k]
        k += 1
        if node.parents != ():  #!
            continue  #!
        node.grad = 0.0

# %% q3-11 wrong: the loop variable is set to 0, so no gradient is cleared
# named: variable|\.grad|nothing|no gradient|name
def clear(order):
    for node in order:
        node = 0.0  #!

# %% q3-11 wrong: the loop variable is set to 0, a gradient that has been taken out
# named: variable|\.grad|nothing|no gradient|name
def clear(order):
    for i in range(len(order)):
        grad = order[i].grad
        grad = 0.0  #!

# %% q3-11 wrong: the loop variable is set to 0, over a list of the gradients
# named: variable|\.grad|nothing|no gradient|name
def clear(order):
    all_grads = [node.grad for node in order]
    for g in all_grads:
        g *= 0  #!

# %% q3-11 right: with setattr, from the end
def clear(order):
    for node in order[::-1]:
        setattr(node, "grad", 0.0)

# %% q3-11 right: a comprehension over vars()
def clear(order):
    [vars(node).update(grad=0.0) for node in order]

# %% q3-12 wrong: answers 9, which is the full gradient of b
# named: of b\b|gradient of `?b|times|from b to a|b to a|edge|∂b/∂a
wrong_da = 9

# %% q3-12 wrong: answers 9, which is the full gradient of b, added up
# named: of b\b|gradient of `?b|times|from b to a|b to a|edge|∂b/∂a
via_f = 1
via_c = 1 * 8
wrong_da = via_f + via_c  #!

# %% q3-12 wrong: answers 9, which is the full gradient of b, read from a dictionary
# named: of b\b|gradient of `?b|times|from b to a|b to a|edge|∂b/∂a
g = {"a": 0, "b": 0, "c": 0, "f": 1}
g["b"] += 1 * g["f"]
g["c"] += 1 * g["f"]
g["a"] += 4 * g["b"]
g["b"] += 8 * g["c"]
wrong_da = g["b"]  #!

# %% q3-12 right: played through in the wrong order
held = {"a": 0.0, "b": 0.0, "c": 0.0, "f": 1.0}
for turn, hands_on_to in [("f", {"b": 1, "c": 1}), ("b", {"a": 4}), ("c", {"b": 8})]:
    for parent, slope in hands_on_to.items():
        held[parent] += slope * held[turn]
wrong_da = held["a"]

# %% q3-13 wrong: a node is put in the list before its parents
# named: before (its|their) parents|after (its|their|all) parents|users? before|other way|revers|parents (come )?(first|before)|too early
def topological_order(output):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        order.append(node)  #!
        for parent in node.parents:  #!
            visit(parent)  #!

    visit(output)
    return order

# %% q3-13 wrong: a node is put in the list before its parents, with a list of its own in place of a recursion
# named: before (its|their) parents|after (its|their|all) parents|users? before|other way|revers|parents (come )?(first|before)|too early
def topological_order(output):
    result = []
    visited = []
    stack = [output]
    while stack:
        n = stack.pop()
        if id(n) in visited:
            continue
        visited.append(id(n))
        result.append(n)  #!
        stack += list(n.parents)  #!
    return result  #!

# %% q3-13 wrong: a node is put in the list before its parents, the lists are joined
# named: before (its|their) parents|after (its|their|all) parents|users? before|other way|revers|parents (come )?(first|before)|too early
def topological_order(output, seen=None):
    if seen is None:
        seen = set()
    if id(output) in seen:
        return []
    seen.add(id(output))
    rest = []
    for p in output.parents:
        rest = rest + topological_order(p, seen)
    return [output] + rest  #!

# %% q3-13 wrong: visited nodes are not remembered: shared nodes appear more than once
# named: once|twice|shared|seen|visited|remember|repeat|duplicate
def topological_order(output):
    order = []

    def visit(node):
        for parent in node.parents:  #!
            visit(parent)  #!
        order.append(node)  #!

    visit(output)
    return order

# %% q3-13 wrong: visited nodes are not remembered, the lists are joined
# named: once|twice|shared|seen|visited|remember|repeat|duplicate
def topological_order(output):
    """Return the list of all Vars that output depends on, parents before users, each once."""
    nodes = []
    for p in output.parents:
        nodes.extend(topological_order(p))  #!
    return nodes + [output]

# %% q3-13 wrong: visited nodes are not remembered: the set is asked, and nothing is put into it
# named: once|twice|shared|seen|visited|remember|repeat|duplicate
def topological_order(output):
    seen = set()
    topo = []

    def build(v):
        if id(v) not in seen:  #!
            for child in v.parents:
                build(child)
            topo.append(v)

    build(output)
    return topo

# %% q3-13 right: depth by depth, sorted by the longest way to a leaf
def topological_order(output):
    depth, by_id = {}, {}

    def depth_of(node):
        if id(node) not in depth:
            by_id[id(node)] = node
            depth[id(node)] = 1 + max((depth_of(p) for p in node.parents), default=0)
        return depth[id(node)]

    depth_of(output)
    return [by_id[i] for i in sorted(depth, key=depth.get)]

# %% q3-13 right: a dictionary that keeps its order, passed along
def topological_order(output, done=None):
    done = {} if done is None else done
    for parent in output.parents:
        if id(parent) not in done:
            topological_order(parent, done)
    done.setdefault(id(output), output)
    return list(done.values())

# %% q3-13 right: repeated sweeps over all nodes, those whose parents are there are appended
def topological_order(output):
    everything = [output]
    for node in everything:
        for parent in node.parents:
            if all(parent is not other for other in everything):
                everything.append(parent)
    placed, order = set(), []
    while len(order) < len(everything):
        for node in everything:
            if id(node) not in placed and all(id(p) in placed for p in node.parents):
                placed.add(id(node))
                order.append(node)
    return order

# %% q3-14 wrong: 2n − 1 in place of 2ⁿ − 1
# named: 2 ?n|power|exponent|doubl|linear|2ⁿ|twice as|two per
def path_calls(n):
    return 2 * n - 1  #!

# %% q3-14 wrong: 2n − 1 in place of 2ⁿ − 1, counted in a loop
# named: 2 ?n|power|exponent|doubl|linear|2ⁿ|twice as|two per
def path_calls(n):
    calls = 1
    for _ in range(n - 1):
        calls += 2  #!
    return calls

# %% q3-14 wrong: 2n − 1 in place of 2ⁿ − 1, by recursion
# named: 2 ?n|power|exponent|doubl|linear|2ⁿ|twice as|two per
def path_calls(n):
    """Return the number of calls of push for a chain of n objects, as an int."""
    if n == 1:
        return 1
    return path_calls(n - 1) + 2  #!

# %% q3-14 right: a shifted bit
path_calls = lambda n: (1 << n) - 1

# %% q3-14 right: the sum over the objects of the paths to each
def path_calls(n):
    return sum(2**k for k in range(n))

# %% q3-14 right: counted on a chain, level by level
def path_calls(n):
    at_this_level, total = 1, 0
    while n > 0:
        total += at_this_level
        at_this_level *= 2
        n -= 1
    return total

# %% q3-15 wrong: forward difference in place of the central one
# named: forward|one.sided|one side|both sides|central|two.sided
def numerical_gradient(f, values, h=1e-5):
    f0 = f([Var(v) for v in values]).value  #!
    grad = []
    for i in range(len(values)):
        shifted = list(values)
        shifted[i] += h
        grad.append((f([Var(v) for v in shifted]).value - f0) / h)  #!
    return grad

# %% q3-15 wrong: forward difference in place of the central one, with NumPy unit vectors
# named: forward|one.sided|one side|both sides|central|two.sided
def numerical_gradient(f, values, h=1e-5):
    def at(point):
        return f([Var(p) for p in point]).value

    x = np.asarray(values, dtype=float)
    return [(at(x + step) - at(x)) / h for step in h * np.eye(len(x))]  #!

# %% q3-15 wrong: forward difference, with its own fixed step of 1e-10 in place of h
# named: forward|one.sided|one side|both sides|central|two.sided|\bstep|\bh\b is (not used|unused|ignored)
def numerical_gradient(f, values, h=1e-5):
    eps = 1e-10  #!
    g = []
    base = f([Var(v) for v in values]).value
    for i, v in enumerate(values):
        moved = values[:i] + [v + eps] + values[i + 1 :]  #!
        g.append((f([Var(m) for m in moved]).value - base) / eps)  #!
    return g

# %% q3-15 wrong: forward difference, with its own fixed step of 1e-10 in place of h, in a nested function
# named: forward|one.sided|one side|both sides|central|two.sided|\bstep|\bh\b is (not used|unused|ignored)
def numerical_gradient(f, values, h=1e-5):
    """Return [∂f/∂x_i] at the list of floats values, by central differences with step h."""

    def partial(i):
        x = [Var(v) for v in values]
        x_plus = [Var(v) for v in values]
        x_plus[i] = Var(values[i] + 1e-10)  #!
        return (f(x_plus).value - f(x).value) / 1e-10  #!

    return [partial(i) for i in range(len(values))]

# %% q3-15 wrong: the moves of earlier entries are not undone: they accumulate
# named: undo|undone|put (it )?back|accumul|earlier|restor|one at a time|moved? back
def numerical_gradient(f, values, h=1e-5):
    up = list(values)  #!
    down = list(values)  #!
    result = []
    for i in range(len(values)):
        up[i] += h  #!
        down[i] -= h  #!
        result.append((f([Var(x) for x in up]).value - f([Var(x) for x in down]).value) / (2 * h))
    return result

# %% q3-15 wrong: the moves of earlier entries are not undone, on an array of one's own
# named: undo|undone|put (it )?back|accumul|earlier|restor|one at a time|moved? back
def numerical_gradient(f, values, h=1e-5):
    x = np.array(values, dtype=float)
    grad = np.zeros_like(x)
    for i in range(x.size):
        x[i] += h
        plus = f([Var(v) for v in x]).value
        x[i] -= 2 * h  #!
        minus = f([Var(v) for v in x]).value
        grad[i] = (plus - minus) / (2 * h)  #!
    return list(grad)

# %% q3-15 wrong: the moves of earlier entries are not undone, two copies through a helper
# named: undo|undone|put (it )?back|accumul|earlier|restor|one at a time|moved? back
def numerical_gradient(f, values, h=1e-5):
    def value_of(numbers):
        return f([Var(number) for number in numbers]).value

    a, b, out = values[:], values[:], []  #!
    for k, _ in enumerate(values):
        a[k] = a[k] + h  #!
        b[k] = b[k] - h  #!
        out += [(value_of(a) - value_of(b)) / (2.0 * h)]
    return out

# %% q3-15 right: unit vectors, a comprehension
def numerical_gradient(f, values, h=1e-5):
    x = np.array(values, float)
    at = lambda point: f([Var(number) for number in point]).value
    return [(at(x + h * e) - at(x - h * e)) / (2 * h) for e in np.identity(x.size)]

# %% q3-15 right: the Vars are made once and their values moved
def numerical_gradient(f, values, h=1e-5):
    gradient = []
    xs = list(map(Var, values))
    for x, original in zip(xs, values):
        x.value = original + h
        right = f(xs).value
        x.value = original - h
        left = f(xs).value
        x.value = original
        gradient.append(0.5 * (right - left) / h)
    return gradient

# %% q3-16 wrong: the skeleton is left as it was: each unit is a sum of zeros; weights, bias and inputs are not used
# named: not used|unused|ignor|weights|inputs|always|does not depend|zero
def dense(W, b, x, activation):
    z = []
    for j in range(len(W)):
        a = Var(0)
        for i in range(len(x)):
            a = a + 0  #!
        z.append(activation(a))  #!
    return z

# %% q3-16 wrong: the skeleton is left as it was: each unit is a sum of zeros, as a comprehension
# named: not used|unused|ignor|weights|inputs|always|does not depend|zero
def dense(W, b, x, activation):
    """Return the list [z_j] of a layer with weights W[j][i], biases b[j] and inputs x[i]."""
    return [activation(sum(Var(0.0) for x_i in x)) for row in W]  #!

# %% q3-16 wrong: W is read by columns, as if it had shape (inputs, outputs)
# named: column|row|transpos|W\[i\]\[j\]|shape|index|ind(ex|ices) (is|are)? ?(swap|chang)
def dense(W, b, x, activation):
    z = []
    for j in range(len(b)):
        s = b[j]
        for i in range(len(x)):
            s = s + W[i][j] * x[i]  #!
        z.append(activation(s))
    return z

# %% q3-16 wrong: W is read by columns, by zip(*W)
# named: column|row|transpos|W\[i\]\[j\]|shape|index|ind(ex|ices) (is|are)? ?(swap|chang)
def dense(W, b, x, activation):
    return [
        activation(sum(w * x_i for w, x_i in zip(column, x)) + b_j)
        for column, b_j in zip(zip(*W), b)  #!
    ]

# %% q3-16 wrong: W is read by columns, transposed with NumPy first
# named: column|row|transpos|W\[i\]\[j\]|shape|index|ind(ex|ices) (is|are)? ?(swap|chang)
def dense(W, b, x, activation):
    weights = np.array(W, dtype=object).T  #!
    a = weights @ np.array(x, dtype=object) + np.array(b, dtype=object)
    return [activation(a_j) for a_j in a]

# %% q3-16 wrong: the bias is added after the activation
# named: after the activation|before the activation|inside|outside|bracket|parenthes
def dense(W, b, x, activation):
    return [
        activation(sum(w * x_i for w, x_i in zip(row, x))) + b_j  #!
        for row, b_j in zip(W, b)
    ]

# %% q3-16 wrong: the bias is added after the activation, in loops
# named: after the activation|before the activation|inside|outside|bracket|parenthes
def dense(W, b, x, activation):
    out = []
    for j, row in enumerate(W):
        total = Var(0.0)
        for i in range(len(row)):
            total = total + row[i] * x[i]
        z = activation(total)  #!
        z = z + b[j]  #!
        out.append(z)
    return out

# %% q3-16 right: NumPy arrays of objects
def dense(W, b, x, activation):
    a = np.array(W, dtype=object).dot(np.array(x, dtype=object)) + np.array(b, dtype=object)
    return list(map(activation, a))

# %% q3-16 right: the bias starts the sum, functools in a helper
def dense(W, b, x, activation):
    from functools import reduce

    def unit(row, bias):
        return activation(reduce(lambda total, pair: total + pair[0] * pair[1], zip(row, x), bias))

    return [unit(row, bias) for row, bias in zip(W, b)]

# %% q3-17 wrong: the test uses one unit with weight 1, bias 0 and no activation, so many faults give the same output
# named: same (output|result|number)|cannot (tell|see)|faults?|(passes|accepts|misses|lets|slips)|one unit|special|bias 0|too simple|several units
def test_dense(dense):
    z = dense([[Var(1)]], [Var(0)], [Var(0.7)], lambda a: a)  #!
    assert math.isclose(z[0].value, 0.7)  #!

# %% q3-17 wrong: the test uses one unit with weight 1, bias 0 and no activation, with helper variables and a tolerance
# named: same (output|result|number)|cannot (tell|see)|faults?|(passes|accepts|misses|lets|slips)|one unit|special|bias 0|too simple|several units
def test_dense(dense):
    """Raise AssertionError if dense(W, b, x, activation) computes a wrong layer."""

    def identity(v):
        return v

    weights = [[Var(1.0)]]  #!
    bias = [Var(0.0)]  #!
    inp = [Var(3.0)]  #!
    output = dense(weights, bias, inp, identity)  #!
    expected = [3.0]
    assert len(output) == len(expected)
    for o, e in zip(output, expected):
        if not math.isclose(o.value, e, rel_tol=1e-6):
            raise AssertionError("wrong layer")

# %% q3-17 wrong: the test looks only at the number of outputs
# named: number of outputs|how many|length|len\b|values|the numbers
def test_dense(dense):
    W = [[Var(0.1), Var(0.3)], [Var(-0.2), Var(0.4)]]
    z = dense(W, [Var(0.5), Var(-0.6)], [Var(2), Var(-1)], Var.tanh)
    assert len(z) == 2  #!

# %% q3-17 wrong: the test looks only at the number of outputs, on several random layers
# named: number of outputs|how many|length|len\b|values|the numbers
def test_dense(dense):
    rng = np.random.default_rng(0)
    for n_in, n_out in [(2, 3), (4, 1), (3, 3)]:
        W = [[Var(w) for w in row] for row in rng.normal(size=(n_out, n_in))]
        b = [Var(v) for v in rng.normal(size=n_out)]
        x = [Var(v) for v in rng.normal(size=n_in)]
        result = dense(W, b, x, Var.sigmoid)
        if len(result) != n_out:  #!
            raise AssertionError("outputs")  #!

# %% q3-17 wrong: the test returns whether it is right, in place of raising
# named: returns?|rais|assert\b
def test_dense(dense):
    W = [[Var(0.1), Var(0.3)], [Var(-0.2), Var(0.4)]]
    z = dense(W, [Var(0.5), Var(-0.6)], [Var(2), Var(-1)], Var.tanh)
    expected = [math.tanh(0.4), math.tanh(-1.4)]
    return len(z) == 2 and all(math.isclose(p.value, q) for p, q in zip(z, expected))  #!

# %% q3-17 wrong: the test returns whether it is right, True or False from a loop
# named: returns?|rais|assert\b
def test_dense(dense):
    """Raise AssertionError if dense(W, b, x, activation) computes a wrong layer."""
    weights = np.array([[0.5, -1.5, 2.0], [0.25, 0.75, -0.5]])
    bias = np.array([0.1, -0.3])
    inp = np.array([0.4, -0.2, 0.6])
    should_be = np.tanh(weights @ inp + bias)
    got = dense(
        [[Var(w) for w in row] for row in weights],
        [Var(v) for v in bias],
        [Var(v) for v in inp],
        Var.tanh,
    )
    if len(got) != len(should_be):
        return False  #!
    for g, s in zip(got, should_be):
        if not math.isclose(g.value, s):
            return False  #!
    return True

# %% q3-17 right: random layers beside a NumPy layer, three activations
def test_dense(dense):
    rng = np.random.default_rng(42)
    for activation, f in [
        (Var.tanh, np.tanh),
        (Var.sigmoid, lambda a: 1 / (1 + np.exp(-a))),
        (lambda v: v, lambda a: a),
    ]:
        for n_out, n_in in [(1, 3), (3, 2), (4, 4)]:
            W, b, x = rng.normal(size=(n_out, n_in)), rng.normal(size=n_out), rng.normal(size=n_in)
            z = dense([list(map(Var, row)) for row in W], list(map(Var, b)), list(map(Var, x)), activation)
            right = f(W @ x + b)
            assert len(z) == n_out, "number of outputs"
            assert all(math.isclose(z_j.value, r_j) for z_j, r_j in zip(z, right)), "values"

# %% q3-17 right: raises by hand
def test_dense(dense):
    weights = [[Var(0.2), Var(-0.5), Var(0.1)], [Var(1.1), Var(0.3), Var(-0.4)], [Var(-0.6), Var(0.7), Var(0.9)]]
    outputs = list(dense(weights, [Var(0.3), Var(-0.2), Var(0.15)], [Var(1.5), Var(-2.0), Var(0.5)], Var.tanh))
    by_pencil = [0.3 + 1.0 + 0.05 + 0.3, 1.65 - 0.6 - 0.2 - 0.2, -0.9 - 1.4 + 0.45 + 0.15]
    if len(outputs) != 3:
        raise AssertionError("three units")
    for unit in range(3):
        if not math.isclose(outputs[unit].value, math.tanh(by_pencil[unit]), rel_tol=1e-9):
            raise AssertionError(f"unit {unit}: {outputs[unit].value}")
