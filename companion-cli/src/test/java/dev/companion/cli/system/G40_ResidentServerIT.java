package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.codex.ListeningCodex;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineSignIn;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One resident server for each environment, which comes with the first job and goes when nobody needs it. */
@Tag("once")
class G40_ResidentServerIT {
    private static final String QUICK = Script.of().say("done").inPrompt("Be quick.");

    @RegisterExtension
    final Machine machine = new Machine();

    private final Resident resident = new Resident(machine);

    private void assertCompletedOverBroker(String job) {
        JsonObject record = machine.awaitEnd(job);
        assertThat(record.string("status")).as("%s", record).contains("completed");
        assertThat(record.string("effectiveTransport")).contains("broker");
    }

    @Test
    void G40_twenty_first_calls_at_once_share_one_server() {
        machine.withResidentCodex().with("COMPANION_BROKER_IDLE", "1m");
        List<Started> tasks = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            tasks.add(machine.companion("task", "--background", "--output", "id", QUICK)
                    .start());
        }
        List<String> jobs =
                tasks.stream().map(task -> task.await().out().strip()).toList();

        jobs.forEach(this::assertCompletedOverBroker);
        assertThat(resident.processes()).hasSize(1);
        assertThat(resident.keepers()).hasSize(1);
        assertThat(resident.server().objects("stops")).isEmpty();
        assertThat(machine.run("broker", "stop").exitCode()).isZero();
    }

    @Test
    void G41_an_unused_server_goes_and_says_why() {
        machine.withResidentCodex();
        assertCompletedOverBroker(machine.submit(QUICK));

        resident.await(server -> server.string("state").equals(Optional.of("stopped")));

        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(3))).isEmpty();
        List<JsonObject> stops = resident.servers().get(0).objects("stops");
        assertThat(stops).hasSize(1);
        assertThat(stops.get(0).string("reason")).contains("nobody used it for 2 s");
        assertThat(machine.run("broker", "status").out()).contains("nobody used it for 2 s");
    }

    /** A keeper that was killed comes back and finds its server; in the end nothing is left. */
    @Test
    void G41_a_server_whose_keeper_was_killed_goes_as_well() {
        machine.withResidentCodex().with("COMPANION_BROKER_IDLE", "5s");
        assertCompletedOverBroker(machine.submit(QUICK));
        long server = resident.server().number("pid").orElseThrow();

        Signals.send("KILL", resident.keepers().get(0).pid());

        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(20))).isEmpty();
        List<JsonObject> stops = resident.servers().get(0).objects("stops");
        assertThat(stops).hasSize(1);
        assertThat(stops.get(0).number("pid")).contains(server);
    }

    @Test
    void G41_a_running_turn_keeps_its_server_however_long_it_takes() {
        machine.withResidentCodex();
        String job = machine.submit(
                Script.of().delay(Duration.ofSeconds(6)).say("slowly").inPrompt("Be slow."));

        assertCompletedOverBroker(job);
        assertThat(resident.servers().get(0).objects("stops")).isEmpty();
    }

    @Test
    void G42_a_server_that_does_not_answer_is_waited_for_and_never_killed() {
        machine.withResidentCodex().with("COMPANION_BROKER_IDLE", "1m");
        assertCompletedOverBroker(machine.submit(QUICK));
        long server = resident.server().number("pid").orElseThrow();
        Signals.send("STOP", server);
        String job = machine.submit(QUICK);
        machine.awaitEvent(job, "job.started");

        JsonObject asked = resident.server();
        Signals.send("CONT", server);

        assertThat(asked.number("pid")).contains(server);
        assertThat(asked.value("activeTurns")).isNull();
        assertCompletedOverBroker(job);
        assertThat(resident.server().number("pid")).contains(server);
        assertThat(resident.servers().get(0).objects("stops")).isEmpty();
        assertThat(machine.run("broker", "stop").exitCode()).isZero();
    }

    @Test
    void G43_another_environment_has_another_server() throws IOException {
        machine.withResidentCodex().with("COMPANION_BROKER_IDLE", "1m");
        OfflineCodexHome other = OfflineCodexHome.create(
                machine.directory().resolve("other"), machine.model().baseUrl());
        Set<String> servers = new HashSet<>();
        servers.add(serverAfter(machine.companion()));
        servers.add(serverAfter(
                machine.companion().with("CODEX_HOME", other.codexHome().toString())));
        servers.add(serverAfter(machine.companion().with("PATH", "/usr/bin:/bin")));
        servers.add(serverAfter(machine.companion().with("SOME_API_KEY", "sk-very-secret")));
        assertThat(servers).hasSize(4);
        // The same terminal, chat session or directory makes no difference.
        assertThat(serverAfter(machine.companion().with("TERM", "xterm").with("COMPANION_SESSION_ID", "another")))
                .isIn(servers);

        assertThat(machine.run("broker", "status").out()).contains("this environment", "SOME_API_KEY", "CODEX_HOME");
        assertNothingSecret("sk-very-secret");
        Answer stopped = machine.run("broker", "stop", "--all", "--json");
        PublishedSchema.requireValid("broker-stop", stopped.out());
        assertThat(stopped.json().strings("stopped")).as("%s", stopped).hasSize(4);
    }

    private String serverAfter(Cli companion) {
        Set<String> before = running();
        Answer answer = companion.adding("task", "--json", QUICK).run();
        assertThat(answer.json().object("job").string("effectiveTransport")).contains("broker");
        Set<String> after = running();
        after.removeAll(before);
        return after.stream().findFirst().orElseGet(() -> before.iterator().next());
    }

    private Set<String> running() {
        Set<String> running = new HashSet<>();
        resident.servers().stream()
                .filter(server -> server.string("state").equals(Optional.of("running")))
                .forEach(server -> running.add(server.string("fingerprint").orElseThrow()));
        return running;
    }

    /** Neither in the files of the servers nor on any command line. */
    private void assertNothingSecret(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(machine.root().resolve("run"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(secret);
            }
        }
        for (ProcessHandle process : machine.processes().living()) {
            assertThat(Marked.read(process.pid(), "cmdline")).doesNotContain(secret);
        }
    }

    @Test
    void G31_the_files_of_a_server_are_private() throws IOException {
        machine.withResidentCodex();
        assertCompletedOverBroker(machine.submit(QUICK));

        try (Stream<Path> files = Files.walk(machine.root().resolve("run"))) {
            for (Path file : files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(mode).as("%s", file).endsWith("------");
            }
        }
    }

    /** With the network on a sandboxed command may open sockets, but it does not find ours. */
    @Test
    void G34_a_sandboxed_command_cannot_reach_the_server() throws IOException {
        machine.withResidentCodex();
        assertCompletedOverBroker(machine.submit(QUICK));
        Path link = resident.socket();
        Path real = link.toRealPath();
        String connect = "node -e 'const s=require(\"net\").connect(process.argv[1]);"
                + "s.on(\"connect\",()=>{console.log(\"REACHED\");process.exit()});"
                + "s.on(\"error\",e=>{console.log(\"FAILED \"+e.code);process.exit()})' ";
        assertThat(machine.shell(connect + link).run().out())
                .as("outside of the sandbox")
                .contains("REACHED");

        Answer answer = machine.run(
                "task",
                "--json",
                "--write",
                "--network",
                Script.of()
                        // What a command found is kept in a file: Codex does not tell of commands that end at once.
                        .exec(connect + link + " > by-link")
                        .exec(connect + real + " > by-name")
                        .say("tried")
                        .inPrompt("Connect."));

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        for (String found : List.of("by-link", "by-name")) {
            assertThat(machine.workspace().resolve(found))
                    .content()
                    .contains("FAILED")
                    .doesNotContain("REACHED");
        }
    }

    @Test
    void a_codex_that_cannot_listen_works_privately_and_says_so() throws IOException {
        machine.withResidentCodex();
        Path old = machine.program(
                "old-codex",
                "case \"$*\" in *--listen*) echo 'unexpected argument --listen' >&2; exit 2;; esac; exec '"
                        + machine.environment("COMPANION_CODEX") + "' \"$@\"");
        machine.with("COMPANION_CODEX", old.toString());

        JsonObject asked = machine.run("task", "--json", QUICK).json().object("job");
        Answer auto = machine.companion("task", "--json", QUICK)
                .with("COMPANION_TRANSPORT", "auto")
                .run();

        assertThat(asked.string("status")).contains("failed");
        assertThat(asked.string("errorMessage").orElse("")).contains("unexpected argument", "--transport direct");
        assertThat(auto.exitCode()).as("%s", auto).isZero();
        JsonObject job = auto.json().object("job");
        assertThat(job.string("effectiveTransport")).contains("direct");
        assertThat(machine.awaitEvent(job.string("id").orElseThrow(), "warning")
                        .string("message")
                        .orElse(""))
                .contains("no resident Codex, a private one is used");
    }

    @Test
    void G40_a_server_that_no_keeper_knows_is_replaced() {
        machine.withResidentCodex();
        assertThat(machine.run("task", QUICK).exitCode()).isZero();
        Path socket = resident.socket();
        assertThat(machine.run("broker", "stop").exitCode()).isZero();
        OfflineCodexHome home = new OfflineCodexHome(machine.directory().resolve("offline"));

        // What a keeper leaves that is killed before its server answers.
        try (ListeningCodex stray = ListeningCodex.onSocket(home, machine.directory(), socket)) {
            assertThat(machine.run("task", QUICK).exitCode()).isZero();

            assertThat(stray.handle().isAlive()).isFalse();
            assertThat(resident.processes()).hasSize(1);
        }
    }

    @Test
    void G43_a_sign_in_counts_from_the_next_job_on_and_another_one_has_another_server() throws IOException {
        Path home = homeWith(OfflineSignIn.MISSING);
        machine.withResidentCodex().with("COMPANION_BROKER_IDLE", "1m").with("CODEX_HOME", home.toString());

        Answer before = machine.run("task", "--json", QUICK);
        assertThat(before.json().object("job").string("reason"))
                .as("%s", before)
                .contains("auth");

        Set<String> servers = new HashSet<>(running());
        for (OfflineSignIn signIn : List.of(OfflineSignIn.API_KEY, OfflineSignIn.CHATGPT)) {
            Files.copy(
                    homeWith(signIn).resolve("auth.json"),
                    home.resolve("auth.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            assertThat(servers.add(serverAfter(machine.companion())))
                    .as("%s", signIn)
                    .isTrue();
        }
        assertThat(servers).hasSize(3);
        machine.run("broker", "stop", "--all");
    }

    private Path homeWith(OfflineSignIn signIn) {
        return OfflineCodexHome.create(
                        machine.directory().resolve("home-" + signIn),
                        machine.model().baseUrl(),
                        OfflineCodexHome.Options.DEFAULT.withSignIn(signIn))
                .codexHome();
    }

    @Test
    void a_server_with_jobs_is_stopped_only_by_force() {
        machine.withResidentCodex();
        String job = machine.submit(
                Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."));
        machine.awaitCommand(job);

        Answer refused = machine.run("broker", "stop", "--json");
        Answer forced = machine.run("broker", "stop", "--force");

        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(7);
        assertThat(refused.json().object("error").string("detailCode")).contains("broker_busy");
        assertThat(forced.exitCode()).as("%s", forced).isZero();
        JsonObject ended = machine.awaitEnd(job);
        assertThat(ended.string("status")).contains("failed");
        assertThat(ended.string("reason")).contains("transport");
        assertThat(resident.servers().get(0).objects("stops"))
                .anySatisfy(stop -> assertThat(stop.string("reason")).contains("companion broker stop"));
    }

    @Test
    void threads_go_on_over_the_same_server() {
        machine.withResidentCodex();
        JsonObject first = machine.run("task", "--json", QUICK).json();

        JsonObject second =
                machine.run("task", "--json", "--resume-last", "--write", QUICK).json();

        assertThat(second.string("threadId")).isEqualTo(first.string("threadId"));
        JsonObject job = second.object("job");
        assertThat(job.string("status")).contains("completed");
        assertThat(job.string("effectiveTransport")).contains("broker");
    }
}
