"""Formulas of the kind that this field writes, one a line."""
# ruff: noqa: E501

FORMULAS = r"""
a = X W^\top + b
z = \tanh(a)
y = W_2 \tanh(W_1 x + b_1) + b_2
L = (y - t)^2
\frac{\partial L}{\partial W^{(l)}_{ij}} = \delta^{(l)}_i z^{(l-1)}_j
\delta^l = f'(a^l) \odot \left( (W^{l+1})^\top \delta^{l+1} \right)
\nabla_\theta L(\theta)
\theta \leftarrow \theta - \eta \nabla_\theta L
W \gets W - \eta \frac{\partial L}{\partial W}
\sum_{n=1}^{N} \sum_{k=1}^K t_{nk} \log y_{nk}
y_k = \frac{e^{a_k}}{\sum_{j} e^{a_j}}
\operatorname{softmax}(a)_k = \frac{\exp(a_k)}{\sum_{j=1}^{K} \exp(a_j)}
\log \sum_j e^{a_j} = m + \log \sum_j e^{a_j - m}, \quad m = \max_j a_j
\frac{\partial}{\partial a_j} \log \sum_k e^{a_k} = y_j
p(t \mid x, w) = \mathcal{N}(t \mid y(x, w), \sigma^2 I)
\frac{1}{(2\pi\sigma^2)^{K/2}} \exp\left\{ -\frac{1}{2\sigma^2} \|t - y\|^2 \right\}
-\ln p = \frac{1}{2\sigma^2} \sum_{n=1}^N \lVert t_n - y(x_n, w) \rVert^2 + \frac{NK}{2}\ln(2\pi\sigma^2)
\begin{pmatrix} 0.1 & 0.3 & -0.5 \\ -0.2 & 0.4 & 0.6 \end{pmatrix}
\begin{bmatrix} a & b \\ c & d \end{bmatrix}^{-1}
\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc
\begin{Vmatrix} a \\ b \end{Vmatrix}
\begin{Bmatrix} a & b \end{Bmatrix}
\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}
\bigl(\begin{smallmatrix} 1 & 2 \\ 3 & 4 \end{smallmatrix}\bigr)
\begin{bmatrix} w_{11} & \cdots & w_{1D} \\ \vdots & \ddots & \vdots \\ w_{M1} & \cdots & w_{MD} \end{bmatrix}
\mathrm{ReLU}(a) = \begin{cases} a & \text{if } a > 0, \\ 0 & \text{otherwise.} \end{cases}
f(x) = \begin{cases} \frac{1}{2} x^2 & |x| \le 1 \\ |x| - \tfrac12 & \text{else} \end{cases}
\begin{aligned} a &= b + c \\ &= d \end{aligned}
\left\{ \begin{aligned} \dot x &= \frac{a}{b} \\ \dot y &= c \end{aligned} \right.
\begin{align} \delta^L &= y - t \tag{1} \\ \delta^l &= f'(a^l) \odot W^\top \delta^{l+1} \tag{2} \end{align}
\begin{align*} a &= 1 & b &= 2 \\ c &= 3 & d &= 4 \end{align*}
\begin{equation} E = mc^2 \tag{3} \end{equation}
\begin{gather} a = b \\ c = d \end{gather}
\begin{split} a &= b \\ &= c \end{split}
\begin{array}{cc|c} x_1 & x_2 & t \\ \hline 0 & 0 & 0 \\ 0 & 1 & 1 \end{array}
\left[ \begin{array}{rl} -1 & x \\ 10 & yy \end{array} \right]
\left. \frac{\partial L}{\partial w} \right|_{w = w_0}
\left\| \frac{g - n}{h} \right\|_2
\frac{\|g - n\|}{\|g\| + \|n\|}
\left\lfloor \frac{N}{B} \right\rfloor \le \left\lceil \frac{N}{B} \right\rceil
\left( a \middle| \frac{b}{c} \right)
\Big( \big( x \big) \Big) \bigg[ y \bigg] \Bigg\{ z \Bigg\}
\hat{y} \bar{x} \tilde{x} \vec{v} \dot{x} \ddot{x} \widehat{xy} \overline{ab} \underline{ab} \check{x}
\hat{\boldsymbol{\theta}} = \operatorname*{arg\,min}_{\boldsymbol\theta} L(\boldsymbol\theta)
\operatorname*{argmax}_k y_k
\mathbb{E}_{x \sim p}[x] \in \mathbb{R}^{N \times D}
\mathbf{W} \mathbf{x} + \mathbf{b}
\mathcal{O}(h^2) \mathfrak{g} \mathsf{T} \mathtt{code} \mathit{diff} \mathscr{L}
\underbrace{W x}_{\text{linear}} + \overbrace{b}^{\text{bias}}
\int_{-\infty}^{\infty} e^{-x^2/2} \, dx = \sqrt{2\pi}
\oint \iint \prod_{i=1}^n \bigcup_i A_i
\lim_{h \to 0} \frac{f(x + h) - f(x - h)}{2h} = f'(x)
\frac{f(x+h) - f(x-h)}{2h} = f'(x) + \frac{h^2}{6} f'''(x) + \mathcal{O}(h^4)
\Im\left( \frac{f(x + ih)}{h} \right)
\operatorname{Var}[w] = \frac{2}{n_\text{in} + n_\text{out}}
x_1 \oplus x_2 = (x_1 \land \lnot x_2) \lor (\lnot x_1 \land x_2)
\binom{n}{k} \sqrt[3]{x} \sqrt{\frac{a}{b}}
a \neq b \not= c \not\in D \leq \geq \ll \gg \approx \propto \equiv \simeq \sim
x \mapsto f(x), \quad A \xrightarrow{f} B \Rightarrow C \implies D \iff E
\overset{!}{=} \stackrel{\text{def}}{=} \underset{w}{\min}
\boxed{\delta^l = f'(a^l) \odot (W^{l+1})^\top \delta^{l+1}}
\text{accuracy} = 92.5\,\% \quad \text{with } x_i \text{ and $y_j$ inside}
\sum_{\substack{i=1 \\ i \ne j}}^{N} x_i
\color{red}{x} + \textcolor{blue}{y}
\cancel{x} \phantom{y} z
{}^{(l)}W_{ij}^{(l)} x_{i_j}^{2^n} a''
\displaystyle\sum_{i} \frac12 \dfrac{a}{b} \tfrac{a}{b}
10{,}000 \times 3.5 \cdot 10^{-9} \pm 0.01
m_1 + s \cdot \eta_1, \; m_2 + s\,\eta_2 \!
\langle u, v \rangle = u^\top v \ldots \cdots
\ell(\theta) \;\colon\; \varepsilon \epsilon \phi \varphi \Delta \Sigma \partial \infty \forall \exists \emptyset
\frac{\partial y_i}{\partial a_j} = y_i(\delta_{ij} - y_j), \qquad \delta_{ij} = \mathbb{1}[i=j]
\hat m_t = \frac{m_t}{1-\beta_1^t}, \theta_t = \theta_{t-1} - \eta\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}
\left.\begin{matrix} a \\ b \end{matrix}\right\} \Rightarrow c
é ∂ ∇ η ≤ σ² ‖x‖ → \#5 \& \_ \$
a \bmod b \equiv c \pmod{n}
\mathrm{d}W = \mathrm{d}a^\top X, \mathrm{KL}(p \,\|\, q)
\max_{\|w\| \le 1} \min_{b} \sup_x \inf_y \det(A) \Pr(x)
a = b \\ \text{if } a > 0
x^{\prime} f^{\prime\prime} \| a \|_1 | b |
""".strip().splitlines()
