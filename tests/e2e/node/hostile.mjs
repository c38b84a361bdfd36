// Token endpoints that answer badly, one mistake a path.
import { once } from 'node:events';

const TOKEN = { access_token: 'hostile-access-token', token_type: 'Bearer', expires_in: 60 };
const HUGE = 100 * 1024 * 1024;

function answer(res, entry, status, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  entry.status = status;
  entry.bytes_sent = Buffer.byteLength(text);
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  res.end(text);
}

/** A well-formed beginning that goes on for 100 MB, as fast as the client reads it. */
async function huge(res, entry) {
  entry.status = 200;
  res.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, 'a');
  res.write('{"token_type":"Bearer","access_token":"');
  while (entry.bytes_sent < HUGE && !res.destroyed) {
    entry.bytes_sent += chunk.length;
    if (!res.write(chunk)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  }
  res.end('"}');
}

const paths = {
  // 307 and 308 ask for the same body again, and so for the secret.
  redirect: ({ res, entry, query }) => answer(res, entry, Number(query.get('status') ?? 307), '', {
    location: '/hostile/redirected',
  }),
  redirected: ({ res, entry }) => answer(res, entry, 200, TOKEN),
  // Never answers. The connection goes when the client or this process goes.
  slow: () => {},
  'not-json': ({ res, entry }) => answer(res, entry, 200, '<html><h1>Welcome</h1></html>', { 'content-type': 'text/html' }),
  huge: ({ res, entry }) => huge(res, entry),
  'token-type': ({ res, entry }) => answer(res, entry, 200, { ...TOKEN, token_type: 'mac' }),
  'no-token-type': ({ res, entry }) => answer(res, entry, 200, { ...TOKEN, token_type: undefined }),
  'no-token': ({ res, entry }) => answer(res, entry, 200, { ...TOKEN, access_token: undefined }),
  'wider-scope': ({ res, entry }) => answer(res, entry, 200, { ...TOKEN, scope: 'read write admin' }),
  // What the client sent, where an error message might quote it.
  echo: ({ res, entry, body }) => answer(res, entry, 400, `cannot read ${body}`, { 'content-type': 'text/plain' }),
  'error-in-success': ({ res, entry }) => answer(res, entry, 200, { error: 'invalid_grant' }),
  'server-error': ({ res, entry }) => answer(res, entry, 503, '<html>Service unavailable</html>', { 'content-type': 'text/html' }),
  // Promises more than it sends.
  cut: ({ res, entry }) => {
    entry.status = 200;
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
    res.write('{"access_token":"hostile-', () => res.destroy());
  },
};

export function hostile(req, res, body, entry) {
  const { pathname, searchParams: query } = new URL(req.url, 'http://127.0.0.1');
  const name = pathname.slice('/hostile/'.length);
  if (Object.hasOwn(paths, name)) {
    paths[name]({ res, entry, body, query });
  } else {
    answer(res, entry, 404, { error: `no such path: ${pathname}` });
  }
}
