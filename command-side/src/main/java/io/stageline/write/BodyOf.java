package io.stageline.write;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The shape of a body that a handler takes as raw bytes, because its idempotency fingerprint is of the bytes as sent. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface BodyOf {
    Class<?> value();
}
