// What some servers do and others do not. A test names the habits of its server.

/** No `iss` in any response (RFC 9207), and no promise of it in the metadata. */
async function silentAboutIssuer(ctx, next) {
  await next();
  if (ctx.path.startsWith('/.well-known/')) {
    delete ctx.body?.authorization_response_iss_parameter_supported;
  }
  const location = ctx.response.get('location');
  if (URL.canParse(location)) {
    const url = new URL(location);
    url.searchParams.delete('iss');
    ctx.set('location', url.href);
  }
  // The form of `response_mode=form_post`.
  if (ctx.path.startsWith('/auth') && typeof ctx.body === 'string') {
    ctx.body = ctx.body.replace(/<input type="hidden" name="iss"[^>]*>/, '');
  }
}

/** A refresh that asks for less gets everything again (RFC 6749 section 3.3 leaves it to the server). */
async function ignoresNarrowedScope(ctx, next) {
  if (ctx.path === '/token') {
    const form = new URLSearchParams(ctx.req.body.toString('utf8'));
    if (form.get('grant_type') === 'refresh_token') {
      form.delete('scope');
      ctx.req.body = Buffer.from(form.toString());
    }
  }
  await next();
}

/** How long a refresh token may be sent once more, in milliseconds. */
const GRACE = 30_000;

/** The answers to the first use of refresh tokens. */
const firstUses = new Map();

/** The second use of a refresh token gets the answer to the first again; the third is one too many. */
async function takesRefreshTokensTwice(ctx, next) {
  const form = new URLSearchParams(ctx.path === '/token' ? ctx.req.body.toString('utf8') : '');
  const token = form.get('grant_type') === 'refresh_token' && form.get('refresh_token');
  const first = token && firstUses.get(token);
  firstUses.delete(token);
  if (first && Date.now() < first.until) {
    // It may be under way still.
    Object.assign(ctx, await first.answer);
    return;
  }
  const answer = next().then(() => ({ status: ctx.status, body: ctx.body }));
  if (token && !first) firstUses.set(token, { answer, until: Date.now() + GRACE });
  await answer;
}

const habits = {
  silent_about_issuer: silentAboutIssuer,
  ignores_narrowed_scope: ignoresNarrowedScope,
  takes_refresh_tokens_twice: takesRefreshTokensTwice,
};

/** Makes the provider do so. */
export function adopt(provider, names) {
  for (const name of names) {
    if (!Object.hasOwn(habits, name)) throw new Error(`no such habit: ${name}`);
    provider.use(habits[name]);
  }
}
