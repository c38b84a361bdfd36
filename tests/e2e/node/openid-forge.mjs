// Signed tokens, and all that can be wrong with one. The signatures are made by Node itself, since
// `jose` refuses to make most of them.
import { constants, createHash, createHmac, sign } from 'node:crypto';

import { CompactEncrypt } from 'jose';

import { keyOf, publicBytes } from './openid-keys.mjs';

const hashes = { 256: 'sha256', 384: 'sha384', 512: 'sha512' };

/** The hash of an algorithm. Ed25519 has SHA-512 in it. */
const hashOf = (alg) => hashes[alg.slice(2)] ?? 'sha512';

/** The left half of a hash (OpenID Connect Core section 3.1.3.6). */
export function halfHash(alg, text) {
  const digest = createHash(hashOf(alg)).update(text).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

/** The type of key that an algorithm is for, as the name of one. */
const usual = (alg) => ({ ES256: 'p256', ES384: 'p384', ES512: 'p521', EdDSA: 'ed25519' })[alg] ?? 'rsa';

function signature(alg, key, data) {
  switch (alg.slice(0, 2)) {
    case 'HS': return createHmac(hashOf(alg), key).update(data).digest();
    case 'RS': return sign(hashOf(alg), data, key);
    case 'PS': return sign(hashOf(alg), data, {
      key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
    case 'ES': return sign(hashOf(alg), data, { key, dsaEncoding: 'ieee-p1363' });
    default: return sign(null, data, key);
  }
}

const encoded = (text) => Buffer.from(text).toString('base64url');
const padded = (part) => part + '='.repeat((4 - (part.length % 4)) % 4);

/** JSON whose members may repeat: those of `before`, of the object and of `after`. */
function members(before = {}, object = {}, after = {}, layers = 0) {
  const texts = [before, object, after].map((it) => JSON.stringify(it).slice(1, -1));
  if (layers) texts.push(`"layers":${'['.repeat(layers)}${']'.repeat(layers)}`);
  return `{${texts.filter(Boolean).join(',')}}`;
}

function changed(object, set = {}, without = []) {
  const result = { ...object, ...set };
  for (const member of without) delete result[member];
  return result;
}

/** What becomes of the signature of a token. */
const signatures = {
  whole: (bytes) => bytes,
  empty: () => Buffer.alloc(0),
  short: (bytes) => bytes.subarray(0, -1),
  zeros: (bytes) => Buffer.alloc(bytes.length),
  wrong: (bytes) => Buffer.concat([Buffer.from([bytes[0] ^ 1]), bytes.subarray(1)]),
};

/** What becomes of the three parts of a token. */
const forms = {
  compact: (parts) => parts.join('.'),
  padded: (parts) => parts.map(padded).join('.'),
  'two parts': ([header, payload]) => `${header}.${payload}`,
  'four parts': (parts) => [...parts, 'more'].join('.'),
  spaced: (parts) => `${parts.join('.')}\n`,
  json: ([header, payload, it]) => JSON.stringify({ protected: header, payload, signature: it }),
};

/** Five parts (RFC 7516 section 7.1), around the signed token, for a key of the client's. */
async function encrypted(token) {
  const { publicKey } = await keyOf('rsa-client');
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A128GCM', cty: 'JWT' })
    .encrypt(publicKey);
}

/** The algorithm of a plan. */
export const algOf = (plan) => plan.alg ?? 'RS256';

/**
 * A token with these claims, by a plan:
 * - `text`: this text, and no token.
 * - `alg`: how it is signed, `key`: by which key, `hmac`: with a public key as the secret.
 * - `header`, `without_header`: members of the header that are set and removed; `before_header`:
 *   members that are there once more; `header_key`: the public key of this name is in the header.
 * - `claims`, `without`: claims that are set and removed; `before`, `after`: members that are there
 *   once more; `payload`: this text instead of the claims; `filler`: so many bytes more; `layers`:
 *   an array in so many others.
 * - `signature`, `form`: what becomes of the signature and of the parts; `encrypted`.
 */
export async function forge(plan, claims, secret) {
  if (plan.text !== undefined) return plan.text;
  const alg = algOf(plan);
  const key = await keyOf(plan.key ?? usual(alg));
  const own = { alg, typ: 'JWT', ...!alg.startsWith('HS') && alg !== 'none' && { kid: key.name } };
  const header = changed(own, plan.header, plan.without_header);
  if (plan.header_key) header.jwk = (await keyOf(plan.header_key)).jwk;

  const all = changed(claims, plan.claims, plan.without);
  if (plan.filler) all.filler = 'a'.repeat(plan.filler);
  const payload = plan.payload ?? members(plan.before, all, plan.after, plan.layers);
  const parts = [members(plan.before_header, header), payload].map(encoded);

  let bytes = Buffer.alloc(0);
  if (alg !== 'none') {
    const shared = plan.hmac ? publicBytes(key, plan.hmac) : secret;
    bytes = signature(alg, alg.startsWith('HS') ? shared : key.privateKey, Buffer.from(parts.join('.')));
  }
  const signed = signatures[plan.signature ?? 'whole'](bytes).toString('base64url');
  const token = forms[plan.form ?? 'compact']([...parts, signed]);
  return plan.encrypted ? encrypted(token) : token;
}
