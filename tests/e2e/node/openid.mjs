// OpenID providers for one test process, one for each test that asks for one.
//
// Standard output: one line of JSON, when both ports answer.
// Standard input: held open by the test, as that of server.mjs.
//
// The control port makes a provider and says what it does:
// - POST /issuers: `{ issuer, client_id, client_secret }` of a new one.
// - POST /issuers/<number>/plan: what the provider does from now on (openid-issuer.mjs).
// - POST /issuers/<number>/sign: `{ plan, claims }` become a token (openid-forge.mjs).
// - POST /issuers/<number>/record: what the provider received (record.mjs).
import { createServer } from 'node:http';
import { once } from 'node:events';

import { Issuer } from './openid-issuer.mjs';
import { readBody } from './record.mjs';

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));

const issuers = [];

async function listen(handle) {
  const server = createServer((req, res) => {
    handle(req, res).catch((error) => {
      console.error(error);
      if (res.headersSent) res.destroy();
      else res.writeHead(500).end(error.message);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

/** The number of the provider that a path begins with after `before`, and the rest of the path. */
function split(path, before) {
  const [, number, rest] = path.slice(before.length).match(/^\/(\d+)(\/.*)$/) ?? [];
  return { issuer: issuers[number], rest };
}

const origin = await listen(async (req, res) => {
  const { issuer, rest } = split(req.url, '');
  if (!issuer) {
    res.writeHead(404).end();
    return;
  }
  req.url = rest;
  await issuer.handle(req, res);
});

async function answer(req) {
  const body = JSON.parse((await readBody(req)).toString() || 'null');
  if (req.url === '/issuers') {
    const issuer = new Issuer(`${origin}/${issuers.length}`);
    issuers.push(issuer);
    return { issuer: issuer.issuer, control: `${control}/issuers/${issuers.length - 1}`, ...issuer.client };
  }
  const { issuer, rest } = split(req.url, '/issuers');
  switch (issuer && rest) {
    case '/plan':
      issuer.plan = body;
      return {};
    case '/sign':
      return { token: await issuer.forge(body.plan, body.claims) };
    case '/record':
      return issuer.record.entries();
    default:
      throw new Error(`no such control: ${req.url}`);
  }
}

const control = await listen(async (req, res) => {
  const text = JSON.stringify(await answer(req));
  res.writeHead(200, { 'content-type': 'application/json' }).end(text);
});

process.stdout.write(`${JSON.stringify({ control })}\n`);
