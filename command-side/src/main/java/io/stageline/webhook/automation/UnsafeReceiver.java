package io.stageline.webhook.automation;

/** A URL to which nothing is sent; the message says why in words for its owner and holds nothing of the URL. */
public final class UnsafeReceiver extends RuntimeException {
    UnsafeReceiver(String because) {
        super(because, null, false, false);
    }
}
