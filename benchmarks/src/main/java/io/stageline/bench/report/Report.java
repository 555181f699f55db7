package io.stageline.bench.report;

import io.stageline.bench.frame.Plan;
import io.stageline.bench.frame.RowResult;
import io.stageline.bench.host.Guard;
import io.stageline.bench.host.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Everything that a run found out. */
public record Report(
        Instant began, Instant ended, Machine machine, Plan plan, Map<String, String> settings, List<RowResult> rows) {

    /** Whether something else used the machine during any sample. */
    boolean busy() {
        return rows.stream().anyMatch(row -> Guard.isBusy(row.outside()));
    }
}
