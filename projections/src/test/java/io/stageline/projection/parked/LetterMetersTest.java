package io.stageline.projection.parked;

import static io.stageline.projection.parked.AdaAndBob.position;
import static io.stageline.projection.parked.AdaAndBob.story;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LetterMetersTest {

    @Test
    void what_is_put_aside_is_measured() throws SQLException, InterruptedException {
        try (var fed = new FedGrid()) {
            fed.append(story(fed).events());
            new LetterMeters("grid", fed.letters).register(fed.meters);
            fed.feed(fed.parking(new Picky(fed.grid).dislikes(position(7))), 100);
            assertThat(fed.meters
                            .get("stageline.projection.parked")
                            .tags("projection", "grid", "cause", "data-refused")
                            .counter()
                            .count())
                    .isOne();
            assertThat(fed.meters
                            .get("stageline.projection.dead.letters")
                            .tags("projection", "grid", "state", "parked")
                            .gauge()
                            .value())
                    .isEqualTo(2);
            assertThat(fed.meters
                            .get("stageline.projection.failed.ratio")
                            .gauge()
                            .value())
                    .isEqualTo(0.2);
            assertThat(fed.meters
                            .get("stageline.alarm")
                            .tag("name", "dead-letters")
                            .gauge()
                            .value())
                    .isOne();
        }
    }
}
