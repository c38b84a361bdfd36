// Every start has keys of its own, so no private key is part of the source.
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';

async function pair(kid) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const identity = { kid, alg: 'ES256', use: 'sig' };
  return {
    // PKCS #8, for the test that signs.
    pem: await exportPKCS8(privateKey),
    publicKey,
    publicJwk: { ...await exportJWK(publicKey), ...identity },
    privateJwk: { ...await exportJWK(privateKey), ...identity },
  };
}

/** `server` signs tokens, `client` authenticates clients, `partner` signs a partner's assertions. */
export async function freshKeys() {
  return { server: await pair('server'), client: await pair('client'), partner: await pair('partner') };
}
