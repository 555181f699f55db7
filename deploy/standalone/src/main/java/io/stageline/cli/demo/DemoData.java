package io.stageline.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A year in the life of invented fundraisers: the same for the same seed, and ending today. */
final class DemoData {
    static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION", "THANK", "NEXT_STEPS");
    private static final List<String> CAUSES = List.of(
            "Annual fund", "Spring gala", "Library wing", "River clean-up", "Scholarships", "Night shelter",
            "Music school", "Seed bank", "Lifeboat", "Winter appeal", "Museum roof", "Hospice garden");
    private static final List<String> FIRST = List.of(
            "Ada", "Bruno", "Clara", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Liam",
            "Mina", "Noor", "Oskar", "Pia", "Rosa", "Sami", "Tara", "Yuri");
    private static final List<String> LAST = List.of(
            "Abel", "Berg", "Castro", "Dahl", "Ekström", "Ferrari", "Grau", "Haddad", "Ivanov", "Jansen", "Kowalski",
            "Lindqvist", "Moreau", "Nowak", "Okafor", "Petrov", "Quist", "Rossi", "Silva", "Tanaka");
    private static final List<String> CADENCES = List.of("ONE_TIME", "ONE_TIME", "MONTHLY", "MONTHLY", "QUARTERLY", "YEARLY");
    private static final double SKIPS = 0.10;
    private static final double MOVES_BACK = 0.06;
    private static final double GOES_ON = 0.78;

    private final SplittableRandom chance;
    private final Instant today;

    DemoData(long seed, Instant today) {
        this.chance = new SplittableRandom(seed);
        this.today = today;
    }

    /** One contact of one journal with all that happened to it, oldest first. */
    record Story(String externalId, String name, List<Step> steps) {}

    /** A stage event; where it decides something, the status, the amount in cents and the cadence. */
    record Step(String stage, Instant at, String status, long cents, String cadence) {
        boolean decides() {
            return !status.isEmpty();
        }
    }

    static String journalName(int number) {
        String cause = CAUSES.get(number % CAUSES.size());
        return number < CAUSES.size() ? cause : cause + " " + (number / CAUSES.size() + 1);
    }

    /** How many contacts each journal holds: the first ones most of them (each share about 1/rank). */
    static int[] shares(int contacts, int journals) {
        double whole = 0;
        for (int rank = 1; rank <= journals; rank++) whole += 1 / Math.pow(rank, 1.2);
        int[] shares = new int[journals];
        int left = contacts;
        for (int rank = journals; rank > 1; rank--) {
            shares[rank - 1] = Math.min(left, Math.max(1, (int) (contacts / Math.pow(rank, 1.2) / whole)));
            left -= shares[rank - 1];
        }
        shares[0] = left;
        return shares;
    }

    Story story(int number) {
        String name = one(FIRST) + " " + one(LAST);
        return new Story("demo-%05d".formatted(number), name, steps());
    }

    /** Most begin at the first stage, go on one by one, and stop somewhere on the way. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        Instant at = today.minus(Duration.ofMinutes(chance.nextLong(60, 365L * 24 * 60)));
        int stage = 0;
        while (at.isBefore(today)) {
            steps.add(step(stage, at));
            if (chance.nextDouble() > GOES_ON) break;
            stage = next(stage);
            if (stage >= STAGES.size()) break;
            at = at.plus(Duration.ofMinutes(chance.nextLong(60, 45L * 24 * 60)));
        }
        return steps;
    }

    private int next(int stage) {
        double way = chance.nextDouble();
        if (way < SKIPS) return stage + 2;
        return way < SKIPS + MOVES_BACK && stage > 0 ? stage - 1 : stage + 1;
    }

    private Step step(int stage, Instant at) {
        if (!STAGES.get(stage).equals("DECISION")) return new Step(STAGES.get(stage), at, "", 0, "");
        double verdict = chance.nextDouble();
        String status = verdict < 0.62 ? "PLEDGED" : verdict < 0.86 ? "DECLINED" : verdict < 0.93 ? "PAUSED" : "LAPSED";
        long cents = status.equals("DECLINED") ? 0 : Math.round(Math.pow(10, chance.nextDouble(1.0, 4.0))) * 100;
        return new Step("DECISION", at, status, cents, one(CADENCES));
    }

    private String one(List<String> words) {
        return words.get(chance.nextInt(words.size()));
    }
}
