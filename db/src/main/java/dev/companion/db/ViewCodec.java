package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.Overview;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The documents of the read model, binary because a {@code status} reads one at every start: {@code format, workspaceRoot,
 * active job…, finished job…}, and a checksum of all that. The file of one job has the same shape, with that job alone.
 */
final class ViewCodec {
    /** Another number means: written by another version, ask the database. To be raised with every change of a job's record. */
    private static final int FORMAT = SchemaMigration.CURRENT_VERSION << 8 | 1;

    private static final int CHECKSUM_BYTES = Long.BYTES;

    private ViewCodec() {}

    static byte[] write(Optional<String> workspaceRoot, Overview overview) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            JobBytes jobs = new JobBytes();
            jobs.writeText(out, workspaceRoot.orElse(""));
            write(out, jobs, overview.active());
            write(out, jobs, overview.finished());
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, JobBytes bytes, List<Job> jobs) throws IOException {
        out.writeInt(jobs.size());
        for (Job job : jobs) {
            bytes.write(out, job);
        }
    }

    /** @throws IOException if it is not a whole document of this format for this working tree */
    static Overview read(byte[] document, Optional<String> workspaceRoot) throws IOException {
        int length = document.length - CHECKSUM_BYTES;
        expect(length > 0);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(document));
        expect(in.readInt() == FORMAT);
        DataInputStream end = new DataInputStream(new ByteArrayInputStream(document, length, CHECKSUM_BYTES));
        expect(end.readLong() == checksum(document, length));
        JobBytes jobs = new JobBytes();
        expect(jobs.readText(in).equals(workspaceRoot.orElse("")));
        Overview overview = new Overview(readJobs(in, jobs), readJobs(in, jobs));
        expect(in.available() == CHECKSUM_BYTES);
        return overview;
    }

    private static List<Job> readJobs(DataInputStream in, JobBytes bytes) throws IOException {
        int count = in.readInt();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(bytes.read(in));
        }
        return jobs;
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return sum.getValue();
    }

    private static void expect(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("not a document of the read model");
        }
    }
}
