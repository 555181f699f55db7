package io.stageline.projection.parked;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.Story;
import java.util.UUID;
import java.util.function.Predicate;

/** A story of ten events: the seventh and the ninth are the stages of Ada, the eighth and the tenth those of Bob. */
final class AdaAndBob {
    static final UUID TENANT = id("tenant");
    private static final String STAGES =
            "SELECT count(*) FROM live.entry_event WHERE contact_id = ? AND what = 'stage'";
    private static final String EDITION = "SELECT edition FROM stageline.live_generation";

    private AdaAndBob() {}

    static Story story(FedGrid fed) {
        return new Story(fed.models, TENANT)
                .journal("gifts")
                .contact("ada", "ada@example.org")
                .contact("bob", "bob@example.org")
                .added("gifts", "ada")
                .added("gifts", "bob")
                .renamed("bob", "Bob")
                .stage("gifts", "ada", "CONTACT", day(1))
                .stage("gifts", "bob", "CONTACT", day(1))
                .stage("gifts", "ada", "MEET", day(2))
                .stage("gifts", "bob", "MEET", day(2));
    }

    static Predicate<Recorded> position(long position) {
        return event -> event.position() == position;
    }

    static long stagesOf(FedGrid fed, String contact) {
        return requireNonNull(fed.models.admin().queryForObject(STAGES, Long.class, id(contact)));
    }

    static int edition(FedGrid fed) {
        return requireNonNull(fed.models.admin().queryForObject(EDITION, Integer.class));
    }

    /** Changes the event at a position, as nobody but a superuser can. */
    static void change(FedGrid fed, String what, long position) {
        fed.models.admin().update("UPDATE stageline.event SET " + what + " WHERE position = ?", position);
    }
}
