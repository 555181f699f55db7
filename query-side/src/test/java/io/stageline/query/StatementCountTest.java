package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every question takes the same few statements, however many contacts it is about (S1-P3.b). */
class StatementCountTest {
    private static final int[] CONTACTS = {10, 100, 200, 1_000};
    private static final int LARGEST_PAGE = 500;
    private static final int FEW = 7;

    private static ReadServer server;

    @BeforeAll
    static void start() {
        server = new ReadServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_number_of_statements_does_not_grow_with_the_number_of_contacts() {
        var counts = new TreeMap<String, Set<Integer>>();
        for (var contacts : CONTACTS) ask(contacts, counts);
        assertThat(counts)
                .hasSizeGreaterThan(60)
                .allSatisfy((question, numbers) ->
                        assertThat(numbers).as(question).hasSize(1).allMatch(number -> number > 0 && number <= FEW));
    }

    private static void ask(int contacts, Map<String, Set<Integer>> counts) {
        var tenant = server.tenant();
        var rows = new Rows(server, tenant.id).contacts(contacts);
        var journal = rows.journal("Appeal");
        rows.entries(journal, contacts)
                .history(journal, Rows.contact(1), contacts)
                .alerts(contacts);
        rows.shown();
        for (var question : Question.all(server)) {
            if (question.route().contains("/export.")) continue; // as many statements as there are chunks
            var page = question.limitedTo(Math.min(contacts, LARGEST_PAGE));
            var path = page.path(journal, Rows.contact(1), rows.position());
            counts.computeIfAbsent(question.toString(), asked -> new TreeSet<>())
                    .add(statements(tenant, path));
        }
    }

    private static int statements(ReadServer.Tenant tenant, String path) {
        var counted = server.bean(CountedConnections.class);
        counted.take();
        tenant.read(path);
        return counted.takeThoseOfReads().size();
    }
}
