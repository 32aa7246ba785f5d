package dev.companion.bench;

import java.util.List;
import java.util.Locale;

/**
 * Measured values of one thing.
 *
 * @param sorted the smallest first
 */
record Samples(List<Double> sorted) {
    Samples {
        sorted = sorted.stream().sorted().toList();
    }

    double median() {
        return at(0.5);
    }

    /** The value that this share of the samples does not exceed. */
    double at(double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, Math.min(index, sorted.size() - 1)));
    }

    /** Smallest, median and largest. */
    String spread() {
        return String.format(Locale.ROOT, "%.0f / %.0f / %.0f", at(0), median(), at(1));
    }
}
