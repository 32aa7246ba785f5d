package dev.companion.core.job;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that takes a worker's lock, says whether it got it, and holds it until its input ends. */
public final class LockHolder {
    private LockHolder() {}

    /** @param arguments the job's directory */
    public static void main(String[] arguments) throws IOException {
        boolean got =
                WorkerLock.tryAcquire(new JobDirectory(Path.of(arguments[0]))).isPresent();
        System.out.println(got);
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
