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
# named: inputs? (are|is|exist|count)\w* (too|also|as well|objects|missing|left out|forgotten|not counted)|leaves|leaf|not (count|includ)\w* .*(inputs|variables)|variables? (are|count)\w* (too|also|objects)|(only|just) (the )?(results|operations)|a, b and d
objects = 3

# %% q3-2 wrong: counts only the three objects that the operations make, not the inputs, as the length of a list
# named: inputs? (are|is|exist|count)\w* (too|also|as well|objects|missing|left out|forgotten|not counted)|leaves|leaf|not (count|includ)\w* .*(inputs|variables)|variables? (are|count)\w* (too|also|objects)|(only|just) (the )?(results|operations)|a, b and d
made = ["c = ab", "e = ad", "f = c + e"]  #!
objects = len(made)

# %% q3-2 wrong: counts the operators as objects too: variables, multiplications, addition and result
# named: operator|operations? (are|is|count)|multiplications? (are|is|count|too)|signs?\b|×
objects = 7

# %% q3-2 wrong: counts the operators as objects too: variables, multiplications, addition and result, added up
# named: operator|operations? (are|is|count)|multiplications? (are|is|count|too)|signs?\b|×
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
# named: overwr|not added|adds?\b|\badded|\bsum\b|(is|gets|goes) lost|both (paths|contributions|ways)|two (paths|contributions|ways)|twice
gradients = [3, 2, 2, 1, 1, 1]

# %% q3-3 wrong: where two paths meet, the later contribution overwrites the first, c before e
# named: overwr|not added|adds?\b|\badded|\bsum\b|(is|gets|goes) lost|both (paths|contributions|ways)|two (paths|contributions|ways)|twice
gradients = [-4.0, 2.0, 2.0, 1.0, 1.0, 1.0]

# %% q3-3 wrong: where two paths meet, the later contribution overwrites the first, in a dictionary
# named: overwr|not added|adds?\b|\badded|\bsum\b|(is|gets|goes) lost|both (paths|contributions|ways)|two (paths|contributions|ways)|twice
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
# named: not know its parents|no parents|without (its )?parents|parents (are|is) missing|three things|where it came from|(only|nothing but) the value
def multiply(u, v):
    return Var(u.value * v.value)  #!

# %% q3-4 wrong: only the value is returned: no parents, no derivatives; the derivatives are computed and not used
# named: not know its parents|no parents|without (its )?parents|parents (are|is) missing|three things|where it came from|(only|nothing but) the value
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
# named: \bu is squared|before or after|argument (u|in)|the argument,? not|u in (the )?place|in place of z|use z|u, not z
def tanh(u):
    z = math.tanh(u.value)
    return Var(z, (u,), (1 - u.value**2,))  #!

# %% q3-7 wrong: the derivative squares the argument u, with helper variables and NumPy
# named: \bu is squared|before or after|argument (u|in)|the argument,? not|u in (the )?place|in place of z|use z|u, not z
def tanh(u):
    """Return the Var z = tanh u."""
    x = u.value
    t = np.tanh(x)
    dt = 1 - np.power(x, 2)  #!
    return Var(t, (u,), (dt,))

# %% q3-7 wrong: the derivative squares the argument u, by the third binomial formula
# named: \bu is squared|before or after|argument (u|in)|the argument,? not|u in (the )?place|in place of z|use z|u, not z
def tanh(u):
    e2 = math.exp(2 * u.value)
    z = (e2 - 1) / (e2 + 1)
    return Var(
        z,
        (u,),
        ((1 - u.value) * (1 + u.value),),  #!
    )

# %% q3-7 wrong: the derivative is garbled: e^u − e^(−u), divided by e to the power u + e^(−u); the value is right
# named: bracket|parenthes|exponent|\bpower|precedence|order of operations|garbled
def tanh(u):
    z = (math.exp(u.value) - math.exp(-u.value)) / (math.exp(u.value) + math.exp(-u.value))
    dz = (math.exp(u.value) - math.exp(-u.value)) / (math.exp(u.value + math.exp(-u.value)))  #!
    return Var(z, (u,), (dz,))

# %% q3-7 wrong: the derivative is garbled: e^u − e^(−u), divided by e to the power u + e^(−u), with math.e
# named: bracket|parenthes|exponent|\bpower|precedence|order of operations|garbled
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
# named: in (the )?place of z|argument (u|in)|the argument,? not|before or after|\bu stands|use z|u, not z
def sigmoid(u):
    z = 1 / (1 + math.exp(-u.value))
    return Var(z, (u,), (u.value * (1 - u.value),))  #!

# %% q3-8 wrong: the derivative is u(1 − u), expanded, with helper variables
# named: in (the )?place of z|argument (u|in)|the argument,? not|before or after|\bu stands|use z|u, not z
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
# named: overwr|not added|\+=|(instead|in place) of add|add(s|ed|ing)? up|receives twice|accumul|replac
def backward(order):
    order[-1].grad = 1
    for node in reversed(order):
        for parent, d in zip(node.parents, node.local_derivatives):
            parent.grad = node.grad * d  #!

# %% q3-9 wrong: gradients are overwritten, not added up, with indices
# named: overwr|not added|\+=|(instead|in place) of add|add(s|ed|ing)? up|receives twice|accumul|replac
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
# named: overwr|not added|\+=|(instead|in place) of add|add(s|ed|ing)? up|receives twice|accumul|replac
def backward(order):
    output = order[-1]
    output.grad = 1.0
    for node in order[::-1]:
        for edge_number, parent in enumerate(node.parents):
            setattr(parent, "grad", node.grad * node.local_derivatives[edge_number])  #!

# %% q3-9 wrong: the caller's list is reversed in place
# named: revers|in place\b(?! of)|caller|leave the list|(its|the) list|your list|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) argument
def backward(order):
    order[-1].grad = 1.0
    order.reverse()  #!
    for node in order:  #!
        for parent, d in zip(node.parents, node.local_derivatives):
            parent.grad += d * node.grad

# %% q3-9 wrong: the caller's list is reversed in place, under another name
# named: revers|in place\b(?! of)|caller|leave the list|(its|the) list|your list|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) argument
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
# named: revers|in place\b(?! of)|caller|leave the list|(its|the) list|your list|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) argument
def backward(order):
    order[:] = order[::-1]  #!
    order[0].grad = 1.0
    for node in order:
        for p, local in zip(node.parents, node.local_derivatives, strict=True):
            p.grad = p.grad + node.grad * local

# %% q3-9 wrong: the caller's list is emptied by taking nodes off its end
# named: empt|\bpop|in place\b(?! of)|caller|leave the list|(its|the) list|your list|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) argument
def backward(order):
    order[-1].grad = 1.0
    while order:  #!
        node = order.pop()  #!
        for parent, derivative in zip(node.parents, node.local_derivatives):
            parent.grad += node.grad * derivative

# %% q3-9 wrong: the caller's list is emptied by deleting its last entry
# named: empt|\bpop|in place\b(?! of)|caller|leave the list|(its|the) list|your list|argument\w* (is|was|are|has|have)? ?(been )?changed|changes? (its|the) argument
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
# named: the same (again|numbers)|changes? nothing|does not forget|unchanged|gives the same
after_second = [-1, 2, 2]

# %% q3-10 wrong: thinks that a second backward pass changes nothing, a slice of the first gradients
# named: the same (again|numbers)|changes? nothing|does not forget|unchanged|gives the same
after_second = list(gradients)[:3]  #!

# %% q3-10 right: the second pass played through with a list
grads = [float(g) for g in gradients]
grads[5] = 1.0
for user, parent, derivative in [(5, 4, 1), (5, 3, 1), (4, 2, 2), (4, 0, -4), (3, 1, 2), (3, 0, 3)]:
    grads[parent] += grads[user] * derivative
after_second = grads[:3]

# %% q3-11 wrong: only the leaves are cleared
# named: lea(f|ves)\b|inner objects|\bc and e\b|intermediate
def clear(order):
    for node in order:
        if not node.parents:  #!
            node.grad = 0.0

# %% q3-11 wrong: only the leaves are cleared, collected in a list first
# named: lea(f|ves)\b|inner objects|\bc and e\b|intermediate
def clear(order):
    leaves = [n for n in order if len(n.parents) == 0]  #!
    for i in range(len(leaves)):
        leaves[i].grad = 0

# %% q3-11 wrong: only the leaves are cleared, skipping the others
# named: lea(f|ves)\b|inner objects|\bc and e\b|intermediate
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
# named: loop variable|a (local )?(name|variable)|nothing is (cleared|changed|set)|no gradient|not the (node|object|attribute)|attribute
def clear(order):
    for node in order:
        node = 0.0  #!

# %% q3-11 wrong: the loop variable is set to 0, a gradient that has been taken out
# named: loop variable|a (local )?(name|variable)|nothing is (cleared|changed|set)|no gradient|not the (node|object|attribute)|attribute
def clear(order):
    for i in range(len(order)):
        grad = order[i].grad
        grad = 0.0  #!

# %% q3-11 wrong: the loop variable is set to 0, over a list of the gradients
# named: loop variable|a (local )?(name|variable)|nothing is (cleared|changed|set)|no gradient|not the (node|object|attribute)|attribute
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
# named: what b holds|gradient of `?b\b|of b\b|times the edge|from b to a|b to a|∂b/∂a
wrong_da = 9

# %% q3-12 wrong: answers 9, which is the full gradient of b, added up
# named: what b holds|gradient of `?b\b|of b\b|times the edge|from b to a|b to a|∂b/∂a
via_f = 1
via_c = 1 * 8
wrong_da = via_f + via_c  #!

# %% q3-12 wrong: answers 9, which is the full gradient of b, read from a dictionary
# named: what b holds|gradient of `?b\b|of b\b|times the edge|from b to a|b to a|∂b/∂a
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
# named: once for every|more than once|each once|twice|shared|visited|remember|repeat|duplicat|already
def topological_order(output):
    order = []

    def visit(node):
        for parent in node.parents:  #!
            visit(parent)  #!
        order.append(node)  #!

    visit(output)
    return order

# %% q3-13 wrong: visited nodes are not remembered, the lists are joined
# named: once for every|more than once|each once|twice|shared|visited|remember|repeat|duplicat|already
def topological_order(output):
    """Return the list of all Vars that output depends on, parents before users, each once."""
    nodes = []
    for p in output.parents:
        nodes.extend(topological_order(p))  #!
    return nodes + [output]

# %% q3-13 wrong: visited nodes are not remembered: the set is asked, and nothing is put into it
# named: once for every|more than once|each once|twice|shared|visited|remember|repeat|duplicat|already
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
# named: \b2 ?n\b|power|exponent|doubl|linear|twice as|per edge|(each|an) edge|two per
def path_calls(n):
    return 2 * n - 1  #!

# %% q3-14 wrong: 2n − 1 in place of 2ⁿ − 1, counted in a loop
# named: \b2 ?n\b|power|exponent|doubl|linear|twice as|per edge|(each|an) edge|two per
def path_calls(n):
    calls = 1
    for _ in range(n - 1):
        calls += 2  #!
    return calls

# %% q3-14 wrong: 2n − 1 in place of 2ⁿ − 1, by recursion
# named: \b2 ?n\b|power|exponent|doubl|linear|twice as|per edge|(each|an) edge|two per
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
# named: forward (difference|quotient|step)|one.sided|one side|both sides|two.sided
def numerical_gradient(f, values, h=1e-5):
    f0 = f([Var(v) for v in values]).value  #!
    grad = []
    for i in range(len(values)):
        shifted = list(values)
        shifted[i] += h
        grad.append((f([Var(v) for v in shifted]).value - f0) / h)  #!
    return grad

# %% q3-15 wrong: forward difference in place of the central one, with NumPy unit vectors
# named: forward (difference|quotient|step)|one.sided|one side|both sides|two.sided
def numerical_gradient(f, values, h=1e-5):
    def at(point):
        return f([Var(p) for p in point]).value

    x = np.asarray(values, dtype=float)
    return [(at(x + step) - at(x)) / h for step in h * np.eye(len(x))]  #!

# %% q3-15 wrong: forward difference, with its own fixed step of 1e-10 in place of h
# named: forward (difference|quotient|step)|one.sided|one side|both sides|two.sided|(own|fixed|another) step|step (is )?(not|of its own|of your own)|\bh\b (is|goes) (not used|unused|ignored)|1e-10
def numerical_gradient(f, values, h=1e-5):
    eps = 1e-10  #!
    g = []
    base = f([Var(v) for v in values]).value
    for i, v in enumerate(values):
        moved = values[:i] + [v + eps] + values[i + 1 :]  #!
        g.append((f([Var(m) for m in moved]).value - base) / eps)  #!
    return g

# %% q3-15 wrong: forward difference, with its own fixed step of 1e-10 in place of h, in a nested function
# named: forward (difference|quotient|step)|one.sided|one side|both sides|two.sided|(own|fixed|another) step|step (is )?(not|of its own|of your own)|\bh\b (is|goes) (not used|unused|ignored)|1e-10
def numerical_gradient(f, values, h=1e-5):
    """Return [∂f/∂x_i] at the list of floats values, by central differences with step h."""

    def partial(i):
        x = [Var(v) for v in values]
        x_plus = [Var(v) for v in values]
        x_plus[i] = Var(values[i] + 1e-10)  #!
        return (f(x_plus).value - f(x).value) / 1e-10  #!

    return [partial(i) for i in range(len(values))]

# %% q3-15 wrong: the moves of earlier entries are not undone: they accumulate
# named: undo|undone|put (it )?back|accumul|restor|moved? back|in its place again|one (number )?at a time|earlier (moves|ones|entries|numbers)
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
# named: undo|undone|put (it )?back|accumul|restor|moved? back|in its place again|one (number )?at a time|earlier (moves|ones|entries|numbers)
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
# named: undo|undone|put (it )?back|accumul|restor|moved? back|in its place again|one (number )?at a time|earlier (moves|ones|entries|numbers)
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
# named: (not|never|nowhere) used|unused|ignor|(always|only) (zero|0)|zeros|not depend|skeleton|left as it was
def dense(W, b, x, activation):
    z = []
    for j in range(len(W)):
        a = Var(0)
        for i in range(len(x)):
            a = a + 0  #!
        z.append(activation(a))  #!
    return z

# %% q3-16 wrong: the skeleton is left as it was: each unit is a sum of zeros, as a comprehension
# named: (not|never|nowhere) used|unused|ignor|(always|only) (zero|0)|zeros|not depend|skeleton|left as it was
def dense(W, b, x, activation):
    """Return the list [z_j] of a layer with weights W[j][i], biases b[j] and inputs x[i]."""
    return [activation(sum(Var(0.0) for x_i in x)) for row in W]  #!

# %% q3-16 wrong: W is read by columns, as if it had shape (inputs, outputs)
# named: column|transpos|W\[i\]\[j\]|index|indices|row j\b
def dense(W, b, x, activation):
    z = []
    for j in range(len(b)):
        s = b[j]
        for i in range(len(x)):
            s = s + W[i][j] * x[i]  #!
        z.append(activation(s))
    return z

# %% q3-16 wrong: W is read by columns, by zip(*W)
# named: column|transpos|W\[i\]\[j\]|index|indices|row j\b
def dense(W, b, x, activation):
    return [
        activation(sum(w * x_i for w, x_i in zip(column, x)) + b_j)
        for column, b_j in zip(zip(*W), b)  #!
    ]

# %% q3-16 wrong: W is read by columns, transposed with NumPy first
# named: column|transpos|W\[i\]\[j\]|index|indices|row j\b
def dense(W, b, x, activation):
    weights = np.array(W, dtype=object).T  #!
    a = weights @ np.array(x, dtype=object) + np.array(b, dtype=object)
    return [activation(a_j) for a_j in a]

# %% q3-16 wrong: the bias is added after the activation
# named: after the activation|before the activation|inside the activation|outside|bracket|parenthes|whole sum
def dense(W, b, x, activation):
    return [
        activation(sum(w * x_i for w, x_i in zip(row, x))) + b_j  #!
        for row, b_j in zip(W, b)
    ]

# %% q3-16 wrong: the bias is added after the activation, in loops
# named: after the activation|before the activation|inside the activation|outside|bracket|parenthes|whole sum
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
# named: weights? (of |is )?1\b|bias (of |is )?0\b|no activation|identity|one unit|too simple|special|same (output|number)|cannot (tell|see)|weights? (and|or) bias\w* (that )?(are|is)? ?(so )?special|several units
def test_dense(dense):
    z = dense([[Var(1)]], [Var(0)], [Var(0.7)], lambda a: a)  #!
    assert math.isclose(z[0].value, 0.7)  #!

# %% q3-17 wrong: the test uses one unit with weight 1, bias 0 and no activation, with helper variables and a tolerance
# named: weights? (of |is )?1\b|bias (of |is )?0\b|no activation|identity|one unit|too simple|special|same (output|number)|cannot (tell|see)|weights? (and|or) bias\w* (that )?(are|is)? ?(so )?special|several units
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
# named: number of outputs|how many (outputs|numbers)|length|\blen\b|compare the (numbers|values)|(numbers|values) too
def test_dense(dense):
    W = [[Var(0.1), Var(0.3)], [Var(-0.2), Var(0.4)]]
    z = dense(W, [Var(0.5), Var(-0.6)], [Var(2), Var(-1)], Var.tanh)
    assert len(z) == 2  #!

# %% q3-17 wrong: the test looks only at the number of outputs, on several random layers
# named: number of outputs|how many (outputs|numbers)|length|\blen\b|compare the (numbers|values)|(numbers|values) too
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
# named: returns? (True|False|whether|its|the|a )|in place of raising|asserts? nothing|nothing is asserted|(does not|never) raises?|no assert
def test_dense(dense):
    W = [[Var(0.1), Var(0.3)], [Var(-0.2), Var(0.4)]]
    z = dense(W, [Var(0.5), Var(-0.6)], [Var(2), Var(-1)], Var.tanh)
    expected = [math.tanh(0.4), math.tanh(-1.4)]
    return len(z) == 2 and all(math.isclose(p.value, q) for p, q in zip(z, expected))  #!

# %% q3-17 wrong: the test returns whether it is right, True or False from a loop
# named: returns? (True|False|whether|its|the|a )|in place of raising|asserts? nothing|nothing is asserted|(does not|never) raises?|no assert
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

# %% q3-18 wrong: Glorot: brackets are missing under the root, so n_out is added to 2/n_in; He is right
# named: bracket|parenthes|precedence|order of operations|n_out is added
def initial_weights(n_in, n_out, activation, rng):
    if activation == "tanh":
        std = math.sqrt(2 / n_in + n_out)  #!
    elif activation == "relu":
        std = math.sqrt(2 / n_in)
    return rng.normal(0, std, (n_out, n_in))

# %% q3-18 wrong: Glorot: brackets are missing under the root, with a dictionary and a power
# named: bracket|parenthes|precedence|order of operations|n_out is added
def initial_weights(n_in, n_out, activation, rng):
    """Return W (n_out, n_in): Glorot's variance for "tanh", He's for "relu"."""
    variance = {
        "tanh": 2 / n_in + n_out,  #!
        "relu": 2 / n_in,
    }
    return rng.normal(loc=0.0, scale=variance[activation] ** 0.5, size=(n_out, n_in))

# %% q3-18 wrong: both: the variance is given where the standard deviation belongs
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    variance = 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in
    return rng.normal(0.0, variance, size=(n_out, n_in))  #!

# %% q3-18 wrong: both: the variance is given where the standard deviation belongs, a factor on standard_normal
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    fan = n_in
    if activation == "tanh":
        fan = (n_in + n_out)
    W = np.empty((n_out, n_in))
    for j in range(n_out):
        W[j] = 2 / fan * rng.standard_normal(n_in)  #!
    return W

# %% q3-18 wrong: both: the variance is given where the standard deviation belongs, each branch returns
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    mean = 0
    if activation == "relu":
        sigma = 2 / n_in  #!
        return rng.normal(mean, sigma, (n_out, n_in))
    sigma = 2 / (n_in + n_out)  #!
    return rng.normal(mean, sigma, (n_out, n_in))

# %% q3-18 wrong: Glorot: 1 in place of 2 in the numerator; He is right
# named: numerator|\bhalf\b|half as|factor (of )?(2|two|√2|1/√2|½)|1 in place|twice (as|too)|doubl|\b2 is missing|1/\(n_in
def initial_weights(n_in, n_out, activation, rng):
    if activation == "tanh":
        s = np.sqrt(1 / (n_in + n_out))  #!
    else:
        s = np.sqrt(2 / n_in)
    return rng.normal(0, s, size=(n_out, n_in))

# %% q3-18 wrong: Glorot: 1 in place of 2 in the numerator, with helper functions
# named: numerator|\bhalf\b|half as|factor (of )?(2|two|√2|1/√2|½)|1 in place|twice (as|too)|doubl|\b2 is missing|1/\(n_in
def glorot_std(fan_in, fan_out):
    return 1 / math.sqrt(fan_in + fan_out)  #!


def he_std(fan_in):
    return math.sqrt(2) / math.sqrt(fan_in)


def initial_weights(n_in, n_out, activation, rng):
    std = glorot_std(n_in, n_out) if activation == "tanh" else he_std(n_in)
    return std * rng.normal(size=(n_out, n_in))

# %% q3-18 wrong: He only: the variance is given where the standard deviation belongs; Glorot is right
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    if activation == "tanh":
        return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))
    if activation == "relu":
        return rng.normal(0, 2 / n_in, (n_out, n_in))  #!

# %% q3-18 wrong: He only: the variance is given where the standard deviation belongs, in one conditional expression
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    """Return W (n_out, n_in): Glorot's variance for "tanh", He's for "relu"."""
    deviation = (2 / (n_in + n_out)) ** 0.5 if activation == "tanh" else (2 / n_in)  #!
    weights = rng.normal(0.0, deviation, n_out * n_in)
    return weights.reshape(n_out, n_in)

# %% q3-18 wrong: Glorot only: the variance is given where the standard deviation belongs; He is right
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    if activation == "relu":
        std = math.sqrt(2 / n_in)
    else:
        std = 2 / (n_in + n_out)  #!
    return rng.normal(0.0, std, size=(n_out, n_in))

# %% q3-18 wrong: Glorot only: the variance is given where the standard deviation belongs, match and a list of rows
# named: variance.{0,60}standard deviation|variance (in place|instead|is given|is taken|is used)|takes the standard deviation|not the variance|root is missing|missing (square )?root|no (square )?root|without (a |the |its )?(square )?root|square root
def initial_weights(n_in, n_out, activation, rng):
    match activation:
        case "tanh":
            scale = 2 / (n_in + n_out)  #!
        case "relu":
            scale = np.power(2 / n_in, 0.5)
    rows = []
    for _ in range(n_out):
        rows.append(rng.normal(0, scale, n_in))
    return np.array(rows)

# %% q3-18 wrong: the deviations are the constants 1 (tanh) and 2 (ReLU), whatever the sizes
# named: constant|not depend|whatever the size|sizes? (is|are) (not|un|ignored)|ignor|same (for|at|whatever) (all|every|the)
def initial_weights(n_in, n_out, activation, rng):
    if activation == "tanh":
        return rng.normal(0, 1, (n_out, n_in))  #!
    else:
        return rng.normal(0, 2, (n_out, n_in))  #!

# %% q3-18 wrong: the deviations are the constants 1 (tanh) and 2 (ReLU), from a dictionary
# named: constant|not depend|whatever the size|sizes? (is|are) (not|un|ignored)|ignor|same (for|at|whatever) (all|every|the)
def initial_weights(n_in, n_out, activation, rng):
    std = {"tanh": 1.0, "relu": 2.0}[activation]  #!
    return std * rng.standard_normal(size=(n_out, n_in))

# %% q3-18 wrong: He: the root is called with two arguments, 0 and 2/n_in; Glorot is right
# named: two arguments|one argument|2 given|second argument|arguments? of (the )?(root|sqrt|math\.sqrt|np\.sqrt)
def initial_weights(n_in, n_out, activation, rng):
    if activation == "tanh":
        return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))
    else:
        return rng.normal(np.sqrt(0, 2 / n_in), size=(n_out, n_in))  #!

# %% q3-18 wrong: He: the root is called with two arguments, 0 and 2/n_in, with math and helper variables
# named: two arguments|one argument|2 given|second argument|arguments? of (the )?(root|sqrt|math\.sqrt|np\.sqrt)
def initial_weights(n_in, n_out, activation, rng):
    glorot = math.sqrt(2 / (n_in + n_out))
    if activation == "relu":
        he = math.sqrt(0, 2 / n_in)  #!
        W = rng.normal(0, he, (n_out, n_in))
    else:
        W = rng.normal(0, glorot, (n_out, n_in))
    return W

# %% q3-18 wrong: the shape is (inputs, outputs)
# named: shape is \(n_in|\(n_in, n_out\)|transpos|one row for each|rows? and columns?|swap|order of the sizes|other way
def initial_weights(n_in, n_out, activation, rng):
    variance = 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in
    return rng.normal(0.0, math.sqrt(variance), size=(n_in, n_out))  #!

# %% q3-18 wrong: the shape is (inputs, outputs), drawn in two loops
# named: shape is \(n_in|\(n_in, n_out\)|transpos|one row for each|rows? and columns?|swap|order of the sizes|other way
def initial_weights(n_in, n_out, activation, rng):
    if activation == "tanh":
        n = (n_in + n_out) / 2
    else:
        n = n_in / 2
    W = np.zeros((n_in, n_out))  #!
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.normal(0, 1 / np.sqrt(n))  #!
    return W

# %% q3-18 right: one row after the other, scale by keyword
def initial_weights(n_in, n_out, activation, rng):
    fan = {"tanh": 0.5 * (n_in + n_out), "relu": 0.5 * n_in}[activation]
    return np.stack([rng.normal(scale=fan**-0.5, size=n_in) for _ in range(n_out)])

# %% q3-18 right: standard normal numbers scaled in place on an own array, drawn transposed
def initial_weights(n_in, n_out, activation, rng):
    W = rng.standard_normal((n_in, n_out))
    if activation == "tanh":
        W *= math.sqrt(2) / math.sqrt(n_in + n_out)
    else:
        W *= math.sqrt(2 / n_in)
    return W.T

# %% q3-18 right: a matrix of deviations in place of a size
def initial_weights(n_in, n_out, activation, rng):
    n = n_in + n_out if activation == "tanh" else n_in
    return rng.normal(0, np.full((n_out, n_in), np.sqrt(np.divide(2, n))))

# %% q3-19 wrong: no exponential anywhere: the logits divided by their sum are taken for probabilities
# named: no exponential|without (an? |the )?exponential|exponentials? (is |are )?(missing|left out)|missing exponential|not exponentiated|(divided|divides?) by (their|its|the) sum|exp is missing|missing exp
def cross_entropy(logits, c):
    total = sum(logits)
    y = logits[c] / total  #!
    return -y.log()  #!

# %% q3-19 wrong: no exponential anywhere: the logits divided by their sum, in a loop, as a difference of logarithms
# named: no exponential|without (an? |the )?exponential|exponentials? (is |are )?(missing|left out)|missing exponential|not exponentiated|(divided|divides?) by (their|its|the) sum|exp is missing|missing exp
def cross_entropy(logits, c):
    """Return the Var L = log Σ_j exp(a_j) − a_c, for logits of any size."""
    s = Var(0)
    for a in logits:
        s = s + a  #!
    loss = s.log() - logits[c].log()  #!
    return loss

# %% q3-19 wrong: the log-sum-exp is added once for each class, and the sign of the target's term is turned
# named: each class|once for (each|every)|per class|K times|as often as|in(side)? the loop|\bsign\b
def cross_entropy(logits, c):
    m = max(a.value for a in logits)
    s = sum((a - m).exp() for a in logits)
    L = Var(0.0)
    for a in logits:  #!
        L = L + s.log() + m  #!
    return L + logits[c]  #!

# %% q3-19 wrong: the log-sum-exp is added once for each class, and the sign of the target's term is turned, in sums
# named: each class|once for (each|every)|per class|K times|as often as|in(side)? the loop|\bsign\b
def cross_entropy(logits, c):
    biggest = max(logits, key=lambda v: v.value)

    def lse():
        return sum((v - biggest).exp() for v in logits).log() + biggest

    return sum(lse() for _ in logits) + logits[c]  #!

# %% q3-19 wrong: the sum's helper returns inside its loop, after one term; the other helper returns nothing
# named: returns? (nothing|None|inside|in its|in the loop|too early|after)|return.{0,30}(loop|early|missing)|missing.{0,12}return|inside (its|the) loop|first (term|logit|round|pass)|one term|no value
def shifted(logits):
    m = max(a.value for a in logits)
    exponents = [a - m for a in logits]  #!


def add_up(terms):
    total = Var(0)
    for term in terms:
        total = total + term.exp()
        return total  #!


def cross_entropy(logits, c):
    exponents, m = shifted(logits)
    return add_up(exponents).log() + m - logits[c]

# %% q3-19 wrong: the sum's helper returns inside its loop, after one term; the other helper, for the largest, returns nothing
# named: returns? (nothing|None|inside|in its|in the loop|too early|after)|return.{0,30}(loop|early|missing)|missing.{0,12}return|inside (its|the) loop|first (term|logit|round|pass)|one term|no value
def cross_entropy(logits, c):
    def largest():
        m = logits[0].value
        for a in logits[1:]:
            if a.value > m:
                m = a.value  #!

    def sum_of_exponentials(m):
        s = 0
        for j in range(len(logits)):
            s += (logits[j] - m).exp()
            return s  #!

    m = largest()
    return sum_of_exponentials(m).log() + m - logits[c]

# %% q3-19 wrong: the loop leaves out the first and the last class, uses plain values (no graph), and takes the log of the exponential of single logits
# named: \brange\b(?! error)|first and (the )?last|le(aves?|ft) out|skip|plain|graph|logarithm of (the|an|each|every) exponential|class(es)? (is|are) missing|not a Var|return a Var
def cross_entropy(logits, c):
    L = 0
    for j in range(1, len(logits) - 1):  #!
        L += math.log(math.exp(logits[j].value))  #!
    return L - logits[c].value  #!

# %% q3-19 wrong: the loop leaves out the first and the last class, uses plain values (no graph), and takes the log of the exponential of single logits; a slice and NumPy
# named: \brange\b(?! error)|first and (the )?last|le(aves?|ft) out|skip|plain|graph|logarithm of (the|an|each|every) exponential|class(es)? (is|are) missing|not a Var|return a Var
def cross_entropy(logits, c):
    values = [a.value for a in logits]  #!
    inner = values[1:-1]  #!
    total = sum(np.log(np.exp(v)) for v in inner)  #!
    loss = total - values[c]  #!
    return Var(loss)  #!

# %% q3-19 wrong: right formula without shifting by the maximum: large logits overflow
# named: overflow(?!error)|not? shift|shift(ed)? (is|by|of)|without (a |the )?shift|maximum|large logits|too large|largest logit
def cross_entropy(logits, c):
    return sum(a.exp() for a in logits).log() - logits[c]  #!

# %% q3-19 wrong: right formula without shifting by the maximum: large logits overflow, as the logarithm of a softmax
# named: overflow(?!error)|not? shift|shift(ed)? (is|by|of)|without (a |the )?shift|maximum|large logits|too large|largest logit
def cross_entropy(logits, c):
    exps = [a.exp() for a in logits]  #!
    Z = exps[0]
    for e in exps[1:]:
        Z = Z + e
    y_c = exps[c] / Z  #!
    return -1 * y_c.log()  #!

# %% q3-19 wrong: the loss is computed with plain numbers, so a number comes back and not a node of the graph
# named: plain|not a (Var|node)|(a|bare) (number|float) (comes|is returned|came|is not)|\bgraph|\bnode\b|forgets|return a Var|instead of a Var|in place of a Var
def cross_entropy(logits, c):
    a = [logit.value for logit in logits]  #!
    m = max(a)
    total = 0.0
    for a_j in a:
        total += math.exp(a_j - m)  #!
    return m + math.log(total) - a[c]  #!

# %% q3-19 wrong: the loss is computed with plain numbers, vectorised with NumPy
# named: plain|not a (Var|node)|(a|bare) (number|float) (comes|is returned|came|is not)|\bgraph|\bnode\b|forgets|return a Var|instead of a Var|in place of a Var
def cross_entropy(logits, c):
    """Return the Var L = log Σ_j exp(a_j) − a_c, for logits of any size."""
    a = np.array([v.value for v in logits])  #!
    return np.log(np.exp(a - a.max()).sum()) + a.max() - a[c]  #!

# %% q3-19 wrong: the shift m is subtracted at the end, where it must be added back
# named: sign of m|\bsign\b|m (must be|has to be|should be) (added|put back)|m is subtracted at|minus m|subtracted (twice|at the end|instead)|add(ed)? (it )?back
def cross_entropy(logits, c):
    m = max(a.value for a in logits)
    return sum((a - m).exp() for a in logits).log() - m - logits[c]  #!

# %% q3-19 wrong: the shift m is subtracted at the end, with a loop and helper variables
# named: sign of m|\bsign\b|m (must be|has to be|should be) (added|put back)|m is subtracted at|minus m|subtracted (twice|at the end|instead)|add(ed)? (it )?back
def cross_entropy(logits, c):
    biggest = logits[0].value
    for a in logits:
        biggest = max(biggest, a.value)
    s = Var(0)
    for a in logits:
        shifted = a - biggest
        s = s + shifted.exp()
    lse = s.log() - biggest  #!
    return lse - logits[c]

# %% q3-19 wrong: the shift m is not added back at the end
# named: add(ed)? (it )?back|not added|added again|\bby m\b|m is missing|shift (is|must|has)
def cross_entropy(logits, c):
    m = max(a.value for a in logits)
    return sum((a - m).exp() for a in logits).log() - logits[c]  #!

# %% q3-19 wrong: the shift m is not added back at the end, with a list of exponentials
# named: add(ed)? (it )?back|not added|added again|\bby m\b|m is missing|shift (is|must|has)
def cross_entropy(logits, c):
    values = np.array([v.value for v in logits])
    m = float(np.amax(values))
    numerators = [Var.exp(v - m) for v in logits]
    denominator = numerators[0]
    for k in range(1, len(numerators)):
        denominator = denominator + numerators[k]
    L = Var.log(denominator) - logits[c]  #!
    return L

# %% q3-19 right: pairwise, log(eᵃ + eᵇ) = larger + log(1 + e^(smaller − larger))
def cross_entropy(logits, c):
    def log_add(a, b):
        if a.value < b.value:
            a, b = b, a
        return a + (1 + (b - a).exp()).log()

    lse = logits[0]
    for a in logits[1:]:
        lse = log_add(lse, a)
    return lse - logits[c]

# %% q3-19 right: relative to the target's logit, then shifted
def cross_entropy(logits, c):
    margins = [a - logits[c] for a in logits]
    top = max(margins, key=lambda v: v.value)
    total = Var(0.0)
    for margin in margins:
        total = total + Var.exp(margin - top.value)
    return top.value + total.log()

# %% q3-20 wrong: each part is scaled by its own mean and deviation, feature by feature
# named: own (mean|statistics|numbers|deviation|std)|(of|from|by) the training|training (set|part|points|mean)|each part
def standardise(training, validation, test):
    def scale(part):
        return (part - part.mean(axis=0)) / part.std(axis=0)  #!

    return scale(training), scale(validation), scale(test)

# %% q3-20 wrong: each part is scaled by its own mean and deviation, feature by feature, in a loop over the columns
# named: own (mean|statistics|numbers|deviation|std)|(of|from|by) the training|training (set|part|points|mean)|each part
def standardise(training, validation, test):
    out = []
    for part in [training, validation, test]:
        new = np.zeros(part.shape)
        for k in range(part.shape[1]):
            mu = np.mean(part[:, k])  #!
            sigma = np.std(part[:, k])  #!
            new[:, k] = (part[:, k] - mu) / sigma
        out.append(new)
    return out[0], out[1], out[2]

# %% q3-20 wrong: each part is scaled by its own statistics
# named: own (mean|statistics|numbers|deviation|std)|(of|from|by) the training|training (set|part|points|mean)|each part
def standardise(training, validation, test):
    return tuple((x - x.mean()) / x.std() for x in (training, validation, test))  #!

# %% q3-20 wrong: each part is scaled by its own statistics, written out three times
# named: own (mean|statistics|numbers|deviation|std)|(of|from|by) the training|training (set|part|points|mean)|each part
def standardise(training, validation, test):
    """Return the three arrays (N, 1), shifted and scaled by what is known when training starts."""
    train_mean, train_std = np.mean(training), np.std(training)
    val_mean, val_std = np.mean(validation), np.std(validation)  #!
    test_mean, test_std = np.mean(test), np.std(test)  #!
    a = (training - train_mean) / train_std
    b = (validation - val_mean) / val_std
    c = (test - test_mean) / test_std
    return a, b, c

# %% q3-20 wrong: divided by the variance, not the deviation
# named: variance|square root|standard deviation
def standardise(training, validation, test):
    mean, var = training.mean(), training.var()
    return (training - mean) / var, (validation - mean) / var, (test - mean) / var  #!

# %% q3-20 wrong: divided by the variance, the mean square of the differences, not the deviation
# named: variance|square root|standard deviation
def standardise(training, validation, test):
    n = len(training)
    m = np.sum(training) / n
    s = np.sum((training - m) ** 2) / n  #!
    result = []
    for part in (training, validation, test):
        result.append((part - m) / s)
    return result

# %% q3-20 right: one long array, scaled at once and split again
def standardise(training, validation, test):
    both = np.vstack((training, validation, test))
    both = (both - np.average(training)) / np.sqrt(np.average((training - np.average(training)) ** 2))
    n, m = len(training), len(training) + len(validation)
    return both[:n], both[n:m], both[m:]

# %% q3-20 right: own arrays changed in place, by column, deviation as a norm
def standardise(training, validation, test):
    mu = training.mean(axis=0, keepdims=True)
    centred = training - mu
    sigma = np.linalg.norm(centred, axis=0) / math.sqrt(len(training))
    parts = [part.astype(float).copy() for part in (training, validation, test)]
    for part in parts:
        part -= mu
        part /= sigma
    return tuple(parts)

# %% q3-21 wrong: the test loss decides which model is chosen
# named: (by|with|on) (its|the) test|test (set|loss(es)?) (decides?|chooses?|picks?)|no longer a test|validation (set|loss)
def choose(training_losses, validation_losses, test_losses):
    best = int(np.argmin(test_losses))  #!
    return best, test_losses[best]

# %% q3-21 wrong: the test loss decides which model is chosen, with min and index
# named: (by|with|on) (its|the) test|test (set|loss(es)?) (decides?|chooses?|picks?)|no longer a test|validation (set|loss)
def choose(training_losses, validation_losses, test_losses):
    smallest = min(test_losses)  #!
    return list(test_losses).index(smallest), smallest  #!

# %% q3-21 wrong: the test loss decides which model is chosen, in a loop
# named: (by|with|on) (its|the) test|test (set|loss(es)?) (decides?|chooses?|picks?)|no longer a test|validation (set|loss)
def choose(training_losses, validation_losses, test_losses):
    best_i = 0
    for i in range(len(validation_losses)):
        if test_losses[i] < test_losses[best_i]:  #!
            best_i = i
    return (best_i, test_losses[best_i])

# %% q3-21 right: sorted by the validation loss
def choose(training_losses, validation_losses, test_losses):
    ranking = sorted(range(len(validation_losses)), key=validation_losses.__getitem__)
    return ranking[0], test_losses[ranking[0]]

# %% q3-21 right: a loop over triples with the best so far
def choose(training_losses, validation_losses, test_losses):
    best = None
    for k, (val, tst) in enumerate(zip(validation_losses, test_losses)):
        if best is None or val < best[0]:
            best = val, k, tst
    return best[1:]

# %% q3-22 wrong: neither factor is transposed
# named: transpos|\.T\b
def matmul_pullback(g, U, V):
    return g @ V, U @ g  #!

# %% q3-22 wrong: neither factor is transposed, with np.dot and helper variables
# named: transpos|\.T\b
def matmul_pullback(g, U, V):
    """Return ∂L/∂U (N, D) and ∂L/∂V (D, M), for Z = U V and g = ∂L/∂Z (N, M)."""
    dL_dU = np.dot(g, V)  #!
    dL_dV = np.dot(U, g)  #!
    return dL_dU, dL_dV

# %% q3-22 wrong: neither factor is transposed, with einsum
# named: transpos|\.T\b|index|indices
def matmul_pullback(g, U, V):
    dU = np.einsum("nk,kd->nd", g, V)  #!
    dV = np.einsum("dk,km->dm", U, g)  #!
    return dU, dV

# %% q3-22 right: three loops, the sums written out
def matmul_pullback(g, U, V):
    N, D = U.shape
    M = V.shape[1]
    dU, dV = np.zeros((N, D)), np.zeros((D, M))
    for n in range(N):
        for m in range(M):
            for d in range(D):
                dU[n, d] += g[n, m] * V[d, m]
                dV[d, m] += g[n, m] * U[n, d]
    return dU, dV

# %% q3-22 right: broadcasting and sums, the other order of the product
def matmul_pullback(g, U, V):
    dU = (V @ g.T).T
    dV = (U[:, :, None] * g[:, None, :]).sum(axis=0)
    return dU, dV

# %% q3-22 right: tensordot and inner
def matmul_pullback(g, U, V):
    return np.inner(g, V), np.tensordot(U, g, axes=(0, 0))

# %% q3-23 wrong: slope 1 at 0: the mask is "at least 0"
# named: equal\b|\bties?\b|at 0\b|>=|≥|at least|kink
def maximum_pullback(g, u, v):
    return g * (u >= v), g * (u < v)  #!

# %% q3-23 wrong: slope 1 at 0: the mask is "at least 0", of the difference, with np.where
# named: equal\b|\bties?\b|at 0\b|>=|≥|at least|kink
def maximum_pullback(g, u, v):
    diff = u - v
    mask = np.where(diff >= 0, 1.0, 0.0)  #!
    du = mask * g
    dv = (1 - mask) * g
    return du, dv

# %% q3-23 wrong: slope 1 at 0: the mask is "at least 0", entry by entry
# named: equal\b|\bties?\b|at 0\b|>=|≥|at least|kink
def maximum_pullback(g, u, v):
    du = np.zeros_like(g)
    dv = np.zeros_like(g)
    for index in np.ndindex(g.shape):
        if v[index] > u[index]:  #!
            dv[index] = g[index]
        else:  #!
            du[index] = g[index]
    return du, dv

# %% q3-23 right: one loop over all entries, flat
def maximum_pullback(g, u, v):
    du, dv = [], []
    for g_i, u_i, v_i in zip(g.flat, u.flat, v.flat):
        du.append(g_i if u_i > v_i else 0.0)
        dv.append(0.0 if u_i > v_i else g_i)
    return np.reshape(du, g.shape), np.reshape(dv, g.shape)

# %% q3-23 right: masks set in copies
def maximum_pullback(g, u, v):
    dv = g.copy()
    du = g.copy()
    to_u = np.greater(u, v)
    dv[to_u] = 0
    du[~to_u] = 0
    return du, dv

# %% q3-24 wrong: sums over the first axis whenever the shapes differ, whichever axis was broadcast
# named: which axis|whichever|axis 0\b|axis=0|first axis|other axis|always (the )?first|wrong axis|not the axis|the axis that
def unbroadcast(g, shape):
    if g.shape != shape:
        return g.sum(axis=0)  #!
    return g

# %% q3-24 wrong: sums over the first axis whenever the shapes differ, in a loop over the rows, reshaped
# named: which axis|whichever|axis 0\b|axis=0|first axis|other axis|always (the )?first|wrong axis|not the axis|the axis that
def unbroadcast(g, shape):
    """Return g summed over all axes along which an array of that shape was repeated."""
    if tuple(g.shape) == tuple(shape):
        return g
    total = np.zeros(g.shape[1:])
    for row in g:
        total = total + row  #!
    return total.reshape(shape)  #!

# %% q3-24 wrong: sums over the first axis whenever the shapes differ, until they are equally many axes, kept
# named: which axis|whichever|axis 0\b|axis=0|first axis|other axis|always (the )?first|wrong axis|not the axis|the axis that
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = np.sum(g, axis=0)
    if g.shape != shape:
        g = np.sum(g, axis=0, keepdims=True)  #!
    return g

# %% q3-24 wrong: summed axes of length 1 are not kept
# named: \bkeep\b|\bkept\b|keepdims|\blost\b|summed away
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis in reversed(range(len(shape))):
        if shape[axis] == 1:
            g = g.sum(axis=axis)  #!
    return g

# %% q3-24 wrong: summed axes of length 1 are not kept, all axes in one sum
# named: \bkeep\b|\bkept\b|keepdims|\blost\b|summed away
def unbroadcast(g, shape):
    extra = g.ndim - len(shape)
    axes = list(range(extra))
    for k in range(len(shape)):
        if shape[k] == 1:
            axes.append(extra + k)
    return np.sum(g, axis=tuple(axes))  #!

# %% q3-24 wrong: the array is cut to the shape asked for; nothing is summed
# named: \bcut\b|nothing is summed|not summed|one of the copies|slic|thrown away|dropped|must be (added|summed)
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g[0]  #!
    for axis, n in enumerate(shape):
        if n == 1:
            g = g.take([0], axis=axis)  #!
    return g

# %% q3-24 wrong: the array is cut to the shape asked for by a tuple of slices; nothing is summed
# named: \bcut\b|nothing is summed|not summed|one of the copies|slic|thrown away|dropped|must be (added|summed)
def unbroadcast(g, shape):
    missing = g.ndim - len(shape)
    slices = (0,) * missing + tuple(slice(0, n) for n in shape)  #!
    return g[slices]  #!

# %% q3-24 wrong: the array is cut to the shape asked for with resize; nothing is summed
# named: \bcut\b|nothing is summed|not summed|one of the copies|slic|thrown away|dropped|must be (added|summed)
def unbroadcast(g, shape):
    """Return g summed over all axes along which an array of that shape was repeated."""
    result = np.resize(g, shape)  #!
    return result

# %% q3-24 right: every entry added to the place that it was copied from
def unbroadcast(g, shape):
    total = np.zeros(shape)
    lead = g.ndim - len(shape)
    for index in np.ndindex(*g.shape):
        home = tuple(0 if n == 1 else i for i, n in zip(index[lead:], shape))
        total[home] += g[index]
    return total

# %% q3-24 right: einsum over the axes that stay, then reshaped
def unbroadcast(g, shape):
    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
    stay = [axis for axis in range(g.ndim) if padded[axis] == g.shape[axis]]
    return np.einsum(g, list(range(g.ndim)), stay).reshape(shape)

# %% q3-24 right: NumPy is asked where each entry came from
def unbroadcast(g, shape):
    size = math.prod(shape)
    source = np.broadcast_to(np.arange(size).reshape(shape), g.shape)
    return np.bincount(source.ravel(), weights=g.ravel(), minlength=size).reshape(shape)

# %% q3-25 wrong: gives the shape (200, 1)
# named: per pair|broadcast|lines shapes up|every output|all targets|copied|repeated|N, N|\(200, 1\)|\(N, 1\)|column
shape = [200, 1]

# %% q3-25 wrong: gives the shape (200, 1), of the outputs
# named: per pair|broadcast|lines shapes up|every output|all targets|copied|repeated|N, N|\(200, 1\)|\(N, 1\)|column
outputs_example = np.zeros((200, 1))
shape = list(outputs_example.shape)  #!

# %% q3-25 wrong: gives the shape (200, 1), with the targets' axis added
# named: per pair|broadcast|lines shapes up|every output|all targets|copied|repeated|N, N|\(200, 1\)|\(N, 1\)|column
N = 200
y_, t_ = np.ones((N, 1)), np.ones(N)
shape = (y_ - t_[:, None]).shape  #!

# %% q3-25 right: NumPy is asked
shape = np.broadcast_shapes((200, 1), (200,))

# %% q3-25 right: the shape of a difference, as an array
shape = np.array(np.subtract(np.zeros((200, 1)), np.zeros(200)).shape)

# %% q3-26 wrong: ReLU is applied to the output too
# named: output.{0,30}(relu|linear)|relu.{0,30}(output|last|third)|last layer.{0,30}(linear|relu)|third layer.{0,30}(linear|relu)
def predict(p, X):
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"].T + p["b2"]).relu()
    return (z2 @ p["w3"].T + p["b3"]).relu()  #!

# %% q3-26 wrong: ReLU is applied to the output too, in a loop over the layers
# named: output.{0,30}(relu|linear)|relu.{0,30}(output|last|third)|last layer.{0,30}(linear|relu)|third layer.{0,30}(linear|relu)
def predict(p, X):
    z = X
    for i in range(1, 4):
        W = p["w" + str(i)]
        b = p["b" + str(i)]
        z = z @ W.T + b
        z = z.relu()  #!
    return z

# %% q3-26 wrong: ReLU is applied to the output too, through a helper
# named: output.{0,30}(relu|linear)|relu.{0,30}(output|last|third)|last layer.{0,30}(linear|relu)|third layer.{0,30}(linear|relu)
def layer(z, W, b):
    a = z @ W.T + b
    return a.relu()


def predict(p, X):
    """Return the Tensor y (N, 1), for Tensors p["w1"], p["b1"], …, p["b3"] and inputs X (N, 2)."""
    h1 = layer(X, p["w1"], p["b1"])
    h2 = layer(h1, p["w2"], p["b2"])
    y = layer(h2, p["w3"], p["b3"])  #!
    return y

# %% q3-26 wrong: the second weight matrix is not transposed (unnoticed where it is square)
# named: transpos|\.T\b
def predict(p, X):
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()  #!
    return z2 @ p["w3"].T + p["b3"]

# %% q3-26 wrong: the second weight matrix is not transposed, with helper variables
# named: transpos|\.T\b
def predict(p, X):
    w1, b1, w2, b2, w3, b3 = (p[k] for k in ("w1", "b1", "w2", "b2", "w3", "b3"))
    X = Tensor(X)
    w1_t = w1.T
    w3_t = w3.T
    a1 = X @ w1_t + b1
    h1 = Tensor.relu(a1)
    a2 = h1 @ w2 + b2  #!
    h2 = Tensor.relu(a2)
    return h2 @ w3_t + b3

# %% q3-26 right: a loop that ends before the last layer
def predict(p, X):
    z = X
    for k in "12":
        z = (z @ p[f"w{k}"].T + p[f"b{k}"]).relu()
    return z @ p["w3"].T + p["b3"]

# %% q3-26 right: transposed the other way, samples as columns
def predict(p, X):
    column = lambda b: b.reshape(-1, 1)
    z = Tensor(np.transpose(X))
    z = (p["w1"] @ z + column(p["b1"])).relu()
    z = (p["w2"] @ z + column(p["b2"])).relu()
    return (p["w3"] @ z + column(p["b3"])).T

# %% q3-27 right: the error squared by hand, the sum over the first row
def first_pair_gradients(predict, parameters, inputs, targets):
    p = {key: Tensor(np.array(value)) for key, value in parameters.items()}
    y = predict(p, inputs[0:1, :])
    difference = y - float(targets[0])
    (difference * difference / 2).sum().backward()
    return p["w1"].grad, p["b1"].grad

# %% q3-27 right: backward starts from the output with the error as cotangent
def first_pair_gradients(predict, parameters, inputs, targets):
    tensors_ = {}
    for name in parameters:
        tensors_[name] = Tensor(parameters[name])
    y = predict(tensors_, np.atleast_2d(inputs[0]))
    y.backward(y.value - targets[0])
    return tuple(tensors_[name].grad for name in ("w1", "b1"))

# %% q3-27 right: all outputs, the first one picked by a weight of 1 among zeros
def first_pair_gradients(predict, parameters, inputs, targets):
    p = dict(zip(parameters, map(Tensor, parameters.values())))
    first_only = np.zeros((len(inputs), 1))
    first_only[0] = 1.0
    loss = (0.5 * first_only * (predict(p, inputs) - targets[:, np.newaxis]) ** 2).sum()
    loss.backward()
    return p["w1"].grad, p["b1"].grad

# %% q3-28 wrong: targets of shape (N,) meet predictions of shape (N, 1): the difference is an N × N array
# named: N × N|\(N, N\)|\(N,\)|broadcast|\[:, None\]|every (output|prediction)|shape of (your|the) (error|difference)
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = {key: Tensor(array) for key, array in parameters.items()}
    losses = []
    for _ in range(epochs + 1):
        error = predict(p, inputs) - targets  #!
        loss = (0.5 * error**2).mean()
        losses.append(float(loss.value))
        loss.backward()
        for t in p.values():
            t.value = t.value - learning_rate * t.grad
    return losses

# %% q3-28 wrong: targets of shape (N,) meet predictions of shape (N, 1), a helper for the loss, sum over the size
# named: N × N|\(N, N\)|\(N,\)|broadcast|\[:, None\]|every (output|prediction)|shape of (your|the) (error|difference)
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    """Return the mean of (y − t)²/2 before any update and after each: epochs + 1 floats."""

    def loss_of(p):
        y = predict(p, inputs)
        return ((y - targets) * (y - targets)).mean() / 2  #!

    arrays = {k: v.copy() for k, v in parameters.items()}
    out = np.zeros(epochs + 1)
    for e in range(epochs + 1):
        p = {k: Tensor(v) for k, v in arrays.items()}
        L = loss_of(p)
        L.backward()
        out[e] = L.value
        for k in arrays:
            arrays[k] = arrays[k] - learning_rate * p[k].grad
    return out.tolist()

# %% q3-28 wrong: one loss too few: the loop ends before the last one is recorded
# named: too few|after the last|last (loss|update|one)|epochs \+ 1|six|loss is missing|one short
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = {key: Tensor(array) for key, array in parameters.items()}
    losses = []
    for _ in range(epochs):  #!
        loss = (0.5 * (predict(p, inputs) - targets[:, None]) ** 2).mean()
        losses.append(float(loss.value))
        loss.backward()
        for tensor in p.values():
            tensor.value = tensor.value - learning_rate * tensor.grad
    return losses

# %% q3-28 wrong: one loss too few: the loop ends before the last one is recorded, a while loop with helper functions
# named: too few|after the last|last (loss|update|one)|epochs \+ 1|six|loss is missing|one short
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    t = targets.reshape(len(targets), 1)
    p = {}
    for key in parameters:
        p[key] = Tensor(np.array(parameters[key], dtype=float))

    def one_step():
        L = ((predict(p, inputs) - t) ** 2).sum() / (2 * len(t))
        L.backward()
        for key in p:
            p[key] = Tensor(p[key].value - learning_rate * p[key].grad)
        return float(L.value)

    results = []
    epoch = 0
    while epoch < epochs:  #!
        results.append(one_step())
        epoch += 1
    return results  #!

# %% q3-28 wrong: one loss too few: the loop ends before the last one is recorded, a comprehension
# named: too few|after the last|last (loss|update|one)|epochs \+ 1|six|loss is missing|one short
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = {k: Tensor(a.copy()) for k, a in parameters.items()}

    def step():
        half = 0.5 * (predict(p, inputs) - targets[:, None]) ** 2
        mean = half.mean()
        mean.backward()
        for q in p.values():
            q.value -= learning_rate * q.grad
        return mean.value.item()

    return [step() for epoch in range(1, epochs + 1)]  #!

# %% q3-28 wrong: the gradient is that of the sum, while the mean is reported
# named: gradient.{0,40}\bsum\b|\bsum\b.{0,40}(gradient|\bmean\b)|1/N|N times|(by|through) N\b|not divided|\bthe sum\b
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = {key: Tensor(array) for key, array in parameters.items()}
    losses = []
    for _ in range(epochs + 1):
        loss = (0.5 * (predict(p, inputs) - targets[:, None]) ** 2).sum()  #!
        losses.append(float(loss.value) / len(targets))
        loss.backward()  #!
        for tensor in p.values():
            tensor.value = tensor.value - learning_rate * tensor.grad
    return losses

# %% q3-28 wrong: the gradient is that of the sum, while the mean is reported: backward starts from the output
# named: gradient.{0,40}\bsum\b|\bsum\b.{0,40}(gradient|\bmean\b)|1/N|N times|(by|through) N\b|not divided|\bthe sum\b
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    N = len(inputs)
    params = dict(parameters)
    history = []
    for epoch in range(epochs + 1):
        p = {k: Tensor(v) for k, v in params.items()}
        y = predict(p, inputs)
        err = y.value - targets[:, None]
        history.append(float(np.mean(err**2) / 2))
        y.backward(err)  #!
        params = {k: params[k] - learning_rate * p[k].grad for k in params}
    return history

# %% q3-28 wrong: the gradient is that of the sum, while the mean is reported, two losses
# named: gradient.{0,40}\bsum\b|\bsum\b.{0,40}(gradient|\bmean\b)|1/N|N times|(by|through) N\b|not divided|\bthe sum\b
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = {key: Tensor(value) for key, value in parameters.items()}
    mean_values = []
    for _ in range(epochs + 1):
        squares = (predict(p, inputs) - targets.reshape(-1, 1)) ** 2 / 2
        total = squares.sum()
        mean = squares.mean()
        mean_values.append(float(mean.value))
        total.backward()  #!
        for key in p:
            p[key].value = p[key].value - learning_rate * p[key].grad
    return mean_values

# %% q3-28 right: own copies changed in place
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    own = {key: Tensor(np.array(array, dtype=float, copy=True)) for key, array in parameters.items()}
    t = targets.reshape(-1, 1)
    history = []

    def forward():
        loss = ((predict(own, inputs) - t) ** 2).mean() * 0.5
        history.append(loss.value.item())
        return loss

    for _ in range(epochs):
        forward().backward()
        for tensor in own.values():
            tensor.value -= learning_rate * tensor.grad
    forward()
    return history

# %% q3-28 right: backward from the output with the error over N as cotangent, by recursion
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p = {key: Tensor(value) for key, value in parameters.items()}
    y = predict(p, inputs)
    error = y.value - np.expand_dims(targets, 1)
    now = [float(np.vdot(error, error)) / (2 * len(error))]
    if epochs == 0:
        return now
    y.backward(error / len(error))
    moved = {key: p[key].value - learning_rate * p[key].grad for key in p}
    return now + mean_losses(predict, moved, inputs, targets, epochs - 1, learning_rate)

# %% q3-29 right: one softplus of the logit, its sign turned for the class
def binary_cross_entropy(a, t):
    sign = 1 - 2 * np.asarray(t)
    return (a * sign).softplus().mean()

# %% q3-29 right: as a softmax of two logits, 0 and a
def binary_cross_entropy(a, t):
    two_logits = a @ np.array([[0.0, 1.0]])
    each = two_logits.log_sum_exp(axis=1, keepdims=True) - t * a
    return each.sum() / len(t)

# %% q3-29 right: both classes apart, the terms named
def binary_cross_entropy(a, t):
    minus_log_y = (-a).softplus()
    minus_log_not_y = a.softplus()
    inside = t * minus_log_y
    outside = (1 - t) * minus_log_not_y
    return Tensor.mean(inside + outside)

# %% q3-30 wrong: no shift by the maximum: large logits overflow
# named: overflow(?!error)|shift|large logits|too large|take the largest
def softmax_cross_entropy(a, t):
    lse = np.log(np.sum(np.exp(a), axis=1))  #!
    return np.mean(lse - np.sum(t * a, axis=1))

# %% q3-30 wrong: no shift by the maximum: large logits overflow, in loops
# named: overflow(?!error)|shift|large logits|too large|take the largest
def softmax_cross_entropy(a, t):
    N, K = a.shape
    total = 0.0
    for n in range(N):
        s = 0.0
        for k in range(K):
            s += np.exp(a[n, k])  #!
        for k in range(K):
            total -= t[n, k] * (a[n, k] - np.log(s))  #!
    return total / N

# %% q3-30 wrong: each row is divided by the sum of the exponentials over all rows
# named: all (entries|rows|samples)|over everything|row.{0,30}\bown\b|each row has|wrong axis|\baxis\b|at once|normaliser
def softmax_cross_entropy(a, t):
    m = a.max(axis=1, keepdims=True)
    e = np.exp(a - m)
    log_y = a - m - np.log(e.sum())  #!
    return -(t * log_y).sum(axis=1).mean()

# %% q3-30 wrong: each row is divided by the sum of the exponentials over all rows, one maximum for all
# named: all (entries|rows|samples)|over everything|row.{0,30}\bown\b|each row has|wrong axis|\baxis\b|at once|normaliser
def softmax_cross_entropy(a, t):
    """Return the mean over samples of −Σ_k t_k log softmax(a)_k, for arrays a, t (N, K)."""
    biggest = np.max(a)  #!
    log_of_sum = biggest + np.log(np.sum(np.exp(a - biggest)))  #!
    log_probabilities = a - log_of_sum
    return -np.sum(t * log_probabilities) / a.shape[0]

# %% q3-30 wrong: each row is divided by the sum of the exponentials over all rows, in loops
# named: all (entries|rows|samples)|over everything|row.{0,30}\bown\b|each row has|wrong axis|\baxis\b|at once|normaliser
def softmax_cross_entropy(a, t):
    rows = [row - max(row) for row in a]
    total = sum(math.exp(x) for row in rows for x in row)  #!
    losses = []
    for row, target in zip(rows, t):
        losses.append(-sum(t_k * (x - math.log(total)) for t_k, x in zip(target, row)))  #!
    return sum(losses) / len(losses)

# %% q3-30 wrong: logarithm of a softmax without shift: overflows
# named: overflow(?!error)|shift|large logits|too large|take the largest
def softmax_cross_entropy(a, t):
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)  #!
    return -(t * np.log(y)).sum(axis=1).mean()  #!

# %% q3-30 wrong: logarithm of a softmax without shift: overflows, a helper and the target class by its index
# named: overflow(?!error)|shift|large logits|too large|take the largest
def softmax(logits):
    e = np.exp(logits)  #!
    return (e.T / e.sum(axis=1)).T  #!


def softmax_cross_entropy(a, t):
    y = softmax(a)
    classes = np.argmax(t, axis=1)
    picked = y[np.arange(len(a)), classes]
    return float(np.mean(-np.log(picked)))  #!

# %% q3-30 wrong: a small number is added inside the logarithm
# named: small number|epsilon|\beps\b|1e-|inside the log|clip|tiny
def softmax_cross_entropy(a, t):
    m = a.max(axis=1, keepdims=True)
    e = np.exp(a - m)
    y = e / e.sum(axis=1, keepdims=True)
    return -(t * np.log(y + 1e-12)).sum(axis=1).mean()  #!

# %% q3-30 wrong: a small number is added inside the logarithm, another one, with einsum and a helper variable
# named: small number|epsilon|\beps\b|1e-|inside the log|clip|tiny
def softmax_cross_entropy(a, t):
    """Return the mean over samples of −Σ_k t_k log softmax(a)_k, for arrays a, t (N, K)."""
    eps = 1e-8  #!
    shifted = a - np.max(a, axis=1)[:, None]
    probabilities = np.exp(shifted) / np.exp(shifted).sum(1)[:, None]
    log_probabilities = np.log(probabilities + eps)  #!
    return -np.einsum("nk,nk->", t, log_probabilities) / len(a)

# %% q3-30 wrong: a small number is added inside the logarithm, the smallest float there is, in a loop
# named: small number|epsilon|\beps\b|1e-|inside the log|clip|tiny
def softmax_cross_entropy(a, t):
    losses = []
    for n in range(a.shape[0]):
        z = np.exp(a[n] - a[n].max())
        p = z / z.sum()
        losses.append(-np.dot(t[n], np.log(p + np.finfo(float).tiny)))  #!
    return np.mean(losses)

# %% q3-30 right: logaddexp reduced along the classes
def softmax_cross_entropy(a, t):
    log_sum = np.logaddexp.reduce(a, axis=1)
    return float(np.mean(log_sum - np.einsum("nk,nk->n", t, a)))

# %% q3-30 right: loops with math, the differences to the target's logit
def softmax_cross_entropy(a, t):
    losses = []
    for row, one_hot in zip(a.tolist(), t.tolist()):
        target = row[one_hot.index(1.0)]
        margins = [x - target for x in row]
        top = max(margins)
        losses.append(top + math.log(math.fsum(math.exp(x - top) for x in margins)))
    return math.fsum(losses) / len(losses)

# %% q3-30 right: in place on own arrays, log1p of all terms but the largest
def softmax_cross_entropy(a, t):
    N = len(a)
    shifted = a - a.max(axis=1, keepdims=True)
    largest = shifted.argmax(axis=1)
    terms = np.exp(shifted)
    terms[np.arange(N), largest] = 0.0
    shifted -= np.log1p(terms.sum(axis=1, keepdims=True))
    shifted *= t
    return -shifted.sum() / N

# %% q3-31 right: from the given numbers, with tuples
va, vb, vd = abd
products = (va * vb, 2), (va * vd, 2)
listed = [(va, 0), (vb, 0), (vd, 0), *products, (va * vb + va * vd, 2)]

# %% q3-31 right: read from Vars, as an array
nodes = [Var(number) for number in abd]
nodes.append(nodes[0] * nodes[1])
nodes.append(nodes[0] * nodes[2])
nodes.append(nodes[3] + nodes[4])
listed = np.array([[node.value, len(node.parents)] for node in nodes])

# %% q3-32 right: with a loop and all steps named
def gradient_of(f, values):
    variables = []
    for value in values:
        variables.append(Var(value))
    output = f(variables)
    order = topological_order(output)
    backward(order)
    gradient = []
    for variable in variables:
        gradient.append(variable.grad)
    return gradient

# %% q3-32 right: cleared first, the gradients as an array
def gradient_of(f, values):
    x = list(map(Var, values))
    graph = list(topological_order(f(list(x))))
    clear(graph)
    backward(order=graph)
    return np.array([node.grad for node in x])

# %% q3-33 right: enumerate, the last layer told by its number
def network_output(layers, x):
    last = len(layers) - 1
    for number, (W, b) in enumerate(layers):
        x = dense(W, b, x, Var.tanh if number < last else (lambda a: a))
    return x

# %% q3-33 right: reduce over the hidden layers, the sums of the last one written out
def network_output(layers, x):
    from functools import reduce

    *hidden, (W, b) = layers
    z = reduce(lambda z, layer: dense(*layer, z, Var.tanh), hidden, x)
    y = []
    for row, bias in zip(W, b):
        a = bias
        for weight, z_i in zip(row, z):
            a = a + weight * z_i
        y.append(a)
    return y

# %% q3-34 right: the best so far of all epochs first, then the first that is too long ago
def early_stop(validation_losses, patience):
    losses = np.asarray(validation_losses)
    best = [int(np.argmin(losses[: n + 1])) for n in range(len(losses))]
    stops = [n for n in range(len(losses)) if n - best[n] >= patience]
    stop = stops[0] if stops else len(losses) - 1
    return stop, best[stop]

# %% q3-34 right: a while loop from one minimum to the next
def early_stop(validation_losses, patience):
    losses, best = list(validation_losses), 0
    while True:
        window = range(best + 1, min(best + patience, len(losses) - 1) + 1)
        better = next((n for n in window if losses[n] < losses[best]), None)
        if better is None:
            return min(best + patience, len(losses) - 1), best
        best = better

# %% q3-35 right: from the formulas, with names
v_, x_, b_, t_, theta_, h_ = 3, 2, -0.4, 1, 0.5, 0.1
second_derivative = (v_ * x_) ** 2
errors_and_reach = (h_ * second_derivative / 2, 0.0, theta_ - -b_ / x_)

# %% q3-35 right: the differences computed
def L_of(theta):
    return 0.5 * (3 * max(2 * theta - 0.4, 0) - 1) ** 2


slope_of_L = (3 * (2 * 0.5 - 0.4) - 1) * 3 * 2
forward_error = (L_of(0.6) - L_of(0.5)) / 0.1 - slope_of_L
central_error = (L_of(0.6) - L_of(0.4)) / 0.2 - slope_of_L
errors_and_reach = np.array([forward_error, round(central_error, 9), 0.5 - 0.2])
