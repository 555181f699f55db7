package io.stageline.query;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Wrapped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Connections that remember every statement. */
public final class CountedConnections implements ConnectionFactory {
    private final ConnectionPool pool;
    private final List<String> statements = new CopyOnWriteArrayList<>();

    CountedConnections(ConnectionPool pool) {
        this.pool = pool;
    }

    /** The statements since this was last asked. */
    public List<String> take() {
        var taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    /** The statements since this was last asked, without what is asked for all readers: who a key is, and what is shown so far. */
    public List<String> takeThoseOfReads() {
        return take().stream()
                .filter(sql -> !sql.contains("stageline.authenticate") && !sql.contains("stageline.webhook_feed"))
                .toList();
    }

    /** How many connections are lent out at this moment. */
    public int lent() {
        return pool.getMetrics().orElseThrow().acquiredSize();
    }

    @Override
    public Mono<Connection> create() {
        return pool.create().map(this::counted);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return pool.getMetadata();
    }

    private Connection counted(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class, Wrapped.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("createStatement")) statements.add((String) arguments[0]);
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
