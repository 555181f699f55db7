package io.stageline.webhook.automation;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that nobody knows, made by the JDK's own tool. */
record SelfMade(KeyStore keys, X509Certificate certificate) {
    private static final char[] PASSWORD = "of a test".toCharArray();

    static SelfMade identity(String host) throws IOException, GeneralSecurityException, InterruptedException {
        var folder = Files.createTempDirectory("self-made");
        var file = folder.resolve("keys.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "it",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        if (made.waitFor() != 0) throw new IOException("no certificate");
        try (InputStream stored = Files.newInputStream(file)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(stored, PASSWORD);
            return new SelfMade(keys, (X509Certificate) keys.getCertificate("it"));
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    ServerSocket door() throws IOException, GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0);
    }
}
