// What arrived, so that a test can judge the client by what it sent.

const first = (pairs, name) => pairs.find(([key]) => key === name)?.[1];

/** Reads the whole body of a request. */
export async function readBody(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function basicIdentifier(authorization) {
  const [scheme, credentials] = (authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic' || !credentials) return undefined;
  const [identifier] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return new URLSearchParams(`id=${identifier}`).get('id');
}

function jwtPart(token, index) {
  try {
    return JSON.parse(Buffer.from(token.split('.')[index], 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}

/** The method that the request uses, whether or not the server then accepts it. */
function authentication(authorization, body) {
  const basic = basicIdentifier(authorization);
  if (basic !== undefined) return { client_id: basic, auth_method: 'client_secret_basic' };
  const assertion = first(body, 'client_assertion');
  if (assertion !== undefined) {
    const symmetric = jwtPart(assertion, 0).alg?.startsWith('HS');
    return {
      client_id: jwtPart(assertion, 1).sub,
      auth_method: symmetric ? 'client_secret_jwt' : 'private_key_jwt',
    };
  }
  const client_id = first(body, 'client_id');
  if (first(body, 'client_secret') !== undefined) return { client_id, auth_method: 'client_secret_post' };
  return { client_id, auth_method: client_id === undefined ? null : 'none' };
}

export class Record {
  #entries = [];

  #registered;

  #scripted = new Map();

  #delays = new Map();

  constructor(clients) {
    this.#registered = new Map(clients.map((it) => [it.client_id, it.token_endpoint_auth_method]));
  }

  /** Notes a request when it arrives; what is known later is set on the entry that comes back. */
  add(req, rawBody, side) {
    const url = new URL(req.url, 'http://127.0.0.1');
    const form = (req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const body = form ? [...new URLSearchParams(rawBody.toString('utf8'))] : [];
    const query = [...url.searchParams];
    const who = req.method === 'POST'
      ? authentication(req.headers.authorization, body)
      : { client_id: first(query, 'client_id'), auth_method: null };
    const entry = {
      side,
      method: req.method,
      path: url.pathname,
      query,
      body,
      authorization: req.headers.authorization ?? null,
      content_type: req.headers['content-type'] ?? null,
      client_id: who.client_id ?? null,
      auth_method: who.auth_method,
      registered_auth_method: this.#registered.get(who.client_id) ?? null,
      status: null,
      error: null,
      revoked: false,
      bytes_sent: 0,
    };
    this.#entries.push(entry);
    return entry;
  }

  entries() {
    return this.#entries;
  }

  reset() {
    this.#entries = [];
    this.#scripted.clear();
    this.#delays.clear();
  }

  /** The next request of `path` is answered with this, and never reaches the provider. */
  script(path, answer) {
    this.#scripted.set(path, [...this.#scripted.get(path) ?? [], answer]);
  }

  /** Answers of `path` are sent so many milliseconds after the request was carried out. */
  delay(path, milliseconds) {
    this.#delays.set(path, milliseconds);
  }

  delayOf(path) {
    return this.#delays.get(path) ?? 0;
  }

  takeScripted(path) {
    return this.#scripted.get(path)?.shift();
  }
}
