/** The two transports: a request handler for SDK clients of this process, and HTTP for all other clients. */

import { wallClock } from '../model/clock.ts';
import { onAcceptedHosts } from '../wire/accepted-hosts.ts';
import { createGateway } from '../wire/gateway.ts';
import { serve } from '../wire/http-server.ts';
import { inProcessHandler } from '../wire/in-process.ts';
import type { CallHandler } from '../wire/message.ts';
import { verifySignature } from '../wire/signature.ts';
import type { Transports } from './access.ts';
import {
  type CallHandlerOptions,
  createCallHandler,
  type VerifySignature,
} from './call-handler.ts';
import { dropping } from './disconnection.ts';
import { understoodServices } from './services.ts';
import { withWebPages } from './web/web-pages.ts';
import type { World } from './world/world.ts';

export function createTransports(
  options: Omit<CallHandlerOptions, 'verify'>,
  onBug?: (error: unknown) => void,
): Transports {
  const open = (answer: CallHandler) =>
    dropping(createGateway({ services: understoodServices, answer, ...(onBug && { onBug }) }));
  const http = () => {
    const verify = verifierOf(options.world);
    const handle = open(createCallHandler({ ...options, verify }));
    return onAcceptedHosts(withWebPages(options.world, { handle, verify }));
  };
  return {
    // In process a request cannot be altered, so nothing is verified: that saves a third of the cost of a call.
    requestHandler: inProcessHandler(open(createCallHandler(options))),
    http,
    serve: (serveOptions) => serve(http(), serveOptions),
  };
}

/** Clients sign by the wall clock, whatever the time is in the simulation; deployed functions by the simulated time. */
function verifierOf({ clock }: World): VerifySignature {
  return (request, secretAccessKey) => {
    try {
      verifySignature(request, secretAccessKey, clock.now());
    } catch {
      verifySignature(request, secretAccessKey, wallClock.now());
    }
  };
}
