package dev.companion.cli.setup;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.render.StatusJson;
import dev.companion.core.codex.CodexConfiguration;
import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.codex.CodexVersion;
import dev.companion.core.codex.ModelEntry;
import dev.companion.core.codex.RateLimits;
import dev.companion.core.codex.SignIn;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.json.JsonValues;
import dev.companion.core.server.Descriptor;
import dev.companion.core.server.ServerReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code setup} as one JSON document; the schema {@code setup} describes it. */
final class SetupJson {
    private final SetupReport report;
    private final CodexFacts codex;

    SetupJson(SetupReport report) {
        this.report = report;
        this.codex = report.codex();
    }

    void write(JsonGenerator generator) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeBooleanField("ready", report.isReady());
        write(generator, "java", java());
        write(generator, "git", tool(report.git()));
        write(generator, "node", tool(report.node()));
        write(generator, "npm", tool(report.npm()));
        write(generator, "codex", codex());
        write(generator, "auth", auth());
        write(generator, "account", account());
        write(generator, "features", features());
        write(generator, "sandbox", sandbox());
        StatusJson.writeRuntime(generator);
        write(generator, "servers", servers());
        write(generator, "state", state());
        generator.writeBooleanField("reviewGateEnabled", report.reviewGate());
        write(
                generator,
                "findings",
                report.findings().stream().map(SetupJson::finding).toList());
        write(generator, "actionsTaken", report.actions());
        write(generator, "nextSteps", report.nextSteps());
        generator.writeEndObject();
    }

    private static void write(JsonGenerator generator, String name, @Nullable Object value) throws IOException {
        generator.writeFieldName(name);
        JsonValues.write(generator, value);
    }

    private static Map<String, @Nullable Object> java() {
        return Json.fields(
                "available",
                true,
                "detail",
                "Java " + Runtime.version(),
                "version",
                Runtime.version().toString(),
                "home",
                System.getProperty("java.home"));
    }

    private static Map<String, @Nullable Object> tool(Tool tool) {
        return Json.fields("available", tool.works(), "detail", tool.detail());
    }

    private Map<String, @Nullable Object> codex() {
        Optional<CodexInstallation> installation = codex.installation();
        String detail = installation
                .map(found -> found.version() + " (" + found.binary() + ")")
                .or(() -> message("codex"))
                .orElse("not found");
        return Json.fields(
                "available",
                installation.isPresent() && codex.handshake().isPresent(),
                "detail",
                codex.handshake().isPresent() ? detail : message("app-server").orElse(detail),
                "binary",
                installation.map(CodexInstallation::binary).map(Path::toString).orElse(null),
                "version",
                installation.map(CodexInstallation::version).orElse(null),
                "oldestVersion",
                CodexVersion.OLDEST,
                "testedVersion",
                CodexVersion.TESTED,
                "nativeProgram",
                installation.map(CodexInstallation::isNative).orElse(null),
                "handshakeMs",
                codex.handshake().map(Duration::toMillis).orElse(null));
    }

    private Optional<String> message(String id) {
        return report.findings().stream()
                .filter(finding -> finding.id().equals(id))
                .map(Finding::message)
                .findFirst();
    }

    private Map<String, @Nullable Object> auth() {
        Optional<SignIn> signIn = codex.signIn();
        return Json.fields(
                "available",
                signIn.isPresent(),
                "loggedIn",
                signIn.map(account -> !account.isMissing()).orElse(false),
                "detail",
                message("sign-in").orElse("Codex could not be asked"),
                "source",
                signIn.isPresent() ? "app-server" : "unavailable",
                "authMethod",
                signIn.flatMap(SignIn::method).orElse(null),
                // An API key is only tried out by the first request to the model.
                "verified",
                signIn.filter(account -> account.method().isPresent())
                        .map(SignIn::isChatGpt)
                        .orElse(null),
                "requiresOpenaiAuth",
                signIn.map(SignIn::required).orElse(null),
                "provider",
                codex.configuration().flatMap(CodexConfiguration::provider).orElse(null));
    }

    private Map<String, @Nullable Object> account() {
        Optional<SignIn> signIn = codex.signIn();
        return Json.fields(
                "method",
                signIn.flatMap(SignIn::method).orElse(null),
                "plan",
                signIn.flatMap(SignIn::plan).orElse(null),
                "workspace",
                signIn.flatMap(SignIn::workspaceName).orElse(null),
                "rateLimits",
                codex.limits().map(RateLimits::fields).orElse(null),
                "lastKnownRateLimits",
                report.state().lastLimits().map(JsonObject::fields).orElse(null));
    }

    private Map<String, @Nullable Object> features() {
        Optional<Boolean> chatGpt = codex.signIn().map(SignIn::isChatGpt);
        List<Map<String, @Nullable Object>> models =
                codex.models().stream().map(SetupJson::model).toList();
        return Json.fields(
                "fastMode",
                codex.offersFastMode().orElse(null),
                // What a key or another provider may use is known to them alone.
                "newestModels",
                chatGpt.filter(Boolean::booleanValue).orElse(null),
                "cloud",
                chatGpt.orElse(null),
                "usageLimits",
                codex.signIn().map(account -> codex.limits().isPresent()).orElse(null),
                "defaultModel",
                codex.usualModel().map(ModelEntry::id).orElse(null),
                "models",
                models);
    }

    private static Map<String, @Nullable Object> model(ModelEntry model) {
        return Json.fields(
                "id",
                model.id(),
                "default",
                model.isDefault(),
                "efforts",
                model.efforts(),
                "serviceTiers",
                model.serviceTiers());
    }

    private Map<String, @Nullable Object> sandbox() {
        return Json.fields(
                "usable",
                codex.sandboxWorks().orElse(null),
                "detail",
                message("sandbox").orElse("not tried out"));
    }

    private List<Map<String, @Nullable Object>> servers() {
        return report.servers().stream().map(SetupJson::server).toList();
    }

    private static Map<String, @Nullable Object> server(ServerReport server) {
        return Json.fields(
                "pid",
                server.descriptor().map(known -> known.server().pid()).orElse(null),
                "endpoint",
                server.place().socket().toString(),
                "codexVersion",
                server.descriptor().map(Descriptor::codexVersion).orElse(null),
                "jobs",
                server.clients().size());
    }

    private Map<String, @Nullable Object> state() {
        StateFacts state = report.state();
        return Json.fields(
                "root",
                state.root().map(Path::toString).orElse(null),
                "exists",
                state.exists(),
                "usable",
                state.usable(),
                "storeBytes",
                state.storeBytes().orElse(null),
                "jobs",
                state.jobs().orElse(null),
                "archive",
                state.archive());
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        return Json.fields(
                "id",
                finding.id(),
                "level",
                finding.level().wireName(),
                "message",
                finding.message(),
                "remedy",
                finding.remedy().orElse(null));
    }
}
