// The second port: what a test may ask and arrange, and the servers that nobody should trust.
import { hostile } from './hostile.mjs';
import { grantAll } from './permissions.mjs';
import { readBody } from './record.mjs';

function json(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
}

/** The user at the second device: `approve` or `deny` (RFC 8628 section 3.3). */
async function decide(provider, { user_code: userCode, decision }) {
  const code = await provider.DeviceCode.findByUserCode(userCode.replace(/\W/g, '').toUpperCase());
  if (!code) return { status: 404, answer: { error: 'no such user code' } };
  if (decision === 'approve') {
    const { scope, resource } = code.params;
    Object.assign(code, {
      accountId: 'alice',
      grantId: await grantAll(provider, 'alice', code.clientId, code.params),
      authTime: Math.floor(Date.now() / 1000),
      scope,
      resource,
    });
  } else if (decision === 'deny') {
    Object.assign(code, { error: 'access_denied', errorDescription: 'the user refused' });
  } else {
    return { status: 400, answer: { error: `no such decision: ${decision}` } };
  }
  await code.save();
  return { status: 200, answer: { decision } };
}

const control = (provider, record) => async (req, res) => {
  const { pathname } = new URL(req.url, 'http://127.0.0.1');
  const body = await readBody(req);
  if (pathname.startsWith('/hostile/')) {
    hostile(req, res, body, record.add(req, body, 'control'));
    return;
  }
  switch (`${req.method} ${pathname}`) {
    case 'GET /record':
      json(res, 200, record.entries());
      break;
    case 'POST /reset':
      record.reset();
      json(res, 200, {});
      break;
    case 'POST /script': {
      const { path, ...answer } = JSON.parse(body);
      record.script(path, answer);
      json(res, 200, {});
      break;
    }
    case 'POST /delay': {
      const { path, milliseconds } = JSON.parse(body);
      record.delay(path, milliseconds);
      json(res, 200, {});
      break;
    }
    case 'POST /device': {
      const { status, answer } = await decide(provider, JSON.parse(body));
      json(res, status, answer);
      break;
    }
    default:
      json(res, 404, { error: `no such control: ${req.method} ${pathname}` });
  }
};

const guarded = (provider, record) => {
  const handle = control(provider, record);
  return (req, res) => handle(req, res).catch((error) => {
    console.error(error);
    if (res.headersSent) res.destroy();
    else json(res, 500, { error: error.message });
  });
};

export { guarded as control };
