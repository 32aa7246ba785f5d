package dev.companion.core.offline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer of the model.
 *
 * @param outputs what it says and calls, in order
 * @param fault how it goes wrong
 * @param delay before anything is sent
 * @param pace between two deltas
 * @param headers added to the answer
 * @param times how often the fault happens to a thread, then the outputs are played or the step is left out; 0: always
 */
record Step(
        List<Output> outputs,
        Optional<Fault> fault,
        Duration delay,
        Duration pace,
        Map<String, String> headers,
        int times) {
    static final Step NOTHING = new Step(List.of(), Optional.empty(), Duration.ZERO, Duration.ZERO, Map.of(), 0);

    Step {
        outputs = List.copyOf(outputs);
        requireNonNull(fault, "fault");
        requireNonNull(delay, "delay");
        requireNonNull(pace, "pace");
        headers = Map.copyOf(headers);
    }

    static Step saying(String text) {
        return new Step(
                List.of(new Output.Say(new RepeatedText(text, 1), 0)),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Map.of(),
                0);
    }

    /** How many tool outputs come back before the next step. */
    int calls() {
        return (int) outputs.stream().filter(Output.Call.class::isInstance).count();
    }

    /** Whether it answers nothing by itself, like a delay that stands alone. */
    boolean isOnlyManner() {
        return outputs.isEmpty() && fault.isEmpty();
    }

    Step withoutFault() {
        return new Step(outputs, Optional.empty(), delay, pace, headers, 0);
    }
}
