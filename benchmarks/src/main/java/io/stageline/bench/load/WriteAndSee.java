package io.stageline.bench.load;

import org.HdrHistogram.Histogram;

/** Records a stage, then asks for the entry's timeline with the position of the command, then without. */
public final class WriteAndSee implements Script {
    /** What was measured of all connections together, in nanoseconds. */
    public record Seen(Histogram command, Histogram withPosition, Histogram without) {
        public Seen() {
            this(new Histogram(3), new Histogram(3), new Histogram(3));
        }

        public long reads() {
            return withPosition.getTotalCount() + without.getTotalCount();
        }

        /** How much longer a read takes because it waits for the command, in milliseconds. */
        public double extraMillis(double percentile) {
            return (withPosition.getValueAtPercentile(percentile) - without.getValueAtPercentile(percentile)) / 1e6;
        }
    }

    private enum Step {
        WRITE,
        SEE,
        LOOK
    }

    private final EntryWriter writer;
    private final String key;
    private final Seen seen;
    private Step step = Step.WRITE;
    private long since;
    private long position;

    public WriteAndSee(EntryWriter writer, String key, Seen seen) {
        this.writer = writer;
        this.key = key;
        this.seen = seen;
    }

    @Override
    public byte[] next() {
        var request =
                switch (step) {
                    case WRITE -> writer.next();
                    case SEE -> Get.request(key, writer.path() + "/timeline?limit=1&minPosition=" + position);
                    case LOOK -> Get.request(key, writer.path() + "/timeline?limit=1");
                };
        since = System.nanoTime();
        return request;
    }

    @Override
    public void answered(Answer answer) {
        var took = System.nanoTime() - since;
        switch (step) {
            case WRITE -> {
                writer.answered(answer);
                position = answer.position();
                seen.command.recordValue(took);
                step = answer.isGood() ? Step.SEE : Step.WRITE;
            }
            case SEE -> {
                seen.withPosition.recordValue(took);
                step = Step.LOOK;
            }
            case LOOK -> {
                seen.without.recordValue(took);
                step = Step.WRITE;
            }
        }
    }

    @Override
    public boolean goesOn() {
        return step != Step.WRITE;
    }
}
