package io.stageline.webhook.automation;

import io.stageline.events.Sealed;
import org.jspecify.annotations.Nullable;

/** How those who deliver decide something about an endpoint: by a command to it. */
@FunctionalInterface
public interface EndpointControl {
    /** Nothing more is sent until its owner resumes it; with a URL only if that is still where it leads. */
    void disable(EndpointKey endpoint, @Nullable Sealed url, String because);
}
