package io.stageline.cli.importing;

import io.stageline.standalone.Refusal;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The file to import: plain or packed, and how much of it has been read. */
final class SourceFile extends FilterInputStream {
    private final long size;
    private long read;

    private SourceFile(InputStream in, long size) {
        super(in);
        this.size = size;
    }

    /** Opens the file's text; a packed file is known by its first two bytes, not by its name. */
    static Opened open(Path path) {
        try {
            if (!Files.isRegularFile(path)) throw Refusal.wrongUse("There is no file " + path);
            SourceFile counted = new SourceFile(Files.newInputStream(path), Files.size(path));
            BufferedInputStream buffered = new BufferedInputStream(counted, 1 << 16);
            return new Opened(counted, isGzip(buffered) ? new GZIPInputStream(buffered, 1 << 16) : buffered);
        } catch (IOException unreadable) {
            throw Refusal.wrongUse("The file " + path + " cannot be read: " + unreadable.getMessage());
        }
    }

    record Opened(SourceFile file, InputStream text) {}

    private static boolean isGzip(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean magic = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return magic;
    }

    static boolean looksLikeXes(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".xes") || name.endsWith(".xes.gz");
    }

    double progress() {
        return size == 0 ? 1 : Math.min(1.0, (double) read / size);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) read++;
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) read += count;
        return count;
    }
}
