package io.stageline.projection;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column by its type in the database and by what a row has in it. */
public record Column<R>(String type, Function<R, ? extends @Nullable Object> value) {}
