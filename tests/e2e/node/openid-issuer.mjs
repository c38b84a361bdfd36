// One OpenID provider, which does the wrong things of its plan and is honest without one.
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { algOf, forge, halfHash } from './openid-forge.mjs';
import { keySet } from './openid-keys.mjs';
import { readBody, Record } from './record.mjs';

const random = () => randomBytes(24).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

/** The user, by the scopes of OpenID Connect Core section 5.4. */
const user = {
  openid: { sub: 'alice' },
  profile: { name: 'Alice Doe', given_name: 'Alice', family_name: 'Doe', preferred_username: 'alice', locale: 'en' },
  email: { email: 'alice@example.com', email_verified: true },
  phone: { phone_number: '+49 30 1234567', phone_number_verified: false },
  address: { address: { locality: 'Berlin', country: 'DE' } },
};

function changed(object, { set = {}, without = [] } = {}) {
  const result = { ...object, ...set };
  for (const member of without) delete result[member];
  return result;
}

function send(res, status, body, headers = {}) {
  res.writeHead(status, { 'cache-control': 'no-store', ...headers });
  res.end(body);
}

const json = (res, status, value, headers = {}) => {
  send(res, status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
};

const redirect = (res, to) => send(res, 303, '', { location: to });

/** The page that posts a response to the client (OAuth 2.0 Form Post Response Mode). */
function form(res, to, parameters) {
  const inputs = Object.entries(parameters)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}"/>`);
  const page = `<html><body onload="document.forms[0].submit()"><form method="post" action="${to}">${inputs.join('')}</form></body></html>`;
  send(res, 200, page, { 'content-type': 'text/html' });
}

/** The answer of a plan that does not come from the provider. */
async function scripted(res, { status = 200, headers = {}, body, delay = 0 }) {
  await sleep(delay);
  if (body === undefined) return false;
  send(res, status, body, { 'content-type': 'application/json', ...headers });
  return true;
}

export class Issuer {
  #plan = {};

  #codes = new Map();

  #refreshTokens = new Map();

  #accessTokens = new Map();

  record = new Record([]);

  constructor(issuer) {
    this.issuer = issuer;
    this.client = { client_id: 'relying-party', client_secret: `${random()}:100%+&=` };
  }

  /** What the provider does from now on. */
  set plan(plan) {
    this.#plan = plan;
  }

  /** A token of the plan of the caller. */
  forge(plan, claims) {
    return forge(plan, claims, this.client.client_secret);
  }

  async handle(req, res) {
    const { pathname, searchParams } = new URL(req.url, this.issuer);
    const body = await readBody(req);
    const entry = this.record.add(req, body, 'provider');
    res.on('finish', () => { entry.status = res.statusCode; });
    const endpoint = {
      '/.well-known/openid-configuration': () => this.#metadata(res),
      '/authorize': () => this.#authorize(res, searchParams),
      '/token': () => this.#token(req, res, new URLSearchParams(body.toString())),
      '/jwks': () => this.#jwks(res),
      '/userinfo': () => this.#userinfo(req, res),
      '/end_session': () => this.#endSession(res, searchParams),
      // A set that is named in the header of a token, and in no metadata.
      '/other-jwks': async () => json(res, 200, await keySet(['rsa-other'])),
    }[pathname];
    if (endpoint) await endpoint();
    else json(res, 404, { error: `no such path: ${pathname}` });
  }

  async #metadata(res) {
    const plan = this.#plan.metadata ?? {};
    if (await scripted(res, plan)) return;
    const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'HS256'];
    json(res, 200, changed({
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      end_session_endpoint: `${this.issuer}/end_session`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['public'],
      scopes_supported: Object.keys(user),
      id_token_signing_alg_values_supported: algorithms,
      userinfo_signing_alg_values_supported: algorithms,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    }, plan));
  }

  async #authorize(res, request) {
    const code = random();
    this.#codes.set(code, { request, authTime: now() });
    const { error } = this.#plan.authorize ?? {};
    const parameters = changed({
      ...error ? { error } : { code },
      state: request.get('state'),
      iss: this.issuer,
    }, this.#plan.authorize);
    const to = request.get('redirect_uri');
    if (request.get('response_mode') === 'form_post') {
      form(res, to, parameters);
    } else {
      redirect(res, `${to}?${new URLSearchParams(parameters)}`);
    }
  }

  #authenticated(req, body) {
    const [scheme, credentials = ''] = (req.headers.authorization ?? '').split(' ');
    const pair = Buffer.from(credentials, 'base64').toString().split(':');
    const [id, secret] = scheme === 'Basic'
      ? pair.map((it) => new URLSearchParams(`it=${it}`).get('it'))
      : [body.get('client_id'), body.get('client_secret')];
    return id === this.client.client_id && secret === this.client.client_secret;
  }

  /** The login of a code or a refresh token, which is used up; else the error of the refusal. */
  #login(req, body) {
    if (!this.#authenticated(req, body)) return { error: 'invalid_client' };
    if (body.get('grant_type') === 'refresh_token') {
      const token = body.get('refresh_token');
      const login = this.#refreshTokens.get(token);
      if (!this.#plan.keeps_refresh_tokens) this.#refreshTokens.delete(token);
      return login ? { login } : { error: 'invalid_grant' };
    }
    const login = this.#codes.get(body.get('code'));
    this.#codes.delete(body.get('code'));
    const challenge = createHash('sha256').update(body.get('code_verifier') ?? '').digest('base64url');
    return login?.request.get('code_challenge') === challenge ? { login } : { error: 'invalid_grant' };
  }

  async #token(req, res, body) {
    const { login, error } = this.#login(req, body);
    if (error) {
      json(res, error === 'invalid_client' ? 401 : 400, { error });
      return;
    }
    // What happens between the request of the keys and the signature.
    if (this.#plan.at_token) this.#plan = this.#plan.at_token;

    const refreshes = body.get('grant_type') === 'refresh_token';
    const plan = (refreshes ? this.#plan.refreshed_id_token : this.#plan.id_token) ?? {};
    const [accessToken, refreshToken] = [random(), random()];
    this.#accessTokens.set(accessToken, login);
    this.#refreshTokens.set(refreshToken, login);
    const idToken = await this.forge(plan, this.#claims(login, accessToken, algOf(plan), refreshes));
    json(res, 200, changed({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 300,
      refresh_token: refreshToken,
      id_token: idToken,
    }, this.#plan.token));
  }

  /** The claims of an honest ID token. A refreshed one has no nonce (OpenID Connect Core section 12.2). */
  #claims({ request, authTime }, accessToken, alg, refreshed) {
    const [acr] = (request.get('acr_values') ?? '').split(' ');
    return {
      iss: this.issuer,
      sub: user.openid.sub,
      aud: this.client.client_id,
      iat: now(),
      exp: now() + 300,
      ...!refreshed && { nonce: request.get('nonce'), at_hash: halfHash(alg, accessToken) },
      ...request.has('max_age') && { auth_time: authTime },
      ...acr && { acr },
    };
  }

  async #jwks(res) {
    const plan = this.#plan.jwks ?? {};
    if (await scripted(res, plan)) return;
    json(res, plan.status ?? 200, await keySet(plan.keys ?? ['rsa'], plan.more), plan.headers);
  }

  async #userinfo(req, res) {
    const plan = this.#plan.userinfo ?? {};
    if (await scripted(res, plan)) return;
    const [scheme, token] = (req.headers.authorization ?? '').split(' ');
    const login = scheme === 'Bearer' && this.#accessTokens.get(token);
    if (!login) {
      json(res, 401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
      return;
    }
    const scopes = login.request.get('scope').split(' ');
    const claims = changed(Object.assign({}, ...scopes.map((it) => user[it])), plan);
    if (!plan.signed) {
      json(res, 200, claims, plan.headers);
      return;
    }
    const about = { iss: this.issuer, aud: this.client.client_id };
    const signed = await this.forge(plan.signed, { ...about, ...claims });
    send(res, 200, signed, { 'content-type': 'application/jwt', ...plan.headers });
  }

  #endSession(res, request) {
    const to = request.get('post_logout_redirect_uri');
    if (!to) {
      send(res, 200, 'logged out', { 'content-type': 'text/plain' });
      return;
    }
    const state = request.get('state');
    const parameters = changed(state === null ? {} : { state }, this.#plan.end_session);
    redirect(res, `${to}?${new URLSearchParams(parameters)}`);
  }
}
