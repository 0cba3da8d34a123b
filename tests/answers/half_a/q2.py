# %% q2-5 wrong: the slope of tanh is computed from the sigmoid of a
# named: sigmoid
class Tanh:
    def forward(self, a):
        self.a = a
        return np.tanh(a)

    def backward(self, dz):
        s = 1 / (1 + np.exp(-self.a))  #!
        return dz * s * (1 - s)  #!
