package dev.companion.core.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OfflineModelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OfflineModel model = OfflineModel.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        model.close();
    }

    private static HttpRequest asking(URI baseUrl, String prompt) {
        Map<String, Object> message =
                Map.of("role", "user", "content", List.of(Map.of("type", "input_text", "text", prompt)));
        return HttpRequest.newBuilder(URI.create(baseUrl + "/responses"))
                .timeout(PATIENCE)
                .header("Thread-Id", "t-1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(Map.of("input", List.of(message)))))
                .build();
    }

    private HttpResponse<String> ask(String prompt) throws IOException, InterruptedException {
        return client.send(asking(model.baseUrl(), prompt), BodyHandlers.ofString());
    }

    @Test
    void an_answer_is_a_stream_of_events_from_created_to_completed() throws IOException, InterruptedException {
        String body = ask(Script.of().say("hello").inPrompt("hi")).body();

        assertThat(body.lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> Json.readObject(line.substring(6))))
                .extracting(event -> event.string("type").orElseThrow())
                .containsExactly(
                        "response.created",
                        "response.output_item.added",
                        "response.output_text.delta",
                        "response.output_item.done",
                        "response.completed");
    }

    @Test
    void a_request_is_recorded_with_its_headers_and_its_text() throws IOException, InterruptedException {
        ask("the text");

        OfflineRequest request = model.requests().get(0);
        assertThat(request.threadId()).contains("t-1");
        assertThat(request.userText()).isEqualTo("the text");
        assertThat(request.body().objects("input")).hasSize(1);
        assertThat(request.toString()).doesNotContain("the text").doesNotContain("t-1");
    }

    @Test
    void a_script_that_cannot_be_played_is_refused_with_the_reason() throws IOException, InterruptedException {
        assertThat(ask("%%[{\"sya\":1}]%%").statusCode()).isEqualTo(400);
        assertThat(ask("%%[{\"sya\":1}]%%").body()).contains("unknown word in a step: sya");
        assertThat(ask("%%[no]%%").body()).contains("not a JSON array");
    }

    @Test
    void anything_but_an_answer_is_not_found() throws IOException, InterruptedException {
        HttpRequest models =
                HttpRequest.newBuilder(URI.create(model.baseUrl() + "/models")).build();

        assertThat(client.send(models, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    @Test
    void a_hundred_million_characters_are_streamed() throws IOException, InterruptedException {
        Script script = Script.of().step(Map.of("say", "0123456789", "repeat", 10_000_000));
        HttpResponse<InputStream> response =
                client.send(asking(model.baseUrl(), script.inPrompt("go")), BodyHandlers.ofInputStream());

        long bytes = 0;
        try (InputStream in = response.body()) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }

        assertThat(bytes).isGreaterThan(200_000_000L);
    }

    @Test
    void without_recording_only_the_number_and_the_headers_are_kept() throws IOException, InterruptedException {
        try (OfflineModel bounded = OfflineModel.start(OfflineModel.Recording.BOUNDED)) {
            client.send(asking(bounded.baseUrl(), "secret"), BodyHandlers.ofString());

            assertThat(bounded.requestCount()).isEqualTo(1);
            assertThat(bounded.requests().get(0).userText()).isEmpty();
            assertThat(bounded.requests().get(0).body().fields()).isEmpty();
        }
    }

    @Test
    void closing_ends_a_silent_answer() throws InterruptedException {
        CompletableFuture<HttpResponse<String>> silent = client.sendAsync(
                asking(
                        model.baseUrl(),
                        Script.of().step(Map.of("silent", "after-headers")).inPrompt("go")),
                BodyHandlers.ofString());
        assertThat(model.awaitRequests(1, PATIENCE)).isTrue();

        model.close();

        assertThat(silent).failsWithin(PATIENCE);
    }

    @Test
    void all_threads_are_daemons() throws IOException, InterruptedException {
        ask("hello");

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("offline-model")
                        || thread.getName().equals("HTTP-Dispatcher"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }
}
