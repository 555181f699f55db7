package io.stageline.privacy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random 96-bit nonce in front (NIST SP 800-38D), bound to what the text belongs to. */
final class Aes {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Finding a cipher takes longer than using it, and one thread uses it for one text at a time. */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(Aes::cipher);

    private Aes() {}

    static SecretKey newKey() {
        return new SecretKeySpec(random(MasterKey.BYTES), "AES");
    }

    static byte[] encrypt(SecretKey key, byte[] text, byte[] boundTo) {
        var nonce = random(NONCE);
        var box = run(Cipher.ENCRYPT_MODE, key, nonce, text, 0, boundTo);
        var whole = Arrays.copyOf(nonce, NONCE + box.length);
        System.arraycopy(box, 0, whole, NONCE, box.length);
        return whole;
    }

    static byte[] decrypt(SecretKey key, byte[] whole, byte[] boundTo) {
        return run(Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, NONCE), whole, NONCE, boundTo);
    }

    private static byte[] run(int mode, SecretKey key, byte[] nonce, byte[] input, int offset, byte[] boundTo) {
        try {
            var cipher = CIPHER.get();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo);
            return cipher.doFinal(input, offset, input.length - offset);
        } catch (GeneralSecurityException forged) {
            throw new IllegalStateException("sealed text does not belong here", forged);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
