package dev.companion.core.offline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was asked of the model, in order of arrival. Thread-safe: the monitor of this object guards both fields. */
final class RequestLog {
    private static final int KEPT_WITHOUT_TEXTS = 1_000;

    private final OfflineModel.Recording recording;
    private final Deque<OfflineRequest> requests = new ArrayDeque<>();
    private long received;

    RequestLog(OfflineModel.Recording recording) {
        this.recording = recording;
    }

    synchronized void add(OfflineRequest request) {
        received++;
        switch (recording) {
            case FULL -> requests.add(request);
            case BOUNDED -> {
                requests.add(request.withoutTexts());
                if (requests.size() > KEPT_WITHOUT_TEXTS) {
                    requests.removeFirst();
                }
            }
        }
        notifyAll();
    }

    synchronized List<OfflineRequest> all() {
        return List.copyOf(requests);
    }

    synchronized long received() {
        return received;
    }

    /** Whether {@code count} requests had arrived by the deadline. */
    synchronized boolean await(long count, Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (received < count) {
            long leftMillis = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
