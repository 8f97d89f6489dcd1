#pragma once
// SHA256_CTX is a plain value that can be copied; OpenSSL 3 marks it as old, but has no other state that copies without
// allocating.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

/// The two states of HMAC-SHA256 (RFC 2104) after the key.
typedef struct {
    SHA256_CTX inner;
    SHA256_CTX outer;
} hazard_hmac_key;

/// Prepares the states from a key of any length. Returns 1, or 0 when libcrypto fails.
static inline int hazard_hmac_prepare(hazard_hmac_key *key, const unsigned char *bytes, size_t count) {
    unsigned char block[SHA256_CBLOCK] = {0};
    int done = 1;
    if (count > sizeof block) {
        SHA256_CTX whole;
        done = SHA256_Init(&whole) && SHA256_Update(&whole, bytes, count) && SHA256_Final(block, &whole);
        OPENSSL_cleanse(&whole, sizeof whole);
    } else {
        for (size_t at = 0; at < count; at++) block[at] = bytes[at];
    }
    for (size_t at = 0; at < sizeof block; at++) block[at] ^= 0x36;
    done = done && SHA256_Init(&key->inner) && SHA256_Update(&key->inner, block, sizeof block);
    for (size_t at = 0; at < sizeof block; at++) block[at] ^= 0x36 ^ 0x5c;
    done = done && SHA256_Init(&key->outer) && SHA256_Update(&key->outer, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
    return done;
}

/// Writes the 32 bytes of a message's code. Returns 1, or 0 when libcrypto fails. The key is only read.
static inline int hazard_hmac(const hazard_hmac_key *key, const unsigned char *message, size_t count, unsigned char *code) {
    SHA256_CTX state = key->inner;
    int done = SHA256_Update(&state, message, count) && SHA256_Final(code, &state);
    state = key->outer;
    done = done && SHA256_Update(&state, code, SHA256_DIGEST_LENGTH) && SHA256_Final(code, &state);
    OPENSSL_cleanse(&state, sizeof state);
    return done;
}
