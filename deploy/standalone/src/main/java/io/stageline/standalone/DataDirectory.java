package io.stageline.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The directory that one server at a time owns: its keys, its database and its logs, closed to other users. */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** Locks the directory for this process, or refuses and names the process that holds it. */
    public static DataDirectory own(Path path) {
        try {
            OwnerOnly.directory(path);
            Path real = path.toRealPath();
            FileChannel channel = FileChannel.open(
                    real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw Refusal.alreadyRunning(holderOf(real));
            }
            DataDirectory directory = new DataDirectory(real, channel, lock);
            directory.announce("starting");
            return directory;
        } catch (IOException impossible) {
            throw new UncheckedIOException("The data directory " + path + " cannot be used", impossible);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holderOf(Path path) throws IOException {
        String[] holder = Files.readString(path.resolve("lock")).strip().split(" ", 2);
        String address = holder.length > 1 ? holder[1] : "starting";
        return "Already running on %s: process %s, %s".formatted(path, holder[0], address);
    }

    /** Writes into the lock file who holds it and where it listens. */
    public void announce(String address) {
        String holder = ProcessHandle.current().pid() + " " + address + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            channel.force(true);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public Path path() {
        return path;
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
