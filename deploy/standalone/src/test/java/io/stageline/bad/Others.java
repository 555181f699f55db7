package io.stageline.bad;

import io.stageline.http.Scope;
import io.stageline.whole.Client;
import io.stageline.whole.Sample;
import io.stageline.whole.TheServer;
import java.util.Map;

/** The caller, who else there is, and keys that open less than the caller's. */
final class Others {
    static final String UNKNOWN = "01990000-0000-7000-8000-00000000dead";

    final String key = TheServer.newKey(Scope.admin);
    final Client caller = new Client(TheServer.url(), key);
    final Client stranger = TheServer.newTenant();
    final String reader = keyOf("[\"read\"]");
    final String writer = keyOf("[\"write\"]");
    final String everyday = keyOf("[\"read\",\"write\",\"ingest\"]");
    final String revoked = revoked();

    private String keyOf(String scopes) {
        return caller.post("/v1/api-keys", "{\"name\":\"less\",\"scopes\":" + scopes + "}")
                .at("/key");
    }

    private String revoked() {
        var made = caller.post("/v1/api-keys", "{\"name\":\"gone\",\"scopes\":[\"admin\"]}");
        caller.delete("/v1/api-keys/" + made.at("/keyId"));
        return made.at("/key");
    }

    /** A valid request of the caller about things made for it. */
    Valid valid(Sample sample) {
        return about(sample, sample.ids(caller));
    }

    Valid about(Sample sample, Map<String, String> ids) {
        return new Valid(sample, ids, Sent.of(sample.with(ids), key), this);
    }
}
