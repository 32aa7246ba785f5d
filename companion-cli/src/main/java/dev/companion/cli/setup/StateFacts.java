package dev.companion.cli.setup;

import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known of the state directory.
 *
 * @param root where it is or will be; empty if no home is known
 * @param exists whether it was made already
 * @param usable whether it is private and its jobs can be read
 * @param storeBytes the size of the job store; empty before the first job
 * @param jobs how many it holds
 * @param lastLimits the usage limits as a recent job heard them last, as they were kept
 * @param archive whether this start used a class-data archive
 */
record StateFacts(
        Optional<Path> root,
        boolean exists,
        boolean usable,
        Optional<Long> storeBytes,
        Optional<Integer> jobs,
        Optional<JsonObject> lastLimits,
        boolean archive) {}
