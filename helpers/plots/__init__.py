"""Static figures: each takes data and returns a matplotlib figure, drawn without pyplot.

One module for each notebook; `figure` shows what they return, with a caption.
"""

from helpers.extras import needs

with needs("plots"):
    from helpers.plots.autodiff import (
        backward_orders,
        broadcast_trap,
        four_roads,
        losses_per_epoch,
        path_calls,
        probability_map,
        signal_by_depth,
        steps_and_kinks,
        three_fits,
        var_graph,
    )
    from helpers.plots.base import figure, movie
    from helpers.plots.gradient_check import (
        entry_ratios,
        fingerprints,
        gradient_scatter,
        regression_fit,
        relative_error_bars,
        relu_kink,
        taylor_slopes,
        v_curve,
    )
    from helpers.plots.mnist import (
        confusion,
        digit_images,
        errors_by_learning_rate,
        gradient_norms,
        loss_and_accuracy,
        reliability_bars,
        signal_by_layer,
        weight_images,
    )
    from helpers.plots.noisy_xor import (
        boundary_grid,
        hidden_space,
        hidden_space_frame,
        learning_curves,
        paired_differences,
        study_by_set,
        study_dots,
        study_heatmap,
        study_rates,
        two_forms,
        xor_sets,
    )
    from helpers.plots.pen_and_paper import computational_graph, loss_along_gradient

__all__ = [
    "backward_orders",
    "boundary_grid",
    "broadcast_trap",
    "computational_graph",
    "confusion",
    "digit_images",
    "entry_ratios",
    "errors_by_learning_rate",
    "figure",
    "fingerprints",
    "four_roads",
    "gradient_norms",
    "gradient_scatter",
    "hidden_space",
    "hidden_space_frame",
    "learning_curves",
    "loss_along_gradient",
    "loss_and_accuracy",
    "losses_per_epoch",
    "movie",
    "paired_differences",
    "path_calls",
    "probability_map",
    "regression_fit",
    "relative_error_bars",
    "reliability_bars",
    "relu_kink",
    "signal_by_depth",
    "signal_by_layer",
    "steps_and_kinks",
    "study_by_set",
    "study_dots",
    "study_heatmap",
    "study_rates",
    "taylor_slopes",
    "three_fits",
    "two_forms",
    "v_curve",
    "var_graph",
    "weight_images",
    "xor_sets",
]
