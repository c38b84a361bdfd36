// Who may ask. The names are the kinds and the authentication methods that a declaration can have.
import { randomBytes } from 'node:crypto';

export const GRANT = {
  code: 'authorization_code',
  clientCredentials: 'client_credentials',
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  jwtBearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  password: 'password',
  refresh: 'refresh_token',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
};

/** Resource owners of the password grant, and the subjects of every login. */
export const users = { alice: 'correct horse battery staple' };

/** What users are called (OpenID Connect Core section 5.1). Not all of them have a name. */
export const names = { alice: 'Alice Adams' };

/** Protected resources (RFC 8707) and what may be asked of each. */
export const resources = {
  'https://api.example/': 'read write',
  'https://reports.example/': 'read',
};

/** The one partner whose assertions are taken (RFC 7523, RFC 8693). */
export const partner = 'https://partner.example';

// Every start has secrets of its own, so that no other server takes the one of a client that both
// know. Long enough for HS256 (RFC 7518 section 3.2), and with every character that the form encoding
// of RFC 6749 section 2.3.1 is about.
const secretOf = (name) => `${name} secret: 100%+safe/really&=~${randomBytes(24).toString('base64')}`;

/** A client that never redirects. */
const backChannel = { response_types: [], redirect_uris: [] };
const redirecting = (...uris) => ({ response_types: ['code'], redirect_uris: uris });

export function clients(keys) {
  const jwks = { keys: [keys.client.publicJwk] };
  const methods = {
    none: { token_endpoint_auth_method: 'none' },
    basic: { token_endpoint_auth_method: 'client_secret_basic' },
    post: { token_endpoint_auth_method: 'client_secret_post' },
    'secret-jwt': {
      token_endpoint_auth_method: 'client_secret_jwt',
      token_endpoint_auth_signing_alg: 'HS256',
    },
    'private-key-jwt': {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks,
    },
  };
  const client = (client_id, method, grants, more) => ({
    client_id,
    grant_types: grants,
    ...methods[method],
    ...(['basic', 'post', 'secret-jwt'].includes(method) ? { client_secret: secretOf(client_id) } : {}),
    ...more,
  });

  const confidential = Object.keys(methods).filter((method) => method !== 'none');
  const web = redirecting('https://web.example/callback');
  return [
    ...confidential.map((method) => client(`m2m-${method}`, method, [GRANT.clientCredentials], backChannel)),
    ...confidential.map((method) => client(`web-${method}`, method, [GRANT.code, GRANT.refresh], web)),
    client('spa', 'none', [GRANT.code, GRANT.refresh], redirecting('https://spa.example/callback')),
    client('native', 'none', [GRANT.code, GRANT.refresh], {
      application_type: 'native',
      // The loopback addresses are registered without a port: any port will do (RFC 8252 section 7.3).
      ...redirecting('http://127.0.0.1/callback', 'http://[::1]/callback', 'com.example.app:/callback'),
    }),
    client('device', 'none', [GRANT.device, GRANT.refresh], { application_type: 'native', ...backChannel }),
    client('trusted', 'basic', [GRANT.password, GRANT.refresh], backChannel),
    client('trusted-public', 'none', [GRANT.password], backChannel),
    client('third-party', 'private-key-jwt', [GRANT.jwtBearer, GRANT.tokenExchange], backChannel),
    client('third-party-basic', 'basic', [GRANT.jwtBearer, GRANT.tokenExchange], backChannel),
    // An identifier that Basic has to encode.
    client('odd:id+with space%2F', 'basic', [GRANT.clientCredentials], backChannel),
  ];
}
