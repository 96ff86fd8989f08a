/** Serves an organization together with its administration, which can replace it. */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { isLoopback } from '../../wire/accepted-hosts.ts';
import { type LocalServer, serve } from '../../wire/http-server.ts';
import type { WireRequest, WireResponse } from '../../wire/message.ts';
import { type AdjustableClock, adjustableClock } from '../adjustable-clock.ts';
import { settleRegularly } from '../settle-regularly.ts';
import type { SimulatedOrganization } from '../simulate-organization.ts';
import { createHttpHandler, type HttpHandler } from './http-handlers.ts';
import { openApi } from './openapi.ts';
import { type Administered, type AdministrationResponse, routes } from './routes.ts';

/** What `serveAdministered` serves, and where. */
export interface AdministeredOptions {
  /** 0 is any free port. */
  readonly port: number;
  /** Creates the organization with this clock, and again for each reset. */
  readonly create: (clock: AdjustableClock) => Promise<SimulatedOrganization>;
}

/** A server whose organization can be controlled, and replaced, by requests to `/_flotilla/`. */
export interface AdministeredServer extends LocalServer {
  /** Of requests to `/_flotilla/`, as `Authorization: Bearer …`. */
  readonly token: string;
  /** The one that is served now. */
  organization(): SimulatedOrganization;
}

/** Rejects with a `FlotillaError` of code `Simulator` when the port is not available. */
export async function serveAdministered(options: AdministeredOptions): Promise<AdministeredServer> {
  const token = randomBytes(24).toString('base64url');
  let current = await start(options);
  const reset = async () => {
    const before = current;
    current = await start(options);
    await before.organization.close();
  };
  const handle = async (request: WireRequest) =>
    /^\/_flotilla(\/|$)/.test(request.path)
      ? await administer({ ...current, reset }, request, token)
      : await current.handle(request);
  const served = await serve(handle, { port: options.port });
  const stop = settleRegularly(() => {
    void current.clock.tick();
    current.organization.settle();
  });
  return {
    ...served,
    token,
    organization: () => current.organization,
    close: async () => {
      stop();
      await served.close();
      await current.organization.close();
    },
  };
}

interface Started extends Omit<Administered, 'reset'> {
  readonly handle: HttpHandler;
}

async function start({ create }: AdministeredOptions): Promise<Started> {
  const clock = adjustableClock();
  const organization = await create(clock);
  return { clock, organization, faults: new Map(), handle: createHttpHandler(organization) };
}

async function administer(
  administered: Administered,
  request: WireRequest,
  token: string,
): Promise<WireResponse> {
  const path = request.path.slice('/_flotilla'.length);
  if (!isLoopback(request.headers.host ?? ''))
    return json({ status: 403, content: { message: 'Unknown host.' } });
  if (request.method === 'GET' && path === '/openapi.json')
    return json({ status: 200, content: openApi });
  if (!hasToken(request, token)) {
    return json({
      status: 401,
      content: { message: 'the token that flotilla simulate prints is missing' },
    });
  }
  const id = path.split('/')[2] ?? '';
  const known = `${request.method} ${id === '' ? path : path.replace(/[^/]+$/, '{id}')}`;
  const route = Object.hasOwn(routes, known) ? routes[known] : undefined;
  if (!route)
    return json({
      status: 404,
      content: { message: `${known} is not a route: see /_flotilla/openapi.json` },
    });
  const body = new TextDecoder().decode(request.body);
  try {
    return json(await route(administered, { method: request.method, path, body }, id));
  } catch (error) {
    if (!(error instanceof FlotillaError)) throw error;
    return json({ status: 400, content: { message: error.message } });
  }
}

function hasToken({ headers }: WireRequest, token: string): boolean {
  const [left, right] = [headers.authorization ?? '', `Bearer ${token}`].map((one) =>
    Buffer.from(one),
  );
  return (
    left !== undefined &&
    right !== undefined &&
    left.length === right.length &&
    timingSafeEqual(left, right)
  );
}

function json({ status, content }: AdministrationResponse): WireResponse {
  const body = content
    ? new TextEncoder().encode(`${JSON.stringify(content)}\n`)
    : new Uint8Array();
  return {
    status,
    headers: {
      ...(content && { 'content-type': 'application/json' }),
      'content-length': String(body.byteLength),
    },
    body,
  };
}
