package io.stageline.fault;

import io.stageline.whole.ServerProcess;
import java.util.List;
import java.util.Random;

/** The ways in which a running installation is hurt (QUALITY 3). */
enum Fault {
    /** F1: SIGKILL of the application; its database stays behind. */
    APPLICATION_KILLED {
        @Override
        void strike(ServerProcess server, Random random) {
            server.kill();
        }
    },
    /** F1 and F5 at once, in either order. */
    BOTH_KILLED {
        @Override
        void strike(ServerProcess server, Random random) {
            server.killWithDatabase(random.nextBoolean());
        }
    },
    /** F5: SIGKILL of the postmaster under a living application; its sessions notice and go. */
    POSTMASTER_KILLED {
        @Override
        void strike(ServerProcess server, Random random) {
            server.administrator().postmasterProcess().destroyForcibly();
        }
    },
    /** F5: SIGKILL of the postmaster and of all its sessions under a living application. */
    DATABASE_KILLED {
        @Override
        void strike(ServerProcess server, Random random) {
            server.killDatabase();
        }
    },
    /** F4: SIGKILL of one session, whereupon PostgreSQL ends all others and recovers. */
    SESSION_KILLED {
        @Override
        void strike(ServerProcess server, Random random) {
            var session = Customer.any(sessions(server), random);
            ProcessHandle.of((long) session).ifPresent(ProcessHandle::destroyForcibly);
        }
    },
    /** F4: some sessions are ended by an administrator: writers, projections, readers, the one that listens. */
    SESSIONS_TERMINATED {
        @Override
        void strike(ServerProcess server, Random random) {
            var database = server.administrator().database();
            for (var session : sessions(server))
                if (random.nextBoolean())
                    database.queryForList("SELECT pg_terminate_backend(?)", Boolean.class, session);
        }
    };

    private static final String SESSIONS = "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'stageline_%'";

    abstract void strike(ServerProcess server, Random random);

    /** Whether somebody has to start the application again. */
    boolean endsApplication() {
        return this == APPLICATION_KILLED || this == BOTH_KILLED;
    }

    /** Whether the postmaster dies of it. */
    boolean endsDatabase() {
        return this == BOTH_KILLED || this == POSTMASTER_KILLED || this == DATABASE_KILLED;
    }

    static List<Integer> sessions(ServerProcess server) {
        return server.administrator().database().queryForList(SESSIONS, Integer.class);
    }
}
