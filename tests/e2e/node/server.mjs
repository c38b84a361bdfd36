// One authorization server for one test process.
//
// Argument (optional): JSON of `{ "clients": [...], "habits": [...] }`: clients that are registered
// beside the table of clients.mjs, and names of habits.mjs.
// Standard output: one line of JSON, when both ports answer.
// Standard input: held open by the test. When the test goes, however it goes, it closes, and so
// does this process.
import { createServer } from 'node:http';
import { once } from 'node:events';

import { clients, users } from './clients.mjs';
import { control } from './control.mjs';
import { freshKeys } from './keys.mjs';
import { buildProvider } from './provider.mjs';
import { Record } from './record.mjs';

// Standard output carries the one line and nothing else.
console.log = console.error;
console.info = console.error;

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

// The ports come first: the issuer is part of the configuration.
const issuerServer = createServer();
const controlServer = createServer();
const issuer = await listen(issuerServer);
const controlUrl = await listen(controlServer);

const { clients: more = [], habits = [] } = JSON.parse(process.argv[2] ?? '{}');
const keys = await freshKeys();
const registered = [...clients(keys), ...more];
const record = new Record(registered);
const provider = await buildProvider(issuer, registered, keys, record, habits);

issuerServer.on('request', provider.callback());
controlServer.on('request', control(provider, record));

process.stdout.write(`${JSON.stringify({
  issuer,
  control: controlUrl,
  client_key: keys.client.pem,
  partner_key: keys.partner.pem,
  clients: registered.map(({ jwks, ...metadata }) => metadata),
  users,
})}\n`);
