// Keys by name. The part before the first hyphen says the type, the whole name is the `kid`, so that
// `rsa` and `rsa-next` are two keys of one type. Each is made when it is first asked for.
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import { exportJWK } from 'jose';

const generate = promisify(generateKeyPair);

const types = {
  rsa: ['rsa', { modulusLength: 2048 }],
  rsa1024: ['rsa', { modulusLength: 1024 }],
  p256: ['ec', { namedCurve: 'P-256' }],
  p384: ['ec', { namedCurve: 'P-384' }],
  p521: ['ec', { namedCurve: 'P-521' }],
  secp256k1: ['ec', { namedCurve: 'secp256k1' }],
  ed25519: ['ed25519', {}],
  x25519: ['x25519', {}],
};

const made = new Map();

async function make(name) {
  const [type] = name.split('-');
  if (!Object.hasOwn(types, type)) throw new Error(`no such key: ${name}`);
  const { privateKey, publicKey } = await generate(...types[type]);
  const jwk = { ...await exportJWK(publicKey), kid: name, use: 'sig' };
  return { name, privateKey, publicKey, jwk };
}

/** The pair of a name: its two keys, and the public one as a JWK. */
export function keyOf(name) {
  if (!made.has(name)) made.set(name, make(name));
  return made.get(name);
}

/** The bytes of a public key that an attacker takes for a secret (RFC 8725 section 2.1). */
export function publicBytes({ publicKey, jwk }, form) {
  switch (form) {
    case 'pem': return Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));
    case 'der': return publicKey.export({ type: 'spki', format: 'der' });
    case 'jwk': return Buffer.from(JSON.stringify(jwk));
    case 'modulus': return Buffer.from(jwk.n, 'base64url');
    default: throw new Error(`no such form of a public key: ${form}`);
  }
}

/** A JWK that a plan names, with other members: a name, or `{ key, set, without }`. */
async function published(plan) {
  const { key, set = {}, without = [] } = typeof plan === 'string' ? { key: plan } : plan;
  const jwk = { ...key && (await keyOf(key)).jwk, ...set };
  for (const member of without) delete jwk[member];
  return jwk;
}

/** A set of keys, with as many more that sign nothing before them. */
export async function keySet(plans, more = 0) {
  const keys = await Promise.all(plans.map(published));
  if (more === 0) return { keys };
  const { jwk } = await keyOf('p256-more');
  const others = Array.from({ length: more }, (_, index) => ({ ...jwk, kid: `more-${index}` }));
  return { keys: [...others, ...keys] };
}

