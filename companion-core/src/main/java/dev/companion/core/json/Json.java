package dev.companion.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON factory of the program and plain values in and out of it.
 *
 * <p>A value is {@code null}, {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigInteger},
 * {@link Double}, {@link List} or {@link Map} with string keys, in document order. Thread-safe.
 */
public final class Json {
    /** Deeper than any message of Codex, and within the stack of a small thread. */
    private static final int DEEPEST_MESSAGE = 200;
    /** Every value costs memory that the line itself does not tell of. */
    private static final long MOST_TOKENS_OF_A_MESSAGE = 500_000;

    private static final JsonFactory FACTORY = factory(StreamReadConstraints.builder());
    private static final JsonFactory MESSAGES = factory(
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST_MESSAGE).maxTokenCount(MOST_TOKENS_OF_A_MESSAGE));

    private Json() {}

    private static JsonFactory factory(StreamReadConstraints.Builder constraints) {
        // A prompt or a final message is one string and may be large; the callers bound what they read.
        return new JsonFactoryBuilder()
                .streamReadConstraints(
                        constraints.maxStringLength(Integer.MAX_VALUE).build())
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
    }

    /** The shared factory: UTF-8, neither closes the stream that it is given. */
    public static JsonFactory sharedFactory() {
        return FACTORY;
    }

    /** A generator on {@code out}, UTF-8, compact; closing it flushes but does not close {@code out}. */
    public static JsonGenerator generator(OutputStream out) {
        try {
            return FACTORY.createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one document.
     *
     * @param utf8 the bytes of one JSON document
     * @throws UncheckedIOException if it is not JSON
     */
    public static @Nullable Object read(byte[] utf8) {
        return read(FACTORY, utf8);
    }

    private static @Nullable Object read(JsonFactory factory, byte[] utf8) {
        try (JsonParser parser = factory.createParser(utf8)) {
            parser.nextToken();
            return JsonValues.read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @throws UncheckedIOException if it is not JSON, or no object
     */
    public static JsonObject readObject(byte[] utf8) {
        return object(read(utf8));
    }

    /**
     * Reads one JSON object that another program wrote, which may be too deep or have too many values for our memory.
     *
     * @throws UncheckedIOException if it is not JSON, no object, or too much
     */
    public static JsonObject readMessage(byte[] utf8) {
        return object(read(MESSAGES, utf8));
    }

    /**
     * Reads one JSON object that is all of the text: nothing behind it, no name twice in an object, not too deep, not too
     * much. For what decides something: another reader must not see another value.
     *
     * @throws UncheckedIOException if it is anything else; the message says where and does not quote the text
     */
    public static JsonObject readWhole(byte[] utf8) {
        try (JsonParser parser = MESSAGES.createParser(utf8)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            parser.nextToken();
            JsonObject object = object(JsonValues.read(parser));
            if (parser.nextToken() != null) {
                throw new IOException("there is more behind the object");
            }
            return object;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : ", line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw new UncheckedIOException("not JSON" + where, e);
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonObject object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return JsonObject.of(map);
        }
        throw new UncheckedIOException("not a JSON object", new IOException("a value of another type"));
    }

    /** Reads one JSON object from text. */
    public static JsonObject readObject(String text) {
        return readObject(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An object's fields in the order in which they are given: name, value, name, value.
     *
     * @throws IllegalArgumentException if a value is missing
     */
    public static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    /** The value as one compact UTF-8 document. */
    public static byte[] bytes(@Nullable Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = generator(out)) {
            JsonValues.write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The value as one compact document. */
    public static String text(@Nullable Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }
}
