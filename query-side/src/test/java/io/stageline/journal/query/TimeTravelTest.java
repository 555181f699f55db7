package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.CountedConnections;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TimeTravelTest {
    private static final int ENTRIES = 42;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static Rows rows;
    private UUID journal;
    private String grid;
    private long before;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        rows = new Rows(server, tenant.id).contacts(ENTRIES);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        journal = rows.journal("donors");
        before = rows.position();
        rows.entries(journal, ENTRIES);
        rows.shown();
        grid = "/v1/journals/" + journal + "/grid";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=name",
                "sort=-activity",
                "sort=amount",
                "sort=-timeInStage",
                "stage=MEET",
                "reached=CONTACT",
                "staleness=fresh",
                "rotten=true",
                "rotten=false",
                "decision=PLEDGED",
                "decision=NONE",
                "q=son",
                "show=MEET"
            })
    void as_of_now_the_past_is_the_present_byte_for_byte(String query) {
        for (var table : List.of("journal", "journal_past"))
            server.admin.update(
                    "UPDATE live." + table + " SET rot_days = '{\"MEET\":0}' WHERE journal_id = ?", journal);
        var now = tenant.get(grid + "?limit=11&" + query);
        var then = tenant.get(grid + "?limit=11&asOf=" + ReadServer.NOW + "&" + query);
        assertThat(then.statusCode()).isEqualTo(200);
        assertThat(then.body()).isEqualTo(now.body());
        assertThat(then.headers().firstValue("Stageline-Position")).hasValue(String.valueOf(rows.position()));
        assertThat(then.headers().firstValue("Stageline-As-Of")).hasValue(ReadServer.NOW.toString());
    }

    @Test
    void before_anything_was_known_of_it_there_is_no_such_journal() {
        assertThat(tenant.refused(grid + "?atPosition=0", 404)).isEqualTo("unknown-journal");
        assertThat(tenant.refused(grid + "?asOf=2001-01-01T00:00:00Z", 404)).isEqualTo("unknown-journal");
        assertThat(total("")).isZero();
    }

    @Test
    void a_past_grid_shows_what_was_known_then() {
        before += ENTRIES;
        assertThat(total("")).isEqualTo(ENTRIES);
        assertThat(total("&reached=CONTACT")).isZero();
        before += ENTRIES;
        assertThat(total("&stage=CONTACT")).isEqualTo(ENTRIES - ENTRIES / 7);
        assertThat(total("&stage=MEET")).isZero();
        before += ENTRIES;
        assertThat(total("&stage=MEET")).isPositive();
        assertThat(total("&decision=PLEDGED")).isZero();
        before += ENTRIES;
        assertThat(total("&decision=PLEDGED")).isEqualTo(ENTRIES / 3);
    }

    @Test
    void a_past_grid_is_sorted_and_filtered_by_the_names_of_then() {
        var then = "atPosition=" + rows.position();
        var order = contacts("?" + then);
        rows.rename(Rows.contact(2), "Aaron");
        rows.shown();
        assertThat(tenant.read(grid + "?q=aaron").get("total").asInt()).isOne();
        assertThat(tenant.read(grid + "?q=aaron&" + then).get("total").asInt()).isZero();
        assertThat(contacts("?" + then)).isEqualTo(order);
        assertThat(contacts("?sort=name")).isNotEqualTo(order);
        assertThat(contacts("?sort=name&atPosition=" + rows.position())).isEqualTo(contacts("?sort=name"));
    }

    @Test
    void an_erased_name_is_in_no_past_grid() {
        var then = grid + "?limit=500&atPosition=" + rows.position();
        assertThat(name(tenant.read(then), Rows.contact(4))).isNotEqualTo("null");
        rows.erase(Rows.contact(4));
        assertThat(name(tenant.read(then), Rows.contact(4))).isEqualTo("null");
    }

    @Test
    void paging_through_a_past_grid_yields_each_contact_once_while_others_write() {
        var then = "?atPosition=" + rows.position();
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = tenant.read(grid + then + "&limit=5&cursor=" + cursor);
            page.get("rows").forEach(row -> seen.add(row.get("contactId").asString()));
            assertThat(page.get("total").asInt()).isEqualTo(ENTRIES);
            rows.rename(Rows.contact(seen.size()), "Zoe " + seen.size());
            rows.remove(journal, Rows.contact(seen.size()));
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        assertThat(seen).hasSize(ENTRIES).doesNotHaveDuplicates().isEqualTo(contacts(then));
    }

    @Test
    void a_past_grid_takes_six_statements_however_many_rows_it_has() {
        var counted = server.bean(CountedConnections.class);
        for (var limit : new int[] {1, 10, ENTRIES}) {
            counted.take();
            tenant.read(grid + "?atPosition=" + rows.position() + "&limit=" + limit);
            assertThat(counted.takeThoseOfReads()).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asOf=2026-03-01T12:00:01Z",
                "asOf=yesterday",
                "asOf=",
                "atPosition=-1",
                "atPosition=x",
                "asOf=2026-02-01T00:00:00Z&atPosition=1"
            })
    void a_moment_that_cannot_be_is_400(String query) {
        assertThat(tenant.refused(grid + "?" + query, 400)).isEqualTo("invalid-parameter");
    }

    @Test
    void a_position_that_is_not_reached_is_503() {
        assertThat(tenant.refused(grid + "?atPosition=900000000", 503)).isEqualTo("projection-behind");
    }

    private int total(String query) {
        return tenant.read(grid + "?limit=500&atPosition=" + before + query)
                .get("total")
                .asInt();
    }

    private List<String> contacts(String query) {
        var contacts = new ArrayList<String>();
        tenant.read(grid + query + "&limit=500")
                .get("rows")
                .forEach(row -> contacts.add(row.get("contactId").asString()));
        return contacts;
    }

    private static String name(JsonNode grid, UUID contact) {
        for (var row : grid.get("rows"))
            if (row.get("contactId").asString().equals(contact.toString()))
                return row.get("name").toString();
        throw new AssertionError("no row of " + contact);
    }
}
