package dev.companion.db;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobCodec;
import dev.companion.core.job.Overview;
import dev.companion.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The documents of the read model: {@code {"format", "workspaceRoot", "active": [job…], "finished": [job…]}}. The file of
 * one job has the same shape, with that job alone.
 */
final class ViewCodec {
    /** Another number means: written by another version, ask the database. */
    private static final int FORMAT = SchemaMigration.CURRENT_VERSION;

    private ViewCodec() {}

    static byte[] write(Optional<String> workspaceRoot, Overview overview) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator generator = Json.generator(out)) {
            generator.writeStartObject();
            generator.writeNumberField("format", FORMAT);
            generator.writeStringField("workspaceRoot", workspaceRoot.orElse(""));
            write(generator, "active", overview.active());
            write(generator, "finished", overview.finished());
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, String name, List<Job> jobs) throws IOException {
        generator.writeArrayFieldStart(name);
        for (Job job : jobs) {
            JobCodec.write(generator, job);
        }
        generator.writeEndArray();
    }

    /** @throws IOException if it is not a document of this format for this working tree */
    static Overview read(byte[] utf8, Optional<String> workspaceRoot) throws IOException {
        try (JsonParser parser = Json.sharedFactory().createParser(utf8)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            expect("format".equals(parser.nextFieldName()) && parser.nextIntValue(-1) == FORMAT);
            expect("workspaceRoot".equals(parser.nextFieldName()));
            expect(workspaceRoot.orElse("").equals(parser.nextTextValue()));
            Overview overview = new Overview(readJobs(parser, "active"), readJobs(parser, "finished"));
            expect(parser.nextToken() == JsonToken.END_OBJECT);
            return overview;
        }
    }

    private static List<Job> readJobs(JsonParser parser, String name) throws IOException {
        expect(name.equals(parser.nextFieldName()));
        expect(parser.nextToken() == JsonToken.START_ARRAY);
        List<Job> jobs = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            jobs.add(JobCodec.read(parser));
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY);
        return jobs;
    }

    private static void expect(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("not a document of the read model");
        }
    }
}
