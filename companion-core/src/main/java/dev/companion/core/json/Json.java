package dev.companion.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
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
    private static final JsonFactory FACTORY = factory();

    private Json() {}

    private static JsonFactory factory() {
        // A prompt or a final message is one string and may be large; the callers bound what they read.
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        return new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
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
        try (JsonParser parser = FACTORY.createParser(utf8)) {
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
        if (read(utf8) instanceof Map<?, ?> map) {
            return JsonObject.of(map);
        }
        throw new UncheckedIOException(new IOException("not a JSON object"));
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
