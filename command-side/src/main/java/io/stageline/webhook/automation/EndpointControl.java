package io.stageline.webhook.automation;

/** How those who deliver decide something about an endpoint: by a command to it. */
@FunctionalInterface
public interface EndpointControl {
    /** Nothing more is sent until its owner resumes it. */
    void disable(EndpointKey endpoint, String because);
}
