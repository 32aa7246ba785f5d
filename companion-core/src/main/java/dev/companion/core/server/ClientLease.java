package dev.companion.core.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a job uses a resident server: a file which the job's worker locks for as long as it does, and which names the thread.
 * A file that is there and not locked tells that the worker died: somebody has to look after its turn. Thread-safe.
 */
final class ClientLease implements AutoCloseable {
    private static final int LONGEST_THREAD_ID = 200;
    private static final Duration GATE_OPENS_WITHIN = Duration.ofSeconds(20);
    private static final int LOOKS = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Path file;
    private final FileChannel channel;
    private Optional<OsLock> thread = Optional.empty();
    private Optional<Path> threadFile = Optional.empty();
    private boolean closed;

    private ClientLease(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Says that the job uses the server of the place, which is not stopped for idleness from now on.
     *
     * @throws IOException if the file cannot be written, or another process has it
     */
    static ClientLease take(ServerPlace place, JobId job, Pause pause) throws IOException {
        OsLock gate = gate(place, pause);
        try (gate) {
            Path file = place.client(job);
            FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE);
            if (!locked(channel, pause)) {
                channel.close();
                throw new IOException("another worker uses the server for this job");
            }
            return new ClientLease(file, channel);
        }
    }

    /** Somebody may be looking at this very moment whether it is held. */
    private static boolean locked(FileChannel channel, Pause pause) throws IOException {
        boolean locked = locked(channel);
        for (int look = 1; !locked && look < LOOKS; look++) {
            pause.pause(BETWEEN_LOOKS);
            locked = locked(channel);
        }
        return locked;
    }

    /** Blocks while the keeper stops the server. */
    private static OsLock gate(ServerPlace place, Pause pause) throws IOException {
        long begin = System.nanoTime();
        Optional<OsLock> gate = OsLock.tryAcquire(place.gate());
        while (gate.isEmpty()) {
            if (System.nanoTime() - begin > GATE_OPENS_WITHIN.toNanos()) {
                throw new IOException("the keeper of the server does not open the gate");
            }
            pause.pause(BETWEEN_LOOKS);
            gate = OsLock.tryAcquire(place.gate());
        }
        return gate.get();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Notes the thread on which the job's turn runs, before the turn starts: a second turn would be put into the first.
     *
     * @return false if another job works on that thread
     */
    synchronized boolean onThread(ServerPlace place, String threadId) {
        try {
            if (thread.isEmpty()) {
                Path lock = place.threads().resolve(fileName(threadId));
                thread = OsLock.tryAcquire(lock);
                threadFile = Optional.of(lock);
            }
            if (thread.isEmpty()) {
                return false;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(threadId.getBytes(UTF_8)), 0);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An id of Codex is a UUID; whatever else it may become stays a plain name. */
    private static String fileName(String threadId) {
        return threadId.replaceAll("[^A-Za-z0-9-]", "_");
    }

    /** Nothing of the job runs on the server any more. */
    synchronized void release() {
        try {
            if (!closed) {
                Files.deleteIfExists(file);
                if (thread.isPresent()) {
                    Files.deleteIfExists(threadFile.get());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close();
        }
    }

    /** Leaves the file, so that somebody else looks after a turn that may still run. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            thread.ifPresent(OsLock::close);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One client of a server, as another process sees it.
     *
     * @param threadId empty if it had none yet
     * @param lives whether a worker holds it
     */
    record Client(JobId job, Optional<String> threadId, boolean lives) {}

    /** The clients of a server. Not for a process that holds a lease itself. */
    static List<Client> list(ServerPlace place) {
        List<Client> clients = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place.clients())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (JobId.isWellFormed(name)) {
                    clients.add(new Client(new JobId(name), threadId(file), OsLock.isHeld(file)));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return clients;
    }

    /** The client of this job, if its file is there; whether it lives is not looked at. */
    static Optional<Client> find(ServerPlace place, JobId job) {
        Path file = place.client(job);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(new Client(job, threadId(file), false))
                : Optional.empty();
    }

    /** Removes what a dead worker left, once its turn is looked after. */
    static void forget(ServerPlace place, JobId job) {
        try {
            Files.deleteIfExists(place.client(job));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> threadId(Path file) {
        try {
            String text = new String(PrivateFiles.read(file), UTF_8);
            return Optional.of(text).filter(id -> !id.isEmpty() && id.length() < LONGEST_THREAD_ID);
        } catch (IOException e) {
            // Released at this moment.
            return Optional.empty();
        }
    }
}
