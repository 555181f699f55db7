package io.stageline.webhook.automation;

import java.time.Duration;
import java.util.Optional;

/** How many messages may go to an endpoint now: as many as there are places, as its owner allows, and as it can take. */
final class Admissions {
    private final Circuits circuits;
    private final Rates rates = new Rates();
    private final Places places = new Places();

    Admissions(Circuits circuits) {
        this.circuits = circuits;
    }

    /** What was asked whether messages may go to an endpoint, how many may, and how many did. */
    static final class Admission {
        private final Target target;
        private final int messages;
        private int used;

        private Admission(Target target, int messages) {
            this.target = target;
            this.messages = messages;
        }

        int messages() {
            return messages;
        }

        void use() {
            used++;
        }

        private int left() {
            return messages - used;
        }
    }

    boolean areFull(EndpointKey endpoint) {
        return places.of(endpoint.tenant()) <= 0;
    }

    /** Nothing when none may go. */
    Optional<Admission> admit(EndpointKey endpoint, Target target) {
        var free = Math.min(places.of(endpoint.tenant()), places.of(endpoint));
        if (free <= 0) return Optional.empty();
        var affordable = rates.admitted(endpoint, target.perSecond(), free);
        var admitted = circuits.admitted(endpoint, affordable);
        rates.notUsed(endpoint, target.perSecond(), affordable - admitted);
        places.take(endpoint, admitted);
        return admitted == 0 ? Optional.empty() : Optional.of(new Admission(target, admitted));
    }

    /** What was not used is there for others. */
    void giveBack(EndpointKey endpoint, Admission admission) {
        places.take(endpoint, -admission.left());
        circuits.notUsed(endpoint, admission.left());
        rates.notUsed(endpoint, admission.target.perSecond(), admission.left());
    }

    /** One is over: there is room for another, unless the endpoint does not work or wants to be left alone. */
    void over(EndpointKey endpoint, boolean works, Duration wait) {
        circuits.heard(endpoint, works, wait);
        places.take(endpoint, -1);
    }

    /** How many are used. */
    int used() {
        return places.taken();
    }
}
