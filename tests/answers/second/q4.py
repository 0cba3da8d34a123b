# %% q4-1 wrong: or instead of xor
# named: \bor\b|xor|\(1, ?1\)|both
def xor_points(c, xi, s):
    label = np.maximum(c[:, 0], c[:, 1])  #!
    return c + s * xi, label.reshape(-1, 1)
# %% q4-2 wrong: the generator does not get the seed
# named: seed|reproduc|same points|default_rng
@dataclass
class XORData:
    N: int
    noise: float
    seed: int

    def __post_init__(self):
        rng = np.random.default_rng()  #!
        c = rng.integers(2, size=(self.N, 2))
        xi = rng.normal(size=(self.N, 2))
        self.X, self.t = xor_points(c, xi, self.noise)

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.t[index]
# %% q4-2 right: corner numbers 0..3, noise with rng.normal's own scale
@dataclass
class XORData:
    N: int
    noise: float
    seed: int

    def __post_init__(self):
        rng = np.random.default_rng(self.seed)
        corner = rng.choice(4, size=self.N)
        c1, c2 = corner // 2, corner % 2
        self.X = np.column_stack([c1, c2]) + rng.normal(0, self.noise, (self.N, 2))
        self.t = np.where(c1 == c2, 0.0, 1.0).reshape(self.N, 1)

    def __len__(self):
        return self.t.shape[0]

    def __getitem__(self, index):
        return self.X[index], self.t[index]
# %% q4-3 wrong: batch_size taken for the number of batches
# named: number of (mini)?batches|size of|how many|sizes?\b|at most
def batches(N, batch_size, rng):
    return np.array_split(rng.permutation(N), batch_size)  #!
# %% q4-3 wrong: own generator with a fixed seed, the order is the same in every epoch
# named: rng|generator|same (order|in every)|own|seed|every epoch|new order|np\.random
def batches(N, batch_size, rng):
    order = np.random.default_rng(0).permutation(N)  #!
    return [order[i : i + batch_size] for i in range(0, N, batch_size)]
# %% q4-3 right: while loop that eats a shuffled list
def batches(N, batch_size, rng):
    rest = np.arange(N)
    rng.shuffle(rest)
    result = []
    while len(rest):
        result.append(rest[:batch_size])
        rest = rest[batch_size:]
    return result
# %% q4-4 wrong: the term of the samples with label 0 is missing
# named: second (term|half)|label 0|t = 0|1 ?[-−] ?t|log\(1|missing|zeros?
def bce(y, t):
    return -np.mean(t * np.log(y))  #!
# %% q4-4 right: picks the probability of the label
def bce(y, t):
    of_the_label = np.where(t == 1, y, 1 - y)
    return float(-np.log(of_the_label).mean())
# %% q4-5 wrong: sigmoid put in and clipped
# named: clip|flat|too small|large|10,?000|sigmoid|probabilit|wrong for|cut off|softplus
def bce_on_logits(a, t):
    y = np.clip(sigmoid(a), 1e-12, 1 - 1e-12)  #!
    return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))
# %% q4-5 right: logaddexp and a loop
def bce_on_logits(a, t):
    losses = []
    for a_n, t_n in zip(np.ravel(a), np.ravel(t), strict=True):
        losses.append(np.logaddexp(0, a_n) - t_n * a_n)
    return sum(losses) / len(losses)
# %% q4-6 wrong: not divided by N
# named: divid|1/N|mean|factor|N times|by N|number of samples|len
def bce_gradient(a, t):
    return sigmoid(a) - t  #!
# %% q4-6 wrong: multiplied by the slope of the sigmoid once more
# named: slope|σ′|sigma'|derivative of (the )?sigmoid|y ?\(1 ?[-−] ?y\)|twice|once more|cancel|already
def bce_gradient(a, t):
    y = sigmoid(a)
    return (y - t) * y * (1 - y) / len(a)  #!
# %% q4-6 right: tanh and the two labels apart
def bce_gradient(a, t):
    y = 0.5 + 0.5 * np.tanh(0.5 * a)
    return np.where(t == 1, y - 1, y) / a.size
# %% q4-7 wrong: the sign of the step, uphill
# named: sign|direction|minus|against|downhill|−η|-η|subtract
first_step = [0.02, -0.02, 0.02]
# %% q4-8 wrong: two mistakes: correction with beta * k instead of the power, and no root over v
# named: power|beta\w*\*\*|β\w*\^|\*\* ?k|\^k|correct|root|√|sqrt
def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * k)  #!
    v_hat = v / (1 - beta2 * k)  #!
    theta = theta - eta * m_hat / (v_hat + eps)  #!
    return theta, m, v
# %% q4-9 wrong: one hidden-to-hidden layer too many
# named: depth ?[-−] ?1|too many|one (layer|matrix|block) (too many|fewer|less)|between (the )?hidden|off by one|number of layers|hidden layers
def count_parameters(depth, width):
    if depth == 0:
        return 3
    return (2 * width + width) + depth * (width * width + width) + (width + 1)  #!
# %% q4-9 right: pairwise over sizes
def count_parameters(depth, width):
    sizes = [2] + depth * [width] + [1]
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
# %% q4-9 right: accumulates layer by layer
def count_parameters(depth, width):
    total, incoming = 0, 2
    for _ in range(depth):
        total += incoming * width
        total += width
        incoming = width
    total += incoming + 1
    return total
# %% q4-10 wrong: the three corners get probability one half
# named: 1/3|2/3|⅓|⅔|one third|two thirds|half|½|best probability|which (one|probability)|not the best|smaller
line_loss = 0.52
# %% q4-10 right: entropy of one third
line_loss = -(2 * np.log(2 / 3) + np.log(1 / 3)) / 4
# %% q4-11 wrong: NumPy's default, divided by R
# named: R ?[-−] ?1|ddof|divid|population|by R\b
def mean_and_std(loss):
    return np.mean(loss), np.std(loss)  #!
# %% q4-11 wrong: the variance, root forgotten
# named: variance|root|√|sqrt|square
def mean_and_std(loss):
    m = loss.mean()
    return m, np.sum((loss - m) ** 2) / (len(loss) - 1)  #!
# %% q4-11 wrong: the standard error of the mean instead of the standard deviation
# named: standard error|√R|sqrt\(R\)|root of (R|the number)|divided|of the mean
def mean_and_std(loss):
    return loss.mean(), loss.std(ddof=1) / np.sqrt(loss.size)  #!
# %% q4-11 right: by hand, plain Python
def mean_and_std(loss):
    R = len(loss)
    mean = sum(loss) / R
    return mean, (sum((x - mean) ** 2 for x in loss) / (R - 1)) ** 0.5
# %% q4-13 wrong: logits compared with 0.5 as if they were probabilities
# named: 0\.5|½|threshold|probabilit|> ?0|zero|sign
def is_solved(a):
    return np.all((a > 0.5) == np.array([0, 1, 1, 0]), axis=1)  #!
# %% q4-13 right: signed logits, smallest positive
def is_solved(a):
    return (a * np.array([-1, 1, 1, -1])).min(axis=1) > 0
# %% q4-14 wrong: means along the wrong axis, over the sets instead of the runs
# named: axis|along|over (the )?(runs|starts|sets)|R numbers|(runs|starts) instead|\(R,\)|each set|per set
def standard_error(loss):
    R = loss.mean(axis=0)  #!
    return np.std(R, ddof=1) / np.sqrt(len(R))
# %% q4-14 wrong: ddof missing
# named: ddof|S ?[-−] ?1|n ?[-−] ?1|[-−] ?1\b|population
def standard_error(loss):
    per_set = loss.mean(axis=1)
    return per_set.std() / len(per_set) ** 0.5  #!
# %% q4-14 wrong: two mistakes: means over the sets instead of over the runs, and NumPy's default denominator
# named: axis|along|over (the )?(runs|starts|sets)|\(R,\)|each set|per set|ddof|[SRn] ?[-−] ?1
def standard_error(loss):
    means = np.mean(loss, axis=0)  #!
    return np.std(means) / np.sqrt(means.size)  #!
# %% q4-15 wrong: unpaired, the two standard errors are added in squares
# named: pair|on each set|each set|set by set|subtract|separate
def paired_interval(one, other, t=2.09):
    S = len(one)
    error = np.sqrt(one.var(ddof=1) / S + other.var(ddof=1) / S)  #!
    middle = np.mean(other) - np.mean(one)
    return middle - t * error, middle + t * error
# %% q4-16 wrong: two mistakes: B because the mean is positive, and C is denied because the end -0.04 is below 0
# named: \bB\b|\bC\b|contains 0|worse|−0\.04|-0\.04|[-−]0\.1
carried = [False, True, False, True]
# %% q4-17 wrong: u and v are divided by the number of all runs
# named: divid|number of|all runs|only (the|over)|among|of the solved|weighted|too small|the runs that are not solved count with a loss of 0
def by_success(loss, success):
    p = success.mean()
    u = np.mean(loss * success)  #!
    v = np.mean(loss * ~success)  #!
    return p, u, v
# %% q4-17 wrong: the mean of all runs instead of the mean of the others
# named: others|not solved|unsolved|all runs|~|\bv\b|third|rest|picks other entries
def by_success(loss, success):
    return success.mean(), loss[success].mean(), loss.mean()  #!
# %% q4-17 wrong: number of solved runs, not their share
# named: share|number|count|divid|fraction|\bp\b|between 0 and 1|proportion
def by_success(loss, success):
    p = success.sum()  #!
    return p, loss[success].mean(), loss[~success].mean()
# %% q4-17 right: weighted averages
def by_success(loss, success):
    w = success.astype(float)
    return w.mean(), np.average(loss, weights=w), np.average(loss, weights=1 - w)
# %% q4-18 wrong: chosen by the fresh data
# named: choos|chose|choice|select|validation|same data|lucky|luck
def tuned(validation, fresh):
    means = fresh.mean(axis=1)
    choice = int(means.argmin())  #!
    return choice, means[choice]
# %% q4-18 wrong: reports the validation loss with which it was chosen
# named: report|fresh|validation loss|new data|optimis|too good|luck
def tuned(validation, fresh):
    means = validation.mean(axis=1)
    choice = int(means.argmin())
    return choice, means[choice]  #!
# %% q4-18 wrong: takes the candidate with the single smallest loss instead of the smallest mean
# named: mean|single|one set|lucky|luck|over (all|the) (sets|training)|averag|smallest (entry|loss)
def tuned(validation, fresh):
    choice = int(validation.min(axis=1).argmin())  #!
    return choice, fresh[choice].mean()
# %% q4-18 wrong: means along the candidates, an index of a training set comes out
# named: axis|along|candidates?|training sets?|shape|index of
def tuned(validation, fresh):
    choice = int(np.argmin(np.mean(validation, axis=0)))  #!
    return choice, float(np.mean(fresh, axis=0)[choice])  #!
# %% q4-18 right: sorted by sums
def tuned(validation, fresh):
    E, S = validation.shape
    ranking = sorted(range(E), key=lambda e: sum(validation[e]))
    return ranking[0], sum(fresh[ranking[0]]) / S
# %% q4-12 wrong: the two weights swapped, solved for x1
# named: swap|exchang|interchang|solved for|for x_?1|for x₁|w\[1\]|w₂|w_2|divid|the weights have changed places
def boundary_x2(w, b, x1):
    return -(w[1] * x1 + b) / w[0]  #!
# %% q4-12 right: slope and intercept, loop
def boundary_x2(w, b, x1):
    w1, w2 = w
    slope, intercept = -w1 / w2, -b / w2
    return np.array([slope * x + intercept for x in x1])
