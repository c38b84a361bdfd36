// The provider: every feature that a declaration can ask for, and refusals that are real.
import { setTimeout } from 'node:timers/promises';

import Provider from 'oidc-provider';

import { names } from './clients.mjs';
import { registerGrants } from './grants.mjs';
import { adopt } from './habits.mjs';
import { grantAll, resourceServer } from './permissions.mjs';
import { readBody } from './record.mjs';

const enabled = { enabled: true };

const configuration = (clients, keys) => ({
  clients,
  jwks: { keys: [keys.server.privateJwk] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt'],
  scopes: ['openid', 'offline_access', 'read', 'write'],
  claims: { openid: ['sub'], profile: ['name'] },
  // As most servers do, the ID token says what the scope asks for; userinfo does too.
  conformIdTokenClaims: false,
  responseTypes: ['code'],
  // Only S256 is known to the provider; it is asked of every client.
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  // The actor of a token exchange (RFC 8693 section 4.1).
  extraTokenClaims: (ctx) => ctx.state.tokenClaims,
  findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, name: names[accountId] }) }),
  cookies: { keys: ['signed, and worth nothing beyond this process'] },
  // The clients are on this machine, where the dispatcher of the provider connects to nobody.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: enabled,
    deviceFlow: enabled,
    introspection: enabled,
    revocation: enabled,
    pushedAuthorizationRequests: enabled,
    registration: enabled,
    backchannelLogout: enabled,
    jwtUserinfo: enabled,
    dPoP: enabled,
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: resourceServer,
      defaultResource: (_ctx, _client, oneOf) => oneOf,
      // A code that was asked for a resource yields a token for that resource.
      useGrantedResource: () => true,
    },
  },
});

/** Notes each request, and answers it from the script if a test wrote one. */
const recording = (record) => async (ctx, next) => {
  const raw = await readBody(ctx.req);
  // The provider reads its body from here, since the stream is used up.
  ctx.req.body = raw;
  const entry = record.add(ctx.req, raw, 'provider');
  ctx.state.entry = entry;
  const scripted = record.takeScripted(ctx.path);
  if (scripted) {
    ctx.status = scripted.status;
    ctx.body = scripted.body;
    ctx.set(scripted.headers);
  } else {
    await next();
  }
  entry.status = ctx.status;
  await setTimeout(record.delayOf(ctx.path));
};

/** Logs in and consents at once; a `login_hint` of `deny` is a user who refuses. */
const interaction = (provider) => async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  let result;
  if (params.login_hint === 'deny') {
    result = { error: 'access_denied', error_description: 'the user refused' };
  } else {
    const accountId = session?.accountId ?? params.login_hint ?? 'alice';
    const grantId = await grantAll(provider, accountId, params.client_id, params);
    result = { login: { accountId }, consent: { grantId } };
  }
  ctx.status = 303;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  return undefined;
};

/** The answers are generic by design; the reason goes into the record. */
function noteErrors(provider) {
  const note = (ctx, error) => {
    if (!ctx.state.entry) return;
    ctx.state.entry.error = {
      error: error.error ?? error.name,
      description: error.error_description ?? null,
      reason: error.error_detail ?? error.cause?.message ?? null,
    };
  };
  for (const event of [
    'authorization.error', 'device_authorization.error', 'grant.error', 'introspection.error',
    'pushed_authorization_request.error', 'registration_create.error', 'revocation.error',
    'userinfo.error',
  ]) provider.on(event, note);
  // Such as after a second use of a refresh token (RFC 9700 section 4.14.2).
  provider.on('grant.revoked', (ctx) => {
    if (ctx.state.entry) ctx.state.entry.revoked = true;
  });
  provider.on('server_error', (ctx, error) => {
    note(ctx, error);
    console.error(error);
  });
}

export async function buildProvider(issuer, clients, keys, record, habits) {
  const provider = new Provider(issuer, configuration(clients, keys));
  registerGrants(provider, keys);
  noteErrors(provider);
  provider.use(recording(record));
  adopt(provider, habits);
  provider.use(interaction(provider));
  // A client with metadata that the provider refuses shows now, not in the middle of a test.
  for (const { client_id: id } of clients) await provider.Client.find(id);
  return provider;
}
