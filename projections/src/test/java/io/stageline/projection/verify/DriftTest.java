package io.stageline.projection.verify;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static io.stageline.projection.verify.LoggedGrid.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Recorded;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Story;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work of half an hour, or of a day with {@code -Dstageline.long=true}: each minute a cycle, while the feed lags a little. */
class DriftTest {
    private static final UUID TENANT = id("tenant");
    private static final String JOURNAL = "loans";
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION");
    private static final int MINUTES = Boolean.getBoolean("stageline.long") ? 24 * 60 : 30;
    private static final int A_MINUTE = 12;

    private final LoggedGrid grid = new LoggedGrid();
    private final Random random = new Random(24);
    private final Story story = new Story(grid.models, TENANT).journal(JOURNAL);
    private final List<String> contacts = new ArrayList<>();
    private int appended;
    private int folded;
    private int known;

    DriftTest() throws SQLException {}

    @AfterEach
    void close() {
        grid.close();
    }

    @Test
    void a_day_of_work_shows_no_drift() throws SQLException {
        var reconciler = grid.reconciler(50, null);
        for (var minute = 0; minute < MINUTES; minute++) {
            work();
            append();
            fold(folded + random.nextInt(appended - folded + 1));
            assertThat(reconciler.cycle(grid.projection).found())
                    .as("minute %d", minute)
                    .isEmpty();
        }
        fold(appended);
        assertThat(grid.prove(WHOLE).first()).isEmpty();
        assertThat(grid.meters.find("stageline.reconcile.drift").counters()).isEmpty();

        grid.tamper("UPDATE live.grid_row SET skips = skips + 1");
        assertThat(reconciler.cycle(grid.projection).found()).isNotEmpty();
    }

    private void work() {
        come();
        for (var i = 0; i < A_MINUTE; i++) happen(contacts.get(random.nextInt(contacts.size())));
    }

    private void come() {
        var name = "contact " + known++;
        contacts.add(name);
        story.contact(name, name.replace(' ', '.') + "@example.org").added(JOURNAL, name);
    }

    private void happen(String contact) {
        switch (random.nextInt(16)) {
            case 0 -> story.renamed(contact, "Name " + random.nextInt(1_000));
            case 1 -> story.removed(JOURNAL, contact);
            case 2 -> story.added(JOURNAL, contact);
            case 3, 4 -> story.decided(JOURNAL, contact, "PLEDGED", random.nextInt(1_000) + ".5", "it is so");
            case 5 -> eraseNowAndThen(contact);
            default ->
                story.stage(
                        JOURNAL, contact, STAGES.get(random.nextInt(STAGES.size())), day(random.nextInt(60)), "a note");
        }
    }

    private void eraseNowAndThen(String contact) {
        if (contacts.size() < 3 || random.nextInt(4) > 0) return;
        contacts.remove(contact);
        story.erased(contact);
    }

    /** As the command side does it: the key goes with the event, however far the feed is. */
    private void append() {
        var events = story.events();
        grid.append(events.subList(appended, events.size()));
        events.subList(appended, events.size()).forEach(this::destroyKey);
        appended = events.size();
    }

    private void destroyKey(Recorded event) {
        if (event.event() instanceof ContactErased erased)
            grid.models.destroyKey(new TenantContact(TENANT, erased.contactId()));
    }

    private void fold(int upTo) throws SQLException {
        var events = story.events();
        while (folded < upTo) {
            var next = Math.min(upTo, folded + 1 + random.nextInt(7));
            grid.fold(events.subList(folded, next));
            folded = next;
        }
    }
}
