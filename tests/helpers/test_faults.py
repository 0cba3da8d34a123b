"""The bug lab's patients: one fault each, in the parameters that the notebook says."""

import numpy as np
import pytest

from helpers import Network, central_difference, half_mse, relative_error
from helpers.faults import patient_data, patient_gradient

WRONG = {
    "A": {"b2"},
    "B": {"W1", "b1"},
    "C": {"W1", "b1", "W2", "b2", "W3", "b3"},
    "D": {"W1", "b1", "W2", "b2"},
    "E": {"W1", "b1"},
    "F": {"W2"},
}


@pytest.fixture
def case():
    net, X, t = patient_data(20, seed=2)
    numerical = central_difference(net.loss_function(X, t, half_mse), net.theta)
    return net, X, t, net.named(numerical)


@pytest.mark.parametrize("patient", WRONG)
def test_a_fault_shows_where_it_should_and_nowhere_else(patient, case):
    net, X, t, numerical = case
    gradient = patient_gradient(patient, net, X, t)
    errors = {name: relative_error(gradient[name], n) for name, n in numerical.items()}
    assert {name for name, error in errors.items() if error > 0.1} == WRONG[patient]
    assert all(error < 1e-6 for name, error in errors.items() if name not in WRONG[patient])


def test_the_unsummed_bias_has_a_row_for_each_sample(case):
    net, X, t, _ = case
    assert patient_gradient("A", net, X, t)["b2"].shape == (20, 4)


def test_the_network_itself_stays_healthy(case):
    net, X, t, numerical = case
    for patient in WRONG:
        patient_gradient(patient, net, X, t)
    gradient = net.named(net.loss_and_gradient(X, t, half_mse)[1])
    for name, n in numerical.items():
        np.testing.assert_allclose(gradient[name], n, atol=1e-8)


@pytest.mark.parametrize("letter", ["G", "a", "", "AB"])
def test_there_are_six_patients(letter, case):
    net, X, t, _ = case
    with pytest.raises(ValueError) as error:
        patient_gradient(letter, net, X, t)
    assert str(error.value) == (
        "patients are A, B, C, D, E, F, of Network([4, 4, 4, 2], 'relu', 50 parameters); "
        f"got {letter}, Network([4, 4, 4, 2], 'relu', 50 parameters)"
    )


@pytest.mark.parametrize(
    "net", [Network([4, 4, 2]), Network([4, 4, 4, 2], "tanh"), Network([4, 4, 4, 2], seed=[1, 2])]
)
def test_the_patients_are_one_network_of_ReLUs(net, case):
    with pytest.raises(ValueError, match=r"^patients are A, B, C, D, E, F, of Network") as error:
        patient_gradient("A", net, *case[1:3])
    assert str(error.value).endswith(f"; got A, {net}")


def test_patients_data_follow_their_seed_alone():
    for N, seed in ((7, 3), (4, 1)):
        net, X, t = patient_data(N, seed) if seed == 3 else patient_data(N)
        np.testing.assert_array_equal(net.theta, Network([4, 4, 4, 2], seed=seed).theta)
        rng = np.random.default_rng(seed)
        np.testing.assert_array_equal(X, rng.normal(size=(N, 4)))
        np.testing.assert_array_equal(t, rng.normal(size=(N, 2)))


def test_the_faults_are_the_ones_that_are_named(case):
    net, X, t, _ = case
    right = net.named(net.loss_and_gradient(X, t, half_mse)[1])
    found = {letter: patient_gradient(letter, net, X, t) for letter in WRONG}
    np.testing.assert_allclose(found["A"]["b2"].sum(axis=0), right["b2"], atol=1e-14)
    np.testing.assert_allclose(found["F"]["W2"], right["W2"].T, atol=1e-14)
    for name in ("W1", "b1", "W2", "b2"):
        np.testing.assert_allclose(found["C"][name], 2 * right[name], atol=1e-14)
