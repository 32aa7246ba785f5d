package dev.companion.core.review.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Findings beside those of an earlier review: the same file and a similar title is the same finding, wherever its lines are
 * by now. A finding that is gone was not found again; nobody checked that it was mended.
 *
 * @param appeared those that the earlier review does not have
 * @param stayed those that it has, as they are now
 * @param gone those that only it has, as they were
 */
public record Comparison(List<Finding> appeared, List<Finding> stayed, List<Finding> gone) {
    /** Copies. */
    public Comparison {
        appeared = List.copyOf(appeared);
        stayed = List.copyOf(stayed);
        gone = List.copyOf(gone);
    }

    private record Pair(int now, int before, double likeness, int distance) {}

    /** Compares; empty unless both reviews are there and were read to the end, because then nothing can be called gone. */
    public static Optional<Comparison> of(ReviewOutcome now, ReviewOutcome before) {
        return isRead(now) && isRead(before) ? Optional.of(of(now.findings(), before.findings())) : Optional.empty();
    }

    private static boolean isRead(ReviewOutcome outcome) {
        return outcome.isReview() && outcome.fault().isEmpty();
    }

    private static Comparison of(List<Finding> now, List<Finding> before) {
        boolean[] stays = new boolean[now.size()];
        boolean[] found = new boolean[before.size()];
        for (Pair pair : pairs(now, before)) {
            if (!stays[pair.now()] && !found[pair.before()]) {
                stays[pair.now()] = true;
                found[pair.before()] = true;
            }
        }
        List<Finding> appeared = new ArrayList<>();
        List<Finding> stayed = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            (stays[i] ? stayed : appeared).add(now.get(i));
        }
        List<Finding> gone = IntStream.range(0, before.size())
                .filter(i -> !found[i])
                .mapToObj(before::get)
                .toList();
        return new Comparison(appeared, stayed, gone);
    }

    /** All that may be the same, the most alike first, then the nearest. */
    private static List<Pair> pairs(List<Finding> now, List<Finding> before) {
        return IntStream.range(0, now.size())
                .boxed()
                .flatMap(i -> IntStream.range(0, before.size())
                        .mapToObj(j -> pair(now.get(i), before.get(j), i, j))
                        .flatMap(Optional::stream))
                .sorted(Comparator.comparingDouble(Pair::likeness).reversed().thenComparingInt(Pair::distance))
                .toList();
    }

    private static Optional<Pair> pair(Finding now, Finding before, int i, int j) {
        if (!now.file().equals(before.file())) {
            return Optional.empty();
        }
        double likeness = Titles.likeness(now.title(), before.title());
        return likeness < Titles.SIMILAR
                ? Optional.empty()
                : Optional.of(new Pair(i, j, likeness, Math.abs(line(now) - line(before))));
    }

    private static int line(Finding finding) {
        return finding.location().flatMap(Location::lines).map(LineRange::first).orElse(0);
    }

    /** Whether a finding of the present review is new. */
    public boolean isNew(Finding finding) {
        return appeared.contains(finding);
    }
}
