// The grants that the provider does not know itself: password (RFC 6749 section 4.3), jwt-bearer
// (RFC 7523 section 2.1) and token exchange (RFC 8693).
import { timingSafeEqual } from 'node:crypto';

import { jwtVerify } from 'jose';
import { errors } from 'oidc-provider';

import { GRANT, partner, users } from './clients.mjs';
import { grantAll, resourceServer } from './permissions.mjs';

const { InvalidGrant, InvalidRequest, InvalidScope, InvalidTarget } = errors;

const TYPE = {
  accessToken: 'urn:ietf:params:oauth:token-type:access_token',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
};

const refuse = (reason) => new InvalidGrant({ detail: reason });

function required(params, ...names) {
  for (const name of names) {
    if (!params[name]) throw new InvalidRequest(`missing required parameter(s) '${name}'`);
  }
}

/** Issues an access token, and a refresh token if the client may have one. */
async function issue(provider, ctx, accountId, gty, issuedTokenType) {
  const { client, params } = ctx.oidc;
  const { scope = '' } = params;
  const known = ['openid', 'offline_access', 'read', 'write'];
  for (const it of scope.split(' ').filter(Boolean)) {
    if (!known.includes(it)) throw new InvalidScope('requested scope is not known', it);
  }
  // `audience` names the same resources, logically (RFC 8693 section 2.1).
  const resource = params.resource ?? params.audience;
  if (Array.isArray(resource)) throw new InvalidTarget('only one resource for one token');
  const server = resource && new provider.ResourceServer(resource, resourceServer(ctx, resource));

  const grantId = await grantAll(provider, accountId, client.clientId, { scope, resource: resource ?? [] });
  const token = new provider.AccessToken({ accountId, client, grantId, gty, scope: scope || undefined });
  if (server) {
    token.resourceServer = server;
    token.scope = scope.split(' ').filter((it) => server.scopes.has(it)).join(' ') || undefined;
  }
  ctx.oidc.entity('AccessToken', token);

  let refreshToken;
  if (client.grantTypeAllowed('refresh_token')) {
    const refresh = new provider.RefreshToken({
      accountId, client, grantId, gty, resource, scope, rotations: 0,
    });
    refreshToken = await refresh.save();
  }

  ctx.body = {
    access_token: await token.save(),
    expires_in: token.expiration,
    token_type: token.tokenType,
    scope: token.scope,
    refresh_token: refreshToken,
    issued_token_type: issuedTokenType,
  };
}

function sameText(a, b) {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const password = (provider) => async (ctx) => {
  const { params } = ctx.oidc;
  required(params, 'username', 'password');
  const known = Object.hasOwn(users, params.username) ? users[params.username] : undefined;
  if (known === undefined || !sameText(known, params.password)) throw refuse('wrong user name or password');
  await issue(provider, ctx, params.username, GRANT.password);
};

/** The claims of a JWT that the partner signed for this server (RFC 7523 section 3). */
async function partnerClaims(provider, keys, assertion) {
  const { issuer } = provider;
  let claims;
  try {
    ({ payload: claims } = await jwtVerify(assertion, keys.partner.publicKey, {
      algorithms: ['ES256'],
      issuer: partner,
      audience: [issuer, `${issuer}/token`],
      requiredClaims: ['sub', 'exp'],
    }));
  } catch (cause) {
    throw refuse(cause.message);
  }
  if (claims.jti && !await provider.ReplayDetection.unique(claims.iss, claims.jti, claims.exp)) {
    throw refuse('the assertion was used before');
  }
  return claims;
}

const jwtBearer = (provider, keys) => async (ctx) => {
  required(ctx.oidc.params, 'assertion');
  const { sub } = await partnerClaims(provider, keys, ctx.oidc.params.assertion);
  await issue(provider, ctx, sub, GRANT.jwtBearer);
};

/** Whom a token of RFC 8693 section 3 is about: one of our own tokens, or a JWT of the partner. */
async function subjectOf(provider, keys, token, type) {
  if (type === TYPE.jwt) return (await partnerClaims(provider, keys, token)).sub;
  if (type !== TYPE.accessToken) throw new InvalidRequest(`token type ${type} is not supported`);
  const found = await provider.AccessToken.find(token);
  if (found) return found.accountId;
  try {
    const { payload } = await jwtVerify(token, keys.server.publicKey, { issuer: provider.issuer, typ: 'at+jwt' });
    return payload.sub;
  } catch (cause) {
    throw refuse(cause.message);
  }
}

const tokenExchange = (provider, keys) => async (ctx) => {
  const { params } = ctx.oidc;
  required(params, 'subject_token', 'subject_token_type');
  if (Boolean(params.actor_token) !== Boolean(params.actor_token_type)) {
    throw new InvalidRequest('actor_token and actor_token_type come together');
  }
  const issuedTokenType = params.requested_token_type ?? TYPE.accessToken;
  if (issuedTokenType !== TYPE.accessToken) {
    throw new InvalidRequest(`token type ${issuedTokenType} is not issued here`);
  }
  const subject = await subjectOf(provider, keys, params.subject_token, params.subject_token_type);
  const actor = params.actor_token
    && { sub: await subjectOf(provider, keys, params.actor_token, params.actor_token_type) };
  ctx.state.tokenClaims = actor && { act: actor };
  await issue(provider, ctx, subject, GRANT.tokenExchange, issuedTokenType);
};

export function registerGrants(provider, keys) {
  const common = ['scope', 'resource'];
  const several = ['resource'];
  provider.registerGrantType(GRANT.password, password(provider), ['username', 'password', ...common], several);
  provider.registerGrantType(GRANT.jwtBearer, jwtBearer(provider, keys), ['assertion', ...common], several);
  provider.registerGrantType(GRANT.tokenExchange, tokenExchange(provider, keys), [
    'audience', 'requested_token_type', 'subject_token', 'subject_token_type', 'actor_token',
    'actor_token_type', ...common,
  ], [...several, 'audience']);
}
