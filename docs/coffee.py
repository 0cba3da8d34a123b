"""Questions for coffee.ipynb: how a cup of coffee cools.

A complete small table, to be copied and changed; docs/own_questions.md explains it.
"""

import numpy as np

from workbook.checks import Table

table = Table("coffee")
check = table.check

HOT, ROOM, k = 80.0, 20.0, 0.1  # °C, °C, 1/min

# --- A value, computed by hand --------------------------------------------------------------------


@table.value("coffee-1", hint="How far is the coffee from the room?")
def rate():
    """How fast the coffee's temperature changes at first, in K/min: one number."""
    return -k * (HOT - ROOM)


TOUCH = "Imagine coffee as cold as the room: what should your formula give?"

rate.mistake("the sign is lost", lambda: k * (HOT - ROOM), "Does the coffee get warmer?")
rate.mistake("the room is left out", lambda: -k * HOT, TOUCH)
rate.mistake("the two temperatures are added", lambda: -k * (HOT + ROOM), TOUCH)


# --- A value that builds on an earlier answer -----------------------------------------------------


@table.value("coffee-2", hint="Where does it start, and how far does it get in a minute?")
def after_a_minute(rate):
    """The temperature after one minute, if the rate stays as it is, in °C: one number."""
    return HOT + rate


after_a_minute.mistake("only the change is given", lambda rate: rate, "From where does it change?")
after_a_minute.mistake(
    "the change is subtracted",
    lambda rate: HOT - rate,
    "The rate has its sign already.",
)
after_a_minute.mistake(
    "the change starts from the room's temperature",
    lambda rate: ROOM + rate,
    "Which of the two is cooling?",
)


# --- A function, tried on random inputs -----------------------------------------------------------


def cups(rng):
    """Yield times t (N,), then T0, room and k: the arguments, as a tuple."""
    for N in (1, 2, 7):
        yield rng.uniform(0, 30, N), rng.uniform(60, 95), rng.uniform(5, 30), rng.uniform(0.05, 0.3)


@table.code("coffee-3", points=2, cases=cups, hint="Try t = 0, then a very large t.")
def temperature(t, T0, room, k):
    """The temperature (N,) of coffee at the times t (N,), T0 at first, in a room of `room` °C."""
    return room + (T0 - room) * np.exp(-k * t)


temperature.mistake(
    "it cools to 0 °C, not to the room's temperature",
    lambda t, T0, room, k: T0 * np.exp(-k * t),
    "What is left after a day?",
)
temperature.mistake(
    "the exponent lacks its minus",
    lambda t, T0, room, k: room + (T0 - room) * np.exp(k * t),
    "Draw it: does it level off?",
)
temperature.mistake(
    "time is divided by k, not multiplied with it",
    lambda t, T0, room, k: room + (T0 - room) * np.exp(-t / k),
    "Which unit has k? An exponent has none.",
)


# --- A class, looked at through a probe -----------------------------------------------------------


def starts(rng):
    """Yield a cup's first temperature, the room's, k, and the length of a step in minutes."""
    for _ in range(3):
        yield rng.uniform(60, 95), rng.uniform(5, 30), rng.uniform(0.05, 0.3), rng.uniform(0.5, 2)


def two_steps(cls, T, room, k, dt):
    """Return the named parts to compare: any right class gives these."""
    cup = cls(T, room, k)
    return {"T after one step": cup.step(dt), "T after two steps": cup.step(dt)}


@table.code(
    "coffee-4", points=2, cases=starts, probe=two_steps, hint="Step from where the cup is now."
)
class Cup:
    """A cup with T, room and k, whose step(dt) moves T by dt minutes at today's rate, returned."""

    def __init__(self, T, room, k):
        self.T, self.room, self.k = T, room, k

    def step(self, dt):
        self.T = self.T - dt * self.k * (self.T - self.room)
        return self.T


@Cup.mistake("the length of the step is not used", hint="Half a minute should change half as much.")
class WholeMinutes(Cup):
    def step(self, dt):
        return super().step(1.0)


@Cup.mistake("each step starts from the first temperature", hint="What does the cup remember?")
class Forgetful(Cup):
    def step(self, dt):
        return self.T - dt * self.k * (self.T - self.room)


@Cup.mistake("the coffee gets warmer: the step has the wrong sign", hint="Touch the cup.")
class Heater(Cup):
    def step(self, dt):
        return super().step(-dt)


# --- A question in words --------------------------------------------------------------------------

table.written(
    "coffee-a",
    "With steps of half an hour the cup becomes colder than the room. Why, and what is wrong?",
    points=2,
    formula="coffee-4",
)
