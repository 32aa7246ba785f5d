package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ListeningCodex;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.Script;
import dev.companion.core.rpc.WebSocketPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The turn runs on an app-server elsewhere, which goes on when the job has ended. No Codex is installed here. */
@Tag("once")
class RemoteIT {
    private static final String TOKEN = "token-that-nobody-shall-see";
    private static final String SLEEP =
            Script.of().exec("sleep 647", Duration.ofMinutes(10)).say("slept").inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

    private @Nullable ListeningCodex listening;
    private Path tokenFile = Path.of("");

    @BeforeEach
    void start() throws IOException {
        tokenFile = tokenFile(TOKEN);
        OfflineCodexHome home = new OfflineCodexHome(machine.directory().resolve("offline"));
        listening = ListeningCodex.onPort(home, machine.workspace(), tokenFile);
        machine.with("COMPANION_CODEX", "/nonexistent/codex");
    }

    @AfterEach
    void stop() {
        codex().close();
    }

    private ListeningCodex codex() {
        return Objects.requireNonNull(listening);
    }

    private Path tokenFile(String token) throws IOException {
        Path file = Files.writeString(machine.file("token-" + token.length()), token + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String[] there(String... words) {
        List<String> all = new ArrayList<>(
                List.of("--remote", codex().url().toString(), "--remote-token-file", tokenFile.toString()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    private Answer task(String... words) {
        List<String> all = new ArrayList<>(List.of("task", "--json"));
        all.addAll(List.of(words));
        return machine.run(all.toArray(String[]::new));
    }

    private void awaitNoCommand() throws Exception {
        for (ProcessHandle below : codex().handle().descendants().toList()) {
            below.onExit().get(5, TimeUnit.SECONDS);
        }
        assertThat(codex().handle().descendants()).isEmpty();
    }

    private void requireNoTokenIn(String job) throws IOException {
        try (var files = Files.walk(machine.jobDirectory(job))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(TOKEN));
        }
    }

    @Test
    void a_task_runs_there_and_goes_on_there() throws IOException {
        Answer first = task(there("The first words."));
        assertThat(first.exitCode()).as("%s", first).isZero();
        JsonObject job = first.json().object("job");
        Answer second = task(there("--resume-job", job.string("id").orElseThrow(), "The second words."));

        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.json().string("threadId")).isEqualTo(first.json().string("threadId"));
        assertThat(job.string("transport")).contains("remote");
        assertThat(job.string("effectiveTransport")).contains("remote");
        assertThat(codex().handle().isAlive()).isTrue();
        requireNoTokenIn(job.string("id").orElseThrow());
    }

    @Test
    void the_token_may_stand_in_a_variable_and_a_retry_finds_it_again() throws IOException {
        machine.with("THE_TOKEN", TOKEN);

        Answer first =
                task("--remote", codex().url().toString(), "--remote-token-env", "THE_TOKEN", "The first words.");
        assertThat(first.exitCode()).as("%s", first).isZero();
        String job = first.json().string("jobId").orElseThrow();
        Answer again = machine.run("retry", job, "--json");

        assertThat(again.exitCode()).as("%s", again).isZero();
        requireNoTokenIn(job);
    }

    @Test
    void G08_a_cancel_ends_the_turn_and_its_command_there() throws Exception {
        String job = machine.submit(there(SLEEP));
        machine.awaitCommand(job);
        assertThat(codex().handle().descendants()).isNotEmpty();

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.millis()).isLessThan(5_000);
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
        awaitNoCommand();
        assertThat(task(there("--resume-job", job, "Go on.")).exitCode()).isZero();
    }

    @Test
    void G08_a_worker_that_is_asked_to_end_ends_the_turn_there() throws Exception {
        String job = machine.submit(there(SLEEP));
        machine.awaitCommand(job);

        Signals.send("TERM", machine.worker(job).pid());

        assertThat(machine.awaitEnd(job).string("reason")).contains("interrupted");
        awaitNoCommand();
    }

    @Test
    void a_command_that_a_completed_turn_left_behind_ends_with_the_job() throws Exception {
        Answer answer = task(there(Script.of()
                .exec("sleep 648", Duration.ofMillis(300))
                .say("left it running")
                .inPrompt("Leave something behind.")));

        assertThat(answer.json().string("rawOutput")).as("%s", answer).contains("left it running");
        awaitNoCommand();
    }

    @Test
    void G03_a_server_that_is_gone_is_no_success() {
        String job = machine.submit(there(SLEEP));
        machine.awaitCommand(job);

        codex().close();

        JsonObject record = machine.awaitEnd(job);
        assertThat(record.string("status")).contains("failed");
        assertThat(record.string("reason")).contains("transport");
    }

    private void requireFailure(String reason, int exit, String words, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("Do it.");
        Answer answer = task(all.toArray(String[]::new));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(exit);
        JsonObject job = answer.json().object("job");
        assertThat(job.string("reason")).as("%s", answer).contains(reason);
        assertThat(job.string("errorMessage").orElseThrow()).contains(words).doesNotContain(TOKEN);
    }

    @Test
    void G09_what_keeps_it_from_connecting_is_told_apart() throws Exception {
        String url = codex().url().toString();
        requireFailure(
                "auth",
                6,
                "the token is wrong",
                "--remote",
                url,
                "--remote-token-file",
                tokenFile("wrong").toString());
        requireFailure("auth", 6, "it wants a token", "--remote", url);
        requireFailure("transport", 1, "not a Codex app-server", there()[0], url + "/readyz", there()[2], there()[3]);
        requireFailure("transport", 1, "no address is known", "--remote", "wss://no-such-host.invalid");
        requireFailure(
                "transport", 1, "nobody listens at ws://127.0.0.1:", "--remote", "ws://127.0.0.1:" + unusedPort());
        requireFailure("transport", 1, "does it speak TLS", "--remote", url.replace("ws:", "wss:"));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void G09_a_WebSocket_that_is_no_Codex_is_recognized() throws Exception {
        try (WebSocketPeer silent = WebSocketPeer.onLoopback(server -> {
            server.upgrade();
            server.awaitEnd();
        })) {
            machine.with("COMPANION_RPC_TIMEOUT", "1s");
            requireFailure(
                    "transport",
                    1,
                    "is not a Codex app-server",
                    "--remote",
                    silent.url().toString());
        }
        try (WebSocketPeer rude = WebSocketPeer.onLoopback(WebSocketPeer::upgrade)) {
            requireFailure(
                    "transport",
                    1,
                    "is not a Codex app-server",
                    "--remote",
                    rude.url().toString());
        }
    }

    @Test
    void TLS_is_for_hosts_whose_certificate_is_trusted_and_is_theirs() throws Exception {
        try (TlsProxy proxy = TlsProxy.before(codex().url(), machine.directory())) {
            String[] token = {"--remote-token-file", tokenFile.toString()};
            requireFailure("transport", 1, "is not trusted", "--remote", proxy.url("127.0.0.1"), token[0], token[1]);

            machine.with("COMPANION_JAVA_OPTS", proxy.trustingJavaOptions());

            requireFailure("transport", 1, "for another host", "--remote", proxy.url("localhost"), token[0], token[1]);
            Answer answer = task("--remote", proxy.url("127.0.0.1"), token[0], token[1], "Hello.");
            assertThat(answer.exitCode()).as("%s", answer).isZero();
        }
    }

    @Test
    void G03_a_connection_that_breaks_is_no_success_and_the_turn_does_not_go_on_alone() throws Exception {
        try (TlsProxy proxy = TlsProxy.before(codex().url(), machine.directory())) {
            machine.with("COMPANION_JAVA_OPTS", proxy.trustingJavaOptions());
            String job = machine.submit(
                    "--remote", proxy.url("127.0.0.1"), "--remote-token-file", tokenFile.toString(), SLEEP);
            machine.awaitCommand(job);

            proxy.cut();

            JsonObject record = machine.awaitEnd(job);
            assertThat(record.string("reason")).contains("transport");
            assertThat(record.string("errorMessage").orElseThrow()).contains("the connection to Codex ended");
            awaitNoCommand();
            assertThat(codex().handle().isAlive()).isTrue();
        }
    }

    @Test
    void G08_a_server_that_never_answers_does_not_hold_up_a_cancel() throws Exception {
        try (WebSocketPeer silent = WebSocketPeer.onLoopback(WebSocketPeer::awaitEnd)) {
            String job = machine.submit("--remote", silent.url().toString(), "Hang.");
            machine.awaitEvent(job, "job.started");

            Answer answer = machine.run("cancel", job, "--json");

            assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
            assertThat(answer.millis()).isLessThan(5_000);
        }
    }
}
