// What may be granted: every scope that is asked for, at the resources of the table.
import { errors } from 'oidc-provider';

import { resources } from './clients.mjs';

/** What a resource server takes: a JWT for it alone (RFC 8707, RFC 9068). */
export function resourceServer(_ctx, resource) {
  const scope = Object.hasOwn(resources, resource) ? resources[resource] : undefined;
  if (scope === undefined) throw new errors.InvalidTarget();
  return { scope, audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
}

/** Every permission that a request can ask for, granted at once. */
export async function grantAll(provider, accountId, clientId, { scope = '', resource = [] }) {
  const grant = new provider.Grant({ accountId, clientId });
  if (scope) grant.addOIDCScope(scope);
  for (const it of [resource].flat()) grant.addResourceScope(it, scope);
  return grant.save();
}
