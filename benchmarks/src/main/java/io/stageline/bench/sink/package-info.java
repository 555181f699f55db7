/** Where webhooks go in a measurement: a receiver on this machine, and a client that sends it nothing but bytes. */
@NullMarked
package io.stageline.bench.sink;

import org.jspecify.annotations.NullMarked;
