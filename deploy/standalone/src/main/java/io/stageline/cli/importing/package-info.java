/** The importer: event files become batches of commands, sent over HTTP like any client would. */
@NullMarked
package io.stageline.cli.importing;

import org.jspecify.annotations.NullMarked;
