package io.stageline.bench;

import io.stageline.bench.load.*;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.HttpLoad;
import java.nio.file.Files;
import java.time.Duration;
import java.util.*;

final class Try {
    static void run(String name, Product product, HttpLoad load, int n) {
        for (var i = 0; i < n; i++) {
            var cpu = product.process().info().totalCpuDuration().get();
            var out = load.flatOut(Duration.ofSeconds(10));
            cpu = product.process().info().totalCpuDuration().get().minus(cpu);
            System.out.println(
                    name + " " + out + "  server cpu us/cmd " + (long) (cpu.toNanos() / 1000 / (out.perSecond() * 10)));
        }
    }

    public static void main(String[] args) throws Exception {
        var inFlight = Integer.getInteger("c", 64);
        try (var product = Product.start(Files.createTempDirectory("bench"))) {
            var targets = new Board(product).entries(6400);
            var scripts = new ArrayList<EntryWriter>();
            var gets = new ArrayList<Script>();
            for (var i = 0; i < inFlight; i++) {
                scripts.add(new EntryWriter(
                        product.key(), targets.subList(i * 100, i * 100 + 100), Integer.getInteger("note", 60)));
                gets.add(new Script() {
                    public byte[] next() {
                        return "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes();
                    }

                    public void answered(Answer a) {}
                });
            }
            try (var load = new HttpLoad(product.address(), scripts);
                    var empty = new HttpLoad(product.address(), gets)) {
                run("cmd", product, load, Integer.getInteger("n", 6));
                for (var i = 0; i < Integer.getInteger("m", 2); i++) {
                    run("empty", product, empty, 1);
                    run("cmd", product, load, 1);
                }
            }
        }
    }
}
