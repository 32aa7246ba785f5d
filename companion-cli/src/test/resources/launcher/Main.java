package dev.companion.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;

/** Stands in the program's place and reports how it was started. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        switch (command) {
            case "train":
                train(arguments[1]);
                break;
            case "exit":
                System.exit(Integer.parseInt(arguments[1]));
                break;
            case "flood":
                System.out.print("x".repeat(1 << 20));
                break;
            case "wait":
                System.out.println("waiting");
                System.out.flush();
                System.in.read();
                break;
            default:
                report(arguments);
        }
    }

    private static void train(String what) throws Exception {
        if (what.equals("prepare")) {
            return;
        }
        String log = System.getenv("PROBE_TRAININGS");
        if (log != null) {
            Files.writeString(Path.of(log), what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        if (System.getenv("PROBE_CANNOT_TRAIN") != null) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void report(String[] arguments) {
        StringBuilder report = new StringBuilder();
        for (String argument : arguments) {
            byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
            report.append("argument=").append(HexFormat.of().formatHex(bytes)).append('\n');
        }
        for (String name : List.of(
                "companion.launcher", "companion.tty", "companion.cwd.missing", "user.dir", "java.home", "probe.option")) {
            report.append(name).append('=').append(System.getProperty(name)).append('\n');
        }
        for (String own : ProcessHandle.current().info().arguments().orElse(new String[0])) {
            report.append("own=").append(own).append('\n');
        }
        for (String name : List.of("worker", "keeper")) {
            report.append(name).append('=').append(System.getProperty("companion.archive." + name)).append('\n');
        }
        System.getProperty("companion.jvm.flags").lines().forEach(flag -> report.append("flag=").append(flag).append('\n'));
        for (String name : List.of("LC_ALL", "COMPANION_CALLER_LC_ALL")) {
            report.append(name).append('=').append(System.getenv(name)).append('\n');
        }
        byte[] bytes = report.toString().getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
