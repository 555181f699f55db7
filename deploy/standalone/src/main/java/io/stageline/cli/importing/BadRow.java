package io.stageline.cli.importing;

/** A row that cannot become a command: reported by its line, never guessed at. */
final class BadRow extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    BadRow(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
