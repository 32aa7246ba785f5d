package dev.companion.core.job;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that takes a job's lock, says whether it got it, and holds it until its input ends. */
public final class LockHolder {
    private LockHolder() {}

    /** @param arguments the job's directory, and {@code worker} or {@code judge} */
    public static void main(String[] arguments) throws IOException {
        JobDirectory directory = new JobDirectory(Path.of(arguments[0]));
        boolean got = (arguments[1].equals("worker")
                        ? WorkerLock.tryAcquire(directory)
                        : WorkerLock.tryAcquireToJudge(directory))
                .isPresent();
        System.out.println(got);
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
