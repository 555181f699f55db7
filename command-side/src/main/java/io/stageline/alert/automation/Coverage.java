package io.stageline.alert.automation;

import java.util.Arrays;

/**
 * Where a number has been, in bounded memory: representatives, none of them nearer to the next than a part of the range.
 *
 * <p>The nearest of all numbers ever seen is known to that precision, with some hundred numbers kept. A place that was
 * not visited for a long time is forgotten.
 */
final class Coverage {
    private static final double RESOLUTION = 1.0 / 128;
    private static final int FORGOTTEN_AFTER = 10_000;
    private static final int BETWEEN_CLEANINGS = 100;
    private static final int ROOM = 512;

    private final double[] places = new double[ROOM];
    private final long[] visited = new long[ROOM];
    private int size;
    private long steps;

    /** How many numbers were seen. */
    long steps() {
        return steps;
    }

    double range() {
        return size == 0 ? 0 : places[size - 1] - places[0];
    }

    /** The representative nearest to a number. */
    double nearest(double number) {
        return places[indexNear(number)];
    }

    private int indexNear(double number) {
        int right = firstNotBelow(number);
        if (right == size) return size - 1;
        if (right == 0) return 0;
        return number - places[right - 1] <= places[right] - number ? right - 1 : right;
    }

    private int firstNotBelow(double number) {
        int found = Arrays.binarySearch(places, 0, size, number);
        return found >= 0 ? found : -found - 1;
    }

    void visit(double number) {
        steps++;
        if (isKnown(number)) visited[indexNear(number)] = steps;
        else insert(number);
        if (steps % BETWEEN_CLEANINGS == 0) keepOnly(FORGOTTEN_AFTER, 0);
    }

    private boolean isKnown(double number) {
        if (size == 0 || number < places[0] || number > places[size - 1]) return false;
        return Math.abs(nearest(number) - number) <= RESOLUTION * range();
    }

    private void insert(double number) {
        boolean wider = size == 0 || number < places[0] || number > places[size - 1];
        int at = firstNotBelow(number);
        System.arraycopy(places, at, places, at + 1, size - at);
        System.arraycopy(visited, at, visited, at + 1, size - at);
        places[at] = number;
        visited[at] = steps;
        size++;
        if (wider) keepOnly(Integer.MAX_VALUE, RESOLUTION * range());
    }

    /** Keeps the places visited lately that are far enough from the one kept before; the two ends are always far enough. */
    private void keepOnly(int age, double gap) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            boolean fresh = steps - visited[i] < age;
            boolean apart = kept == 0 || i == size - 1 || places[i] - places[kept - 1] >= gap;
            if (fresh && apart) {
                places[kept] = places[i];
                visited[kept++] = visited[i];
            }
        }
        size = kept;
    }

    void write(Numbers to) {
        to.put(steps).put(Arrays.copyOf(places, size));
        for (int i = 0; i < size; i++) to.put(visited[i]);
    }

    static Coverage read(Numbers from) {
        Coverage coverage = new Coverage();
        coverage.steps = (long) from.take();
        double[] places = from.takeAll();
        coverage.size = places.length;
        System.arraycopy(places, 0, coverage.places, 0, places.length);
        for (int i = 0; i < places.length; i++) coverage.visited[i] = (long) from.take();
        return coverage;
    }
}
