package dev.companion.core.offline;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the step to play. Knows nothing but how often a fault with a number of {@code times} has happened: a retried
 * request looks like the first one. Thread-safe.
 */
final class StepChooser {
    private final Map<String, Integer> faultsPlayed = new ConcurrentHashMap<>();

    /**
     * The step that a conversation asks for.
     *
     * @throws java.io.UncheckedIOException if its script is not JSON
     * @throws IllegalArgumentException if its script has a wrong step
     */
    Step choose(String threadId, Conversation conversation) {
        if (conversation.script().isEmpty()) {
            return ScriptReader.greeting(conversation);
        }
        String script = conversation.script().orElseThrow();
        List<Step> playable = new ArrayList<>();
        IdentityHashMap<Step, String> keys = new IdentityHashMap<>();
        List<Step> steps = ScriptReader.read(script);
        for (int i = 0; i < steps.size(); i++) {
            String key = threadId + "/" + script.hashCode() + "/" + i;
            Step step = wornOff(steps.get(i), key);
            if (!step.isOnlyManner()) {
                playable.add(step);
                keys.put(step, key);
            }
        }
        Step chosen = ScriptReader.at(playable, conversation.answeredCalls());
        String key = keys.get(chosen);
        if (key != null && chosen.times() > 0) {
            faultsPlayed.merge(key, 1, Integer::sum);
        }
        return chosen;
    }

    private Step wornOff(Step step, String key) {
        boolean worn = step.times() > 0 && faultsPlayed.getOrDefault(key, 0) >= step.times();
        return worn ? step.withoutFault() : step;
    }
}
