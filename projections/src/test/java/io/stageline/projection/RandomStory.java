package io.stageline.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;

import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.JournalEvent.JournalArchived;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.journal.events.JournalEvent.StagesChanged;
import io.stageline.journal.events.JournalEvent.StatusesChanged;
import io.stageline.journal.events.StageWarning;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A story that nobody planned: everything that can happen happens, to a few entries of two tenants. */
public final class RandomStory {
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION");
    private static final List<String> STATUSES = List.of("PLEDGED", "PLEDGED", "PAUSED", "LAPSED", "CANCELLED");
    private static final int CONTACTS = 6;
    private static final int JOURNALS = 3;

    private final Random random;
    private final Set<String> erased = new HashSet<>();
    private Story story;

    private RandomStory(TestReadModels models, long seed) {
        random = new Random(seed);
        story = new Story(models, id("tenant 0"));
    }

    public static Story tell(TestReadModels models, long seed, int events) {
        return new RandomStory(models, seed).tell(events);
    }

    private Story tell(int events) {
        for (var tenant = 0; tenant < 2; tenant++) {
            story = story.of(id("tenant " + tenant));
            story.rule("rule " + tenant);
            for (var j = 0; j < JOURNALS; j++) story.journal("journal " + tenant + j);
            for (var c = 0; c < CONTACTS; c++) story.contact("contact " + tenant + c, c + "@example.org");
            for (var j = 0; j < JOURNALS; j++)
                for (var c = 0; c < CONTACTS; c++) story.added("journal " + tenant + j, "contact " + tenant + c);
        }
        for (var event = 0; event < events; event++) happen(random.nextInt(2));
        return story;
    }

    private void happen(int tenant) {
        story = story.of(id("tenant " + tenant));
        var journal = "journal " + tenant + random.nextInt(JOURNALS);
        var contact = "contact " + tenant + random.nextInt(CONTACTS);
        if (erased.contains(contact)) return;
        if (random.nextInt(8) == 0) story.clock(random.nextInt(30) - 20);
        var what = random.nextInt(100);
        if (what < 45) stage(journal, contact);
        else if (what < 51) withdraw(journal, contact);
        else if (what < 65) story.decided(journal, contact, status(), amount(), "because " + what);
        else if (what < 70) correct(journal, contact);
        else if (what < 76) story.removed(journal, contact);
        else if (what < 84) story.added(journal, contact);
        else if (what < 88) alarm(journal, contact);
        else if (what < 92) story.renamed(contact, "Name " + random.nextInt(1_000));
        else if (what < 99) changeJournal(journal, what);
        else erase(contact);
    }

    private void stage(String journal, String contact) {
        var at = day(random.nextInt(60)).plusNanos(random.nextInt(1_000_000_000));
        var stage = STAGES.get(random.nextInt(STAGES.size()));
        var code = StageWarning.Code.values()[random.nextInt(2)];
        var note = random.nextBoolean() ? "note " + random.nextInt(1_000) : null;
        if (random.nextBoolean()) story.stage(journal, contact, stage, at, note);
        else story.stage(journal, contact, stage, at, note, StageWarning.of(code, 1 + random.nextInt(4)));
    }

    private void withdraw(String journal, String contact) {
        var left = story.stagesOf(journal, contact).stream()
                .map(known -> (StageRecorded) known.event())
                .filter(event -> !story.isWithdrawn(event))
                .toList();
        if (!left.isEmpty())
            story.withdrawn(
                    journal, contact, left.get(random.nextInt(left.size())).eventId(), "not so");
    }

    private void correct(String journal, String contact) {
        var decisions = story.eventsOf(DecisionTaken.class, journal, contact);
        if (decisions.isEmpty()) return;
        var decision =
                (DecisionTaken) decisions.get(random.nextInt(decisions.size())).event();
        story.corrected(journal, contact, decision.stageEventId(), status(), amount());
    }

    private String status() {
        return STATUSES.get(random.nextInt(STATUSES.size()));
    }

    private String amount() {
        return random.nextInt(1_000) + ".5";
    }

    private void alarm(String journal, String contact) {
        var alert = "alert " + random.nextInt(1_000_000);
        story.raised(alert, "rule 0", contact, random.nextBoolean() ? journal : null);
        if (random.nextBoolean()) story.acknowledged(alert, contact);
        if (random.nextBoolean()) story.resolved(alert);
    }

    private void changeJournal(String journal, int what) {
        if (what < 93) story.tell(new JournalRenamed(id(journal), journal + " " + what));
        else if (what < 94) story.tell(new RotDaysChanged(id(journal), Map.of("MEET", random.nextInt(90))));
        else if (what < 96)
            story.tell(new StagesChanged(id(journal), List.of("MEET", "ASK, twice", "CONTACT", "DECISION")));
        else if (what < 98) story.tell(new StatusesChanged(id(journal), List.of("PLEDGED", "PAUSED")));
        else story.tell(new JournalArchived(id(journal)));
    }

    private void erase(String contact) {
        erased.add(contact);
        story.erased(contact);
    }
}
