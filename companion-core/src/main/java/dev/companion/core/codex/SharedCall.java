package dev.companion.core.codex;

import dev.companion.core.failure.Failure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call that is made once: whoever comes first makes it, and everybody has its result, or its failure. Thread-safe. */
public final class SharedCall<T> {
    private final FutureTask<T> task;

    /** What is to be done; called when somebody wants the result. */
    public SharedCall(Callable<T> call) {
        this.task = new FutureTask<>(call);
    }

    /** Blocks until there is a result; throws what the call threw. */
    public T result() {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }
}
