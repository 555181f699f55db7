package io.stageline.eventlog;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** How the stored JSON of a type that this version has no record for any more becomes that of a newer one. */
public record Upcast(String from, String to, UnaryOperator<ObjectNode> change) {}
